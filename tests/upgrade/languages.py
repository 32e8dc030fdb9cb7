"""The meant differences that come with translations: of addresses, pages, files and the API.

differences.py has all others, and these among them.
"""

import re

from tests.upgrade.changes import Addition, Change

CODE = "(?:fr|es|ar|pt)"
LISTS_XLSX = r"^(/\w\w)?/(profiles|places/[\w-]+|search|compare)\.xlsx"
"""Workbooks of many profiles."""
API_DOCUMENT = r"/api/v1/(docs/|openapi\.json)|\.schema\.json"
ORIGINAL_LANGUAGE = f"Original language|{'اللغة الأصلية'.encode('ascii', 'xmlcharrefreplace').decode()}"

LANGUAGES_OF_TEXTS = {
    "port-celeste-2022": "fr",
    "norvalia-2018": "pt",
    "norvalia-primeiro": "pt",
    "zanbaqia-2024": "ar",
    "valnube-2024": "es",
}
"""Slug of a profile -> the language of its text, where that is not English."""


def own_page(match: re.Match[str]) -> str:
    """Return the address of the page that matched (profile, rest) in the language of the profile's text."""
    language = LANGUAGES_OF_TEXTS.get(match["slug"], "")
    return f"https://mgi.example{language and f'/{language}'}/profiles/{match['slug']}/{match['rest']}"


def is_own_page(match: re.Match[str]) -> bool:
    """Return whether a page of a profile (slug) is in the language of its text."""
    return LANGUAGES_OF_TEXTS.get(match["slug"], "en") == (match["language"] or "/en")[1:]


def without_other_pages(match: re.Match[str]) -> str:
    """Return what matched, the entry of a page in the sitemap or links to it, where the page is kept."""
    if not is_own_page(match):
        return ""
    kept = (LANGUAGES_OF_TEXTS.get(match["slug"], "en"), "x-default")
    links = (kept[0],) if kept[0] != "en" else kept
    return re.sub(
        r'<xhtml:link rel="alternate" hreflang="([\w-]+)" href="[^"]*"/>\s*',
        lambda link: link[0] if link[1] in links else "",
        match[0],
    )


def own_head(match: re.Match[str]) -> str:
    """Return the links of a page's head: in another language than the text, to the text's own page."""
    own, links = own_page(match), ""
    if match["alternates"] and is_own_page(match):
        language = LANGUAGES_OF_TEXTS.get(match["slug"], "en")
        links = "".join(
            f'<link rel="alternate" hreflang="{code}" href="{own}">' for code in (language, "x-default")
        )
    return f'<link rel="canonical" href="{own}">{links}'


def with_languages(match: re.Match[str]) -> str:
    """Return a source, each of its parts with the language and the direction of the text."""
    language = match["language"]
    marks = f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"'
    parts = [
        part if part.isdecimal() and len(part) == 4 else f"<span {marks}>{part}</span>"
        for part in match["parts"].split(" · ")[1:]
    ]
    return " · ".join([match["title"].replace(f'lang="{language}"', marks), *parts])


def direction(language: str) -> str:
    return "rtl" if language == "ar" else "ltr"


def with_direction(match: re.Match[str]) -> str:
    """Return the beginning of a cited title, with the direction of its language."""
    language = match["language"]
    return f'{match["before"]}<cite lang="{language}" dir="{direction(language)}">'


def with_title(match: re.Match[str]) -> str:
    """Return a citation in a style, its title marked with the language and the direction of the text."""
    cited = re.search(r'id="citation">[^<]*<cite lang="(\w\w)"[^<>]*>([^<]*)</cite>', match.string)
    assert cited
    language, title = cited.groups()
    rest = match["text"].removeprefix(title)
    return f'id="{match["style"]}"><span lang="{language}" dir="{direction(language)}">{title}</span>{rest}'


CHANGES_OF_LANGUAGES = (
    Change(
        "/profiles/",
        r'(?P<before>id="citation">[^<]*)<cite lang="(?P<language>\w\w)">',
        with_direction,
        "A title says its direction.",
    ),
    Change(
        "/profiles/",
        r'id="(?P<style>apa|chicago)" dir="auto">(?P<text>[^<]*)',
        with_title,
        "So it does in a citation, which runs as the page does.",
    ),
    Change("/profiles/", r'(?<=")\s+download>', " download>", "The layout of the source."),
    Change(
        "/profiles/",
        r'(</time>|<dd>\n[^<>\n]+)\s+·(?=\n<a href="[^"]*(?:/r/\d+|/changes)/">)'
        r'|(<a href="#cite">[^<]*</a>\n)·(?=\n<a class="compare-link")',
        lambda match: f"{match[1] or match[2]}&nbsp;·",
        "No line begins with a point.",
    ),
    Change(
        "",
        "(Ce qui a changé depuis|Qué ha cambiado desde|O que mudou desde)[ \N{NO-BREAK SPACE}]?:",
        r"\1",
        "“Since” is followed by the month.",
    ),
    Change(
        "/changes/",
        r'(?s)<p class="change-heads__edition">(.*?)</p>',
        r'<div class="change-heads__edition">\n<p>\1</p>\n</div>',
        "Beside it stands whose translation is read.",
    ),
    Change(
        "",
        rf"https://mgi\.example(?:/{CODE})?/profiles/(?P<slug>[\w-]+)/(?P<rest>r/\d+/)",
        own_page,
        "An original is cited, and kept, at the address in its own language.",
    ),
    Change(
        "",
        rf'<link rel="canonical" href="https://mgi\.example(?P<language>/{CODE})?/profiles/(?P<slug>[\w-]+)/'
        r'(?P<rest>(?:changes/)?)">(?P<alternates>(<link rel="alternate" hreflang[^<>]*>)*)',
        own_head,
        "A page names to search engines only the languages in which there is a text.",
    ),
    Change(
        "/profiles/",
        rf'(?<=og:url" content=")https://mgi\.example(?:/{CODE})?/profiles/(?P<slug>[\w-]+)/(?P<rest>)(?=")',
        own_page,
        "So it does where links to it are shared.",
    ),
    Change(
        r"/profiles/lunaria-2023/changes/",
        rf'(?<=og:url" content=")https://mgi\.example(?:/{CODE})?/profiles/(?P<slug>[\w-]+)/(?P<rest>changes/)',
        own_page,
        "So does what changed since an earlier edition.",
    ),
    Change(
        r"^/sitemap-(profiles|changes)",
        rf"<url><loc>https://mgi\.example(?P<language>/{CODE})?/profiles/(?P<slug>[\w-]+)/.*?</url>",
        without_other_pages,
        "The sitemap has only the languages in which there is a text.",
    ),
    Change(
        "",
        r'(?P<title><(a|cite)[^<>]* lang="(?P<language>\w\w)"[^<>]*>[^<]*</\2>)'
        r"(?P<parts>( · [^<·\n]*[^<·\s])+)",
        with_languages,
        "Each part of a source says its language.",
    ),
    Change(
        r"^/api/v1/findings/\?language=ar",
        r"https://mgi\.example/(?=findings/)",
        "https://mgi.example/ar/",
        "What is asked for in Arabic leads to the Arabic pages.",
    ),
    Change(
        r"^/api/v1/profiles/\?unknown=1",
        "year, edition, domain",
        "year, edition, language, domain",
        "The profiles can be narrowed to a language.",
    ),
    Change("^/ar/profiles.json", "mgi-profiles-en.json", "mgi-profiles-ar.json", "Texts are read in Arabic."),
    Change(LISTS_XLSX, "(?<=A1:)[NO](?=1)", lambda m: {"N": "P", "O": "R"}[m[0]], "New columns: see below."),
    Change(LISTS_XLSX, r"(?<=\$A\$1:\$)[NO](?=\$1)", lambda m: {"N": "P", "O": "R"}[m[0]], "New columns."),
    Change(
        r"\.zip",
        "The texts are those that governments approved, word for word. Cite the month with a finding: "
        "findings age.",
        "The texts of the tables and of profiles/ are those that governments approved, word for word. Cite "
        "the month\nwith a finding: findings age. A translation says in its part “translation” whether it is "
        "official, what of it\nis outdated and what is not translated.",
        "Translations are in the archive, beside the originals.",
    ),
    Change(
        API_DOCUMENT,
        r"(?s)\A.*\Z",
        "",
        "Much of languages is new in them: tests/api/ and tests/exports/ read them whole.",
    ),
)

ADDITIONS_OF_LANGUAGES = (
    Addition(
        "/compare/",
        r'(?<=\n</p>\n)<p class="language-note">[^§]*?</p>\n(?=</li>|<p class="compare__facts">)',
        "Each profile says the language of its text where it is another one.",
    ),
    Addition(
        r"\.zip",
        r"translations/     [^\n]*\n|"
        r',\s*\{\s*"name": "(original_language|provenance|is_outdated)",\s*"type": "(string|boolean)"\s*\}',
        "Translations are in the archive, and a line says what its text is.",
    ),
    Addition(API_DOCUMENT, r"(?s)\A.*\Z", "Parameters and members of languages."),
    Addition(
        "^/api/v1/profiles/[^/]+/revisions/$",
        r'"language":"\w\w",(?="original_language")',
        "Each text of a profile says its language.",
    ),
    Addition("^/api/v1/", r'"original_language":"\w\w",', "What quotes a text says its original language."),
    Addition(
        "^/api/v1/(profiles|places)/",
        r'("translation":null,)?"translations":\[\],',
        "A profile says in which languages it can be read.",
    ),
    Addition(
        "^/api/v1/(findings|search)/",
        r'"text_language":"\w\w","provenance":"original","is_outdated":false,"original":null,',
        "A finding, and a hit of a search, says what its text is.",
    ),
    Addition("^/api/v1/findings/", r',"language":"\w\w"(?=\})', "A source says the language of its title."),
    Addition(
        r"^(/\w\w)?/profiles/[\w-]+/r/\d+/$",
        r"(?<=\n    \n)    \n(?=      \S)",
        "A blank line in the source, before what has replaced the text.",
    ),
    Addition("", r'\n?<span class="profile-row__languages">[^<]*</span>', "A row says the other languages."),
    Addition(
        "/profiles/",
        r'<p class="filters__field">\s*<label for="id_language">.*?</p>\n?',
        "What can be read in a language can be chosen.",
    ),
    Addition(
        r"\.csv|\.zip",
        r",original_language,provenance(,is_outdated)?(?=\r?\n)|,\w\w,original(,false)?(?=\r?\n)",
        "A line says what its text is.",
    ),
    Addition(
        LISTS_XLSX,
        r'<c r="([PQR]\d+"[^<>]*><is><t[^<>]*>[^<]*'
        rf'|O\d+"[^<>]*><is><t[^<>]*>({CODE}|en|{ORIGINAL_LANGUAGE}))</t></is></c>'
        r'|<col width="(10|28)" customWidth="1" min="1[5678]" max="1[5678]"/>',
        "A line says what its text is.",
    ),
)
