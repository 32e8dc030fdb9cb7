"""The image of the site: what its recipe promises, and that it builds, starts and writes nowhere else."""

import os
import re
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import server, tools

pytestmark = pytest.mark.once

RECIPE = (tools.ROOT / "Containerfile").read_text()
MIRROR = "http://deb.debian.org/debian"
USER = 1800
"""Of the Containerfile."""


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return yaml.safe_load((tools.ROOT / "compose.yaml").read_text())["services"]


def test_the_image_runs_as_a_user_and_keeps_what_changes_in_a_volume():
    stage = RECIPE.rpartition("\nFROM ")[2]
    assert f"--uid {USER} " in stage
    assert re.search(r"^USER mgi$", stage, re.MULTILINE)
    assert re.search(r"^VOLUME /var/lib/mgi$", stage, re.MULTILINE)
    assert "VAR_DIR=/var/lib/mgi" in stage


def test_what_only_developers_need_and_what_is_secret_stays_outside():
    ignored = set((tools.ROOT / ".containerignore").read_text().split())
    assert ignored >= {".git", ".venv", "var", "node_modules", "tests", "bench", "docs"}


def test_services_write_nowhere_and_may_nothing_that_they_do_not_need(services):
    for name in ("site", "nginx"):
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
    for service in services.values():
        assert "no-new-privileges:true" in service["security_opt"]
    assert services["database"]["networks"] == ["inside"] and "ports" not in services["database"]


def test_what_the_services_set_are_settings(services):
    assert {*services["site"]["environment"]} <= tools.VARIABLES


def test_nginx_passes_on_what_the_site_believes():
    recipe = (tools.ROOT / "docs" / "containers" / "nginx.conf").read_text()
    for header in ("Host $host", "X-Forwarded-For $remote_addr", "X-Forwarded-Proto $scheme"):
        assert f"proxy_set_header {header};" in recipe


# Built and run, where a machine has what that takes: `make test-long`


def buildah(folder: Path, *arguments: str, **options: Any) -> str:
    """Run buildah, with its storage in `folder` and in no need of a daemon or of namespaces."""
    storage = [
        "--storage-driver",
        "vfs",
        "--root",
        str(folder / "root"),
        "--runroot",
        str(folder / "runroot"),
    ]
    command = ["buildah", *storage, *arguments]
    result = subprocess.run(command, cwd=tools.ROOT, check=False, capture_output=True, text=True, **options)
    assert result.returncode == 0, result.stderr[-4000:]
    return result.stdout.strip()


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of buildah's with the image `base`: Debian, without the packages of the Containerfile."""
    missing = [name for name in ("buildah", "debootstrap") if shutil.which(name) is None]
    if missing or os.geteuid() != 0:
        tools.skip_or_fail("buildah", f"no root with {' and '.join(missing) or 'buildah'}")
    folder = tmp_path_factory.mktemp("builds")
    base = folder / "base"
    command = ["debootstrap", "--variant=minbase", "--include=ca-certificates", "bookworm", str(base), MIRROR]
    subprocess.run(command, check=True, capture_output=True)
    container = buildah(folder, "from", "scratch")
    buildah(folder, "add", "--quiet", container, str(base), "/")
    buildah(folder, "commit", "--quiet", container, "localhost/base")
    buildah(folder, "rm", container)
    shutil.rmtree(base)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def image(builds: Path) -> str:
    """Whom this machine trusts is trusted there, too: it may stand behind a proxy of its own."""
    config = builds / "pip.conf"
    config.write_text("[global]\ncert = /etc/ssl/certs/ca-certificates.crt\n")
    volumes = [f"--volume={config}:/etc/pip.conf:ro", "--volume=/etc/ssl/certs:/etc/ssl/certs:ro"]
    own = ["--build-arg=BASE=localhost/base", "--tag=localhost/mgi", "--file=Containerfile", "."]
    buildah(builds, "build", "--isolation=chroot", *volumes, *own)
    return "localhost/mgi"


@pytest.mark.long
def test_it_builds_and_runs_and_writes_nowhere_else(request: pytest.FixtureRequest, how_many):
    if not how_many(short=0, long=1):
        return  # Three minutes: before a release.
    image, builds = (request.getfixturevalue(name) for name in ("image", "builds"))
    data, port = builds / "data", server.free_port()
    data.mkdir()
    os.chown(data, USER, USER)
    container = buildah(builds, "from", image)
    root = Path(buildah(builds, "mount", container))
    before = files_of(root)
    storage = [
        "--storage-driver",
        "vfs",
        "--root",
        str(builds / "root"),
        "--runroot",
        str(builds / "runroot"),
    ]
    own = [
        f"--volume={data}:/var/lib/mgi",
        f"--env=PORT={port}",
        "--env=HOST=127.0.0.1",
        "--isolation=chroot",
    ]
    entry = ["/usr/bin/tini", "--", ".venv/bin/python", "manage.py", "serve", "--prepare"]
    with (builds / "log").open("wb") as log:
        process = subprocess.Popen(
            ["buildah", *storage, "run", *own, container, "--", *entry],
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        page = wait_for_page(f"http://127.0.0.1:{port}/profiles/mali-2021/", process)
        assert b"<h1" in page
        assert (data / "mgi.sqlite3").stat().st_uid == USER
        assert files_of(root) == before
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def files_of(root: Path) -> dict[str, float]:
    """Return when each file was changed, but for what a runtime puts there itself."""
    paths = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    names = ((str(path.relative_to(root)), path.stat().st_mtime) for path in paths)
    return {name: changed for name, changed in names if not name.startswith(("run/", "tmp/", "var/lib/mgi/"))}


def wait_for_page(address: str, process: subprocess.Popen[bytes]) -> bytes:
    deadline = time.monotonic() + 180
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as response:
                return response.read()
        except (urllib.error.URLError, ConnectionError):
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.2)
