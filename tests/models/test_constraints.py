"""Rules that are always true of stored rows: the database itself refuses the others."""

import uuid
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from profiles.models import (
    Alert,
    Assignment,
    Comment,
    DomainText,
    Finding,
    FindingMatch,
    FindingSource,
    ImportDocument,
    ImportName,
    IndicatorDomain,
    LogEntry,
    Place,
    Presence,
    Profile,
    ReviewLink,
    Revision,
    SearchWord,
    SignOff,
    SlugRedirect,
    Snapshot,
    Source,
    Term,
    TermText,
    Translation,
)
from tests.factories import (
    make_draft,
    make_place,
    make_profile,
    make_published,
    make_term,
    make_translation,
    make_user,
)

pytestmark = pytest.mark.usefixtures("domains")

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEY = uuid.UUID("b8a4c5f6-1111-4222-8333-444455556666")


def place(**fields) -> Place:
    fields = {"slug": "badland", "name": "Badland", "official_name": "Badland", "level": "country"} | fields
    return Place(**fields)


def with_iso(**codes) -> Place:
    make_place("Codeland", iso2="XA", iso3="XAA", m49="901")
    return place(**codes)


def document_twice() -> ImportDocument:
    return stored_twice(ImportDocument(uploaded_by=make_user(), name="a.txt", data=b"A.", digest="d"))


def profile(**fields) -> Profile:
    existing = make_profile(make_place("Profileland"), edition=1, slug="profileland-2021")
    fields = {"place": existing.place, "edition": 2, "year": 2024, "slug": "profileland-2024"} | fields
    return Profile(**fields)


def revision(**fields) -> Revision:
    existing = make_draft(make_profile())
    return Revision(profile=existing.profile, **(existing.frozen_facts() | {"number": 2} | fields))


def finding(**fields) -> Finding:
    draft = make_draft(findings=1)
    Finding.objects.filter(revision=draft).update(key=KEY)
    domain = IndicatorDomain.objects.first()
    return Finding(revision=draft, **({"domain": domain, "kind": "potential", "text": "Text."} | fields))


def match(**fields) -> FindingMatch:
    """Another verdict on two editions of which two findings are decided to be the same."""
    earlier = make_profile()
    later = make_profile(earlier.place, edition=2, year=2024)
    fields = {"earlier": earlier, "later": later, "is_same": True} | fields
    FindingMatch.objects.create(
        earlier=earlier, later=later, earlier_key=KEY, later_key=KEY, is_same=fields["is_same"]
    )
    return FindingMatch(**({"earlier_key": uuid.uuid4(), "later_key": uuid.uuid4()} | fields))


def match_of_one_edition() -> FindingMatch:
    return FindingMatch(**dict.fromkeys(("earlier", "later"), make_profile()), is_same=True, **KEYS)


KEYS = {"earlier_key": KEY, "later_key": KEY}


def former(**owner) -> SlugRedirect:
    SlugRedirect.objects.create(slug="old", place=make_place())
    SlugRedirect.objects.create(slug="old", profile=make_profile())
    return SlugRedirect(slug="old", **owner)


def source(**fields) -> Source:
    draft = make_draft()
    Source.objects.create(revision=draft, key=KEY, title="A fictional law")
    return Source(revision=draft, **({"title": "Another"} | fields))


def citation_twice() -> FindingSource:
    row = source()
    row.save()
    first = row.revision.findings.first()
    FindingSource.objects.create(finding=first, source=row)
    return FindingSource(finding=first, source=row)


def domain_text(**fields) -> DomainText:
    domain = IndicatorDomain.objects.get(number=1)
    fields = {"variant": "country", "language": "sq", "title": "T", "description": "D"} | fields
    return DomainText(domain=domain, **fields)


def term_text(**fields) -> TermText:
    fields = {"language": "pt", "word": "W", "definition": "D", "source_title": "S"} | fields
    return TermText(term=make_term().term, **fields)


def alert(**fields) -> Alert:
    return Alert(**{"email": "reader@example.org", "language": "en"} | fields)


def again(row: Alert) -> Alert:
    """Store `row`; return one of the same reader and the same thing."""
    row.save()
    return alert(email=row.email.upper(), place=row.place, domain=row.domain)


def snapshot(**fields) -> Snapshot:
    fields = {"profile": make_profile(), "revision_number": 1, "verb": "save", "made_at": NOW} | fields
    return Snapshot(content={}, digest="", **fields)


def sign_off(**fields) -> SignOff:
    row = snapshot()
    row.save()
    fields = {"revision": make_draft(), "body": "Ministry", "signed_on": NOW.date()} | fields
    return SignOff(snapshot=row, **fields)


def link(**fields) -> ReviewLink:
    fields = {"revision": make_draft(), "label": "Ministry", "token_digest": "0" * 64} | fields
    return ReviewLink(expires_at=NOW, **fields)


def stored_link() -> ReviewLink:
    row = link()
    row.save()
    return row


def comment(**fields) -> Comment:
    return Comment(revision=make_draft(), **({"text": "A remark.", "by": make_user()} | fields))


def by_link(**fields) -> Comment:
    return comment(**({"by": None, "link": stored_link(), "name": "Dr Example"} | fields))


def assignment(**fields) -> Assignment:
    return Assignment(**({"user": make_user()} | fields))


def twice(**fields) -> Assignment:
    """Return a copy of an assignment that is stored."""
    first = assignment(**fields)
    first.save()
    return Assignment(user=first.user, **fields)


def presence_twice(*, is_in_translation: bool = False) -> Presence:
    draft, user = make_draft(), make_user()
    translation = make_translation(draft) if is_in_translation else None
    facts = {"revision": draft, "translation": translation, "user": user, "since": NOW, "seen_at": NOW}
    Presence.objects.create(**facts)
    return Presence(**facts)


def withdrawn(**fields) -> Revision:
    fields = {"state": "withdrawn", "published_at": NOW, "closed_at": NOW} | fields
    return revision(**fields)


def translation(**fields) -> Translation:
    live = make_published()
    make_translation(live)
    facts = {"profile": live.profile, "revision": live, "language": "es"}
    return Translation(**(facts | fields))


def closed_translation(**fields) -> Translation:
    facts = {"state": "superseded", "published_at": NOW, "closed_at": NOW, "number": 1}
    names = {"frozen_title": "A title", "frozen_place_name": "A place"}
    return translation(**(facts | names | fields))


def stored_twice(row):
    row.save()
    row.pk = None
    return row


BAD_ROWS = {
    "domain_is_one_of_six": lambda: IndicatorDomain(number=7, slug="seventh"),
    "domain number unique": lambda: IndicatorDomain(number=1, slug="another-first"),
    "domain slug unique": lambda: IndicatorDomain(number=0, slug=IndicatorDomain.objects.first().slug),
    "domain_text_is_unique": lambda: domain_text(language="en"),
    "domain_text_variant_is_known": lambda: domain_text(variant="village"),
    "domain_text_has_a_language": lambda: domain_text(language=""),
    "domain_text_title_provenance_is_known": lambda: domain_text(title_provenance="hearsay"),
    "domain_text_description_provenance_is_known": lambda: domain_text(description_provenance=""),
    "term slug unique": lambda: Term(slug=make_term().term.slug),
    "term_text_is_unique": lambda: term_text(language="en"),
    "term_text_has_a_language": lambda: term_text(language=""),
    "term_text_is_whole: word": lambda: term_text(word=""),
    "term_text_is_whole: definition": lambda: term_text(definition=""),
    "term_text_is_whole: source": lambda: term_text(source_title=""),
    "alert_is_about_one_thing": lambda: alert(place=make_place(), domain=IndicatorDomain.objects.first()),
    "alert_has_a_language": lambda: alert(language=""),
    "alert_has_an_address": lambda: alert(email=""),
    "alert_of_a_place_is_unique": lambda: again(alert(place=make_place())),
    "alert_of_a_domain_is_unique": lambda: again(alert(domain=IndicatorDomain.objects.first())),
    "alert_of_all_is_unique": lambda: again(alert()),
    "place slug unique": lambda: place(slug=make_place("Sameland").slug),
    "place_level_is_known": lambda: place(level="planet"),
    "place_has_parent_if_local: city without": lambda: place(level="city"),
    "place_has_parent_if_local: country with": lambda: place(parent=make_place()),
    "place_has_a_name: name": lambda: place(name=""),
    "place_has_a_name: slug": lambda: place(slug=""),
    "place_region_is_known": lambda: place(region="999"),
    "place_is_on_earth: latitude": lambda: place(latitude=91, longitude=0),
    "place_is_on_earth: longitude": lambda: place(latitude=0, longitude=181),
    "place_iso2_is_unique": lambda: with_iso(iso2="XA"),
    "place_iso3_is_unique": lambda: with_iso(iso3="XAA"),
    "place_m49_is_unique": lambda: with_iso(m49="901"),
    "profile_edition_is_unique": lambda: profile(edition=1),
    "profile_edition_from_one": lambda: profile(edition=0),
    "profile_year_is_plausible: early": lambda: profile(year=1899),
    "profile_year_is_plausible: late": lambda: profile(year=2101),
    "profile_month_is_in_a_year: 0": lambda: profile(month=0),
    "profile_month_is_in_a_year: 13": lambda: profile(month=13),
    "profile_has_a_language": lambda: profile(language=""),
    "profile_has_a_slug": lambda: profile(slug=""),
    "profile slug unique": lambda: profile(slug="profileland-2021"),
    "revision_number_is_unique": lambda: revision(number=1, state="published", published_at=NOW),
    "revision_number_from_one": lambda: revision(number=0, state="published", published_at=NOW),
    "revision_one_open: draft": lambda: revision(),
    "revision_one_open: in review": lambda: revision(state="in_review"),
    "revision_one_open: approved": lambda: revision(state="approved"),
    "revision_state_is_known": lambda: revision(state="lost"),
    "revision_published_has_a_moment": lambda: revision(state="published"),
    "revision_published_has_a_moment: draft": lambda: Revision(
        profile=make_profile(), number=1, published_at=NOW
    ),
    "revision_closed_has_a_moment: superseded": lambda: revision(state="superseded", published_at=NOW),
    "revision_closed_has_a_moment: live": lambda: revision(
        state="published", published_at=NOW, closed_at=NOW
    ),
    "revision_closed_has_its_facts": lambda: revision(state="published", published_at=NOW, frozen_title=""),
    "revision_closed_has_its_facts: year": lambda: withdrawn(withdrawal_reason="Why.", frozen_year=None),
    "finding_key_is_unique": lambda: finding(key=KEY),
    "finding_kind_is_known": lambda: finding(kind="bad"),
    "finding_has_a_text": lambda: finding(text=""),
    "source_key_is_unique": lambda: source(key=KEY),
    "source_has_a_title": lambda: source(title=""),
    "finding_source_is_unique": citation_twice,
    "revision_scheduled_is_approved: draft": lambda: Revision(
        profile=make_profile(), number=1, publish_at=NOW
    ),
    "revision_scheduled_is_approved: in review": lambda: Revision(
        profile=make_profile(), number=1, state="in_review", publish_at=NOW
    ),
    "revision_withdrawn_has_a_reason": lambda: withdrawn(),
    "revision_withdrawn_has_a_reason: not withdrawn": lambda: withdrawn(
        state="superseded", withdrawal_reason="Why."
    ),
    "translation_number_is_unique": lambda: stored_twice(closed_translation()),
    "translation_one_published": lambda: stored_twice(closed_translation(state="published", closed_at=None)),
    "translation_one_open": lambda: translation(language="fr"),
    "translation_has_a_language": lambda: translation(language=""),
    "translation_provenance_is_known": lambda: translation(provenance="machine"),
    "translation_state_is_known": lambda: closed_translation(state="lost", closed_at=None),
    "translation_published_has_a_moment": lambda: closed_translation(published_at=None),
    "translation_closed_has_a_moment": lambda: closed_translation(closed_at=None),
    "translation_scheduled_is_approved": lambda: translation(publish_at=NOW),
    "translation_withdrawn_has_a_reason": lambda: closed_translation(state="withdrawn"),
    "translation_closed_has_its_facts: number": lambda: closed_translation(number=None),
    "translation_closed_has_its_facts: title": lambda: closed_translation(frozen_title=""),
    "translation_closed_has_its_facts: place": lambda: closed_translation(frozen_place_name=""),
    "translation_closed_has_its_facts: open": lambda: translation(number=1),
    "translation_closed_has_its_facts: official": lambda: closed_translation(provenance="official"),
    "search_word_is_unique": lambda: stored_twice(SearchWord(word="law", written="Law", times=1)),
    "snapshot_verb_is_known": lambda: snapshot(verb="sang"),
    "presence_is_unique": presence_twice,
    "presence_in_translation_is_unique": lambda: presence_twice(is_in_translation=True),
    "comment_has_a_text": lambda: comment(text=""),
    "comment_has_a_writer": lambda: comment(by=None),
    "comment_has_a_writer: link without name": lambda: by_link(name=""),
    "comment_has_a_writer: two": lambda: by_link(by=make_user()),
    "comment_has_a_writer: user with a name": lambda: comment(name="Dr Example"),
    "comment_has_a_writer: name without link": lambda: by_link(link=None),
    "sign_off_has_a_body": lambda: sign_off(body=""),
    "review_link_has_a_label": lambda: link(label=""),
    "review link digest unique": lambda: link(token_digest=stored_link().token_digest),
    "assignment_is_to_one_thing": lambda: assignment(),
    "assignment_is_to_one_thing: place and region": lambda: assignment(place=make_place(), region="002"),
    "assignment_is_to_one_thing: place and all": lambda: assignment(place=make_place(), is_everywhere=True),
    "assignment_is_to_one_thing: region and all": lambda: assignment(region="002", is_everywhere=True),
    "assignment_place_is_unique": lambda: twice(place=make_place()),
    "assignment_region_is_unique": lambda: twice(region="002"),
    "assignment_everywhere_is_unique": lambda: twice(is_everywhere=True),
    "document_is_uploaded_once": document_twice,
    "match_has_one_verdict": lambda: match(is_same=False, **KEYS),
    "match_of_earlier_is_unique": lambda: match(earlier_key=KEY),
    "match_of_later_is_unique": lambda: match(later_key=KEY),
    "match_is_of_two_editions": match_of_one_edition,
    "former_slug_is_of_one_thing": lambda: SlugRedirect(slug="old"),
    "former_slug_is_of_one_thing: both": lambda: SlugRedirect(
        slug="old", place=make_place(), profile=make_profile()
    ),
    "former_slug_of_places_is_unique": lambda: former(place=make_place()),
    "former_slug_of_profiles_is_unique": lambda: former(profile=make_profile()),
    "log_verb_is_known": lambda: LogEntry(profile=make_profile(), verb="sang"),
    "name_is_answered_once": lambda: stored_twice(ImportName(user=make_user(), name="gripe")),
    "log_is_of_one_thing": lambda: LogEntry(verb="move"),
    "log_is_of_one_thing: both": lambda: LogEntry(
        profile=make_profile(), place=make_place("Loggedland"), place_name="Loggedland", verb="move"
    ),
}


@pytest.mark.parametrize("make", BAD_ROWS.values(), ids=BAD_ROWS.keys())
def test_a_bad_row_is_refused(make):
    row = make()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_same_rows_without_the_fault_are_accepted():
    assignments = [assignment(place=make_place()), assignment(region="002"), assignment(is_everywhere=True)]
    work = [snapshot(), sign_off(), link(token_digest="1" * 64), comment(), by_link()]
    closed = [withdrawn(withdrawal_reason="Why.")]
    content = [place(), profile(), finding(), source(), domain_text(), term_text(), alert()]
    content += [match(), match(is_same=False)]
    for row in (*content, *assignments, *work, *closed):
        row.save()


def test_a_place_cannot_lie_in_itself():
    city = make_place("Innertown", level="city", parent=make_place())
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.filter(pk=city.pk).update(parent=city)


def test_a_profile_has_one_published_revision():
    live = make_published()
    other = Revision(
        profile=live.profile, number=2, state="published", published_at=NOW, **live.frozen_facts()
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_every_constraint_has_a_bad_row_here():
    models = apps.get_app_config("profiles").get_models()
    names = {constraint.name for model in models for constraint in model._meta.constraints}
    names_here = {name.split(":")[0] for name in BAD_ROWS}
    assert names - names_here == {"place_is_not_its_own_parent", "revision_one_published"}  # tried above


def test_what_others_rest_on_stays():
    """A place with profiles, a profile with revisions, and a domain with findings cannot be deleted."""
    draft = make_draft()
    for row in (draft.profile.place, draft.profile, IndicatorDomain.objects.get(number=1)):
        with pytest.raises(ProtectedError):
            row.delete()


def test_the_text_that_was_signed_off_stays():
    row = sign_off()
    row.save()
    with pytest.raises(ProtectedError):
        row.snapshot.delete()
