"""The versions of pages: raised in the transaction of whatever a reader could see, and by nothing else."""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from profiles import search, workflow
from profiles.choices import State
from profiles.models import (
    DomainText,
    FindingMatch,
    IndicatorDomain,
    PageVersion,
    Place,
    Profile,
    Revision,
    Term,
    TermText,
    Translation,
)
from tests.factories import (
    make_draft,
    make_place,
    make_profile,
    make_published,
    make_published_translation,
    make_term,
    make_translation,
    make_user,
)

pytestmark = pytest.mark.usefixtures("domains")


def versions() -> dict[str, int]:
    return dict(PageVersion.objects.values_list("tag", "version"))


def raised(before: dict[str, int]) -> set[str]:
    """Return the tags whose version is another one than `before`; each has become more."""
    now = versions()
    changed = {tag for tag in now if now[tag] != before.get(tag)}
    assert all(now[tag] > before.get(tag, 0) for tag in changed)
    return changed


def country(place: Place) -> str:
    return f"country-{place.pk}"


def make_city(country: Place, name: str) -> Place:
    return make_place(name, level="city", parent=country)


def test_a_hundred_saves_of_a_draft_raise_nothing():
    draft = make_draft(make_profile())
    user = make_user()
    before = versions()
    for number in range(100):
        Revision.objects.filter(pk=draft.pk).update(introduction=f"Draft {number}", changed_by=user)
        draft.findings.update(text=f"Fictional text {number}")
    assert raised(before) == set()


def test_a_publication_raises_its_country_alone():
    other = make_published()
    draft = make_draft()
    before = versions()
    live = workflow.publish(draft, by=None)
    assert raised(before) == {country(live.profile.place)}
    assert country(other.profile.place) not in raised(before)


@pytest.mark.parametrize(
    "change",
    [
        lambda live: workflow.withdraw(live, by=None, reason="A fictional reason."),
        lambda live: Revision.objects.filter(pk=live.pk).update(
            state=State.SUPERSEDED, closed_at=timezone.now()
        ),
        lambda live: Profile.objects.filter(pk=live.profile_id).update(month=3),
        lambda live: Place.objects.filter(pk=live.profile.place_id).update(names={"fr": "Lieu fictif"}),
        lambda live: make_published(live.profile),
        lambda live: workflow.publish(make_translation(live), by=None),
    ],
    ids=["withdraw", "bulk", "facts", "name", "revision", "translation"],
)
def test_what_a_reader_sees_raises_the_country(change):
    live = make_published()
    before = versions()
    change(live)
    assert raised(before) == {country(live.profile.place)}


def test_a_city_raises_the_country_that_it_lies_in():
    land = make_place("Fictional Land")
    state = make_place("Fictional State", level="state", parent=land)
    city = make_city(state, "Fictional City")
    district = make_place("Fictional District", level="district", parent=city)
    for place in (land, state, city, district):
        before = versions()
        make_published(make_profile(place))
        assert raised(before) == {country(land)}
        before = versions()
        Place.objects.filter(pk=place.pk).update(name=f"{place.name} again")
        assert raised(before) == {country(land)}


def test_a_place_that_moves_raises_where_it_was_and_where_it_is():
    old, new = make_place(), make_place()
    city = make_city(old, "Fictional Town")
    before = versions()
    Place.objects.filter(pk=city.pk).update(parent=new)
    assert raised(before) == {country(old), country(new)}


def test_a_draft_beside_a_live_text_raises_nothing():
    live = make_published()
    translation = make_published_translation(live)
    draft = workflow.start_revision(live.profile, by=None)
    other = make_translation(live, "es")
    before = versions()
    Revision.objects.filter(pk=draft.pk).update(introduction="Not for readers.")
    Translation.objects.filter(pk=other.pk).update(units={})
    Translation.objects.filter(pk=other.pk).delete()
    workflow.discard(draft, by=None)
    assert raised(before) == set()
    workflow.withdraw(translation, by=None, reason="A fictional reason.")
    assert raised(before) == {country(live.profile.place)}


def test_a_match_of_findings_raises_the_country_of_public_editions_only():
    place = make_place()
    earlier, later = (make_profile(place, edition=number, year=2020 + number) for number in (1, 2))
    live = make_published(earlier)
    draft = make_draft(later)
    keys = {"earlier_key": live.findings.first().key, "later_key": draft.findings.first().key}
    before = versions()
    FindingMatch.objects.create(earlier=earlier, later=later, is_same=True, **keys)
    assert raised(before) == set()
    workflow.publish(draft, by=None)
    before = versions()
    FindingMatch.objects.all().delete()
    assert raised(before) == {country(place)}


def test_texts_raise_the_texts():
    domain = IndicatorDomain.objects.first()
    text = make_term("Fictional word")
    for change in (
        lambda: IndicatorDomain.objects.filter(pk=domain.pk).update(icon="shield"),
        lambda: DomainText.objects.filter(domain=domain).update(description="A fictional description."),
        lambda: TermText.objects.filter(pk=text.pk).update(word="Another"),
        lambda: Term.objects.filter(pk=text.term_id).delete(),
        lambda: make_term("A third word"),
    ):
        before = versions()
        change()
        assert raised(before) == {"texts"}


def test_what_is_rolled_back_raises_nothing():
    draft = make_draft()
    before = versions()
    with transaction.atomic():
        workflow.publish(draft, by=None)
        transaction.set_rollback(True)
    assert raised(before) == set()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.django_db(transaction=True)
def test_an_emptied_table_raises_everything():
    make_published()
    before = versions()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE profiles_termtext CASCADE")
    assert raised(before) == before.keys()


def test_an_index_that_is_made_anew_raises_the_texts():
    make_published()
    before = versions()
    search.rebuild()
    assert raised(before) == {"texts"}
