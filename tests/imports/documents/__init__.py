"""Documents that real programs wrote, of places that do not exist, and what the importer must make of each.

| file | what lives here |
|---|---|
| `texts/` | what the documents say: one fictional profile in each language, the one source of truth |
| `profile_text.py` | the same, as Python has it |
| `layouts.py` | in which order and tables a document says it |
| `word.py`, `web.py`, `plain.py`, `typesetting.py`, `sheets.py`, `own.py` | how a program writes it |
| `programs.py` | LibreOffice, pandoc, Chromium and typst |
| `catalogue.py` | each document: its shape, its language, and what is right |
| `make.py` | makes `files/` anew: `python -m tests.imports.documents.make` |
| `measure.py` | what the importer makes of them: `python -m tests.imports.documents.measure` |
| `words.py`, `mutations.py` | the words of a document, and documents with a fault |
"""
