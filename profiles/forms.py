"""The forms of comments and alerts, and what was typed in any form. workflow/ decides what is stored."""

import re
import uuid
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.encoding import punycode
from django.utils.translation import gettext as _, gettext_lazy

LONGEST_NAME = 120

TEXTS = re.compile(
    r"(text|body|office|note|label|introduction|change_note|acknowledgements|designation_note)$"
    r"|(text|title|cited)-"
)
"""The fields, of all forms, that somebody has written something in."""


def texts_typed(data: QueryDict) -> list[str]:
    """Return every text of a form that was sent and not stored, to be handed back."""
    return [text for name in data if TEXTS.match(name) and (text := str(data[name]).strip())]


def form_reasons(form: forms.BaseForm) -> str:
    """Return why a form is refused, in one line; empty where it is not."""
    return " ".join(str(message) for errors in form.errors.values() for message in errors)


class LinesField(forms.CharField):
    """Longer text, with line breaks as they are stored, whatever the browser sends."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class CommentForm(forms.Form):
    """A comment on a finding, or on the whole where `finding` is empty.

    No field has a `maxlength`: a browser would cut off what is pasted without a word.
    """

    finding = forms.UUIDField(required=False)
    text = LinesField(required=False)

    @property
    def typed(self) -> str:
        """The text as it was sent, for showing it again."""
        return self.data.get("text", "")

    @property
    def finding_key(self) -> uuid.UUID | None:
        return self.cleaned_data.get("finding")


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


class AlertForm(forms.Form):
    """A reader's address. `website` is hidden from people: what fills it in is none."""

    wrong_email = gettext_lazy("This is not an e-mail address. Example: name@example.org.")
    messages = {"invalid": wrong_email, "max_length": wrong_email}
    messages["required"] = gettext_lazy("Type your e-mail address.")
    email = forms.EmailField(max_length=254, error_messages=messages)
    website = forms.CharField(required=False)

    def clean_email(self) -> str:
        """Refuse what the mail server would be given in another form: another mailbox, or none."""
        email: str = self.cleaned_data["email"]
        name, _at, host = email.rpartition("@")
        try:
            punycode(host)
        except UnicodeError:
            name = ""
        if not name or not name.isascii():
            raise forms.ValidationError(self.wrong_email)
        return email
