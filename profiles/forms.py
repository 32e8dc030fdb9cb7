"""The forms of comments: what was typed, read as text. Whether it is stored, workflow/talk.py decides."""

import uuid

from django import forms
from django.utils.translation import gettext as _

LONGEST_NAME = 120


class CommentForm(forms.Form):
    """A comment on a finding, or on the whole where `finding` is empty.

    No field has a `maxlength`: a browser would cut off what is pasted without a word.
    """

    finding = forms.UUIDField(required=False)
    text = forms.CharField(required=False)

    def clean_text(self) -> str:
        return self.cleaned_data["text"].replace("\r\n", "\n")

    @property
    def typed(self) -> str:
        """The text as it was sent, for showing it again."""
        return self.data.get("text", "")

    @property
    def finding_key(self) -> uuid.UUID | None:
        return self.cleaned_data.get("finding")

    @property
    def complaint(self) -> str:
        """Why the form cannot be read, or nothing."""
        return " ".join(str(message) for messages in self.errors.values() for message in messages)


class ReviewCommentForm(CommentForm):
    """A comment through a review link, by somebody without an account."""

    name = forms.CharField(required=False)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if len(name) > LONGEST_NAME:
            raise forms.ValidationError(
                _("The name is longer than %(most)s characters. Nothing was stored.") % {"most": LONGEST_NAME}
            )
        return name
