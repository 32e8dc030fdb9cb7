"""The forms of the editing screen: the sources of a draft, its findings, and which rests on which.

A finding's sources are one box, a line for each: the number that the source has on the screen, and where
in it (“2: art. 4”). So 60 findings stay under 500 fields.
"""

import re
from collections import defaultdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from profiles.admin.site import LinesField, RowsFormSet
from profiles.choices import Kind, Language
from profiles.models import Finding, FindingSource, Source
from profiles.reading import domain_texts

CITATION = re.compile(r"(\d{1,4})\s*[:.,)]?\s*(.*)")
KIND_NAMES = {
    Kind.WELL_DEVELOPED: gettext_lazy("well developed"),
    Kind.POTENTIAL: gettext_lazy("potential"),
}


class RowForm(forms.ModelForm):
    """A row of a draft. One that was not touched was checked when it was stored."""

    def _post_clean(self) -> None:
        if self.has_changed():
            super()._post_clean()


class SourceForm(RowForm):
    url = forms.URLField(label=gettext_lazy("address"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = Source
        fields = ["title", "body", "year", "url"]
        help_texts = dict.fromkeys(fields, "")


class SourceFormSet(RowsFormSet):
    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        for field in ("title", "body"):
            form.fields[field].widget.attrs["dir"] = "auto"

    def save_new(self, form: forms.ModelForm, commit: bool = True) -> Source:
        """A new source comes after those that are there."""
        form.instance.position = self.forms.index(form)
        return super().save_new(form, commit)

    def by_number(self) -> dict[int, Source]:
        """Return the stored sources by the number that the screen shows."""
        gone = {form.instance.pk for form in self.deleted_forms}
        return {
            number: form.instance
            for number, form in enumerate(self.forms, start=1)
            if form.instance.pk and form.instance.pk not in gone
        }


class FindingForm(RowForm):
    text = LinesField(label=gettext_lazy("text"), widget=forms.Textarea({"rows": 3}))
    listed = forms.ChoiceField(label=gettext_lazy("list"))
    place_in_list = forms.IntegerField(
        label=gettext_lazy("position"), required=False, min_value=1, max_value=9999
    )
    citations = LinesField(label=gettext_lazy("sources"), required=False, widget=forms.Textarea({"rows": 1}))

    class Meta:
        model = Finding
        fields = ["text", "indicator_area"]
        help_texts = {"indicator_area": ""}

    def clean_citations(self) -> list[tuple[int, str]]:
        """Return (number of the source, locator) line by line."""
        cited: dict[int, str] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["citations"].split("\n"))):
            match = CITATION.fullmatch(line)
            if not match:
                raise ValidationError(
                    _("“%(line)s” does not begin with the number of a source. Write, for example, 2: art. 4")
                    % {"line": line}
                )
            number, locator = int(match[1]), match[2].strip()
            if number in cited:
                raise ValidationError(_("Source %(number)s stands here twice.") % {"number": number})
            if len(locator) > 120:
                raise ValidationError(_("Where in the source: at most 120 characters a line."))
            cited[number] = locator
        return list(cited.items())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("listed"):
            domain, self.instance.kind = cleaned["listed"].split("-")
            self.instance.domain_id = int(domain)
        return cleaned


class FindingFormSet(RowsFormSet):
    """The findings of a draft in reading order, with their position within each list."""

    @cached_property
    def choices(self) -> list[tuple[str, str]]:
        """The twelve lists of a profile."""
        texts = domain_texts(self.instance.profile.place.variant, get_language() or Language.ENGLISH)
        return [
            (f"{text.domain_id}-{kind}", f"{text.domain.number} {text.title}: {name}")
            for text in texts
            for kind, name in KIND_NAMES.items()
        ]

    @cached_property
    def ranks(self) -> dict[int, int]:
        """Finding's id -> its position in its list, from 1."""
        ranks: dict[int, int] = {}
        length: dict[tuple[int, str], int] = defaultdict(int)
        for finding in self.get_queryset():
            length[finding.domain_id, finding.kind] += 1
            ranks[finding.pk] = length[finding.domain_id, finding.kind]
        return ranks

    @cached_property
    def numbers(self) -> dict[int, int]:
        """Source's id -> the number that the screen shows."""
        sources = self.instance.sources.order_by("position", "pk").values_list("pk", flat=True)
        return {pk: number for number, pk in enumerate(sources, start=1)}

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        finding, profile = form.instance, self.instance.profile
        form.fields["listed"].choices = [("", _("Choose a list")), *self.choices]
        form.fields["text"].widget.attrs |= {"lang": profile.language, "dir": profile.direction}
        for field in ("indicator_area", "citations"):
            form.fields[field].widget.attrs["dir"] = "auto"
        if finding.pk:
            form.fields["listed"].initial = f"{finding.domain_id}-{finding.kind}"
            form.fields["place_in_list"].initial = self.ranks[finding.pk]
            form.fields["citations"].initial = "\n".join(
                f"{self.numbers[cited.source_id]}: {' '.join(cited.locator.split())}".removesuffix(": ")
                for cited in finding.cited.all()
            )

    def clean(self) -> None:
        """Refuse numbers of sources that the screen does not have, or that are being deleted."""
        super().clean()
        there, deleted = self._sources_on_screen()
        for form in self.forms:
            if form.cleaned_data.get("DELETE"):
                continue
            cited = {number for number, _locator in form.cleaned_data.get("citations") or []}
            for number in sorted(cited - there):
                form.add_error("citations", _("There is no source %(number)s.") % {"number": number})
            for number in sorted(cited & deleted):
                form.add_error(
                    "citations",
                    _("Source %(number)s is marked for deletion. Take it out here first.")
                    % {"number": number},
                )

    def _sources_on_screen(self) -> tuple[set[int], set[int]]:
        """Return the numbers of the sources that were sent along, and of those marked for deletion."""
        sent = self.data.get("sources-TOTAL_FORMS", "")
        rows = range(min(int(sent), 1000)) if sent.isdecimal() else range(0)
        there = {row + 1 for row in rows if self.data.get(f"sources-{row}-title", "").strip()}
        return there, {row + 1 for row in rows if self.data.get(f"sources-{row}-DELETE")}

    def save(self, commit: bool = True) -> list[Finding]:
        saved = super().save(commit)
        self._arrange()
        return saved

    def _kept(self) -> list[forms.ModelForm]:
        gone = {form.instance.pk for form in self.deleted_forms}
        return [form for form in self.forms if form.instance.pk and form.instance.pk not in gone]

    def _arrange(self) -> None:
        """Number each list anew, from 1: a finding stands where its position was set, the others follow."""
        lists = defaultdict(list)
        for form in self._kept():
            lists[form.cleaned_data["listed"]].append(form)
        moved = []
        for rows in lists.values():
            for position, form in enumerate(sorted(rows, key=_wish), start=1):
                if form.instance.position != position:
                    form.instance.position = position
                    moved.append(form.instance)
        Finding.objects.bulk_update(moved, ["position"])

    def save_citations(self, sources: dict[int, Source]) -> None:
        """Store what each changed finding rests on; `sources` by their numbers on the screen."""
        changed = [form for form in self._kept() if "citations" in form.changed_data]
        FindingSource.objects.filter(finding__in=[form.instance for form in changed]).delete()
        FindingSource.objects.bulk_create(
            FindingSource(finding=form.instance, source=sources[number], locator=locator, position=position)
            for form in changed
            for position, (number, locator) in enumerate(form.cleaned_data["citations"])
        )


def _wish(form: forms.ModelForm) -> tuple[float, int]:
    """Order within a list: the position asked for; moved up goes before what is there, moved down after.

    Without a position, or come from another list with its old one, a finding goes to the end.
    """
    before, asked = form.fields["place_in_list"].initial, form.cleaned_data["place_in_list"]
    if asked is None or (asked == before and "listed" in form.changed_data):
        return float("inf"), 0
    return asked, 0 if before is None else (asked > before) - (asked < before)
