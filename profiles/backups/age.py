"""Encryption under a passphrase in the format of age, so that other programs open it: age-encryption.org/v1.

The primitives are those of `cryptography`. age's own libraries choose how dear a guess is by how fast this
machine is, and take 1 GB of memory for it on a fast one; here it is 128 MB, on every machine
(docs/decisions/0031).
"""

import hmac
import os
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

VERSION = b"age-encryption.org/v1\n"
WORK = 17
"""The logarithm of what one guess costs; each step doubles time and memory. 17: some 0.4 s, 128 MB."""
MOST_WORK = 20
CHUNK = 64 * 1024
TAG = 16
HEADER = re.compile(
    re.escape(VERSION) + rb"-> scrypt ([\w+/]{22}) ([1-9]\d?)\n([\w+/]{43})\n---(?: ([\w+/]{43})\n)", re.ASCII
)
LONGEST_HEADER = 256


class PassphraseError(ValueError):
    """The passphrase is another one."""


class DamagedError(ValueError):
    """This is no such file, or not all of it, or not as it was written."""


def encrypt(plain: Iterable[bytes], passphrase: str) -> Iterator[bytes]:
    """Yield the encrypted file of the bytes that `plain` yields."""
    key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrapped = ChaCha20Poly1305(_wrapping_key(passphrase, salt, WORK)).encrypt(bytes(12), key, None)
    head = VERSION + b"-> scrypt %s %d\n%s\n---" % (_encode(salt), WORK, _encode(wrapped))
    yield head + b" %s\n" % _encode(_mac(key, head)) + nonce
    cipher = ChaCha20Poly1305(_derived(key, nonce, b"payload"))
    for number, (chunk, is_last) in enumerate(_chunks(plain)):
        yield cipher.encrypt(_nonce(number, is_last), chunk, None)


def decrypt(file: IO[bytes], passphrase: str) -> Iterator[bytes]:
    """Yield what the rest of `file` holds. Raise PassphraseError, or DamagedError: it may come at the end."""
    beginning = file.read(LONGEST_HEADER)
    head = HEADER.match(beginning)
    if head is None or int(head[2]) > MOST_WORK:
        raise DamagedError
    wrapping = ChaCha20Poly1305(_wrapping_key(passphrase, _decode(head[1]), int(head[2])))
    try:
        key = wrapping.decrypt(bytes(12), _decode(head[3]), None)
    except InvalidTag:
        raise PassphraseError from None
    if not hmac.compare_digest(_mac(key, head[0][: head.start(4) - 1]), _decode(head[4])):
        raise DamagedError
    file.seek(head.end() - len(beginning), os.SEEK_CUR)
    cipher = ChaCha20Poly1305(_derived(key, file.read(16), b"payload"))
    number, chunk = 0, file.read(CHUNK + TAG)
    while True:
        following = file.read(CHUNK + TAG)
        try:
            # The nonce says of a chunk whether it is the last one: what was cut off shows.
            yield cipher.decrypt(_nonce(number, not following), chunk, None)
        except InvalidTag:
            raise DamagedError from None
        if not following:
            return
        number, chunk = number + 1, following


def _wrapping_key(passphrase: str, salt: bytes, work: int) -> bytes:
    salt = b"age-encryption.org/v1/scrypt" + salt
    return Scrypt(salt=salt, length=32, n=2**work, r=8, p=1).derive(passphrase.encode())


def _mac(key: bytes, head: bytes) -> bytes:
    return hmac.digest(_derived(key, b"", b"header"), head, "sha256")


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=info).derive(key)


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _chunks(plain: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield the bytes anew in pieces of CHUNK, each with whether it is the last one; at least one."""
    buffer = bytearray()
    for piece in plain:
        buffer += piece
        while len(buffer) > CHUNK:
            yield bytes(buffer[:CHUNK]), False
            del buffer[:CHUNK]
    yield bytes(buffer), True


def _encode(value: bytes) -> bytes:
    return b64encode(value).rstrip(b"=")


def _decode(value: bytes) -> bytes:
    return b64decode(value + b"=" * (-len(value) % 4))
