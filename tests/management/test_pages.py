"""What `manage.py pages` prints; that it empties the store, tests/test_page_store.py tests."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from profiles.page_store import versions


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path, monkeypatch):
    settings.VAR_DIR, settings.PAGE_STORE = tmp_path, 64
    current = versions.Versions(tmp_path / "pages")
    monkeypatch.setattr(versions, "of_this_machine", lambda: current)


def call(*arguments: str) -> str:
    out = StringIO()
    call_command("pages", *arguments, stdout=out)
    return out.getvalue()


def test_it_says_that_nothing_is_kept(settings):
    assert "No server process runs.\nFiles: 0 pages" in call()
    settings.PAGE_STORE = 0
    with pytest.raises(CommandError, match="PAGE_STORE is 0"):
        call()


@pytest.mark.usefixtures("domains")
def test_nginx_gets_the_headers_that_the_program_sends(settings, client):
    settings.ALLOWED_HOSTS = ["mgi.example", "testserver"]
    text = call("--nginx")
    page = client.get("/about/accessibility/")
    for name in ("Content-Security-Policy", "Cache-Control", "Referrer-Policy", "X-Frame-Options", "Vary"):
        assert f'add_header {name} "{page[name]}";' in text
    assert f"root {settings.VAR_DIR}/pages/current/https/mgi.example;" in text
    assert "ETag" not in text and "Surrogate-Key" not in text


def test_readers_have_their_page_where_nginx_may_not_read():
    """Else a wrong right on one folder makes each page of the site a bare 403."""
    pages, _else, _program = call("--nginx").partition("location @program")
    (statuses,) = re.findall(r"error_page ([\d ]+) = @program;", pages)
    assert {"403", "404"} <= {*statuses.split()}
