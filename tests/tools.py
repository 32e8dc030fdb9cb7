"""What the tests find on this machine beside Python, such as PostgreSQL or Chromium. No test lives here."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
VNU = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
NPM_STAMP = ROOT / "node_modules" / "package-lock.installed"
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
)
"""The first is Chromium without its own windows: the tests of the browser take two thirds of the time."""

VARIABLES = {
    "DATABASE_TIMEOUT",
    "DATABASE_POOL",
    "LOCK_TIMEOUT",
    "VAR_DIR",
    "DEBUG",
    "HOST",
    "PORT",
    "WORKERS",
    "PROXIES",
    "HTTPS",
    "SITE_NAME",
    "SITE_URL",
} | {
    *(
        "THREADS",
        "HEADER_TIMEOUT",
        "BODY_TIMEOUT",
        "SEND_TIMEOUT",
        "LARGEST_UPLOAD",
        "TLS_CERTIFICATE",
        "TLS_KEY",
    ),
    *("SITE_TAGLINE", "SITE_NOTICE", "SITE_DISCLAIMER"),
    *("CONTACT_EMAIL", "ALLOWED_HOSTS", "LOG_LEVEL", "SECRET_KEY", "DATABASE_URL", "CACHE_URL"),
    *("EMAIL_URL", "FROM_EMAIL", "SECOND_FACTOR", "FOUR_EYES", "SIGN_OFF", "ALERTS", "API_RATE", "FILE_RATE"),
    *("SITE_LOGO", "SITE_COLOUR", "SITE_COLOUR_DARK", "SITE_COLOUR_PAPER", "SITE_COLOUR_PAPER_DARK"),
    *("LEGAL_NOTICE", "PRIVACY_NOTICE", "FOOTER_LINKS"),
    *("LOG_FORMAT", "ACCESS_LOG", "SENTRY_DSN"),
    *("UPLOADS", "BACKUPS", "BACKUP_PASSPHRASE"),
    *("JOBS", "METRICS_TOKEN", "PAGE_STORE", "PAGE_FILES", "PURGE_URL", "PURGE_KIND", "PURGE_TOKEN"),
}
"""The variables of mgi/settings.py (tests/test_environment.py compares)."""


def required() -> set[str]:
    """Return what TEST_REQUIRE lists: a test that needs it fails rather than being skipped."""
    return {name.strip() for name in os.environ.get("TEST_REQUIRE", "").split(",") if name.strip()}


def skip_or_fail(name: str, problem: str) -> None:
    """Leave out the test that asked for `name`, missing here; or fail it, where TEST_REQUIRE names it."""
    if name in required():
        pytest.fail(f"{name} is required: {problem}")
    pytest.skip(f"{name}: {problem}")


def chromium() -> str:
    """Return the path of a Chromium, or nothing."""
    setting = os.environ.get("CHROMIUM", "")
    return next((path for name in (setting, *BROWSERS) if name and (path := shutil.which(name))), "")


def install_npm_tools() -> None:
    """Install the npm tools of tests and checks where npm is there; without them, some are left out."""
    lock = (ROOT / "package-lock.json").read_text()
    if NPM_STAMP.exists() and NPM_STAMP.read_text() == lock:
        return
    npm = shutil.which("npm")
    if npm and subprocess.call([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=ROOT) == 0:
        NPM_STAMP.write_text(lock)


def vnu_problem() -> str:
    """Say why HTML cannot be validated here, or nothing."""
    if not shutil.which("java"):
        return "no java was found"
    return "" if VNU.exists() else "its npm package is not installed (npm ci --ignore-scripts)"


def npm_problem() -> str:
    """Say why JavaScript cannot be checked here, or nothing."""
    if not (shutil.which("node") and shutil.which("npm")):
        return "no node or no npm was found (apt install nodejs npm)"
    return "" if NPM_STAMP.exists() else "its npm packages are not installed (npm ci --ignore-scripts)"


def poppler_problem() -> str:
    """Say why PDF files cannot be looked into here, or nothing."""
    return "" if shutil.which("pdfinfo") else "no pdfinfo was found (apt install poppler-utils)"


def r_problem() -> str:
    """Say why R cannot read our data here, or nothing."""
    if not shutil.which("Rscript"):
        return "no Rscript was found (apt install r-base-core r-cran-jsonlite)"
    result = subprocess.run(["Rscript", "-e", "library(jsonlite)"], capture_output=True, check=False)
    return "its package jsonlite is missing (apt install r-cran-jsonlite)" if result.returncode else ""


def postgres_problem() -> str:
    """Say why no database can be made at POSTGRES_URL, or nothing."""
    import psycopg

    try:
        with psycopg.connect(POSTGRES_URL, connect_timeout=3) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        return " ".join(str(error).split())
    return "" if row and row[0] else "its user may not create databases"


def clean_environ() -> dict[str, str]:
    """Return the environment without this project's own variables, Django's and those of a make around us.

    Nor that of images for containers which forbids to keep compiled modules: each of the many processes of
    the tests would compile the program anew.
    """
    return {
        name: value
        for name, value in os.environ.items()
        if name not in VARIABLES and not name.startswith(("DJANGO_", "MAKE", "MFLAGS", "PYTHONDONTWRITE"))
    }
