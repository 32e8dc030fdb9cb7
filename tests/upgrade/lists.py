"""In what lists and choices differ from those of the landed version: none of them has all profiles."""

from tests.upgrade.changes import Addition, Change

COMPARISON = r"^(/\w\w)?/compare/(\?profile=|$)"

CHANGES_OF_LISTS = (
    Change(
        COMPARISON,
        r'(?s)<p class="filters__field">\n<label for="(first|second|add)">[^<]*</label>\n'
        r"<select.*?</select>\n</p>\n",
        "",
        "A profile is chosen in a box that asks for names: see the additions.",
    ),
    Change(
        r"^(/\w\w)?/domains/[\w-]+/",
        r'(?<=class="domain-head__title"\n) +',
        "      ",
        "The page of a domain is kept whole.",
    ),
    Change(
        r"^/search/names\.json",
        r"(?s)\n\n.*",
        "",
        "It has the names that begin as the question does: see the addition.",
    ),
    Change(
        r"^/search/names\.json",
        r"(?<=Cache-Control: public, max-age=)300",
        "30",
        "A name that is withdrawn is offered by no browser for longer than by a cache.",
    ),
    Change(
        r"^/api/v1/(findings|places|profiles)/(\?|$)",
        r"\?[^\s\"<>]*page=\d+(?=>; rel=\"next\"|\",\n?\"previous\")",
        "",
        "The next page begins where this one ended: see the addition.",
    ),
    Change(
        r"^/api/v1/profiles/\?unknown=1",
        "domain, sort, page, page_size",
        "domain, sort, cursor, page, page_size",
        "There is another parameter.",
    ),
)

ADDITIONS_OF_LISTS = (
    Addition(
        COMPARISON,
        r'<p class="filters__field">\n<label for="add">[^<]*</label>\n<input[^>]*>\n</p>\n'
        r'|<details class="offers".*?</details>\n',
        "A profile is chosen by the name of its place, or from a list by region.",
    ),
    Addition(
        r"^(/\w\w)?/compare/$", r'<symbol id="i-chevron-right".*?</symbol>', "The list has a sign beside it."
    ),
    Addition(r"^/search/names\.json", r"(?s)\n\n.*", "Names that begin as the question does."),
    Addition(
        r"^/api/v1/(findings|places|profiles)/(\?|$)",
        r"\?[^\s\"<>]*cursor=[^\s\"<>]*",
        "The next page begins where this one ended.",
    ),
    Addition(
        r"",
        r'<li>\n?<a href="(/\w\w)?/about/privacy/">[^<]*</a>\n?</li>\n?',
        "The foot of each page leads to what is kept of whom.",
    ),
    Addition(
        r"^/sitemap-pages\.xml",
        r"<url><loc>[^<]*/about/privacy/</loc>(<xhtml:link [^>]*/>)*</url>",
        "There is such a page.",
    ),
    Addition(r"^/readyz", r" \(version [\d.]+\)", "It says which version it is."),
)
