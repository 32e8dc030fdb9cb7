"""The public pages, read-only. One file a part of the site; every view starts from published content,
review.py alone excepted.

site       what all pages share: the head, the languages, the headers
home       the way in, about, accessibility
directory  all published profiles, filtered
profiles   one profile, its frozen revisions, a finding's address, its share picture
places     the places, and one
domains    the six domains, and one
errors     the pages for what went wrong
review     the private page behind a review link; the one that takes comments
machines   robots.txt, healthz, readyz
"""
