"""An entry of a bibliography as BibTeX, which LaTeX reads."""

from profiles.exports.citations.citation import Citation
from profiles.languages import Language
from profiles.site_texts import site_name

ESCAPED = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def render(citation: Citation) -> bytes:
    """Return one entry, UTF-8. The title is in double braces, so that no style changes its capitals."""
    return entry(citation).encode()


def entry(citation: Citation) -> str:
    revision, language = citation.revision, Language(citation.language)
    fields = {
        "title": f"{{{escaped(revision.title)}}}",
        "howpublished": escaped(language.list_of([site_name(language), citation.version])),
        "year": str(citation.published.year),
        "month": f"{citation.published:%b}".lower(),
        "date": citation.published.isoformat(),
        "url": citation.address,
        # The LaTeX package babel calls languages by their English names.
        "language": Language(revision.language).info.english_name.lower(),
        "number": escaped(revision.profile.reference_number),
        "isbn": escaped(revision.profile.isbn),
        "note": escaped(citation.note),
    }
    # A month is a name that BibTeX knows, and has no braces.
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n"
        for name, value in fields.items()
        if value
    ]
    return f"@misc{{{citation.key},\n{''.join(lines)}}}\n"


def escaped(text: str) -> str:
    """Return `text` on one line, as LaTeX prints it."""
    return " ".join(text.split()).translate(ESCAPED)
