"""Plain functions that make rows for tests. Every place they make is fictional."""

import itertools
from typing import Any

from django.contrib.auth.models import Group

from profiles import workflow
from profiles.choices import Kind, Level, State
from profiles.content.translations import build_units
from profiles.models import (
    Assignment,
    Finding,
    FindingSource,
    IndicatorDomain,
    Place,
    Profile,
    Revision,
    Source,
    Term,
    TermText,
    Translation,
    User,
)

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


def make_translation(revision: Revision, language: str = "fr", **fields: Any) -> Translation:
    """Make an open translation in which every unit is translated: “[fr] ” and the original."""
    units = {
        unit.key: {"text": f"[{language}] {unit.original}", "original": unit.original}
        for unit in build_units(revision, {})
    }
    fields = {
        "profile": revision.profile,
        "revision": revision,
        "language": language,
        "units": units,
    } | fields
    return Translation.objects.create(**fields)


def make_published_translation(revision: Revision, language: str = "fr", **fields: Any) -> Translation:
    """Make a translation of a live revision that the public reads."""
    return workflow.publish(make_translation(revision, language, **fields), by=None)


def make_term(word: str = "", language: str = "en", **fields: Any) -> TermText:
    """Make a term with its text in one language; give `term` for another language of one that is there."""
    word = word or f"fictional term {next(count)}"
    term = fields.pop("term", None) or Term.objects.create(slug=f"term-{next(count)}")
    fields = {"definition": f"What {word} means.", "source_title": "A fictional handbook"} | fields
    text = TermText(term=term, language=language, word=word, **fields)
    text.full_clean()
    text.save()
    return text


def make_user(name: str = "", **fields: Any) -> User:
    """Make a member of staff who may do everything; pass is_superuser=False for one who may not."""
    fields = {"is_staff": True, "is_superuser": True} | fields
    return User.objects.create_user(name or f"user{next(count)}", password="a fictional password", **fields)


def make_member(role: str, *places: Place, **fields: Any) -> User:
    """Make a member of staff with one role, assigned to `places`, or to all places where none is given."""
    user = make_user(**{"is_superuser": False, "email": f"{role.lower()}{next(count)}@example.org"} | fields)
    user.groups.add(Group.objects.get(name=role))
    for place in places:
        Assignment.objects.create(user=user, place=place)
    if not places:
        Assignment.objects.create(user=user, is_everywhere=True)
    return user


def make_complete(profile: Profile | None = None, by: User | None = None, **fields: Any) -> Revision:
    """Make a draft that lacks nothing: a finding of both kinds in each domain, each with a source."""
    draft = make_draft(profile, findings=12, changed_by=by, **fields)
    source = Source.objects.create(revision=draft, title="A fictional law")
    FindingSource.objects.bulk_create(
        FindingSource(finding=finding, source=source) for finding in draft.findings.all()
    )
    return draft


def make_in_state(state: State, profile: Profile | None = None, by: User | None = None) -> Revision:
    """Make a complete revision and take it to `state` by the actions, as the system."""
    revision = make_complete(profile, by)
    if state == State.DRAFT:
        return revision
    revision = workflow.submit(revision, by=None)
    if state == State.IN_REVIEW:
        return revision
    revision = workflow.approve(revision, by=None)
    if state == State.APPROVED:
        return revision
    live = workflow.publish(revision, by=None)
    if state == State.WITHDRAWN:
        return workflow.withdraw(live, by=None, reason="A fictional reason.")
    if state == State.SUPERSEDED:
        workflow.publish(workflow.start_revision(live.profile, by=None), by=None)
        live.refresh_from_db()
    return live
