"""Makes .venv and installs the requirements named on the command line, only where they have changed.

    python3 scripts/install.py requirements.txt [requirements-dev.txt]

Needs nothing but Python, and reads in Python 3.6 too: it has to be able to say that a Python is too old.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


def main(files):
    if sys.version_info < OLDEST:
        sys.exit(
            f"Python 3.11 or newer is needed; {sys.executable} is Python {sys.version.split()[0]}. "
            "Name another one behind the command, for example: PYTHON=python3.12"
        )
    if not made_by_this_python():
        make_venv()
    for name in files:
        install(name)


def made_by_this_python():
    """Say whether .venv is whole and belongs to a Python of this version (an upgrade leaves an empty one)."""
    packages = VENV / "lib" / "python{}.{}".format(*sys.version_info[:2]) / "site-packages" / "pip"
    return PYTHON.exists() and packages.is_dir()


def make_venv():
    print(f"Making .venv with Python {sys.version.split()[0]}", flush=True)
    if subprocess.call([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        sys.exit("Python could not make .venv. On Debian and Ubuntu: apt install python3-venv")


def install(name):
    digest = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
    stamp = VENV / f"{name}.installed"
    if stamp.exists() and stamp.read_text() == digest:
        return
    print(f"Installing {name} (about a minute, once)", flush=True)
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--require-hashes"]
    if subprocess.call([*pip, "-r", str(ROOT / name)]):
        sys.exit(f"{name} could not be installed; the lines above say why. Nothing was started.")
    stamp.write_text(digest)


if __name__ == "__main__":
    main(sys.argv[1:])
