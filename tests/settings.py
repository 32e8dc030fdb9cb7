"""The project's settings, as the tests need them: fast hashes, no throttling, and a watch for N+1 queries."""

import os
import tempfile
from pathlib import Path

from mgi.settings import *  # noqa: F403
from mgi.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES

SECRET_KEY = "only for tests"
SITE_URL = "https://mgi.example"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
AXES_ENABLED = False
API_RATE = FILE_RATE = 0
ALERTS = True
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
# Static files are collected and served in tests/browser alone; elsewhere WhiteNoise would warn of none.
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *(name for name in MIDDLEWARE if "whitenoise" not in name)]
ZEAL_RAISE = True
# A name of its own for each run, so that two runs can share a server, or a folder.
run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:8]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in earnest: threads share it, each with its connection, and wait for one another.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / f"test_mgi_{run}.sqlite3")}
else:
    # No pool, so that it can be dropped.
    DATABASES["default"]["TEST"] = {"NAME": f"test_mgi_{run}"}
    DATABASES["default"]["OPTIONS"].pop("pool", None)
    # Each test that commits ends with a TRUNCATE, which the triggers of published revisions refuse. Nothing
    # of it has to outlive a crash of the server.
    DATABASES["default"]["OPTIONS"]["options"] = "-c mgi.may_be_emptied=on -c synchronous_commit=off"
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
# The store of pages has tests of its own, with a real server.
PAGE_STORE = 0
