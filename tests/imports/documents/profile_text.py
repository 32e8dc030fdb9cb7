"""What the documents of one language say: texts/LANGUAGE.toml, and what must be read of it."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.exports.subjects import SLUGS

KINDS = ("well_developed", "potential")
LANGUAGES = ("en", "fr", "es", "pt", "ar", "de")


@dataclass(frozen=True)
class Finding:
    """A finding; `sub` are the items below it, `cites` the numbers of its sources."""

    domain: int
    kind: str
    text: str
    sub: tuple[str, ...] = ()
    cites: tuple[int, ...] = ()


@dataclass(frozen=True)
class Source:
    title: str
    body: str = ""
    year: int | None = None
    url: str = ""

    def __str__(self) -> str:
        issue = f" ({self.body}, {self.year})" if self.body else f", {self.year}"
        return f"{self.title}{issue}{f', {self.url}' if self.url else ''}"


@dataclass(frozen=True)
class ProfileText:
    """A fictional profile. `names` are the words for domains and lists: own, seen or unknown."""

    language: str
    facts: dict[str, Any]
    none: str
    title: dict[str, str]
    headings: dict[str, str]
    names: dict[str, dict[str, list[str]]]
    columns: dict[str, str]
    page: dict[str, Any]
    introduction: list[str]
    descriptions: list[str]
    findings: list[Finding] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)

    def domain(self, number: int, names: str = "own") -> str:
        return self.names[names].get("domains", self.names["own"]["domains"])[number - 1]

    def list_name(self, kind: str, names: str = "own") -> str:
        return self.names[names]["lists"][KINDS.index(kind)]

    def list_of(self, domain: int, kind: str) -> list[Finding]:
        return [finding for finding in self.findings if (finding.domain, finding.kind) == (domain, kind)]

    def lists(self) -> Iterator[tuple[int, str, list[Finding]]]:
        for domain in range(1, 7):
            for kind in KINDS:
                yield domain, kind, self.list_of(domain, kind)

    @property
    def title_line(self) -> str:
        title = self.title
        return f"{title['programme']}: {title['place']}, {title['profile']} ({self.facts['year']})"

    @property
    def none_identified(self) -> list[str]:
        return [f"{SLUGS[domain - 1]}/{kind}" for domain, kind, findings in self.lists() if not findings]


@cache
def profile_text(language: str) -> ProfileText:
    """Return the fictional profile in `language`."""
    path = Path(__file__).with_name("texts") / f"{language}.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    findings = []
    for row in data["findings"]:
        number, _slash, kind = row["at"].partition("/")
        parts = tuple(row.get("sub", ())), tuple(row.get("cites", ()))
        findings.append(Finding(int(number), kind, row["text"], *parts))
    return ProfileText(
        language,
        {name: data[name] for name in ("place", "edition", "year", "month", "language")},
        data["none"],
        *(data[name] for name in ("title", "headings", "names", "columns", "page")),
        data["texts"]["introduction"],
        data["texts"]["descriptions"],
        findings,
        [Source(**row) for row in data["sources"]],
    )
