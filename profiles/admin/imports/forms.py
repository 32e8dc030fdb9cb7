"""An uploaded document, and the facts of it that its uploader corrects."""

from operator import attrgetter
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy as _

from profiles.choices import Language
from profiles.imports import readers
from profiles.imports.document import FACT_NAMES, DocumentError
from profiles.imports.plan import Plan
from profiles.imports.worker import read_document
from profiles.models import Place, User

LONGEST_PASTED = 1_000_000
"""Most characters that can be pasted; longer texts are uploaded."""


class DocumentForm(forms.Form):
    """A file, or a pasted text; `document` of its cleaned data are the bytes and the name."""

    file = forms.Field(required=False, widget=forms.FileInput)
    text = forms.Field(required=False)

    def clean(self) -> dict[str, Any]:
        file, text = self.cleaned_data["file"], self.cleaned_data["text"] or ""
        if file is not None and file.size > readers.MAX_BYTES:
            most = {"most": readers.MAX_BYTES // 1024**2}
            raise forms.ValidationError(_("The document is larger than %(most)s MB."), params=most)
        if file is not None and text.strip():
            raise forms.ValidationError(_("There is a file and a pasted text. Send only one of the two."))
        if file is None and not text.strip():
            raise forms.ValidationError(_("Choose a file, or paste the text of a profile."))
        if file is None and len(text) > LONGEST_PASTED:
            raise forms.ValidationError(
                _("This text is too long to be pasted. Save it as a file and upload that.")
            )
        data = file.read() if file is not None else text.encode(errors="replace")
        name = str(file.name).replace("\x00", "") if file is not None else "pasted.txt"
        try:
            read_document(data, name)
        except DocumentError as error:
            raise forms.ValidationError(error.problems) from None
        return {"document": (data, name)}


class FactsForm(forms.Form):
    """The facts of the profile. Left empty, they are as the document has them."""

    place = forms.ModelChoiceField(
        Place.objects.none(), to_field_name="slug", required=False, label=capfirst(_("place"))
    )
    edition = forms.IntegerField(
        min_value=1,
        max_value=99,
        required=False,
        label=capfirst(_("edition")),
        help_text=_("1 for the first profile of the place, 2 for the second …"),
    )
    year = forms.IntegerField(
        min_value=2010, max_value=2100, required=False, label=capfirst(_("year described"))
    )
    month = forms.TypedChoiceField(
        choices=[("", "–"), *MONTHS.items()],
        coerce=int,
        empty_value=None,
        required=False,
        label=capfirst(_("month described")),
    )
    language = forms.ChoiceField(
        choices=[("", "–"), *Language.choices], required=False, label=capfirst(_("original language"))
    )

    def __init__(self, user: User, choices: dict[str, Any], data: QueryDict | None = None) -> None:
        super().__init__(data, initial={name: choices.get(name) for name in FACT_NAMES})
        places = Place.objects.visible_to(user)
        self.fields["place"].label_from_instance = attrgetter("display_name")
        self.fields["place"].queryset = places.by_name(get_language() or Language.ENGLISH)

    def fill_in(self, plan: Plan) -> None:
        """Show what the document says where the user has said nothing else."""
        facts = {name: getattr(plan.reading, name) for name in FACT_NAMES}
        facts["place"] = plan.place.slug if plan.place else None
        facts["edition"] = plan.profile.edition if plan.profile else facts["edition"]
        for name in FACT_NAMES:
            self.initial[name] = self.initial.get(name) or facts[name]


def facts_of(form: FactsForm) -> dict[str, Any]:
    """Return the facts that a valid form says, as ImportDocument.choices keeps them."""
    facts = {name: value for name in FACT_NAMES if (value := form.cleaned_data[name])}
    return facts | ({"place": facts["place"].slug} if "place" in facts else {})
