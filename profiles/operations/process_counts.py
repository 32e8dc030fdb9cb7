"""What each server process counts: a small file in VAR_DIR/pages, so that any of them can answer for all.

Counters go on over the end of a process: what those that have ended had counted is in a file of its own.
"""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, fields
from functools import reduce
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import locks

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds, in seconds, by which times of requests are sorted; one more has those that took longer."""


@dataclass(frozen=True)
class Counts:
    """Of one process, or of several together: what is so now, and how much it has done since it started."""

    pages: int = 0
    bytes: int = 0
    """What the `pages` in its memory take."""
    is_database_away: int = 0
    """1 where pages are answered of which nobody can say whether they are still valid."""
    memory: int = 0
    """Bytes of the whole process, where the system says so."""
    pool: dict[str, int] = field(default_factory=dict)
    """Connections to PostgreSQL: `size`, `in_use`, and how many threads are `waiting` for one."""

    hits: int = 0
    file_hits: int = 0
    misses: int = 0
    requests: dict[str, int] = field(default_factory=dict)
    """“page 2xx” -> answers, of the kinds of mgi/traffic.py."""
    seconds: dict[str, float] = field(default_factory=dict)
    """Kind -> how long these took together, of those that were not answered from memory."""
    buckets: dict[str, list[int]] = field(default_factory=dict)
    """Kind -> how many of these took so long, by BUCKETS."""
    sign_ins_refused: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        values = {row.name: _sum(getattr(self, row.name), getattr(other, row.name)) for row in fields(self)}
        return Counts(**values)

    @property
    def counters(self) -> dict[str, Any]:
        """What only grows, and so remains of a process that has ended."""
        return {name: value for name, value in asdict(self).items() if name not in GAUGES}


GAUGES = {"pages", "bytes", "is_database_away", "memory", "pool"}
"""What is so while a process lives."""
sign_ins_refused = 0
"""Wrong passwords and codes of this process."""
last: Counts | None = None
"""What this process has written."""
lock = threading.Lock()


def note_refused_sign_in() -> None:
    global sign_ins_refused
    with lock:
        sign_ins_refused += 1


def write(counts: Counts) -> None:
    """Store what this process counts, where it has changed."""
    global last
    if counts == last:
        return
    path = _folder() / f"process-{os.getpid()}.json"
    draft = path.with_suffix(".part")
    with suppress(OSError):
        if last is None:
            path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            with _locked():
                _add_up(path)  # of one that had the same number
        draft.write_text(json.dumps(asdict(counts)))
        draft.replace(path)
        last = counts


def read() -> dict[int, Counts]:
    """Return what the processes that live have counted, by their numbers."""
    counts = {}
    for path in sorted(_folder().glob("process-*.json")):
        number = int(path.stem.removeprefix("process-"))
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            with suppress(OSError), _locked():
                _add_up(path)
            continue
        except OSError:
            continue
        if (own := _read(path)) is not None:
            counts[number] = own
    return counts


def total() -> Counts:
    """Return what all server processes of this machine have counted, together with those that have ended."""
    return reduce(Counts.__add__, read().values(), _read(_folder() / "ended.json") or Counts())


def _add_up(path: Path) -> None:
    """Add what the file of an ended process has to that of all of them, and remove it; while locked."""
    ended = _folder() / "ended.json"
    if counts := _read(path):
        sum_of_all = Counts(**((_read(ended) or Counts()) + counts).counters)
        draft = ended.with_suffix(".part")
        draft.write_text(json.dumps(asdict(sum_of_all)))
        draft.replace(ended)
    path.unlink(missing_ok=True)


def _read(path: Path) -> Counts | None:
    """Return what a file has; None where it is not there, or another version has written it."""
    try:
        return Counts(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _sum(one: Any, other: Any) -> Any:
    if isinstance(one, dict):
        return {
            key: _sum(one[key], other[key]) if key in one and key in other else one.get(key, other.get(key))
            for key in one | other
        }
    if isinstance(one, list):
        return [first + second for first, second in zip(one, other, strict=True)]
    return one + other


@contextmanager
def _locked() -> Iterator[None]:
    with (_folder() / "ended.lock").open("wb") as file:
        locks.lock(file, locks.LOCK_EX)
        yield


def _folder() -> Path:
    return settings.VAR_DIR / "pages"
