"""What the server of processes of worker.py loads once, so that no document waits for it."""

import django

django.setup()

import profiles.imports.readers  # noqa: E402  (needs a set-up Django)
import profiles.imports.translations.readers  # noqa: E402, F401
