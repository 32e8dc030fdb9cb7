"""Shorthands of the tests of the search: a live profile that says given things, and what is found."""

from collections.abc import Callable

import pytest

from profiles import search, workflow
from profiles.models import Finding, IndicatorDomain, Revision
from profiles.search.backends import planner
from tests.factories import make_place, make_profile

PublishTexts = Callable[..., Revision]


@pytest.fixture(autouse=True)
def _no_statistics_kept() -> None:
    planner.forget_statistics()


@pytest.fixture
def publish_texts(domains: None) -> PublishTexts:
    """Publish a profile with these texts as findings, domain after domain: publish_texts("…", year=2020)."""

    def publish(*texts: str, place=None, introduction: str = "", **facts) -> Revision:
        return workflow.publish(draft(*texts, place=place, introduction=introduction, **facts), by=None)

    return publish


def draft(*texts: str, place=None, introduction: str = "", **facts) -> Revision:
    profile = make_profile(place or make_place(), **facts)
    revision = Revision.objects.create(profile=profile, number=1, introduction=introduction)
    domains = list(IndicatorDomain.objects.all())
    for number, text in enumerate(texts):
        kind = "potential" if number % 2 else "well_developed"
        Finding.objects.create(
            revision=revision, domain=domains[number % 6], kind=kind, text=text, position=number
        )
    return revision


def search_texts(question: str, **filters) -> set[str]:
    """Return the texts of the first page of hits."""
    return {hit.entry.text for hit in search.search(question, search.Filters(**filters)).hits}
