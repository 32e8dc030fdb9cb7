"""What the server of processes of worker.py loads once, so that no document waits for it."""

import django

django.setup()

# Each module that a document may need; and what the module of the server's process imports, which is run
# again in every fork.

import profiles.imports.worker  # noqa: E402, F401
