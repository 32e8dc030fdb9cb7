"""What the server of processes of processes.py loads once, so that no document or file waits for it."""

from importlib import import_module

import django
from django.utils.translation import gettext, override

from profiles.languages import interface_languages

django.setup()

# What reads documents and makes files, and the libraries that they load where they need them.
READERS = ("profiles.imports.worker", "lxml.html", "markdown_it", "openpyxl", "pdfplumber")
FORMATS = ("profiles.exports.translations", "docx", "typst")

for name in (*READERS, *FORMATS):
    import_module(name)
for language, _name in interface_languages():
    with override(language):
        gettext("Introduction")  # Loads all words of the language.
