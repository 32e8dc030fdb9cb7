"""A writer and publisher that is killed at any moment; test_killed.py runs this in a process of its own.

It takes the database from DATABASE_URL, forks a child that starts, saves, submits, approves and publishes
without a pause, kills it with SIGKILL, looks at what is stored, and so on. It prints what was wrong, and a
last line: how often it killed, how many revisions were published.
"""

import json
import os
import random
import signal
import sys
import time
import uuid
from pathlib import Path

import django

KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 50
SIZES = (12, 30)


def set_up() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from django.conf import settings

    settings.DATABASES["default"].get("OPTIONS", {}).pop("pool", None)  # a pool does not survive a fork
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "sqlite":
        call_command("migrate", verbosity=0)
    call_command("loaddata", "domains", verbosity=0)


def make_contents() -> list[dict]:
    """Return two whole contents of different size; whatever is stored must be one of them."""
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
    """Go on from whatever is stored; write each action, once it is done, to the pipe `acknowledged`."""
    from profiles import workflow
    from profiles.choices import State
    from profiles.models import Revision

    def report(number: int = 0) -> None:
        os.write(write_end, f"{number}\n".encode())

    report()
    while True:
        revision = Revision.objects.open().filter(profile=profile).first()
        if revision is None:
            revision = workflow.start_revision(profile, by=None)
            report()
        if revision.state == State.DRAFT:
            for content in random.sample(contents, 2):
                revision = workflow.save_content(revision, content, revision.lock_version, None)
                report()
            revision = workflow.submit(revision, by=None)
            report()
        if revision.state == State.IN_REVIEW:
            revision = workflow.approve(revision, by=None)
            report()
        workflow.publish(revision, by=None)
        report(revision.number)


def faults(profile, legal: set[str], before: dict[int, str], last_number: int) -> list[str]:
    """Return what is wrong with what is stored; `before` is what was closed at the last look."""
    from profiles.choices import CLOSED_STATES, Action, State
    from profiles.content.schema import digest
    from profiles.content.serialize import serialize_revision

    revisions = list(profile.revisions.order_by("number"))
    states = [revision.state for revision in revisions]
    texts = {revision.number: digest(serialize_revision(revision)) for revision in revisions}
    closed = {r.number: texts[r.number] for r in revisions if r.state in CLOSED_STATES}
    live = [r.number for r in revisions if r.state == State.PUBLISHED]
    messages = []
    if live != [max(closed)]:
        messages.append(f"live: {live} of {states}")
    if sum(revision.is_open for revision in revisions) > 1:
        messages.append(f"two open: {states}")
    messages += [f"revision {number} is half a copy" for number, text in texts.items() if text not in legal]
    messages += [f"revision {n} was lost or changed" for n in before if closed.get(n) != before[n]]
    if last_number > max(closed):
        messages.append(f"the publication of {last_number} was told and is lost")
    if profile.log.filter(verb=Action.PUBLISH).count() != len(closed):
        messages.append("the log does not tell each publication once")
    for snapshot in profile.snapshots.filter(revision_number__gte=revisions[-1].number - 1):
        if snapshot.digest not in legal or digest(snapshot.content) != snapshot.digest:
            messages.append(f"snapshot {snapshot.pk} is no whole text")
    latest = profile.snapshots.filter(revision_number=revisions[-1].number).newest_first().first()
    if latest is None or latest.digest != texts[revisions[-1].number]:
        messages.append("the newest text is not in the history")
    if revisions[-1].state in (State.IN_REVIEW, State.APPROVED):
        snapshots = profile.snapshots.filter(revision_number=revisions[-1].number, verb=Action.SUBMIT)
        if snapshots.count() != 1 or not _is_logged(profile, revisions[-1].number):
            messages.append("what is submitted is not in the history and the log")
    before.clear()
    before.update(closed)
    return messages


def _is_logged(profile, number: int) -> bool:
    from profiles.choices import Action

    return profile.log.filter(verb=Action.SUBMIT, revision_number=number).count() == 1


def kill_one(profile, contents: list[dict]) -> int:
    """Let a child write, kill it in the middle, and return the last publication that it told of."""
    from django.db import connection

    connection.close()
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            write_for_ever(profile, contents, write_end)
        finally:
            os._exit(1)
    os.close(write_end)
    actions, output, start = random.randint(1, 6), b"", time.monotonic()  # noqa: S311
    while output.count(b"\n") < actions and (part := os.read(read_end, 64)):
        output += part
    one_action = (time.monotonic() - start) / actions
    time.sleep(random.uniform(0, one_action))  # noqa: S311 (into the middle of the next one)
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    while part := os.read(read_end, 4096):
        output += part
    os.close(read_end)
    if not os.WIFSIGNALED(status):
        raise SystemExit("the child ended by itself")
    return max(int(line) for line in output.split())


def main() -> None:
    set_up()
    from profiles import workflow
    from profiles.content.schema import digest
    from tests.factories import make_profile

    contents = make_contents()
    profile = make_profile()
    draft = workflow.start_revision(profile, by=None)
    draft = workflow.save_content(draft, contents[0], draft.lock_version, None)
    workflow.publish(draft, by=None)
    profile.snapshots.filter(verb="start", revision_number=1).delete()  # the empty beginning
    legal, before, wrong = {digest(content) for content in contents}, {}, []
    for _ in range(KILLS):
        last_number = kill_one(profile, contents)
        wrong += faults(profile, legal, before, last_number)
    sys.stdout.write(json.dumps({"kills": KILLS, "published": len(before), "wrong": wrong}) + "\n")


if __name__ == "__main__":
    main()
