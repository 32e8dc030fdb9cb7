"""Profiles as bytes for others: files, citations, and what a page carries for other programs.

context           what a file of a profile is made from, asked once
labels            the words around its text: the month, how to cite it, what it does not say
columns           the columns of all tables, stated once
file_cache        files that take long to make, kept in VAR_DIR until what they are made from changes
formats           one profile: PDF (its cover and pages: report.typ), Word, Excel, CSV, JSON, text
bulk              many profiles: Excel, CSV, JSON, a comparison, the ZIP of all; selection says which texts
citations         BibTeX, RIS, CSL
web               a profile's page: how to cite and share it, the share picture, metadata, JSON-LD
reproducible_zip  Office documents made to the same bytes each time
"""
