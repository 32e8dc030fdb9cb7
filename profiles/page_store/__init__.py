"""Finished public pages, kept in front of Django: valid until something that they are made from changes.

versions    which version each tag has, in a file that all processes of this machine map
kept_pages  a page that is kept: its headers, its compressed bodies, its answers to conditional requests
encodings   how public answers are compressed
memory      the pages that a process has in memory, within a bound
files       the second level: compressed pages in VAR_DIR, which processes share and nginx can serve
"""
