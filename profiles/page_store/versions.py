"""The versions of tags, in VAR_DIR/pages/versions, which each process of this machine maps into its memory.

The database has them (models/page_versions.py). `refresh` brings what it says into the file: after the commit
of each action, and by a thread of each server process every PAUSE seconds, for what another machine, a shell
or a process that was killed has changed. A tag has one of SLOTS numbers; two that share one raise each other.
"""

import logging
import mmap
import os
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.files import locks
from django.db import transaction

from profiles.choices import JobKind
from profiles.models import Job, PageVersion
from profiles.page_store import files

logger = logging.getLogger(__name__)

SLOTS = 4096
LISTS, TEXTS, EMPTIED, BYTES = range(4)
"""Slots of their own: of what lists places (any change), of the texts, of the store as a whole, and of no
version at all: how much all files of the store take of the disk."""
FIRST = 4
"""The first slot of a country."""
PAUSE = 0.5
"""Seconds between two questions to the database."""
MASK = 2**64 - 1

Stamp = tuple[int, ...]


class Versions:
    """The mapped file of the folder `folder`; `values[slot]` is the version of a slot now."""

    OF_ALL = (TEXTS, EMPTIED)
    """The slots that are those of practically every page."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        self.folder = folder
        descriptor = os.open(folder / "versions", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(descriptor).st_size < SLOTS * 8:
                os.truncate(descriptor, SLOTS * 8)
            self.map = mmap.mmap(descriptor, SLOTS * 8)
        finally:
            os.close(descriptor)
        self.values = memoryview(self.map).cast("Q")

    def stamp(self, slots: Iterable[int]) -> Stamp:
        """Return the versions that `slots` have now."""
        values = self.values
        return tuple([values[slot] for slot in slots])

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let no other process and no other thread change versions, or files that are valid by them."""
        with (self.folder / "lock").open("wb") as lock:
            locks.lock(lock, locks.LOCK_EX)
            yield

    @property
    def bytes_of_files(self) -> int:
        """What the files of the store take of the disk."""
        return self.values[BYTES]

    @bytes_of_files.setter
    def bytes_of_files(self, number: int) -> None:
        self.values[BYTES] = max(0, number)

    def snapshot(self) -> array:
        """Return the versions of all slots now."""
        return array("Q", bytes(self.map))

    def changes(self, new: array) -> list[int]:
        """Return the slots of which `new`, by the database, has another version."""
        now = self.snapshot()
        new[EMPTIED], new[BYTES] = now[EMPTIED], now[BYTES]
        return [] if new == now else [slot for slot in range(SLOTS) if new[slot] != now[slot]]

    def empty(self) -> None:
        """Make everything that is kept void, whatever it is made from, and remove the files."""
        with self.locked():
            self.values[EMPTIED] = (self.values[EMPTIED] + 1) & MASK
            files.forget(self, [EMPTIED])


@cache
def of_this_machine() -> Versions | None:
    """Return the versions of this installation; None where VAR_DIR cannot be written."""
    try:
        return Versions(settings.VAR_DIR / "pages")
    except OSError as error:
        logger.warning("Pages cannot be kept: %s", error.strerror)
        return None


def slots_of(tags: Iterable[str]) -> tuple[int, ...] | None:
    """Return the slots by which a page with these keys is valid; None where none says that it may be kept.

    Keys that are no tags (a place, a domain) are for caches in front of the site alone.
    """
    slots = {slot for tag in tags if (slot := slot_of(tag)) is not None}
    return (EMPTIED, *sorted(slots)) if slots else None


def slot_of(tag: str) -> int | None:
    if tag == "lists":
        return LISTS
    if tag == "texts":
        return TEXTS
    name, _hyphen, number = tag.partition("-")
    if name == "country" and number.isdecimal():
        return FIRST + int(number) % (SLOTS - FIRST)
    return None


def read_versions() -> array:
    """Return the version of each slot, by the database; one query."""
    values = [0] * SLOTS
    for tag, version in PageVersion.objects.values_list("tag", "version"):
        slot = slot_of(tag)
        if slot is not None:
            values[slot] += version
            values[LISTS] += version
    return array("Q", [value & MASK for value in values])


def refresh() -> None:
    """Bring the versions of the database into the file, and remove the files of pages that are void by them.

    One query where nothing has changed. It is asked outside a transaction, so that it sees what is committed;
    and again while nobody else writes, so that a slower process cannot bring back an older answer.
    """
    versions = of_this_machine()
    if versions is None or not versions.changes(read_versions()):
        return
    with versions.locked():
        new = read_versions()
        changed = versions.changes(new)
        for slot in changed:
            versions.values[slot] = new[slot]
        files.forget(versions, changed)
    if changed and settings.PURGE_URL:
        Job.objects.enqueue(Job(kind=JobKind.PURGE, key=f"periodic-{JobKind.PURGE}"))  # now, not in its turn


def refresh_after_commit() -> None:
    """Have the versions refreshed once the transaction is committed, before the action returns."""
    transaction.on_commit(refresh, robust=True)
