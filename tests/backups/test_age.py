"""The encryption: other programs of the format open it, and whatever was cut off or changed shows."""

import io
import os

import pyrage
import pytest

from profiles.backups import age

pytestmark = pytest.mark.once

PASSPHRASE = "a passphrase for tests only"


def encrypted(content: bytes) -> bytes:
    return b"".join(age.encrypt([content[:1000], content[1000:]], PASSPHRASE))


def decrypted(file: bytes, passphrase: str = PASSPHRASE) -> bytes:
    return b"".join(age.decrypt(io.BytesIO(file), passphrase))


@pytest.mark.parametrize("size", [0, 1, age.CHUNK - 1, age.CHUNK, age.CHUNK + 1, 3 * age.CHUNK])
def test_what_is_written_is_read_here_and_by_other_programs_of_the_format(size):
    content = os.urandom(size)
    file = encrypted(content)
    assert decrypted(file) == content
    assert pyrage.passphrase.decrypt(file, PASSPHRASE) == content


@pytest.mark.parametrize("missing", [1, age.TAG, age.CHUNK + age.TAG, 2 * (age.CHUNK + age.TAG)])
def test_what_is_cut_off_shows_wherever_it_was_cut(missing):
    file = encrypted(os.urandom(3 * age.CHUNK))
    with pytest.raises(age.DamagedError):
        decrypted(file[:-missing])


@pytest.mark.parametrize("position", [3, 30, 60, 100, 150, 200, 70_000])
def test_a_changed_bit_shows_wherever_it_is(position):
    file = bytearray(encrypted(os.urandom(2 * age.CHUNK)))
    file[position] ^= 1
    with pytest.raises((age.DamagedError, age.PassphraseError)):
        decrypted(bytes(file))


def test_pieces_in_another_order_or_behind_the_end_show():
    file = encrypted(os.urandom(3 * age.CHUNK))
    size = age.CHUNK + age.TAG
    head, pieces = file[: -3 * size], [file[-3 * size : -2 * size], file[-2 * size : -size], file[-size:]]
    for order in ([1, 0, 2], [0, 2], [0, 1, 2, 2], [0, 1, 2, 0]):
        with pytest.raises(age.DamagedError):
            decrypted(head + b"".join(pieces[number] for number in order))


def test_another_passphrase_is_told_from_damage():
    with pytest.raises(age.PassphraseError):
        decrypted(encrypted(b"content"), "another passphrase for tests")


@pytest.mark.parametrize("file", [b"", b"PK\x03\x04", b"age-encryption.org/v1\n", b"x" * 1000])
def test_what_is_no_such_file_is_refused(file):
    with pytest.raises(age.DamagedError):
        decrypted(file)


def test_a_file_does_not_decide_how_much_memory_opening_it_takes(monkeypatch):
    monkeypatch.setattr(age, "MOST_WORK", 9)
    with pytest.raises(age.DamagedError):
        decrypted(encrypted(b"content"))


def test_no_two_files_are_alike():
    assert encrypted(b"content") != encrypted(b"content")
