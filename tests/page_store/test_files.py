"""The second level: files that say when they are void, and that go before an action returns."""

from pathlib import Path

import pytest

from profiles.page_store import files
from profiles.page_store.files import Files, Key
from profiles.page_store.kept_pages import KeptPage
from profiles.page_store.versions import EMPTIED, LISTS, TEXTS, Versions, slot_of

pytestmark = pytest.mark.once

COUNTRY, OTHER = slot_of("country-1"), slot_of("country-2")
HEADERS = [(b"content-type", b"text/html; charset=utf-8"), (b"etag", b'W/"a"')]


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    return Versions(tmp_path / "pages")


@pytest.fixture
def store(versions: Versions) -> Files:
    store = Files(versions, "digest", 100_000)
    store.make_current()
    return store


def make_key(path: bytes = b"/profiles/x/", **parts) -> Key:
    return Key(**{"is_secure": True, "host": b"mgi.example", "path": path, "query": b""} | parts)


def make_page(versions: Versions, *slots: int, body: bytes = b"x" * 100) -> KeptPage:
    slots = (EMPTIED, TEXTS, *slots)
    return KeptPage(HEADERS, {"br": body, "gzip": body * 2}, slots, versions.stamp(slots), ["page"])


def on_disk(versions: Versions) -> set[str]:
    folder = versions.folder / "current"
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and "slots" not in path.parts
    }


def test_a_page_comes_back_as_it_was(versions, store):
    store.write(make_key(), make_page(versions, COUNTRY))
    page = store.read(make_key())
    assert page.headers == HEADERS
    assert page.bodies == {"br": b"x" * 100, "gzip": b"x" * 200}
    assert page.params == {"page"}
    assert versions.stamp(page.slots) == page.stamp
    assert on_disk(versions) == {
        f"https/mgi.example/profiles/x/index.html{ending}" for ending in (".br", ".gz", ".json")
    }
    assert store.read(make_key(is_secure=False)) is None
    assert store.read(make_key(host=b"other.example")) is None


@pytest.mark.parametrize(
    "key",
    [
        make_key(query=b"page=2"),
        make_key(b"/../../etc/passwd"),
        make_key(b"/.hidden/"),
        make_key(b"/a//b/"),
        make_key(b"/%2e%2e/"),
        make_key(b"/" + b"x/" * 400),
        make_key(b"/" + b"x" * 200),
        make_key(host=b"../evil"),
        make_key(host=b""),
        make_key("/é/".encode()),
    ],
)
def test_an_address_that_is_no_safe_path_has_no_file(versions, store, key):
    store.write(key, make_page(versions, COUNTRY))
    assert store.read(key) is None
    assert on_disk(versions) == set()


def test_a_page_that_is_void_is_neither_written_nor_read(versions, store):
    page = make_page(versions, COUNTRY)
    store.write(make_key(), page)
    versions.values[COUNTRY] += 1
    assert store.read(make_key()) is None
    store.write(make_key(b"/other/"), page)
    assert store.read(make_key(b"/other/")) is None
    assert not any("other" in name for name in on_disk(versions))


def test_what_changed_goes_and_the_rest_stays(versions, store):
    store.write(make_key(b"/a/"), make_page(versions, COUNTRY))
    store.write(make_key(b"/b/"), make_page(versions, OTHER))
    store.write(make_key(b"/c/"), make_page(versions, LISTS))
    files.forget(versions, [COUNTRY, LISTS])
    assert {name.split("/")[2] for name in on_disk(versions)} == {"b"}
    assert versions.bytes_of_files == sum(
        (versions.folder / "current" / name).stat().st_size for name in on_disk(versions)
    )
    files.forget(versions, [TEXTS])
    assert on_disk(versions) == set()
    assert versions.bytes_of_files == 0
    files.sweep(versions)
    assert not list(versions.folder.glob("*.old"))
    store.write(make_key(b"/a/"), make_page(versions, COUNTRY))
    assert store.read(make_key(b"/a/"))


def test_a_page_that_is_written_again_is_counted_once(versions, store):
    for size in (100, 300, 50):
        store.write(make_key(), make_page(versions, COUNTRY, body=b"x" * size))
        assert versions.bytes_of_files == sum(
            path.stat().st_size for path in store.root.glob("https/**/*.*") if path.is_file()
        )


def test_files_never_take_more_than_their_bound(versions, store):
    for number in range(20):
        store.write(make_key(f"/{number}/".encode()), make_page(versions, COUNTRY, body=b"x" * 5_000))
        assert versions.bytes_of_files <= 100_000
        assert store.read(make_key(f"/{number}/".encode()))


def test_a_file_that_was_cut_short_is_not_read(versions, store):
    store.write(make_key(), make_page(versions, COUNTRY))
    [path] = store.root.rglob("*.br")
    path.write_bytes(path.read_bytes()[:50])
    assert store.read(make_key()) is None
    [path] = store.root.rglob("*.json")
    path.write_text("{")
    assert store.read(make_key()) is None


def test_a_disk_that_is_full_is_said_and_no_more(versions, store, monkeypatch, caplog):
    def fail(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fail)
    store.write(make_key(), make_page(versions, COUNTRY))
    assert "No space left" in caplog.text
    assert store.read(make_key()) is None
