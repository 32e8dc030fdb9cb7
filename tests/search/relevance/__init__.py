"""Questions in five languages, and what must, may and must not be among the first ten of their hits.

The texts are fictional. `publish()` stores them, for the test and for the page of bench/relevance.py.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from profiles import search, workflow
from profiles.models import DomainText, Finding, IndicatorDomain, Place, Revision
from tests.factories import make_place, make_profile

FOLDER = Path(__file__).parent
FIRST = 10
TITLES = {
    ("fr", 1): "Droits des migrants",
    ("es", 1): "Derechos de los migrantes",
    ("pt", 1): "Direitos dos migrantes",
    ("ar", 1): "حقوق المهاجرين",
    ("fr", 3): "Partenariats",
    ("ar", 3): "الشراكات",
}
"""Titles of domains in other languages, as the site will have them."""


class Question(NamedTuple):
    reader: str
    text: str
    must: frozenset[str]
    may: frozenset[str] | None
    """None: anything else."""
    must_not: frozenset[str]


def lines(name: str) -> Iterator[str]:
    for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def questions() -> Iterator[Question]:
    for line in lines("questions"):
        reader, text, must, may, must_not = (part.strip() for part in line.split("|"))
        keys = None if may == "*" else frozenset(may.split())
        yield Question(reader, text, frozenset(must.split()), keys, frozenset(must_not.split()))


def publish() -> dict[str, str]:
    """Publish the texts; return text -> its key."""
    domains = {domain.number: domain for domain in IndicatorDomain.objects.all()}
    for (language, number), title in TITLES.items():
        facts = {"domain": domains[number], "variant": "country", "language": language}
        DomainText.objects.get_or_create(**facts, defaults={"title": title, "description": f"{title}."})
    keys: dict[str, str] = {}
    revision: Revision | None = None
    revisions: list[Revision] = []
    for line in lines("texts"):
        if line.startswith("@"):
            revision = _draft(*(part.strip() for part in line[1:].split("|")))
            revisions.append(revision)
            continue
        number, mark, key, text = line.split(" ", 3)
        kind = "well_developed" if mark == "+" else "potential"
        Finding.objects.create(
            revision=revision, domain=domains[int(number)], kind=kind, text=text, position=len(keys)
        )
        keys[text] = key
    for revision in revisions:
        workflow.publish(revision, by=None)
    search.index_domains()
    return keys


def _draft(name: str, names: str, year: str, language: str) -> Revision:
    place = Place.objects.filter(name=name).first()
    place = place or make_place(name, names=dict(pair.split("=") for pair in names.split()))
    edition = place.profiles.count() + 1
    profile = make_profile(place, year=int(year), language=language, edition=edition)
    return Revision.objects.create(profile=profile, number=1, introduction="")


def first_keys(question: Question, keys: dict[str, str]) -> list[str]:
    """Return the keys of the first hits of a question, in their order."""
    hits = search.search(question.text, language=question.reader).hits[:FIRST]
    return [keys[hit.entry.text] for hit in hits]
