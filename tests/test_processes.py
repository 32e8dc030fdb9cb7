"""Functions are called in processes of their own: what dies there is an exception here, and costs nothing."""

import sys

import pytest

from profiles import processes
from profiles.content.unit_text import UnitText
from profiles.exports import apart

pytestmark = pytest.mark.once

LIBRARIES = {"docx", "openpyxl", "typst", "pdfplumber"}
LIMITS = processes.Limits(memory=512 * 1024**2, seconds=20, longest_wait=60)


def libraries() -> set[str]:
    return LIBRARIES & set(sys.modules)


def grow(size: int) -> int:
    return len(bytearray(size))


def spin() -> None:
    while True:
        pass


def same(text: UnitText) -> UnitText:
    return text


def refuse() -> None:
    raise ValueError("A reason.")


def test_the_libraries_are_loaded_there():
    assert processes.run(LIMITS, libraries) == LIBRARIES


def test_what_a_function_raises_comes_back():
    with pytest.raises(ValueError, match=r"^A reason\.$"):
        processes.run(LIMITS, refuse)


def test_memory_and_time_are_limited():
    with pytest.raises(processes.MemoryLimitError):
        processes.run(LIMITS, grow, LIMITS.memory + 1024**2)
    with pytest.raises(processes.TimeLimitError):
        processes.run(processes.Limits(LIMITS.memory, seconds=1, longest_wait=60), spin)
    with pytest.raises(processes.TimeLimitError):
        processes.run(processes.Limits(LIMITS.memory, seconds=20, longest_wait=1), spin)


def test_a_file_that_takes_too_much_is_an_error_of_its_own(monkeypatch):
    monkeypatch.setattr(apart, "LIMITS", LIMITS)
    assert apart.apart(grow)(100) == 100
    with pytest.raises(apart.FileLimitError):
        apart.apart(grow)(LIMITS.memory + 1024**2)


def test_a_text_of_a_translation_goes_there_and_back():
    names = ("language", "original", "is_translation", "is_outdated")
    for text in (UnitText("Bonjour", "fr", "Good morning", is_outdated=True), UnitText("Hello", "en")):
        copy = processes.run(LIMITS, same, text)
        assert copy == text
        assert [getattr(copy, name) for name in names] == [getattr(text, name) for name in names]
