"""The backups of each night, in the storage of BACKUPS: made, read back, and in time removed."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from tempfile import TemporaryFile

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.utils import timezone

from profiles.backups.archive import Archive, BackupError
from profiles.backups.writing import write_backup

NAME = "mgi-%Y-%m-%d-%H%M%S.age"
IS_NAME = re.compile(r"mgi-\d{4}-\d\d-\d\d-\d{6}\.age")
KEPT: list[tuple[int, Callable[[datetime], object]]] = [
    (7, lambda moment: moment.date()),
    (4, lambda moment: moment.isocalendar()[:2]),
    (12, lambda moment: (moment.year, moment.month)),
]
"""The latest of each of the last seven days, four weeks and twelve months that have one."""


def make_nightly_backup() -> str:
    """Make a backup, read it back from where it is kept, remove what is too old; return its name.

    Raises BackupError where what is read back is not what was written: it is removed then.
    """
    storage, name = storages["backups"], timezone.now().astimezone(UTC).strftime(NAME)
    with TemporaryFile(dir=settings.VAR_DIR) as draft:
        written = write_backup(draft, settings.BACKUP_PASSPHRASE)
        draft.seek(0)
        name = storage.save(name, File(draft, name))
    try:
        with storage.open(name) as file:
            is_good = Archive(file, settings.BACKUP_PASSPHRASE).check() == written
    except BackupError:
        is_good = False
    if not is_good:
        storage.delete(name)
        raise BackupError(f"What was read back of {name} is not what was written. It was removed.")
    _remove_old(storage)
    return name


def _remove_old(storage: Storage) -> None:
    names = [name for name in storage.listdir("")[1] if IS_NAME.fullmatch(name)]
    for name in set(names) - kept(names):
        storage.delete(name)


def kept(names: Iterable[str]) -> set[str]:
    """Return those of the names of backups that stay.

    >>> sorted(kept(["mgi-2026-11-30-021500.age", "mgi-2026-11-30-091500.age"]))
    ['mgi-2026-11-30-091500.age']
    """
    newest_first = sorted(names, reverse=True)
    stay: set[str] = set()
    for number, period_of in KEPT:
        latest: dict[object, str] = {}
        for name in newest_first:
            latest.setdefault(period_of(datetime.strptime(name, NAME).replace(tzinfo=UTC)), name)
        stay |= set(list(latest.values())[:number])
    return stay
