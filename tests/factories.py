"""Plain functions that make rows for tests. Every place they make is fictional."""

import itertools
from typing import Any

from profiles import workflow
from profiles.choices import Kind, Level, State
from profiles.models import Finding, IndicatorDomain, Place, Profile, Revision, User

count = itertools.count(1)


def make_place(name: str = "", **fields: Any) -> Place:
    name = name or f"Exampleland {next(count)}"
    slug = fields.pop("slug", name.lower().replace(" ", "-"))
    fields = {"level": Level.COUNTRY, "official_name": f"Republic of {name}", "is_fictional": True} | fields
    place = Place(name=name, slug=slug, **fields)
    place.full_clean()
    place.save()
    return place


def make_profile(place: Place | None = None, **fields: Any) -> Profile:
    place = place or make_place()
    fields = {"edition": 1, "year": 2021, "month": 9, "language": "en"} | fields
    fields.setdefault("slug", f"{place.slug}-{fields['year']}-{fields['edition']}")
    profile = Profile(place=place, **fields)
    profile.full_clean()
    profile.save()
    return profile


def make_draft(profile: Profile | None = None, findings: int = 4, **fields: Any) -> Revision:
    """Make an open revision with `findings` findings spread over the six domains and both kinds."""
    profile = profile or make_profile()
    number = profile.revisions.count() + 1
    fields = {"introduction": "A fictional example."} | fields
    revision = Revision.objects.create(profile=profile, number=number, **fields)
    domains = list(IndicatorDomain.objects.all())
    Finding.objects.bulk_create(
        Finding(
            revision=revision,
            domain=domains[i % 6],
            kind=list(Kind)[i // 6 % 2],
            position=i,
            text=f"Fictional finding {i + 1} of {profile.place.name}.",
        )
        for i in range(findings)
    )
    return revision


def make_published(profile: Profile | None = None, findings: int = 4, **fields: Any) -> Revision:
    revision = workflow.publish(make_draft(profile, findings, **fields), by=None)
    assert revision.state == State.PUBLISHED
    return revision


def make_user(name: str = "", **fields: Any) -> User:
    """Make a member of staff who may do everything; pass is_superuser=False for one who may not."""
    fields = {"is_staff": True, "is_superuser": True} | fields
    return User.objects.create_user(name or f"user{next(count)}", password="a fictional password", **fields)
