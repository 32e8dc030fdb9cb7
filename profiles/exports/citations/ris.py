"""An entry of a bibliography as RIS, which reference managers take in."""

from profiles.exports.citations.citation import Citation
from profiles.site_texts import site_name


def render(citation: Citation) -> bytes:
    """Return one entry: a tag, two spaces, a hyphen, a space and the value on each line; UTF-8."""
    revision, day = citation.revision, citation.published
    fields = [
        ("TY", "RPRT"),
        ("ID", citation.key),
        ("TI", revision.title),
        ("PB", site_name(citation.language)),
        ("PY", str(day.year)),
        ("DA", f"{day:%Y/%m/%d}"),
        ("ET", citation.version),
        ("LA", revision.language),
        ("SN", revision.profile.isbn),
        ("M1", revision.profile.reference_number),
        ("N1", citation.note),
        ("UR", citation.address),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields if value]
    return f"{''.join(lines)}ER  - \r\n".encode()
