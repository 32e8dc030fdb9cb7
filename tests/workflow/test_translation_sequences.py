"""Any sequence of edits, publications, withdrawals and translations of one profile keeps its promises."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from profiles import workflow
from profiles.content.schema import digest
from profiles.content.serialize import serialize_revision
from profiles.content.translations import build_units, count_units, finding_key, translate_content
from profiles.models import Revision, Translation
from profiles.workflow import WorkflowError
from tests.factories import make_profile, make_published

pytestmark = pytest.mark.usefixtures("domains")

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), st.integers(0, 3), st.integers(0, 2)),
        st.tuples(st.sampled_from(["publish", "withdraw", "publish translation", "withdraw translation"])),
        st.tuples(st.just("translate"), st.integers(0, 3), st.integers(0, 2)),
        st.tuples(st.sampled_from(["discard", "discard translation"])),
    ),
    min_size=4,
    max_size=14,
)


class Story:
    """Takes steps on one profile, and keeps what was said at each permanent address when it was published."""

    def __init__(self) -> None:
        self.profile = make_published(make_profile()).profile
        self.official: dict[tuple[int, int], str] = {}
        self.translated: dict[str, str] = {}
        """Key of a unit of the open translation -> the original when it was translated."""
        self.remember()

    @property
    def draft(self) -> Revision | None:
        return self.profile.revisions.open().first()

    @property
    def open_translation(self) -> Translation | None:
        return self.profile.translations.open().first()

    def take(self, step: tuple) -> None:
        name, *args = step
        with contextlib.suppress(WorkflowError):  # a step that is not allowed now
            getattr(self, name.replace(" ", "_"))(*args)
        self.remember()

    def edit(self, position: int, variant: int) -> None:
        draft = self.draft or workflow.start_revision(self.profile, by=None)
        content = serialize_revision(draft)
        content["findings"][position]["text"] = f"A fictional text, variant {variant}."
        workflow.save_content(draft, content, draft.lock_version, None)

    def publish(self) -> None:
        if self.draft:
            workflow.publish(self.draft, by=None)

    def withdraw(self) -> None:
        if live := self.profile.revisions.published().first():
            workflow.withdraw(live, None, "A fictional reason.")

    def discard(self) -> None:
        if self.draft:
            workflow.discard(self.draft, by=None)

    def translate(self, position: int, variant: int) -> None:
        translation = self.open_translation
        if translation is None:
            translation = workflow.start_translation(self.profile, "fr", None)
            self.translated = {key: row["original"] for key, row in translation.units.items()}
        finding = serialize_revision(translation.revision)["findings"][position]
        key = finding_key(finding["key"])
        units = translation.units | {key: {"text": f"Une variante {variant}.", "original": finding["text"]}}
        workflow.save_translation(translation, units, translation.lock_version, None)
        self.translated[key] = finding["text"]

    def publish_translation(self) -> None:
        if self.open_translation:
            workflow.publish(self.open_translation, by=None)

    def withdraw_translation(self) -> None:
        if live := Translation.objects.live().filter(profile=self.profile).first():
            workflow.withdraw(live, None, "A fictional reason.")

    def discard_translation(self) -> None:
        if self.open_translation:
            workflow.discard_translation(self.open_translation, None)

    def remember(self) -> None:
        for address, text in self.public_texts():
            assert self.official.setdefault(address, text) == text, address

    def public_texts(self):
        """Yield each permanent address, (r, t) with 0 for the original, and a digest of what is there."""
        for revision in self.profile.revisions.exclude(state__in=["draft", "in_review", "approved"]):
            content = serialize_revision(revision)
            yield (revision.number, 0), digest(content)
            for row in revision.translations.filter(number__isnull=False):
                yield (revision.number, row.number), digest(translate_content(content, row, "en"))

    def check(self) -> None:
        for translation in self.profile.translations.all():
            originals = (
                self.translated
                if translation.is_open
                else {key: row["original"] for key, row in translation.units.items()}
            )
            units = build_units(translation.revision, translation.units)
            for row in units:
                if row.text:
                    assert row.is_outdated is (originals[row.key] != row.original)
            progress = count_units(units)
            assert (translation.missing_count, translation.outdated_count) == (
                progress.missing,
                progress.outdated,
            )


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_any_sequence_keeps_its_promises(steps):
    """A permanent address never changes; a unit is outdated if and only if its original has changed."""
    story = Story()
    for step in steps:
        story.take(step)
        story.check()
