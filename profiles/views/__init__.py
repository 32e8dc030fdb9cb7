"""The public pages, read-only: one module a part of the site. Each view starts from published content,
review.py alone excepted.

home          the front page, about, accessibility
directory     all published profiles, filtered
texts         which text an address means: the original or a translation
profiles      one profile, its frozen revisions, a finding's address, its share picture
compare       up to four profiles, text beside text
changes       an edition beside the one before
places        the places, and one
domains       the six domains, and one
glossary      the terms
search        the search, and the names that boxes offer
files         one profile as a file in each format, the schema of the data, and the ZIP of all
bulk_files    what a list has, as a file
alerts        e-mails to readers: asked for, confirmed, stopped
embed         a profile within the page of another site, and oEmbed
review        the private page behind a review link; it takes comments
redirects     from a former address to the present one
errors        the pages for what went wrong
metrics       all figures, for Prometheus
notices       the legal notice and the privacy notice
own_files     the operator's logo and colours
system        robots.txt, healthz, readyz
site          what all pages share: the head, the parameters and languages of its links, the headers
map_context   the map on the home page and in the directory
names         the names that boxes offer while somebody types, in JSON
"""
