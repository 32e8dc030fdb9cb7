"""Where lines of a document can go, and what its headings can begin: options for the selects of the page."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _, pgettext

from profiles.admin.imports.decisions import HEADING
from profiles.choices import Kind
from profiles.imports.answers import ASIDE, COLUMNS, TEXT
from profiles.imports.corrections import INTRODUCTION, ON_ITS_OWN, WITH_LAST
from profiles.imports.document import Asks
from profiles.imports.text.headers import TITLES

SOURCES = "sources"

Option = tuple[str, str]
Group = tuple[str, list[Option]]


class Targets:
    """The options in the words of the page, with the headings of `sections` (content/sections.py)."""

    def __init__(self, sections: Iterable[Any]) -> None:
        self.domains: list[Option] = []
        self.in_domain: list[Group] = []
        self.kinds: dict[str, str] = {}
        for section in sections:
            title = f"{section.number} {section.text.title}"
            self.domains.append((section.anchor, title))
            lists = [(f"{section.anchor}/{each.kind.value}", str(each.heading)) for each in section.lists]
            self.in_domain.append((title, lists))
            self.kinds |= {each.kind.value: str(each.heading) for each in section.lists}
        self.kinds = {kind: str(Kind(kind).label) for kind in self.kinds}

    def of(self, asks: Asks | None) -> list[Group]:
        """Return what a heading, or a column, can begin: what is asked about stands first."""
        lists: Group = (capfirst(_("a list")), list(self.kinds.items()))
        domains: Group = (capfirst(_("a domain")), self.domains)
        columns: Group = (
            capfirst(_("a column")),
            [(header.value, str(TITLES[header])) for header in COLUMNS],
        )
        others: Group = (
            pgettext("group of options", "Other"),
            [
                (INTRODUCTION, _("Introduction")),
                (SOURCES, _("Sources")),
                (ASIDE, _("Not part of the profile, with what stands under it")),
                (TEXT, _("No heading: ordinary text")),
            ],
        )
        groups = [lists, domains, *self._in_domains(), others]
        if asks == Asks.DOMAIN:
            groups = [domains, lists, *self._in_domains(), others]
        return [columns, *groups] if asks in (Asks.COLUMN, None) else groups

    def places(self) -> list[Group]:
        """Return where lines that are selected can go."""
        headings = [
            (f"{HEADING}{value}", label) for _name, group in self.of(Asks.LIST) for value, label in group
        ]
        others = [
            (WITH_LAST, _("Goes on with the finding above")),
            (ON_ITS_OWN, _("Begins a finding of its own")),
            (INTRODUCTION, _("Introduction")),
            (ASIDE, _("Leave it out")),
        ]
        return [
            (_("These lines"), others),
            *((_("A finding: %(domain)s") % {"domain": title}, lists) for title, lists in self.in_domain),
            (_("This line is a heading, and begins"), headings),
        ]

    def label(self, target: str) -> str:
        """Return what a target is called; "" of one that is not known."""
        return _label(self.of(None), target)

    def place_label(self, place: str) -> str:
        """Return what a place is called; "" of one that is not known."""
        return _label([*self.places()[:1], *self._in_domains()], place)

    def _in_domains(self) -> list[Group]:
        return [
            (title, [(value, f"{title} · {label}") for value, label in lists])
            for title, lists in self.in_domain
        ]


def _label(groups: Iterable[Group], target: str) -> str:
    return next((label for _name, group in groups for value, label in group if value == target), "")
