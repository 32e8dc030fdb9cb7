"""Upgrades keep what is stored, forwards and backwards, and leave the triggers in place."""

import importlib

import pytest
from django.apps import apps as current
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from profiles import search, workflow
from profiles.content.serialize import serialize_revision
from profiles.models import IndicatorDomain, Place, Profile, Revision, SlugRedirect
from tests.database import empty_database
from tests.factories import make_complete, make_in_state, make_place, make_profile, make_user
from tests.models.triggers import present_triggers, wanted_triggers


def migrate(name: str):
    """Migrate `profiles` to `name`, either way; return its models as they were then."""
    executor = MigrationExecutor(connection)
    executor.migrate([("profiles", name)])
    return MigrationExecutor(connection).loader.project_state([("profiles", name)]).apps


def newest() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture
def movable(transactional_db):
    """A database that may be migrated; afterwards it is as new as before, and empty."""
    call_command("loaddata", "domains", verbosity=0)
    groups = importlib.import_module("profiles.migrations.0004_roles")
    groups.create_groups(current, connection.schema_editor())
    yield
    newest()
    empty_database()


def texts(revisions) -> list[tuple]:
    return sorted(revisions.objects.values_list("pk", "state", "introduction"))


def store_before_0003(models) -> dict[str, int]:
    """Store a live, a superseded, a withdrawn and an open revision as the release before wrote them."""
    now = timezone.now()
    place = models.get_model("profiles", "Place").objects.create(
        slug="examplia", level="country", name="Examplia", official_name="Republic of Examplia"
    )
    profiles, revisions = models.get_model("profiles", "Profile"), models.get_model("profiles", "Revision")
    profile = profiles.objects.create(place=place, edition=1, year=2021, slug="examplia-2021")
    domain = models.get_model("profiles", "IndicatorDomain").objects.first()
    states = {"superseded": 1, "published": 2, "draft": 3}
    pks = {}
    for state, number in states.items():
        revision = revisions.objects.create(profile=profile, number=number, introduction=state)
        models.get_model("profiles", "Finding").objects.create(
            revision=revision, domain=domain, kind="potential", text=f"A text, {state}."
        )
        if state != "draft":
            closed = now if state == "superseded" else None
            revisions.objects.filter(pk=revision.pk).update(state=state, published_at=now, closed_at=closed)
        pks[state] = revision.pk
    second = profiles.objects.create(place=place, edition=2, year=2024, slug="examplia-2024")
    withdrawn = revisions.objects.create(
        profile=second, number=1, state="withdrawn", published_at=now, closed_at=now
    )
    models.get_model("profiles", "LogEntry").objects.create(
        profile=profile, revision_number=2, verb="publish"
    )
    return pks | {"withdrawn": withdrawn.pk}


@pytest.mark.usefixtures("movable")
def test_the_way_back_keeps_the_texts_and_the_administration_is_added_to_what_is_there():
    """Both in one journey, which takes ten seconds."""
    store_with_the_administration()
    before = texts(Revision)
    old = migrate("0002_immutability")
    assert present_triggers() >= wanted_triggers(old)
    assert texts(old.get_model("profiles", "Revision")) == before
    actions = set(old.get_model("profiles", "LogEntry").objects.values_list("verb", flat=True))
    assert actions == {"publish", "start"}
    assert not Group.objects.filter(name="Analyst").exists()
    pks = store_before_0003(old)
    changed = migrate("0003_desk")
    assert present_triggers() >= wanted_triggers(changed)
    newest()
    assert present_triggers() >= wanted_triggers(current)
    stored_before_0003 = Revision.objects.filter(pk__in=pks.values())
    assert [text for text in texts(Revision) if text[0] not in pks.values()] == before
    assert set(Group.objects.values_list("name", flat=True)) >= {"Analyst", "Reviewer", "Publisher"}
    assert Profile.objects.published().count() == 2
    assert IndicatorDomain.objects.count() == 6
    revisions = {revision.state: revision for revision in stored_before_0003}
    assert {state: revision.pk for state, revision in revisions.items()} == pks
    require_the_texts_stored_before_0003(revisions)


def store_with_the_administration() -> None:
    """Store a live text with a draft that has a comment and a sign-off, a withdrawn one and one in review."""
    user = make_user()
    live = make_in_state("published")
    draft = workflow.start_revision(live.profile, by=user)
    workflow.comment(draft, "A remark.", user)
    workflow.record_sign_off(draft, user, body="Ministry", signed_on=timezone.now().date())
    workflow.withdraw(make_in_state("published"), by=user, reason="A fictional reason.")
    workflow.submit(make_complete(), by=user)


def require_the_texts_stored_before_0003(revisions: dict[str, Revision]) -> None:
    for state in ("superseded", "published", "draft"):
        revision = revisions[state]
        assert (revision.introduction, revision.none_identified) == (state, [])
        assert revision.findings.get().text == f"A text, {state}."
    assert revisions["withdrawn"].withdrawal_reason == "No reason was recorded."
    for state in ("superseded", "published", "withdrawn"):
        for change in ({"introduction": "x"}, {"none_identified": ["x"]}, {"approved_at": timezone.now()}):
            with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
                Revision.objects.filter(pk=revisions[state].pk).update(**change)
    draft = revisions["draft"]
    content = {"introduction": "Anew.", "none_identified": [], "sources": [], "findings": []}
    workflow.save_content(draft, content, draft.lock_version, None)
    introductions = [snapshot.content["introduction"] for snapshot in draft.profile.snapshots.order_by("pk")]
    assert introductions == ["draft", "Anew."]  # the text from before the history is in the history


@pytest.mark.long
@pytest.mark.usefixtures("movable")
def test_an_upgrade_from_each_earlier_state_keeps_the_texts(how_many):
    """Back from the newest state to each one before, and forward again in one step, with texts in it."""
    store_with_the_administration()
    before = texts(Revision)
    names = sorted(
        name for app, name in MigrationExecutor(connection).loader.graph.nodes if app == "profiles"
    )
    assert len(names) > 30
    for name in names[-2 : -2 - how_many(short=2, long=len(names) - 2) : -1]:
        old = migrate(name)
        assert texts(old.get_model("profiles", "Revision")) == before, name
        newest()
        assert texts(Revision) == before, name
        assert present_triggers() >= wanted_triggers(current), name


@pytest.mark.usefixtures("movable")
def test_names_and_texts_from_before_are_found_by_plain_letters():
    old = migrate("0015_alerts")
    folded = {"en": "øresund łan", "fr": "œland"}
    fields = {"slug": "oresund", "level": "country", "name": "Øresund-Łan", "names": {"fr": "Œland"}}
    old.get_model("profiles", "Place").objects.create(**fields, folded_names=folded)
    entries = old.get_model("profiles", "SearchEntry").objects
    entries.create(id=1, what="domain", domain_id=IndicatorDomain.objects.first().pk, text="A domain.")
    assert not search.is_missing()
    newest()
    place = Place.objects.get(slug="oresund")
    assert (place.folded_names["en"], place.folded_names["fr"]) == ("oresund lan", "oeland")
    assert search.is_missing()  # So that `prepare` makes the index anew.


@pytest.mark.usefixtures("movable")
def test_closed_texts_are_frozen_as_their_pages_show_them_and_the_log_is_joined_with_its_texts():
    user = make_user()
    again = workflow.start_revision(make_in_state("published").profile, by=user)
    content = serialize_revision(again) | {"introduction": "Anew."}
    workflow.submit(workflow.save_content(again, content, again.lock_version, user), by=user)
    snapshots = dict(again.profile.log.values_list("pk", "snapshot"))
    assert sum(pk is not None for pk in snapshots.values()) >= 3
    titles = {}
    for language, state in (("en", "published"), ("fr", "superseded"), ("ar", "withdrawn")):
        place = make_place(names={"fr": "Exemplie", "ar": "مثال"})
        revision = make_in_state(state, make_profile(place, language=language, edition=12))
        titles[revision.pk] = revision.title
    draft = workflow.start_revision(make_profile(), by=user)
    before = {revision.pk: revision.frozen_facts() for revision in Revision.objects.all()}
    old = migrate("0017_search_rare")
    assert present_triggers() >= wanted_triggers(old)
    newest()
    assert present_triggers() >= wanted_triggers(current)
    assert {revision.pk: revision.frozen_facts() for revision in Revision.objects.all()} == before
    for pk, title in titles.items():
        assert Revision.objects.get(pk=pk).frozen_title == title
        with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
            Revision.objects.filter(pk=pk).update(frozen_title="x")
    draft.refresh_from_db()
    assert (draft.frozen_title, draft.frozen_year) == ("", None)
    assert dict(again.profile.log.values_list("pk", "snapshot")) == snapshots


@pytest.mark.usefixtures("movable")
def test_what_groups_may_do_with_former_addresses_stays():
    """Through `migrate` itself: it is that which renames the content type."""
    place = make_place()
    SlugRedirect.objects.create(slug="old-name", place=place)
    call_command("migrate", "profiles", "0018_frozen_facts", verbosity=0)
    permissions = Permission.objects.filter(content_type__app_label="profiles")
    codenames = {f"{verb}_formerslug" for verb in ("add", "change", "delete", "view")}
    queryset = permissions.filter(content_type__model="formerslug")
    assert set(queryset.values_list("codename", flat=True)) == codenames
    group = Group.objects.create(name="Movers")
    group.permissions.set(queryset)
    ids = set(queryset.values_list("pk", flat=True))
    call_command("migrate", "profiles", verbosity=0)
    assert set(group.permissions.values_list("pk", flat=True)) == ids
    assert set(group.permissions.values_list("codename", "content_type__model")) == {
        (codename.replace("formerslug", "slugredirect"), "slugredirect") for codename in codenames
    }
    assert not permissions.filter(codename__contains="formerslug").exists()
    assert permissions.filter(codename__endswith="_slugredirect").count() == 4
    assert SlugRedirect.objects.get().place == place


@pytest.mark.usefixtures("movable")
def test_arabic_names_are_sorted_without_their_article_both_ways():
    names = {"mali": "مالي", "morocco": "المغرب"}
    places = migrate("0022_words").get_model("profiles", "Place").objects
    for slug, name in names.items():
        places.create(slug=slug, level="country", name=slug, names={"ar": name}, folded_names={"ar": name})
    places = migrate("0023_arabic_order").get_model("profiles", "Place").objects
    folded_names = dict(places.values_list("slug", "folded_names__ar"))
    assert folded_names == {"mali": "مالي", "morocco": "مغرب المغرب"}
    now = {slug: Place(name=slug, names={"ar": name}).normalize_names()["ar"] for slug, name in names.items()}
    assert now == folded_names
    places = migrate("0022_words").get_model("profiles", "Place").objects
    assert dict(places.values_list("slug", "folded_names__ar")) == names
