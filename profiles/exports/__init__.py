"""Profiles as bytes for others: a package a kind of file, a module a format.

formats     one profile: pdf (report.typ), docx, xlsx, csv, json, text; template is a workbook to write one in
bulk        many profiles at once: selection says which, formats how; archive has all of them in one ZIP
citations   a text as an entry of a bibliography: citation, and bibtex, csl, ris of it
web         what a page carries for other programs: meta, jsonld, share_links, share_picture, profile_page
translations  a translation to work on elsewhere: docx, xlsx, po; imports/translations reads them back
context     what the files of a profile are made of, asked once; labels has the words around its text
columns     the columns of tables of findings, profiles and sources, stated once
kept_files  files of one text, kept under a digest of the stored values that they are made of
kept_parts  parts of pages, kept in memory in the same way
prepare     the files that are made before somebody waits for them
apart       calls what makes reports, Word files, workbooks and pictures in a process of its own
file_cache  files that take long to make; reproducible_zip makes packages the same bytes each time;
            typesetting makes reports and pictures
"""
