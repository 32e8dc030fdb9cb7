"""`manage.py work`: it does what is due, and ends when it is told to, after the job that it is at."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import server, tools
from tests.mail_server import MailServer
from tests.server import Site

ENQUEUE = """
from profiles.models import Job
from profiles.notifications.emails import email_job
Job.objects.enqueue(*(email_job(f"r{number}@example.org", "A subject", "A text.") for number in range(3)))
"""
COUNT = "from profiles.models import Job; print('left', Job.objects.filter(kind='email').count())"


@pytest.fixture
def mail_server(tmp_path: Path) -> Iterator[MailServer]:
    with serving(tmp_path / "emails", pause=1) as running:
        yield running


@contextmanager
def serving(path: Path, pause: float) -> Iterator[MailServer]:
    import threading

    with MailServer(path, pause) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        try:
            yield running
        finally:
            running.shutdown()
            thread.join()


@pytest.fixture
def site(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, mail_server: MailServer) -> Iterator[Site]:
    """A prepared installation that nothing serves, with a mail server."""
    import shutil

    with server.model(server.shared_folder(tmp_path_factory)) as prepared:
        shutil.copytree(prepared.var, tmp_path / "var")
        database = server.new_database(prepared.database) if prepared.database else ""
        try:
            yield Site(
                tmp_path / "var", database, environ={"EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}"}
            )
        finally:
            if database:
                server.drop_database(database)


@contextmanager
def worker(site: Site) -> Iterator[subprocess.Popen]:
    with (site.var / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "work"],
            cwd=tools.ROOT,
            env=site.full_environ(),
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


def wait_for(condition: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def left(site: Site) -> str:
    return site.manage("shell", "-v0", "-c", COUNT).stdout.strip()


def test_sigterm_ends_it_after_the_job_that_it_is_at(site: Site, mail_server: MailServer):
    site.manage("shell", "-v0", "-c", ENQUEUE)
    with worker(site) as process:
        wait_for(lambda: mail_server.emails)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    sent = len(mail_server.emails)
    assert sent < 3 and left(site) == f"left {3 - sent}", "what was begun was done, and stored as done"
    with worker(site):
        wait_for(lambda: len(mail_server.emails) == 3)
    assert len(set(mail_server.emails)) == 3, "none was sent twice"
    assert "Traceback" not in (site.var / "worker.log").read_text()


def test_once_does_what_is_due_and_ends(site: Site, mail_server: MailServer):
    site.manage("shell", "-v0", "-c", ENQUEUE)
    assert site.manage("work", "--once").stdout.startswith("Jobs done: ")
    assert len(mail_server.emails) == 3 and left(site) == "left 0"
    assert any((site.var / "kept").glob("mgi-mali-2021-*.pdf")), "what was published has its files"
    assert any((site.var / "kept").glob("mgi-profiles.*.zip"))


@pytest.mark.parametrize("jobs", ["0", "1"])
def test_the_server_runs_a_worker_unless_it_is_told_not_to(site: Site, mail_server: MailServer, jobs: str):
    site.environ["JOBS"] = jobs
    with site.running():
        site.manage("shell", "-v0", "-c", ENQUEUE)
        if jobs == "1":
            wait_for(lambda: len(mail_server.emails) == 3)
            wait_for(lambda: left(site) == "left 0")
        else:
            time.sleep(3)
            assert mail_server.emails == [] and left(site) == "left 3"
    assert "Traceback" not in site.log.read_text()
