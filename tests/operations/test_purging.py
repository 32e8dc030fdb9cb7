"""Caches in front are told what has changed: by a small server of the tests' own."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db.models import F

from profiles.models import DomainText, Job, PageVersion
from profiles.operations.outgoing import OutgoingError
from profiles.operations.purging import purge
from profiles.page_store import versions
from tests.factories import make_published

pytestmark = pytest.mark.usefixtures("domains")


class Cache(HTTPServer):
    """Notes (method, path, headers, body) of what it is asked, and answers `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status = 200
        self.messages: list[tuple[str, str, dict[str, str], bytes]] = []

    @property
    def keys(self) -> list[str]:
        return [
            key
            for _method, _path, headers, _body in self.messages
            for key in headers["surrogate-key"].split()
        ]


class Handler(BaseHTTPRequestHandler):
    server: Cache

    def answer(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        self.server.messages.append((self.command, self.path, headers, body))
        self.send_response(self.server.status)
        self.end_headers()

    do_POST = do_PURGE = answer  # noqa: N815 (names that http.server asks for)

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def cache(settings) -> Iterator[Cache]:
    with Cache() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        settings.PURGE_URL = f"http://127.0.0.1:{server.server_port}/purge"
        settings.PURGE_TOKEN = "fictional"
        PageVersion.objects.update(purged=F("version"))  # all that the fixtures changed is known
        yield server
        server.shutdown()
        thread.join()


def test_a_publication_purges_its_country_and_the_lists_once(cache):
    live = make_published()
    other = make_published()
    PageVersion.objects.filter(tag=f"country-{other.profile.place_id}").update(purged=F("version"))
    assert str(purge()) == "Keys: 1"
    assert str(purge()) == ""
    [(method, path, headers, _body)] = cache.messages
    assert (method, path) == ("PURGE", "/purge")
    assert headers["surrogate-key"] == f"lists country-{live.profile.place_id}"
    assert headers["x-purge-token"] == "fictional"


def test_texts_purge_everything_that_has_them(cache):
    DomainText.objects.update(description="Fictional.")
    purge()
    assert set(cache.keys) == {"lists", "texts"}


def test_what_a_cache_refuses_is_told_again(cache):
    live = make_published()
    cache.status = 500
    with pytest.raises(OutgoingError, match="500"):
        purge()
    cache.status = 200
    purge()
    assert cache.keys == ["lists", f"country-{live.profile.place_id}"] * 2


def test_many_keys_go_in_parts(cache):
    PageVersion.objects.bulk_create(
        PageVersion(tag=f"country-{number}", version=5) for number in range(10**6, 10**6 + 65)
    )
    purge()
    assert [len(headers["surrogate-key"].split()) for _method, _path, headers, _body in cache.messages] == [
        30,
        30,
        6,
    ]


@pytest.mark.parametrize("kind", ["fastly", "cloudflare"])
def test_each_cache_is_asked_in_its_own_way(cache, settings, client, kind):
    settings.PURGE_KIND = kind
    live = make_published()
    purge()
    [(method, _path, headers, body)] = cache.messages
    keys = ["lists", f"country-{live.profile.place_id}"]
    assert method == "POST"
    if kind == "fastly":
        assert (headers["fastly-key"], headers["surrogate-key"].split()) == ("fictional", keys)
    else:
        assert (headers["authorization"], json.loads(body)) == ("Bearer fictional", {"tags": keys})
    answer = client.get(live.profile.get_absolute_url())
    assert keys[1] in answer["Surrogate-Key"]
    assert answer.get("Cache-Tag", "").split(",") == (
        answer["Surrogate-Key"].split() if kind == "cloudflare" else [""]
    )


def test_nothing_is_sent_where_no_cache_is_named(settings):
    settings.PURGE_URL = ""
    make_published()
    assert purge() == ""


def test_a_change_makes_the_job_due(settings, tmp_path, monkeypatch, django_capture_on_commit_callbacks):
    current = versions.Versions(tmp_path / "pages")
    monkeypatch.setattr(versions, "of_this_machine", lambda: current)
    settings.PURGE_URL = "http://127.0.0.1:9/"
    versions.refresh()
    Job.objects.filter(kind="purge").delete()
    versions.refresh()
    assert not Job.objects.filter(kind="purge").exists()
    with django_capture_on_commit_callbacks(execute=True):
        make_published()
    assert Job.objects.due().filter(kind="purge").count() == 1
