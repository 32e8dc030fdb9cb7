"""An entry of a bibliography as RIS, which reference managers take in."""

from profiles.exports.citations.citation import Citation


def render(reference: Citation) -> bytes:
    """Return one entry: a tag, two spaces, a hyphen, a space and the value on each line; UTF-8."""
    day = reference.published
    fields = [
        ("TY", "RPRT"),
        ("ID", reference.key),
        ("TI", reference.title),
        ("PB", reference.publisher),
        ("PY", str(day.year)),
        ("DA", f"{day:%Y/%m/%d}"),
        ("ET", f"revision {reference.number}"),
        ("LA", reference.language),
        ("SN", reference.isbn),
        ("M1", reference.reference_number),
        ("N1", reference.note),
        ("UR", reference.address),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields if value]
    return f"{''.join(lines)}ER  - \r\n".encode()
