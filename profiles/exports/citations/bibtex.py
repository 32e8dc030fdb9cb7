"""An entry of a bibliography as BibTeX, which LaTeX reads."""

from django.conf import settings

from profiles.exports.citations.citation import Citation
from profiles.languages import Language

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


def render(reference: Citation) -> bytes:
    """Return one entry, UTF-8. The title is in double braces, so that no style changes its capitals."""
    return entry(reference).encode()


def entry(reference: Citation) -> str:
    revision = reference.revision
    fields = {
        "title": f"{{{escaped(revision.title)}}}",
        "howpublished": escaped(f"{settings.SITE_NAME}, revision {revision.number}"),
        "year": str(reference.published.year),
        "month": f"{reference.published:%b}".lower(),
        "date": reference.published.isoformat(),
        "url": reference.address,
        # The LaTeX package babel calls languages by their English names.
        "language": Language(revision.language).info.english_name.lower(),
        "number": escaped(revision.profile.reference_number),
        "isbn": escaped(revision.profile.isbn),
        "note": escaped(reference.note),
    }
    # A month is a name that BibTeX knows, and has no braces.
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n"
        for name, value in fields.items()
        if value
    ]
    return f"@misc{{{reference.key},\n{''.join(lines)}}}\n"


def escaped(text: str) -> str:
    """Return `text` on one line, as LaTeX prints it."""
    return " ".join(text.split()).translate(ESCAPED)
