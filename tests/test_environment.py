"""The environment: every variable is documented, and a wrong one stops the start with one clear line."""

import os
import re
import runpy
import shutil
import socket
import stat
from pathlib import Path
from typing import Any

import pytest

from tests import server, tools
from tests.environment_values import RIGHT, WRONG
from tests.server import Site, free_port

pytestmark = pytest.mark.once

NAMED_IN_SETTINGS = re.compile(r'\benv\.\w+\(\s*"([A-Z_]+)"')
NAMED_IN_TABLE = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)


@pytest.fixture
def fresh(tmp_path: Path) -> Site:
    return Site(tmp_path / "var")


def one_line(site: Site, *arguments: str, **environ: str) -> str:
    """Run manage.py, which must refuse; return the one line that it says."""
    site.environ.update(environ)
    answer = site.manage(*(arguments or ("check",)), check=False)
    line = (answer.stdout + answer.stderr).strip()
    assert answer.returncode != 0, line
    assert "Traceback" not in line
    assert line.count("\n") == 0, line
    return line


def run_settings(monkeypatch: pytest.MonkeyPatch, site: Site, **environ: str) -> dict[str, Any]:
    """Return what settings.py sets in the site's environment; here, as a process for each takes a second."""
    full = site.full_environ() | environ
    with monkeypatch.context() as patch:
        for name in os.environ.keys() - full.keys():
            patch.delenv(name)
        for name, value in full.items():
            patch.setenv(name, value)
        return runpy.run_path(str(tools.ROOT / "mgi" / "settings.py"))


def refusal(monkeypatch: pytest.MonkeyPatch, site: Site, **environ: str) -> str:
    """Return what settings.py says, which must refuse."""
    with pytest.raises(SystemExit) as stop:
        run_settings(monkeypatch, site, **environ)
    return str(stop.value)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in WRONG for value in WRONG[name]])
def test_a_wrong_value_is_refused_by_its_name(monkeypatch, fresh: Site, name: str, value: str):
    line = refusal(monkeypatch, fresh, **{name: value})
    assert line.startswith("Nothing was started: ")
    assert name in line
    assert "\n" not in line


@pytest.mark.parametrize("name", ["SECRET_KEY", "VAR_DIR"])
def test_a_wrong_value_stops_the_start_with_one_line(fresh: Site, name: str):
    """Whether it is refused with the others or by itself."""
    assert one_line(fresh, **{name: WRONG[name][0]}).startswith("Nothing was started: ")


def test_the_name_in_another_language_is_no_longer_than_in_english(monkeypatch, fresh: Site):
    assert "SITE_NAME_FR: " in refusal(monkeypatch, fresh, SITE_NAME_FR="n" * 61)


def test_a_wrong_value_is_not_repeated_since_it_may_be_a_password(fresh: Site):
    assert "secretword" not in one_line(fresh, DATABASE_URL="mysql://u:secretword@h/x")


def test_several_wrong_values_are_named_together(monkeypatch, fresh: Site):
    line = refusal(monkeypatch, fresh, PORT="x", LOG_LEVEL="loud")
    assert "PORT: " in line
    assert "LOG_LEVEL: " in line


def test_every_variable_is_in_the_table_and_tried_here():
    names = set(NAMED_IN_SETTINGS.findall((tools.ROOT / "mgi" / "settings.py").read_text()))
    table = (tools.ROOT / "docs" / "deploying.md").read_text().partition("## The environment")[2]
    assert set(NAMED_IN_TABLE.findall(table.partition("\n## ")[0])) == names == tools.VARIABLES == set(WRONG)


def test_a_taken_port_is_said_in_one_line(fresh: Site):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        fresh.port = other.getsockname()[1]
        line = one_line(fresh, "serve", "--prepare")
    assert f"Port {fresh.port} of 127.0.0.1 is taken" in line
    assert not (fresh.var / "mgi.sqlite3").exists()


def test_a_host_that_is_not_ours_is_said_in_one_line(fresh: Site):
    assert "cannot be listened on" in one_line(fresh, "serve", HOST="192.0.2.1")


@pytest.mark.parametrize("command", ["serve --prepare", "work --once"])
def test_a_database_that_does_not_answer_is_said_in_one_line(fresh: Site, command: str):
    url = f"postgres://someone:secretword@127.0.0.1:{free_port()}/mgi"
    line = one_line(fresh, *command.split(), DATABASE_URL=url)
    assert "DATABASE_URL" in line
    assert "secretword" not in line


def test_a_database_file_that_cannot_be_made_is_said_in_one_line(fresh: Site):
    line = one_line(fresh, "serve", "--prepare", DATABASE_URL="sqlite:////dev/null/mgi.sqlite3")
    assert "DATABASE_URL" in line


def test_a_command_that_lacks_the_settings_of_the_site_is_told_where_they_stand(fresh: Site):
    """It would work on a database of its own, which has no tables."""
    line = one_line(fresh, "rebuild_search")
    assert "“The environment file”" in line
    assert "### 3. The environment file" in (tools.ROOT / "docs" / "deploying.md").read_text()


def test_https_without_anybody_who_speaks_it_is_refused(fresh: Site):
    assert "set PROXIES" in one_line(fresh, "serve", SITE_URL="https://mgi.example")


def test_a_certificate_without_its_key_is_refused(fresh: Site, tmp_path: Path):
    (tmp_path / "certificate.pem").write_text("")
    assert "TLS_KEY" in one_line(fresh, TLS_CERTIFICATE=str(tmp_path / "certificate.pem"))


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({"ALERTS": "on", "EMAIL_URL": "console:"}, "EMAIL_URL"),
        ({"PURGE_URL": "https://api.fastly.com/", "PURGE_KIND": "fastly"}, "PURGE_TOKEN"),
    ],
)
def test_two_values_that_do_not_go_together_are_refused(monkeypatch, fresh: Site, environ, name: str):
    assert name in refusal(monkeypatch, fresh, **environ)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in RIGHT for value in RIGHT[name]])
def test_a_right_value_is_taken(monkeypatch, fresh: Site, name: str, value: str):
    run_settings(monkeypatch, fresh, **{"ALERTS": "off", name: value})


def test_the_secret_key_is_made_once_and_kept_from_others(fresh: Site):
    key = fresh.var / "secret-key"
    fresh.manage("check")
    first = key.read_text()
    fresh.manage("check")
    assert key.read_text() == first
    assert len(first) >= 50
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(fresh.var.stat().st_mode) == 0o700


def test_the_deployment_check_is_clean(fresh: Site):
    fresh.environ = {"SITE_URL": "https://mgi.example", "PROXIES": "1"}
    answer = fresh.manage("check", "--deploy", "--fail-level", "WARNING", check=False)
    assert answer.returncode == 0, answer.stderr
    assert "0 silenced" in answer.stdout


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "http://127.0.0.1:{port} False 127.0.0.1"),
        ({"HOST": "0.0.0.0"}, "http://localhost:{port} False localhost"),  # noqa: S104
        ({"HOST": "::1"}, "http://[::1]:{port} False [::1]"),
        ({"SITE_URL": "https://mgi.example/"}, "https://mgi.example True mgi.example"),
        ({"SITE_URL": "http://mgi.example:81"}, "http://mgi.example:81 False mgi.example"),
    ],
)
def test_the_address_of_the_site_decides(monkeypatch, fresh: Site, environ: dict[str, str], expected: str):
    """Whether HTTPS is spoken, and which host is answered to, need no setting of their own."""
    values = run_settings(monkeypatch, fresh, ALLOWED_HOSTS="other.example", **environ)
    own_host, *hosts = values["ALLOWED_HOSTS"][3:]
    assert f"{values['SITE_URL']} {values['HTTPS']} {own_host}" == expected.format(port=fresh.port)
    assert hosts == ["other.example"]


def test_a_directory_that_cannot_be_filled_is_said_in_one_line(fresh: Site, tmp_path_factory):
    with server.model(server.shared_folder(tmp_path_factory)) as model:
        shutil.copytree(model.var, fresh.var)
    shutil.rmtree(fresh.var / "static", ignore_errors=True)
    (fresh.var / "static").write_text("a file where a directory should be")
    result = fresh.manage("serve", "--prepare", check=False)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert result.stderr.startswith(f"CommandError: {fresh.var}/static")
    assert result.stderr.count("\n") == 1
