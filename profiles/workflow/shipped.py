"""What the site ships, brought to a database of an earlier version: domain texts, names of countries.

What somebody here has changed stays theirs: the shipped wording replaces only what was shipped before.
"""

from collections.abc import Iterable
from typing import Any

from babel import Locale
from django.db import transaction

from profiles import search
from profiles.choices import Action
from profiles.languages import Language
from profiles.models import DomainText, IndicatorDomain, LogEntry, Place

NAMES = ("names", "aliases")
"""The fields of a country that its row in the fixture decides on, until somebody changes them."""


@transaction.atomic
def add_domain_texts(rows: Iterable[dict[str, Any]]) -> None:
    """Add those of `rows` (DomainText's fields, `domain` a natural key) whose text is not there; one query.

    A text that is there stays as it is, whoever wrote it.
    """
    keys = {text.natural_key() for text in DomainText.objects.select_related("domain")}
    missing = [row for row in rows if (row["domain"][0], row["variant"], row["language"]) not in keys]
    if not missing:
        return
    domains = {domain.slug: domain for domain in IndicatorDomain.objects.all()}
    DomainText.objects.bulk_create(
        DomainText(**{**row, "domain": domains[row["domain"][0]]})
        for row in missing
        if row["domain"][0] in domains
    )
    search.index_domains()


@transaction.atomic
def update_country_names(rows: Iterable[dict[str, Any]]) -> None:
    """Give countries the names of `rows` (Place's fields) where theirs are those shipped before; one query.

    The log of a country says which of its names have changed.
    """
    by_code = {row["iso2"]: {field: row[field] for field in NAMES} for row in rows}
    # Of each start only this is asked: the names of all countries are many.
    shipped_names = Place.objects.exclude(iso2="").values_list("iso2", "shipped_names")
    changed = [code for code, names in shipped_names if code in by_code and names != by_code[code]]
    outdated = list(Place.objects.filter(iso2__in=changed)) if changed else []
    renamed = []
    for place in outdated:
        before, shipped = dict(place.names), by_code[place.iso2]
        _take_over(place, shipped)
        if place.names != before:
            renamed.append((place, before))
        place.shipped_names = shipped
        place.folded_names = place.normalize_names()
    if outdated:
        Place.objects.bulk_update(outdated, [*NAMES, "shipped_names", "folded_names"])
        LogEntry.objects.bulk_create(_log_entry(place, before) for place, before in renamed)
        search.index_places([place.pk for place in outdated])


def _take_over(place: Place, shipped: dict[str, Any]) -> None:
    """Give `place` those names of `shipped` that nobody has changed here."""
    earlier = place.shipped_names or {"names": _cldr_names(place.iso2), "aliases": []}
    names = dict(place.names)
    for code, name in shipped["names"].items():
        if names.get(code, "") in ("", earlier["names"].get(code, "")):
            names[code] = name
    place.names = names
    if place.aliases == earlier["aliases"]:
        place.aliases = list(shipped["aliases"])


def _cldr_names(iso2: str) -> dict[str, str]:
    """Return the names that versions shipped which did not write down what they had shipped."""
    return {code: Locale.parse(code).territories.get(iso2, "") for code in Language.values}


def _log_entry(place: Place, before: dict[str, str]) -> LogEntry:
    """Return the line of the history of `place`, in the words that a change in the dashboard gets."""
    label = place._meta.get_field("names").verbose_name
    note = "; ".join(
        f"{label} ({code}): {before.get(code) or '–'} → {name}"
        for code, name in sorted(place.names.items())
        if before.get(code) != name
    )
    return LogEntry(place=place, place_name=place.name, verb=Action.CHANGE_PLACE, by=None, note=note)
