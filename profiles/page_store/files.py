"""The second level of the store: compressed pages as files in VAR_DIR/pages, which all processes share.

    pages/versions              what pages are valid by (versions.py)
    pages/current -> 3f2c…      the folder of the code and the settings that run now
    pages/3f2c…/https/mgi.example/profiles/mali-2021/index.html.br, .gz, .json
    pages/3f2c…/slots/17        which of them go when the version of slot 17 changes

Only addresses without a query have a file. A page that is void is removed in the action that makes it void,
before that returns: so a server in front (nginx) may send these files without asking anybody.
"""

import json
import logging
import re
import shutil
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from profiles.page_store.encodings import IDENTITY

if TYPE_CHECKING:
    from profiles.page_store.kept_pages import KeptPage
    from profiles.page_store.versions import Versions

logger = logging.getLogger(__name__)

ENDINGS = {"br": ".br", "gzip": ".gz", IDENTITY: ""}
SAFE_PATH = re.compile(rb"(/[A-Za-z0-9_][A-Za-z0-9_.-]{0,150})*/?")
SAFE_HOST = re.compile(rb"[a-z0-9][a-z0-9.-]*")
ASIDE = ".old"
"""The ending of folders of which nothing is read any more."""
LONGEST = 600
"""Bytes of the longest path that has a file."""


class Key(NamedTuple):
    """What a page is known by: how and by what name the site was called, and the address as it was sent."""

    is_secure: bool
    host: bytes
    path: bytes
    query: bytes


class Files:
    """The files of one version of the code and the settings; `most` bytes of them."""

    def __init__(self, versions: "Versions", name: str, most: int) -> None:
        self.versions, self.root, self.most = versions, versions.folder / name, most

    def make_current(self) -> None:
        """Lead `current`, which a server in front follows, to the folder of these files."""
        self.root.mkdir(mode=0o755, parents=True, exist_ok=True)
        link, draft = self.versions.folder / "current", self.versions.folder / f"{uuid4()}.part"
        draft.symlink_to(self.root.name)
        draft.replace(link)

    def base(self, key: Key) -> str | None:
        """Return the path of the files of a page, without their endings; None where it has none."""
        is_safe = SAFE_PATH.fullmatch(key.path) and SAFE_HOST.fullmatch(key.host)
        if key.query or not is_safe or len(key.path) > LONGEST or not self.most:
            return None
        path = key.path.decode() + ("index.html" if key.path.endswith(b"/") else "")
        return f"{'https' if key.is_secure else 'http'}/{key.host.decode()}{path}"

    def read(self, key: Key) -> "KeptPage | None":
        """Return the page, if it has files and nothing that it is made from has changed."""
        from profiles.page_store.kept_pages import KeptPage

        base = self.base(key)
        if base is None:
            return None
        try:
            head = json.loads((self.root / f"{base}.json").read_bytes())
            bodies = {name: (self.root / f"{base}{ENDINGS[name]}").read_bytes() for name in head["sums"]}
        except (OSError, ValueError):
            return None
        stamp = tuple(head["stamp"])
        is_whole = all(zlib.crc32(bodies[name]) == head["sums"][name] for name in bodies)
        if not is_whole or self.versions.stamp(head["slots"]) != stamp:
            return None
        headers = [(name.encode("latin1"), value.encode("latin1")) for name, value in head["headers"]]
        return KeptPage(headers, bodies, tuple(head["slots"]), stamp, head["params"])

    def write(self, key: Key, page: "KeptPage") -> None:
        """Store the page, unless it is void by now; where the disk is full, it is only said."""
        base = self.base(key)
        if base is None:
            return
        head = {
            "headers": [(name.decode("latin1"), value.decode("latin1")) for name, value in page.headers],
            "slots": page.slots,
            "stamp": page.stamp,
            "params": None if page.params is None else sorted(page.params),
            "sums": {name: zlib.crc32(body) for name, body in page.bodies.items()},
        }
        files = {f"{base}{ENDINGS[name]}": body for name, body in page.bodies.items()}
        files[f"{base}.json"] = json.dumps(head).encode()
        try:
            with self.versions.locked():
                if self.versions.stamp(page.slots) == page.stamp:
                    self._write(base, files, page.slots)
        except OSError as error:
            logger.warning("A page could not be kept as a file: %s", error.strerror)

    def _write(self, base: str, files: dict[str, bytes], slots: Iterable[int]) -> None:
        size = sum(map(len, files.values()))
        if self.versions.bytes_of_files + size > self.most:
            forget_all(self.versions)
        folder = (self.root / base).parent
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        (self.root / "slots").mkdir(exist_ok=True)
        for slot in set(slots) - set(self.versions.OF_ALL):
            with (self.root / "slots" / str(slot)).open("a") as names:
                names.write(f"{base}\n")
        for name, data in files.items():
            path = self.root / name
            before = path.stat().st_size if path.exists() else 0
            draft = folder / f"{uuid4()}.part"
            draft.write_bytes(data)
            draft.replace(path)
            self.versions.bytes_of_files += len(data) - before


def forget(versions: "Versions", slots: Iterable[int]) -> None:
    """Remove the files of pages that are valid by one of these slots. The versions are locked meanwhile."""
    slots = set(slots)
    if slots & set(versions.OF_ALL):
        forget_all(versions)
        return
    for slot in slots:
        for names in versions.folder.glob(f"*/slots/{slot}"):
            for base in set(names.read_text().split("\n")) - {""}:
                for ending in (*ENDINGS.values(), ".json"):
                    _remove(versions, names.parents[1] / f"{base}{ending}")
            names.unlink()


def _remove(versions: "Versions", path: Path) -> None:
    with suppress(FileNotFoundError):
        size = path.stat().st_size
        path.unlink()
        versions.bytes_of_files -= size


def forget_all(versions: "Versions") -> None:
    """Put all files aside, for sweep(). The versions are locked meanwhile."""
    for folder in versions.folder.iterdir():
        if folder.is_dir() and not folder.is_symlink() and folder.suffix != ASIDE:
            folder.rename(versions.folder / f"{uuid4()}{ASIDE}")
    versions.bytes_of_files = 0


def sweep(versions: "Versions") -> None:
    """Remove what forget_all() has put aside: file by file, while nobody waits."""
    for folder in versions.folder.glob(f"*{ASIDE}"):
        shutil.rmtree(folder, ignore_errors=True)
