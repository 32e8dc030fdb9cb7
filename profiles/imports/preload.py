"""What the server of processes of worker.py loads once, so that no document waits for it."""

from importlib import import_module

import django

django.setup()

# The readers, the libraries that they load where they need them, and what the module of the server's own
# process imports, which every fork runs again.
SERVER = "uvicorn.protocols.http.httptools_impl"

for name in ("profiles.imports.worker", "lxml.html", "markdown_it", "openpyxl", "pdfplumber", SERVER):
    import_module(name)
