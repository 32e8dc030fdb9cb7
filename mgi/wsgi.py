"""The entry that a WSGI server (granian, gunicorn) loads: `mgi.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mgi.settings")

application = get_wsgi_application()
