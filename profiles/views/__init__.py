"""The public pages, read-only. One file a part of the site; every view starts from published content,
review.py alone excepted.

site       what all pages share: the head, the languages, the headers
home       the way in, about, accessibility
directory  all published profiles, filtered
changes    an edition beside the one before
compare    up to four profiles, text beside text
moved      from a former address to the present one
profiles   one profile, its frozen revisions, a finding's address, its share picture
files      a profile as a file in each format, and the schema of the data
places     the places, and one
domains    the six domains, and one
errors     the pages for what went wrong
review     the private page behind a review link; the one that takes comments
machines   robots.txt, healthz, readyz
"""
