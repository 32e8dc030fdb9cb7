"""A writer and publisher that is killed at any moment; test_killed.py runs this in a process of its own.

It forks a child that starts, saves, imports, submits, approves and publishes without a pause, kills it with
SIGKILL, looks at what is stored, and so on. It also counts how many revisions were published, and how many
texts were saved.
"""

import json
import os
import random
import sys
import time
import uuid

from tests import killing

KILLS = int(sys.argv[1])
SIZES = (12, 30)


def make_contents() -> list[dict]:
    """Return two whole contents; whatever is stored must be one of them, its introduction aside."""
    from profiles.content.serialize import serialize_revision
    from profiles.models import Source
    from tests.factories import make_complete, make_draft

    contents = []
    for size in SIZES:
        draft = make_complete() if size == SIZES[0] else make_draft(findings=size)
        Source.objects.create(revision=draft, title=f"A report of {size}", position=2)
        content = serialize_revision(draft)
        for finding in content["findings"]:
            finding["key"] = str(uuid.uuid4())  # those in the table are another profile's
        contents.append(content)
    return contents


def write_for_ever(profile, contents: list[dict], write_end: int) -> None:
    """Go on from whatever is stored; write each action, once it is done, to the pipe."""
    from profiles import workflow
    from profiles.choices import State
    from profiles.models import Revision

    def report(what: str = "other", value: object = 0) -> None:
        os.write(write_end, f"{what} {value}\n".encode())

    report()
    while True:
        revision = Revision.objects.open().filter(profile=profile).first()
        if revision is None:
            revision = workflow.start_revision(profile, by=None)
            report()
        if revision.state == State.DRAFT:
            for store in (save, take_in):
                words = str(uuid.uuid4())
                content = random.choice(contents) | {"introduction": words}  # noqa: S311
                revision = store(revision, content)
                report("saved", words)
            revision = workflow.submit(revision, by=None)
            report()
        if revision.state == State.IN_REVIEW:
            revision = workflow.approve(revision, by=None)
            report()
        workflow.publish(revision, by=None)
        report("published", revision.number)


def save(revision, content: dict):
    from profiles import workflow

    return workflow.save_content(revision, content, revision.lock_version, None)


def take_in(revision, content: dict):
    """Import a document that says `content`."""
    from profiles import workflow
    from profiles.content.serialize import profile_data

    data = profile_data(revision.profile, revision, content)
    seen = revision.number, revision.lock_version
    return workflow.import_profile(data, None, note="a document", seen=seen)


def plain_digest(content: dict) -> str:
    """Return the digest of a text whatever its introduction says."""
    from profiles.content.schema import digest

    return digest(content | {"introduction": ""})


def faults(profile, legal: set[str], before: dict[int, str], last_number: int, saved: set[str]) -> list[str]:
    """Return what is wrong with what is stored.

    `before` is what was closed at the last look, `saved` the introductions of the texts that were told of.
    """
    from profiles.choices import CLOSED_STATES, Action, State
    from profiles.content.schema import digest
    from profiles.content.serialize import serialize_revision

    revisions = list(profile.revisions.order_by("number"))
    states = [revision.state for revision in revisions]
    contents = {revision.number: serialize_revision(revision) for revision in revisions}
    texts = {number: digest(content) for number, content in contents.items()}
    closed = {r.number: texts[r.number] for r in revisions if r.state in CLOSED_STATES}
    live = [r.number for r in revisions if r.state == State.PUBLISHED]
    messages = []
    if live != [max(closed)]:
        messages.append(f"live: {live} of {states}")
    if sum(revision.is_open for revision in revisions) > 1:
        messages.append(f"two open: {states}")
    messages += [
        f"revision {n} is half a copy" for n, text in contents.items() if plain_digest(text) not in legal
    ]
    messages += [f"revision {n} was lost or changed" for n in before if closed.get(n) != before[n]]
    if last_number > max(closed):
        messages.append(f"the publication of {last_number} was told and is lost")
    if profile.log.filter(verb=Action.PUBLISH).count() != len(closed):
        messages.append("the log does not tell each publication once")
    snapshots = profile.snapshots.filter(revision_number__gte=revisions[-1].number - 1)
    for snapshot in snapshots:
        if plain_digest(snapshot.content) not in legal or digest(snapshot.content) != snapshot.digest:
            messages.append(f"snapshot {snapshot.pk} is no whole text")
    lost = saved - set(profile.snapshots.values_list("content__introduction", flat=True))
    messages += [f"the text {words} was saved and is lost" for words in lost]
    latest = profile.snapshots.filter(revision_number=revisions[-1].number).newest_first().first()
    if latest is None or latest.digest != texts[revisions[-1].number]:
        messages.append("the newest text is not in the history")
    if revisions[-1].state in (State.IN_REVIEW, State.APPROVED):
        submitted = profile.snapshots.filter(revision_number=revisions[-1].number, verb=Action.SUBMIT)
        if submitted.count() != 1 or not _is_logged(profile, revisions[-1].number):
            messages.append("what is submitted is not in the history and the log")
    before.clear()
    before.update(closed)
    return messages


def _is_logged(profile, number: int) -> bool:
    from profiles.choices import Action

    return profile.log.filter(verb=Action.SUBMIT, revision_number=number).count() == 1


def kill_one(profile, contents: list[dict]) -> tuple[int, set[str]]:
    """Let a child write and kill it in the middle; return what it told of: a publication, and texts."""
    read_end, write_end = os.pipe()
    child = killing.fork(lambda: write_for_ever(profile, contents, write_end))
    os.close(write_end)
    actions, output, start = random.randint(1, 6), b"", time.monotonic()  # noqa: S311
    while output.count(b"\n") < actions and (part := os.read(read_end, 64)):
        output += part
    one_action = (time.monotonic() - start) / actions
    time.sleep(random.uniform(0, one_action))  # noqa: S311 (into the middle of the next one)
    killing.kill(child)
    while part := os.read(read_end, 4096):
        output += part
    os.close(read_end)
    lines = [line.split() for line in output.decode().splitlines()]
    numbers = [int(value) for what, value in lines if what == "published"]
    return max(numbers, default=0), {value for what, value in lines if what == "saved"}


def main() -> None:
    killing.set_up()
    from profiles import workflow
    from tests.factories import make_profile

    contents = make_contents()
    profile = make_profile()
    draft = workflow.start_revision(profile, by=None)
    draft = workflow.save_content(draft, contents[0], draft.lock_version, None)
    workflow.publish(draft, by=None)
    profile.snapshots.filter(verb="start", revision_number=1).delete()  # the empty beginning
    legal, before, wrong = {plain_digest(content) for content in contents}, {}, []
    saved: set[str] = set()
    for _ in range(KILLS):
        last_number, words = kill_one(profile, contents)
        saved |= words
        wrong += faults(profile, legal, before, last_number, saved)
    counts = {"kills": KILLS, "published": len(before), "saved": len(saved), "wrong": wrong}
    sys.stdout.write(json.dumps(counts) + "\n")


if __name__ == "__main__":
    main()
