"""What the server of processes of processes.py loads once, so that no document or file waits for it."""

from importlib import import_module

import django
from django.utils.translation import gettext, override

from profiles.languages import interface_languages

django.setup()

# What reads documents and makes files, the libraries that they load where they need them, and what the
# module of the server's own process imports, which every fork runs again.
READERS = ("profiles.imports.worker", "lxml.html", "markdown_it", "openpyxl", "pdfplumber")
FORMATS = ("profiles.exports.translations", "docx", "typst")
SERVER = "uvicorn.protocols.http.httptools_impl"

for name in (*READERS, *FORMATS, SERVER):
    import_module(name)
for language, _name in interface_languages():
    with override(language):
        gettext("Introduction")  # Loads all words of the language.
