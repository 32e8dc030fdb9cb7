"""Contents of made-up profiles, generated: every script, and what trips those who write and read files."""

from hypothesis import strategies as st

from profiles.choices import Kind
from profiles.content.schema import MAX_LENGTHS, SCHEMA, new_finding

DOMAINS = (
    *("migrants-rights", "whole-of-government-approach", "partnerships", "well-being-of-migrants"),
    *("mobility-dimensions-of-crises", "safe-orderly-and-regular-migration"),
)

SNARES = st.sampled_from(
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''=1", "\t=1", "#N/A", "TRUE", "007", "1e5", "2021-09"),
        *(
            "_x0041_",
            "_x005F_x000D_",
            "<b>&amp;</b>",
            "]]>",
            "{{ x }}",
            "%s",
            "\\n",
            "a | b",
            "a \\| b",
            "[1] c",
        ),
        *("• bullet", "- dash", "1. one", "“quoted”", "’", "Migrants' rights", "Sources", 'a;b,c\t"d"'),
        *(
            "مادة ٤",
            "العربية والـعربية",
            "e\u0301a\u0308",
            "👩‍👩‍👧 🇲🇱",
            "漢字かな",
            "ไทย",
            "हिन्दी",
            "a\u00adb",
            "\u200fא\u200e",
        ),
    ]
)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
LINES = st.lists(SNARES | WORDS, min_size=1, max_size=4).map(" ".join)
TEXTS = st.lists(LINES, min_size=1, max_size=3).map("\n".join).filter(str.strip)
DETAILS = [detail.name for detail in SCHEMA.details]
KEYS = st.uuids(version=4).map(str)


def short(name: str) -> st.SearchStrategy[str]:
    return LINES.map(lambda text: text[: MAX_LENGTHS[name]])


LOCATORS = short("locator").map(str.strip)
"""As the forms keep them."""
SOURCES = st.lists(
    st.fixed_dictionaries(
        {
            "key": KEYS,
            "title": short("title").filter(str.strip),
            "body": st.just("") | short("body"),
            "year": st.none() | st.integers(1, 9999),
            "url": st.sampled_from(["", "https://example.org/a?b=c&d=%20", "http://example.org/é"]),
        }
    ),
    max_size=3,
    unique_by=lambda source: source["key"],
)


@st.composite
def contents(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS, sources: bool = True) -> dict:
    """Draw the content of a revision, its findings in reading order."""
    pool = draw(SOURCES) if sources else []
    findings = []
    for domain in DOMAINS:
        for kind in Kind.values:
            for text in draw(st.lists(texts, max_size=2)):
                sample = draw(st.lists(st.sampled_from(pool), unique_by=id, max_size=2)) if pool else []
                findings.append(
                    new_finding(
                        key=draw(KEYS),
                        domain=domain,
                        kind=kind,
                        text=text,
                        sources=[
                            {"source": source["key"], "locator": draw(st.just("") | LOCATORS)}
                            for source in sample
                        ],
                        **{name: draw(st.just("") | short(name)) for name in (DETAILS if sources else ())},
                    )
                )
    filled = {f"{finding['domain']}/{finding['kind']}" for finding in findings}
    empty = [f"{d}/{k}" for d in DOMAINS for k in Kind.values if f"{d}/{k}" not in filled]
    return {
        "introduction": draw(st.just("") | st.lists(texts, max_size=3).map("\n\n".join)),
        "none_identified": [name for name in empty if draw(st.booleans())],
        "sources": pool,
        "findings": findings,
    }
