"""The entry that a WSGI server (gunicorn) loads: `mgi.wsgi:application`."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mgi.settings")

application = get_wsgi_application()

# All of this stays for ever, so the collector need not look through it while somebody waits for a page.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
# A page makes thousands of objects that end with it: looking every 700 costs up to a tenth of its time.
gc.set_threshold(10_000, 10, 10)
