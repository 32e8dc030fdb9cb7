"""A finished document in another language -> which of its texts translates which of the original -> a plan.

What is not certain is decided by a person: `decisions` names, by the text of the document, the key of the
finding or of the source of the original, or NONE. A text keeps its decision where lines around it are placed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from profiles.content.schema import SCHEMA, FindingData, RevisionContent, SourceData, list_name
from profiles.content.serialize import serialize_revision
from profiles.content.translations import (
    INTRODUCTION,
    SOURCE_FIELDS,
    Unit,
    finding_key,
    locator_key,
    source_key,
)
from profiles.imports.document import ReadFinding, Reading
from profiles.imports.translations.alignment import Partner, Passage, Place, align
from profiles.imports.translations.document import digest_text
from profiles.imports.translations.plan import LeftOut, TranslationPlan, new_plan
from profiles.models import Translation

NONE = "none"
"""The decision that a text of the document translates none of the original."""
SOURCES = "sources"
"""The one list of sources."""


@dataclass(frozen=True)
class Match:
    """A finding, or a source, of the document and the one of the original that it is.

    `name` is what its decision is called. `key` is empty as long as nobody has decided.
    """

    name: str
    text: str
    proposal: str = ""
    is_certain: bool = False
    decision: str = ""

    @property
    def key(self) -> str:
        """Of the finding or the source of the original; empty where there is none, or none yet."""
        chosen = self.decision or (self.proposal if self.is_certain else "")
        return "" if chosen == NONE else chosen

    @property
    def is_open(self) -> bool:
        return not self.decision and not self.is_certain


@dataclass
class AlignedPlan:
    """What importing the document would do, and what of it is which text of the original."""

    plan: TranslationPlan
    content: RevisionContent
    """The original."""
    findings: list[Match] = field(default_factory=list)
    sources: list[Match] = field(default_factory=list)

    @property
    def open_count(self) -> int:
        return sum(match.is_open for match in [*self.findings, *self.sources])

    @property
    def doubts(self) -> list[LeftOut]:
        """Return what of the document would have no effect: a person has to look at it."""
        return [row for row in self.plan.left_out if row.text]


def plan_document(translation: Translation, reading: Reading, decisions: Mapping[str, str]) -> AlignedPlan:
    """Return what importing a finished document would do, with what a person has decided."""
    content = serialize_revision(translation.revision)
    aligned = AlignedPlan(new_plan(translation, content), content)
    _check_facts(aligned.plan, reading)
    aligned.sources = _match_sources(content, reading, decisions)
    keys = {source["key"]: match.key for source, match in zip(reading.sources, aligned.sources, strict=True)}
    aligned.findings = _match_findings(content, reading, keys, decisions)
    _Texts(aligned.plan, reading, keys).enter(aligned)
    return aligned


def _check_facts(plan: TranslationPlan, reading: Reading) -> None:
    """Say where the document may be none of this profile, or none in this language."""
    translation = plan.translation
    profile, language = translation.profile, reading.language
    if language == translation.revision.original_language:
        plan.refusals.append(_("The document is in the language of the original."))
    elif language is not None and language != translation.language:
        text = _("The document seems to be in another language: %(language)s.")
        plan.warnings.append(text % {"language": language})
    if reading.place is not None and reading.place != profile.place.slug:
        text = _("The document says that it is about another place: %(place)s.")
        plan.refusals.append(text % {"place": reading.place})
    if reading.year is not None and reading.year != translation.revision.year:
        text = _("The document says that it describes another year: %(year)s.")
        plan.warnings.append(text % {"year": reading.year})
    if not (reading.findings or reading.introduction):
        plan.refusals.append(_("No finding was recognised."))
    plan.warnings += [problem.text for problem in reading.problems]
    for line in reading.unplaced:
        plan.leave_out(_("Line %(number)s") % {"number": line.number}, _("It was not understood."), line.text)


def _match_sources(content: RevisionContent, reading: Reading, decisions: Mapping[str, str]) -> list[Match]:
    olds = {SOURCES: [_source_passage(source) for source in content["sources"]]}
    news = {SOURCES: [_source_passage(source) for source in reading.sources]}
    partners = align(olds, news)
    keys = {(SOURCES, index): source["key"] for index, source in enumerate(content["sources"])}
    titles = [source["title"] for source in reading.sources]
    return [
        _match(name, title, partners.get((SOURCES, index)), keys, decisions)
        for index, (name, title) in enumerate(zip(_names("source", titles), titles, strict=True))
    ]


def _names(kind: str, texts: Sequence[str]) -> list[str]:
    """Return what the decisions on `texts` are called; of the same text again, by its number."""
    counts: Counter[str] = Counter()
    names = []
    for text in texts:
        name = f"{kind}-{digest_text(text)}"
        counts[name] += 1
        names.append(f"{name}-{counts[name]}")
    return names


def _source_passage(source: SourceData) -> Passage:
    words = f"{source['title']} {source['body']} {source['year'] or ''}"
    return Passage(words, source["key"], address=source["url"])


def _match_findings(
    content: RevisionContent, reading: Reading, sources: Mapping[str, str], decisions: Mapping[str, str]
) -> list[Match]:
    old_places = _places(content["findings"])
    new_places = _places(reading.findings)
    olds = _passages(content["findings"], {source["key"]: source["key"] for source in content["sources"]})
    news = _passages(reading.findings, sources)
    partners = align(olds, news)
    keys = {place: finding["key"] for place, finding in zip(old_places, content["findings"], strict=True)}
    texts = [finding["text"] for finding in reading.findings]
    return [
        _match(name, text, partners.get(place), keys, decisions)
        for name, text, place in zip(_names("finding", texts), texts, new_places, strict=True)
    ]


def _places(findings: Sequence[FindingData]) -> list[Place]:
    """Return the place of each finding: its list, and which one of that it is."""
    counts: dict[str, int] = {}
    places = []
    for finding in findings:
        name = list_name(finding)
        places.append((name, counts.get(name, 0)))
        counts[name] = counts.get(name, 0) + 1
    return places


def _passages(findings: Sequence[FindingData], sources: Mapping[str, str]) -> dict[str, list[Passage]]:
    """Return the findings by their lists; `sources`: key of a cited source -> its key in the original."""
    passages: dict[str, list[Passage]] = {}
    for finding in findings:
        cited = frozenset(filter(None, (sources.get(row["source"], "") for row in finding["sources"])))
        passages.setdefault(list_name(finding), []).append(Passage(finding["text"], finding["key"], cited))
    return passages


def _match(
    name: str,
    text: str,
    partner: Partner | None,
    keys: Mapping[Place, str],
    decisions: Mapping[str, str],
) -> Match:
    decision = decisions.get(name, "")
    if decision not in (NONE, *keys.values()):
        decision = ""
    proposal = keys[partner.place] if partner else ""
    return Match(name, text, proposal, bool(partner and partner.is_certain), decision)


class _Texts:
    """Enters the texts of a document into a plan, each for the unit that it translates."""

    def __init__(self, plan: TranslationPlan, reading: Reading, sources: Mapping[str, str]) -> None:
        self.plan, self.reading, self.sources = plan, reading, sources
        self.units: dict[str, Unit] = {unit.key: unit for unit in plan.listed}
        self.taken: set[str] = set()

    def enter(self, aligned: AlignedPlan) -> None:
        self._enter(INTRODUCTION, self.reading.introduction)
        for finding, match in zip(self.reading.findings, aligned.findings, strict=True):
            if self._is_free(match, _("The finding is not in the original.")):
                self._enter_finding(match.key, finding)
        for source, match in zip(self.reading.sources, aligned.sources, strict=True):
            if self._is_free(match, _("The source is not in the original.")):
                texts: Mapping[str, str] = dict(source)  # type: ignore[arg-type]
                for name in SOURCE_FIELDS:
                    self._enter(source_key(match.key, name), texts[name])
        for original in aligned.content["findings"]:
            if original["key"] not in self.taken:
                self.plan.leave_out(finding_key(original["key"]), _("The document has no text for it."))
        order = {unit.key: position for position, unit in enumerate(self.plan.listed)}
        self.plan.changes.sort(key=lambda change: order[change.unit.key])

    def _is_free(self, match: Match, reason: str) -> bool:
        """Return whether `match` has a text of the original, which no other has; else say why not."""
        if match.is_open:
            reason = _("Nobody has decided yet which text of the original it is.")
        elif match.key in self.taken:
            reason = _("Another text of the document was taken for the same one of the original.")
        if not match.key or match.key in self.taken:
            self.plan.leave_out(_("In the document"), reason, match.text)
            return False
        self.taken.add(match.key)
        return True

    def _enter_finding(self, key: str, finding: ReadFinding) -> None:
        self._enter(finding_key(key), finding["text"])
        for name, text in SCHEMA.details_of(finding).items():
            self._enter(finding_key(key, name), text)
        for cited in finding["sources"]:
            if source := self.sources.get(cited["source"]):
                self._enter(locator_key(key, source), cited["locator"])

    def _enter(self, key: str, text: str) -> None:
        """Have the unit say `text`, as a translation of the original as it is now."""
        unit = self.units.get(key)
        if unit is None or not text.strip() or text == unit.text:
            return
        self.plan.change(unit, text, unit.original)
