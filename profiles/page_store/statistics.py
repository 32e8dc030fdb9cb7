"""What each server process counts of its pages: a small file beside the versions, for whoever looks."""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass

from django.conf import settings


@dataclass(frozen=True)
class Counts:
    """Of one process: `pages` and `bytes` in its memory, and how it has answered since it started."""

    pages: int = 0
    bytes: int = 0
    hits: int = 0
    file_hits: int = 0
    misses: int = 0
    is_database_away: bool = False
    """Whether pages are answered of which nobody can say whether they are still valid."""


last: Counts | None = None
"""What this process has written."""


def write(counts: Counts) -> None:
    """Store what this process counts, where it has changed."""
    global last
    if counts == last:
        return
    folder = settings.VAR_DIR / "pages"
    draft = folder / f"process-{os.getpid()}.part"
    with suppress(OSError):
        draft.write_text(json.dumps(asdict(counts)))
        draft.replace(folder / f"process-{os.getpid()}.json")
        last = counts


def read() -> dict[int, Counts]:
    """Return what the processes that live have counted, by their ids; files of others are removed."""
    counts = {}
    for path in sorted((settings.VAR_DIR / "pages").glob("process-*.json")):
        number = int(path.stem.removeprefix("process-"))
        try:
            os.kill(number, 0)
            counts[number] = Counts(**json.loads(path.read_text()))
        except ProcessLookupError:
            path.unlink(missing_ok=True)
        except (OSError, ValueError, TypeError):
            continue
    return counts
