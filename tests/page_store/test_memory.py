"""So many bytes of pages are kept, and none that is void."""

from pathlib import Path

import pytest

from profiles.page_store.kept_pages import KeptPage
from profiles.page_store.memory import Memory
from profiles.page_store.versions import LISTS, Versions

pytestmark = pytest.mark.once

SIZE = 10_000


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(Versions(tmp_path / "pages"), 5 * SIZE)


def make_page(memory: Memory, size: int = SIZE - 2048) -> KeptPage:
    return KeptPage([], {"br": b"x" * size}, (LISTS,), memory.versions.stamp([LISTS]))


def test_a_page_is_there_until_a_version_of_it_is_another(memory):
    memory.put("a", make_page(memory))
    assert memory.get("a")
    memory.versions.values[LISTS] += 1
    assert memory.get("a") is None


def test_so_many_bytes_are_kept_and_what_is_used_stays_longest(memory):
    for key in "abcde":
        memory.put(key, make_page(memory))
    memory.get("a")
    memory.put("f", make_page(memory))
    assert set(memory.pages) == set("acdef")
    assert memory.size == 5 * SIZE
    for key in "ghijklmnop":
        memory.put(key, make_page(memory))
        assert memory.size == sum(memory.sizes.values()) <= memory.most
        assert memory.get(key)


def test_a_page_that_has_grown_is_counted_anew(memory):
    page = make_page(memory)
    memory.put("a", page)
    page.bodies["gzip"] = b"x" * 3 * SIZE
    memory.put("b", make_page(memory))
    memory.recount("a")
    assert memory.size == 5 * SIZE
    memory.recount("gone")
    memory.put("a", make_page(memory))
    assert memory.size == 2 * SIZE


def test_a_page_larger_than_all_is_kept_alone(memory):
    memory.put("a", make_page(memory))
    memory.put("b", make_page(memory, 9 * SIZE))
    assert set(memory.pages) == {"b"}
