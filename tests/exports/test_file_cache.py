"""Cached files: written once however many ask at once, and replaced when their ingredients change."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from profiles.exports.file_cache import cached_bytes


def test_six_readers_at_once_have_the_file_written_once():
    calls = []
    start = threading.Barrier(6)

    def write() -> bytes:
        calls.append(1)
        time.sleep(0.2)
        return b"content"

    def read_file(_number: int) -> bytes:
        start.wait()
        return cached_bytes("six-readers", "bin", b"ingredients", write)

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(read_file, range(6))) == [b"content"] * 6
    assert len(calls) == 1


def test_new_ingredients_replace_the_file(settings):
    assert cached_bytes("replaced", "bin", b"1", lambda: b"old") == b"old"
    assert cached_bytes("replaced", "bin", b"2", lambda: b"new") == b"new"
    assert len(list((settings.VAR_DIR / "kept").glob("replaced.*.bin"))) == 1


def test_a_failure_is_not_cached_and_lets_the_next_one_try():
    def fail() -> bytes:
        raise ValueError("no file today")

    with pytest.raises(ValueError, match="no file today"):
        cached_bytes("failed", "bin", b"1", fail)
    assert cached_bytes("failed", "bin", b"1", lambda: b"whole") == b"whole"


def test_without_a_directory_the_file_is_made_each_time(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "file"
    settings.VAR_DIR.write_text("no directory")
    assert cached_bytes("uncached", "bin", b"1", lambda: b"whole") == b"whole"
