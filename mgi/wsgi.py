"""The entry that a WSGI server (gunicorn) loads: `mgi.wsgi:application`."""

import gc
import os
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from mgi import logs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mgi.settings")


django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """Have Django answer; then this thread forgets what the request was called (mgi/middleware.py)."""
    before = logs.request_id.set("")
    try:
        return django(environ, start_response)
    finally:
        logs.request_id.reset(before)


# All of this stays for ever, so the collector need not look through it while somebody waits for a page.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
# A page makes thousands of objects that end with it: looking every 700 costs up to a tenth of its time.
gc.set_threshold(10_000, 10, 10)
