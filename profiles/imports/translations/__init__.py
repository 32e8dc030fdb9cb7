"""Translations that come in by file -> a plan of what would change, unit by unit.

document   what a reader of our own files returns: FileUnit, TranslationFile; and by what such a file is known
readers    which reader reads a file: one of ours, or that of a finished document
docx, xlsx, po   one file a format: bytes -> units; exports/translations/ writes them
plan       units that a file has, beside those that are stored -> what would change, and what is left out
alignment  which text of a document in another language is which of the original: pure functions
aligned    a finished document in another language -> its pairs with the original -> a plan
"""
