"""A finished document in another language becomes a translation: what is taken, what a person decides."""

import html
import json

import pytest

from profiles.choices import Kind
from profiles.content.translations import finding_key, locator_key, source_key
from profiles.exports.context import build_export
from profiles.exports.formats import FORMATS
from profiles.imports.translations import readers
from profiles.imports.translations.aligned import NONE, AlignedPlan, plan_document
from profiles.models import Finding, FindingSource, IndicatorDomain, Revision, Source, Translation
from tests.factories import make_draft, make_place, make_profile
from tests.imports.packages import word, workbook
from tests.imports.translations.documents import ADDED, DOMAIN_HEADINGS, ENGLISH, TRANSLATED

pytestmark = [pytest.mark.usefixtures("domains")]

KIND_HEADINGS = {
    "fr": ("Domaines bien développés", "Domaines susceptibles d’être développés davantage"),
    "es": ("Áreas bien desarrolladas", "Áreas con potencial de desarrollo adicional"),
    "ar": ("الجوانب المتطورة", "الجوانب القابلة لمزيد من التطوير"),
}


@pytest.fixture
def revision() -> Revision:
    place = make_place("Xaland", slug="xaland")
    revision = make_draft(make_profile(place, year=2021), findings=0, introduction="A fictional place.")
    domains = {domain.slug: domain for domain in IndicatorDomain.objects.all()}
    for position, (name, text) in enumerate(ENGLISH):
        slug, kind = name.split("/")
        Finding.objects.create(
            revision=revision, domain=domains[slug], kind=kind, position=position, text=text
        )
    return revision


def new_translation(revision: Revision, language: str = "fr") -> Translation:
    translation = Translation.objects.create(profile=revision.profile, revision=revision, language=language)
    return Translation.objects.with_profile().get(pk=translation.pk)


def blocks(language: str, rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the document as (style, text)."""
    result, lists = [], dict.fromkeys(name for name, _text in rows)
    for name in lists:
        slug, kind = name.split("/")
        number = ("migrants-rights", "partnerships").index(slug)
        result.append(("Heading 1", DOMAIN_HEADINGS[language][number]))
        result.append(("Heading 2", KIND_HEADINGS[language][kind == Kind.POTENTIAL]))
        result += [("List Bullet", text) for own, text in rows if own == name]
    return result


def written(ending: str, language: str, rows: list[tuple[str, str]]) -> bytes:
    listed = blocks(language, rows)
    if ending == "docx":
        return word(*listed)
    if ending == "html":
        tags = {"Heading 1": "h1", "Heading 2": "h2", "List Bullet": "li"}
        body = "".join(f"<{tags[s]}>{html.escape(text)}</{tags[s]}>" for s, text in listed)
        return f"<!DOCTYPE html><html lang='{language}'><body>{body}</body></html>".encode()
    if ending == "xlsx":
        domain_of = {"migrants-rights": 0, "partnerships": 1}
        lines = [
            [
                DOMAIN_HEADINGS[language][domain_of[name.split("/")[0]]],
                KIND_HEADINGS[language][name.endswith(Kind.POTENTIAL)],
                text,
            ]
            for name, text in rows
        ]
        return workbook(Sheet=[["Domain", "Kind", "Finding"], *lines])
    return "\n".join(f"• {text}" if style == "List Bullet" else text for style, text in listed).encode()


def plan(translation: Translation, data: bytes, ending: str, decisions=None) -> AlignedPlan:
    return plan_document(translation, readers.read(data, f"document.{ending}"), decisions or {})


def keys_by_text(revision: Revision) -> dict[str, str]:
    return {finding.text: str(finding.key) for finding in revision.findings.all()}


@pytest.mark.parametrize("ending", ["txt", "docx", "html", "xlsx"])
@pytest.mark.parametrize("language", TRANSLATED)
def test_each_finding_of_a_whole_document_finds_its_original(revision, language, ending):
    aligned = plan(
        new_translation(revision, language), written(ending, language, TRANSLATED[language]), ending
    )
    keys = keys_by_text(revision)
    assert aligned.plan.refusals == []
    assert aligned.open_count == 0
    assert {key: unit["text"] for key, unit in aligned.plan.units.items()} == {
        finding_key(keys[original]): text
        for (_list, original), (_same, text) in zip(ENGLISH, TRANSLATED[language], strict=True)
    }
    originals = {unit["original"] for unit in aligned.plan.units.values()}
    assert originals == {text for _list, text in ENGLISH}


def test_what_is_doubtful_waits_for_a_decision_and_is_listed_until_then(revision):
    rows = [*TRANSLATED["fr"]]
    rows[2:4] = [(rows[2][0], f"{rows[2][1]} {rows[3][1]}")]
    rows.append((rows[-1][0], ADDED["fr"]))
    translation, data = new_translation(revision), written("docx", "fr", rows)
    aligned = plan(translation, data, "docx")
    keys = keys_by_text(revision)
    (merged, added) = [match for match in aligned.findings if match.is_open]
    assert merged.text == rows[2][1]
    assert merged.proposal in (keys[ENGLISH[2][1]], keys[ENGLISH[3][1]])
    assert added.text == ADDED["fr"]
    left_out = {(row.text, row.reason) for row in aligned.plan.left_out}
    reason = "Nobody has decided yet which text of the original it is."
    assert left_out == {
        *((merged.text, reason), (added.text, reason)),
        ("", "The document has no text for it."),
    }
    first = aligned.findings[0].name
    decided = plan(
        translation, data, "docx", {merged.name: keys[ENGLISH[3][1]], added.name: NONE, first: NONE}
    )
    assert decided.open_count == 0
    assert decided.plan.units[finding_key(keys[ENGLISH[3][1]])]["text"] == merged.text
    assert finding_key(keys[ENGLISH[0][1]]) not in decided.plan.units
    assert {row.reason for row in decided.plan.left_out if row.text} == {
        "The finding is not in the original."
    }
    missing = [row.name for row in decided.plan.left_out if not row.text]
    assert [name.split(" · ")[0::3] for name in missing] == [["1", "Finding 1"], ["1", "Finding 3"]]


def test_a_decision_for_what_is_not_there_is_none(revision):
    translation, data = new_translation(revision), written("txt", "fr", TRANSLATED["fr"])
    name = plan(translation, data, "txt").findings[0].name
    aligned = plan(translation, data, "txt", {name: "x"})
    assert aligned.findings[0].is_certain and aligned.findings[0].decision == ""


def test_of_two_texts_for_the_same_original_the_first_is_taken(revision):
    keys = keys_by_text(revision)
    translation, data = new_translation(revision), written("txt", "fr", TRANSLATED["fr"])
    second = plan(translation, data, "txt").findings[1].name
    aligned = plan(translation, data, "txt", {second: keys[ENGLISH[0][1]]})
    assert aligned.plan.units[finding_key(keys[ENGLISH[0][1]])]["text"] == TRANSLATED["fr"][0][1]
    (row, missing) = aligned.plan.left_out
    assert missing.reason == "The document has no text for it."
    assert row.reason == "Another text of the document was taken for the same one of the original."


@pytest.mark.parametrize("ending", ["json", "docx", "xlsx"])
def test_an_export_of_a_site_in_the_other_language_is_known_by_its_keys(revision, ending):
    source = Source.objects.create(
        revision=revision, title="Labour Act", body="Parliament of Xaland", year=2008
    )
    finding = revision.findings.order_by("position")[3]
    FindingSource.objects.create(finding=finding, source=source, locator="art. 4")
    other = make_draft(make_profile(make_place("Xbland", slug="xbland"), language="fr"), findings=0)
    copied = {"title": "Loi sur le travail", "body": "Parlement de Xaland"}
    Source.objects.create(revision=other, key=source.key, year=2008, **copied)
    for position, row in enumerate(reversed(revision.findings.order_by("position"))):
        facts = {"domain": row.domain, "kind": row.kind, "position": position, "key": row.key}
        new = Finding.objects.create(revision=other, text=f"Texte {position}", **facts)
        if row == finding:
            FindingSource.objects.create(finding=new, source=other.sources.get(), locator="article 4")
            expected = new.text
    data = FORMATS[ending].render(build_export(Revision.objects.with_profile().get(pk=other.pk), "fr"))
    if ending == "json":
        document = json.loads(data)
        document["profiles"][0]["place"] = "xaland"
        data = json.dumps(document).encode()
    translation = new_translation(revision)
    aligned = plan(translation, data, ending)
    assert aligned.open_count == 0
    units = {key: unit["text"] for key, unit in aligned.plan.units.items()}
    key = str(finding.key)
    assert units[finding_key(key)] == expected
    assert units[locator_key(key, str(source.key))] == "article 4"
    assert units[source_key(str(source.key))] == "Loi sur le travail"
    assert units[source_key(str(source.key), "body")] == "Parlement de Xaland"
    assert units["introduction"] == "A fictional example."


def test_sources_are_known_by_their_address_and_their_year(revision):
    Source.objects.create(
        revision=revision, position=0, title="Labour Act", year=2008, url="https://example.org/a"
    )
    policy = "National Migration Policy of Xaland"
    Source.objects.create(revision=revision, position=1, title=policy, year=2016)
    rows = [(name, f"{text} [{2 - number % 2}]") for number, (name, text) in enumerate(TRANSLATED["fr"])]
    text = written("txt", "fr", rows).decode() + (
        "\nSources\n[1] Politique migratoire nationale de Xaland, 2016\n"
        "[2] Loi sur le travail, 2008, https://example.org/a\n"
    )
    aligned = plan(new_translation(revision), text.encode(), "txt")
    keys = {source.title: str(source.key) for source in revision.sources.all()}
    assert {match.text: match.proposal for match in aligned.sources} == {
        "Politique migratoire nationale de Xaland": keys[policy],
        "Loi sur le travail": keys["Labour Act"],
    }
    assert aligned.plan.units[source_key(keys["Labour Act"])]["text"] == "Loi sur le travail"


def test_a_document_in_the_language_of_the_original_or_of_another_place_is_refused(revision):
    other = make_draft(make_profile(make_place("Xcland", slug="xcland")))
    data = FORMATS["json"].render(build_export(Revision.objects.with_profile().get(pk=other.pk), "en"))
    aligned = plan(new_translation(revision), data, "json")
    assert aligned.plan.refusals == [
        "The document is in the language of the original.",
        "The document says that it is about another place: xcland.",
    ]
    assert not aligned.plan.can_be_imported


def test_lines_that_were_not_understood_are_listed(revision):
    text = (
        "Une phrase fictive sans titre, que personne n’attendait ici.\n"
        + written("txt", "fr", TRANSLATED["fr"]).decode()
    )
    aligned = plan(new_translation(revision), text.encode(), "txt")
    assert [row.reason for row in aligned.plan.left_out] in ([], ["It was not understood."])
    entered = [row.text for row in aligned.plan.left_out] + [c.text for c in aligned.plan.changes]
    assert any("Une phrase fictive" in text for text in entered)


def test_a_decision_stays_with_its_text_when_lines_around_it_change(revision):
    rows = [*TRANSLATED["fr"], (TRANSLATED["fr"][-1][0], ADDED["fr"])]
    translation = new_translation(revision)
    (added,) = [m for m in plan(translation, written("txt", "fr", rows), "txt").findings if m.is_open]
    fewer = plan(translation, written("txt", "fr", rows[2:]), "txt", {added.name: NONE})
    assert [match.text for match in fewer.findings if match.decision == NONE] == [ADDED["fr"]]


def test_the_same_text_twice_is_decided_twice(revision):
    rows = [TRANSLATED["fr"][0]] * 2
    names = [m.name for m in plan(new_translation(revision), written("txt", "fr", rows), "txt").findings]
    assert len(set(names)) == 2
