"""What became of each finding from one edition to the next: each accounted for once, and named neutrally."""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from profiles.choices import Kind
from profiles.content.diff import Change, Mark
from profiles.content.edition_diff import edition_before, edition_changes, pairs
from profiles.models import Finding, FindingMatch, IndicatorDomain, Revision
from tests.factories import make_draft, make_place, make_profile, make_published

WORDS = [
    "The council of ministries meets every quarter and coordinates policy.",
    "The council of ministries meets every month and coordinates policy.",
    "Children may attend public schools whatever their status.",
    "There is no plan for floods.",
    "A plan for floods was adopted.",
]


def finding(
    text: str, domain: int = 1, kind: str = "well_developed", key: uuid.UUID | None = None
) -> Finding:
    result = Finding(
        key=key or uuid.uuid4(),
        domain=IndicatorDomain(pk=domain, number=domain, slug=f"domain-{domain}"),
        kind=kind,
        text=text,
    )
    result.pk = result.key.int % 2**31
    return result


def same(old: Finding, new: Finding, *, is_same: bool = True) -> FindingMatch:
    return FindingMatch(earlier_key=old.key, later_key=new.key, is_same=is_same)


def pair_texts(old, new, verdicts=()):
    return [(pair.earlier.text, pair.later.text) for pair in pairs(old, new, verdicts)]


def test_findings_are_matched_by_key_then_by_words():
    key = uuid.uuid4()
    old = [finding(WORDS[0]), finding("Something wholly different.", key=key)]
    new = [finding("No word of it is left.", key=key), finding(WORDS[1])]
    assert pair_texts(old, new) == [(old[1].text, new[0].text), (WORDS[0], WORDS[1])]


def test_what_a_person_decided_goes_before_keys_and_words():
    old = [finding(WORDS[0]), finding(WORDS[2])]
    new = [finding(WORDS[0]), finding(WORDS[4])]
    assert pair_texts(old, new) == [(WORDS[0], WORDS[0])]
    assert pair_texts(old, new, [same(old[0], new[0], is_same=False)]) == []
    assert pair_texts(old, new, [same(old[0], new[1])]) == [(WORDS[0], WORDS[4])]
    assert pair_texts(old, new, [same(old[1], new[0]), same(old[0], new[1])]) == [
        (WORDS[2], WORDS[0]),
        (WORDS[0], WORDS[4]),
    ]


def test_a_verdict_on_a_finding_that_is_gone_changes_nothing():
    old, new = [finding(WORDS[0])], [finding(WORDS[1])]
    assert pair_texts(old, new, [same(finding("gone"), new[0])]) == [(WORDS[0], WORDS[1])]


findings = st.lists(
    st.builds(
        finding,
        text=st.sampled_from(WORDS) | st.text(min_size=1, max_size=30),
        domain=st.integers(1, 2),
        kind=st.sampled_from(Kind.values),
    ),
    max_size=6,
)


@given(findings, findings, st.data())
def test_each_finding_is_in_one_pair_at_most_whatever_was_decided(old, new, data):
    verdicts = []
    if old and new:
        indexes = st.tuples(st.sampled_from(old), st.sampled_from(new), st.booleans())
        for earlier, later, is_same in data.draw(st.lists(indexes, max_size=4)):
            keys = {v.earlier_key for v in verdicts} | {v.later_key for v in verdicts}
            if not keys & {earlier.key, later.key}:
                verdicts.append(same(earlier, later, is_same=is_same))
    result = pairs(old, new, verdicts)
    assert len({p.earlier.key for p in result}) == len({p.later.key for p in result}) == len(result)
    together = {(pair.earlier.key, pair.later.key) for pair in result}
    for verdict in verdicts:
        assert ((verdict.earlier_key, verdict.later_key) in together) is verdict.is_same


def two_editions(before: list[dict], now: list[dict], **fields) -> tuple[Revision, Revision]:
    """Publish two editions with these findings: text, and domain (a number) and kind where it is another."""
    place = make_place()
    revisions = []
    domains = {domain.number: domain for domain in IndicatorDomain.objects.all()}
    for edition, rows in ((1, before), (2, now)):
        profile = make_profile(place, edition=edition, year=2018 + 4 * edition, **fields)
        draft = make_draft(profile, findings=0)
        for position, row in enumerate(rows):
            number = row.pop("domain", 1)
            row.setdefault("kind", "well_developed")
            Finding.objects.create(revision=draft, domain=domains[number], position=position, **row)
        Revision.objects.filter(pk=draft.pk).update(
            state="published", published_at=draft.created_at, **draft.frozen_facts()
        )
        revisions.append(draft)
    earlier, later = (
        Revision.objects.with_profile().with_bare_findings().get(pk=revision.pk) for revision in revisions
    )
    return earlier, later


def diff_rows(earlier: Revision, later: Revision):
    return [
        finding
        for section in edition_changes(earlier, later, "en")
        for part in section.lists
        for finding in part.findings
    ]


@pytest.mark.usefixtures("domains")
def test_each_change_has_its_name():
    earlier, later = two_editions(
        [
            {"text": "Kept as it was in every word."},
            {"text": WORDS[0]},
            {"text": "The Harbour Alert system warns in two languages."},
            {"text": "Foreign students may not work during their studies.", "kind": "potential"},
        ],
        [
            {"text": "Kept as it was in every word."},
            {"text": WORDS[1]},
            {"text": "Since 2022, foreign students may work during their studies."},
            {"text": "A register of associations was opened."},
        ],
    )
    by_text = {(row.later or row.earlier).text: row for row in diff_rows(earlier, later)}
    assert {text[:12]: row.change for text, row in by_text.items()} == {
        "Kept as it w": Change.KEPT,
        "The council ": Change.REWORDED,
        "The Harbour ": Change.DROPPED,
        "Since 2022, ": Change.REWORDED,
        "A register o": Change.ADDED,
    }
    moved = by_text["Since 2022, foreign students may work during their studies."]
    assert moved.is_kind_changed
    assert not moved.is_domain_changed
    assert not by_text["Kept as it was in every word."].is_changed
    reworded = by_text[WORDS[1]]
    assert "".join(piece.text for piece in reworded.earlier_pieces) == WORDS[0]
    assert "".join(piece.text for piece in reworded.later_pieces) == WORDS[1]
    assert [p.text for p in reworded.later_pieces if p.mark == Mark.ADDED] == ["month"]


@pytest.mark.usefixtures("domains")
def test_another_order_in_a_list_is_no_change():
    rows = [{"text": f"Statement number {word} of the list."} for word in ("one", "nine", "hundred")]
    earlier, later = two_editions([dict(row) for row in rows], [dict(row) for row in reversed(rows)])
    assert {row.change for row in diff_rows(earlier, later)} == {Change.KEPT}


@pytest.mark.usefixtures("domains")
def test_words_of_different_languages_are_not_set_against_each_other():
    earlier, later = two_editions([{"text": WORDS[0]}], [{"text": WORDS[1]}])
    earlier.frozen_language = "fr"
    (row,) = diff_rows(earlier, later)
    assert (row.change, row.pieces) == (Change.REWORDED, ())


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_every_finding_of_both_demonstration_editions_is_accounted_for_once():
    later = Revision.objects.with_profile().with_bare_findings().get(profile__slug="lunaria-2023")
    earlier = edition_before(later.profile)
    rows = diff_rows(earlier, later)
    assert sorted(row.earlier.pk for row in rows if row.earlier) == sorted(
        f.pk for f in earlier.findings.all()
    )
    assert sorted(row.later.pk for row in rows if row.later) == sorted(f.pk for f in later.findings.all())
    # The examples show every kind of change there is.
    assert {row.change for row in rows} == {Change.KEPT, Change.REWORDED, Change.ADDED, Change.DROPPED}
    assert {(row.earlier.kind, row.later.kind) for row in rows if row.is_kind_changed} == {
        ("potential", "well_developed")
    }


rows = st.lists(
    st.fixed_dictionaries(
        {
            "text": st.sampled_from([*WORDS, "Data are published.", "Data are published every year."]),
            "domain": st.integers(1, 6),
            "kind": st.sampled_from(Kind.values),
            "key": st.integers(0, 9).map(lambda key: uuid.UUID(int=key)),
        }
    ),
    max_size=7,
    unique_by=lambda row: row["key"],
)


@pytest.mark.usefixtures("domains")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows, rows)
def test_whatever_two_editions_say_each_finding_is_shown_once(before, now):
    earlier, later = two_editions([dict(row) for row in before], [dict(row) for row in now])
    result = diff_rows(earlier, later)
    assert sorted(f.pk for f in earlier.findings.all()) == sorted(r.earlier.pk for r in result if r.earlier)
    assert sorted(f.pk for f in later.findings.all()) == sorted(r.later.pk for r in result if r.later)
    for section in edition_changes(earlier, later, "en"):
        for part in section.lists:
            for row in part.findings:
                row_finding = row.later or row.earlier
                assert (row_finding.domain_id, row_finding.kind) == (section.text.domain_id, part.kind)


@pytest.mark.usefixtures("domains")
def test_the_edition_before_is_the_nearest_that_is_published():
    place = make_place()
    first = make_published(make_profile(place, edition=1))
    make_draft(make_profile(place, edition=2, year=2022))
    third = make_published(make_profile(place, edition=3, year=2023))
    make_published(make_profile(place, edition=4, year=2024))
    assert edition_before(third.profile) == first
    assert edition_before(first.profile) is None
