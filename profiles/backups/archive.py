"""A backup as lines: JSON, compressed by gzip, encrypted. `age --decrypt FILE | zcat` shows them.

    {"backup": 1, "made_at": …, "database": …, "migrations": [[app, name], …], "secret_key": …}
    {"table": "profiles.place", "columns": ["id", "slug", …]}
    [1, "mali", …]                                  a line for each row
    {"rows": 246, "digest": "…"}                    the end of the table
    {"file": "sign-offs/….pdf", "content": "…"}     base64; null of one that was missing already
    {"end": {"tables": …, "rows": …, "files": …}}

What was changed or cut off shows while it is read: each piece is checked before its lines are.
"""

import hashlib
import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from profiles.backups import age, tables

FORMAT = 1
"""Raised when an older program could not read what is written now."""
GZIP = 31
"""zlib's number for what gzip reads."""
PIECE = 64 * 1024


class BackupError(Exception):
    """A backup that cannot be used, with a sentence that says why."""


@dataclass
class Counts:
    """What a backup holds: the rows of each table by its label, the files, those that were missing."""

    tables: dict[str, int] = field(default_factory=dict)
    files: int = 0
    missing: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(self.tables.values())

    def as_line(self) -> dict[str, Any]:
        return {"tables": len(self.tables), "rows": self.rows, "files": self.files}


@dataclass
class Table:
    """What is read of one table. `rows` has to be read to its end, where it is checked."""

    label: str
    columns: list[str]
    rows: Iterator[tables.Row]


@dataclass
class StoredContent:
    """One file; `content` is None where it was missing when the backup was made."""

    name: str
    content: bytes | None


def write(out: IO[bytes], lines: Iterable[bytes], passphrase: str) -> None:
    """Write lines, as the functions below make them, as an encrypted file."""
    for piece in age.encrypt(_compressed(lines), passphrase):
        out.write(piece)


def line(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode(errors="surrogatepass") + b"\n"  # as json.loads reads it


def table_lines(
    label: str, columns: list[str], rows: Iterable[tables.Row], counts: Counts
) -> Iterator[bytes]:
    """Yield the lines of a table, and count them."""
    yield line({"table": label, "columns": columns})
    digest, number = hashlib.sha256(), 0
    for row in rows:
        digest.update(tables.canonical(row))
        number += 1
        yield line(row)
    counts.tables[label] = number
    yield line({"rows": number, "digest": digest.hexdigest()})


def file_line(name: str, content: bytes | None, counts: Counts) -> bytes:
    """Return the line of a file, and count it."""
    if content is None:
        counts.missing.append(name)
    else:
        counts.files += 1
    return line({"file": name, "content": None if content is None else b64encode(content).decode()})


class Archive:
    """A backup that is being read: its `head`, then its parts in order; `counts` is whole in the end.

    Raises BackupError for what is no backup, is not whole, or is of a later format.
    """

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        self._lines = _lines(_decompressed(_decrypted(file, passphrase)))
        self.counts = Counts()
        self.digests: dict[str, str] = {}
        """Label of a table -> the digest of its rows."""
        self.head: dict[str, Any] = self._next()
        if not isinstance(self.head, dict) or "backup" not in self.head:
            raise BackupError("This file holds no backup of this program.")
        if self.head["backup"] > FORMAT:
            raise BackupError("The backup is of a newer version of the program. Restore it with that one.")

    def parts(self) -> Iterator[Table | StoredContent]:
        """Yield each table and each file; raise BackupError where the end does not fit what came before."""
        while "end" not in (part := self._next()):
            if "table" in part:
                yield Table(part["table"], part["columns"], self._rows(part["table"]))
                if part["table"] not in self.counts.tables:
                    raise ValueError("the rows of a table were not read to their end")
            else:
                yield self._file(part)
        if part["end"] != self.counts.as_line() or next(self._lines, None) is not None:
            raise BackupError("The backup is damaged: it does not hold what its last line says.")

    def check(self) -> Counts:
        """Read it whole, and return what it holds."""
        for part in self.parts():
            if isinstance(part, Table):
                for _row in part.rows:
                    pass
        return self.counts

    def _rows(self, label: str) -> Iterator[tables.Row]:
        digest, number = hashlib.sha256(), 0
        while isinstance(row := self._next(), list):
            digest.update(tables.canonical(row))
            number += 1
            yield row
        if row != {"rows": number, "digest": digest.hexdigest()}:
            raise BackupError(f"The backup is damaged: the table {label} is not what was written.")
        self.counts.tables[label], self.digests[label] = number, digest.hexdigest()

    def _file(self, part: dict[str, Any]) -> StoredContent:
        if part["content"] is None:
            self.counts.missing.append(part["file"])
            return StoredContent(part["file"], None)
        self.counts.files += 1
        return StoredContent(part["file"], b64decode(part["content"]))

    def _next(self) -> Any:
        text = next(self._lines, None)
        if text is None:
            raise BackupError("The backup is cut short: its end is missing.")
        try:
            return json.loads(text)
        except ValueError:
            raise BackupError("This file holds no backup of this program.") from None


def _compressed(lines: Iterable[bytes]) -> Iterator[bytes]:
    compressor = zlib.compressobj(wbits=GZIP)
    for text in lines:
        yield compressor.compress(text)
    yield compressor.flush()


def _decrypted(file: IO[bytes], passphrase: str) -> Iterator[bytes]:
    try:
        yield from age.decrypt(file, passphrase)
    except age.PassphraseError:
        raise BackupError("The passphrase in BACKUP_PASSPHRASE is not the one of this backup.") from None
    except age.DamagedError:
        raise BackupError("This is no backup, or it is cut short or damaged.") from None


def _decompressed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what was compressed, a little at a time, however small it was."""
    decompressor = zlib.decompressobj(wbits=GZIP)
    try:
        for piece in pieces:
            rest: bytes = piece
            while rest:
                yield decompressor.decompress(rest, PIECE)
                rest = decompressor.unconsumed_tail
    except zlib.error:
        raise BackupError("This file holds no backup of this program.") from None


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines without their end; what stands behind the last end is none."""
    begun: list[bytes] = []
    for piece in pieces:
        first, *others = piece.split(b"\n")
        begun.append(first)
        for other in others:
            yield b"".join(begun)
            begun = [other]
