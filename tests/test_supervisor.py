"""What keeps the site's processes running: children that end or do not, a supervisor that is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mgi import supervisor
from tests import tools

pytestmark = pytest.mark.once

LASTING = "import time; time.sleep(600)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start a supervisor of children that run these programs; each first writes its process id down."""
    processes = []

    def start(*programs: str, grace: float = 10) -> subprocess.Popen[bytes]:
        children = []
        for number, program in enumerate(programs):
            note = f"import os; open({str(tmp_path / str(number))!r}, 'a').write(f'{{os.getpid()}}\\n'); "
            children.append(f"Child('child', partial(exec, {note + program!r}, {{}}))")
        code = (
            "import logging; logging.basicConfig(); from functools import partial; "
            "from mgi import supervisor; from mgi.supervisor import Child; "
            f"supervisor.GRACE = {grace}; supervisor.run([{', '.join(children)}])"
        )
        with (tmp_path / "log").open("ab") as log:
            process = subprocess.Popen([sys.executable, "-c", code], cwd=tools.ROOT, stderr=log)
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.wait()


def pids(folder: Path, number: int, count: int = 1) -> list[int]:
    """Wait until a child has started `count` times; return the process ids."""
    path = folder / str(number)
    return wait_for(
        lambda: path.exists() and len(lines := path.read_text().split()) >= count and [*map(int, lines)]
    )


def wait_for(question, seconds: float = 20):
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return answer


def has_ended(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").exists() and " Z " in Path(f"/proc/{pid}/stat").read_text()


def test_a_child_that_ends_is_started_again_and_the_others_stay(supervise, tmp_path):
    supervise(LASTING, LASTING)
    [first], [other] = pids(tmp_path, 0), pids(tmp_path, 1)
    os.kill(first, signal.SIGKILL)
    second = pids(tmp_path, 0, 2)[1]
    assert not has_ended(second)
    assert pids(tmp_path, 1) == [other] and not has_ended(other)
    assert "child ended (-9)" in (tmp_path / "log").read_text()


def test_a_child_that_keeps_ending_is_started_again_and_again_with_a_growing_pause(supervise, tmp_path):
    process = supervise("raise SystemExit(3)", LASTING)
    pids(tmp_path, 0, 3)
    log = (tmp_path / "log").read_text()
    assert "again in 0.5 s" in log and "again in 1.0 s" in log
    assert process.poll() is None
    assert len(pids(tmp_path, 1)) == 1


def test_a_child_that_cannot_be_started_is_put_off(monkeypatch, caplog):
    """When no process is left, for example: the others stay, which would end with the supervisor."""

    def fail(*args: object, **kwargs: object) -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    child = supervisor.Child("child", print)
    monkeypatch.setattr(os, "fork", fail)
    child.tend()
    assert child.process is None and child.due_at > time.monotonic()
    assert "unavailable) after" in caplog.text


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a child of ours looks by itself, each second")
def test_a_supervisor_that_is_killed_leaves_nothing_running(supervise, tmp_path):
    process = supervise(LASTING, STUBBORN)
    children = pids(tmp_path, 0) + pids(tmp_path, 1)
    process.kill()
    wait_for(lambda: all(map(has_ended, children)), 5)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_or_ten_end_everything_in_order(supervise, tmp_path, number):
    process = supervise(LASTING, LASTING)
    children = pids(tmp_path, 0) + pids(tmp_path, 1)
    for _ in range(10):
        process.send_signal(number)
    assert process.wait(10) == 0
    assert all(map(has_ended, children))


def test_a_child_that_does_not_end_is_killed_with_what_it_has_started(supervise, tmp_path):
    grandchild = (
        f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {STUBBORN!r}]); "
        f"open({str(tmp_path / 'grandchild')!r}, 'w').write(str(child.pid)); {STUBBORN}"
    )
    process = supervise(grandchild, grace=0.5)
    [child] = pids(tmp_path, 0)
    pid = int(wait_for(lambda: (tmp_path / "grandchild").exists() and (tmp_path / "grandchild").read_text()))
    process.terminate()
    assert process.wait(10) == 0
    wait_for(lambda: has_ended(child) and has_ended(pid), 5)
