"""How typst sets reports and pictures: from a template, in our own fonts."""

from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"


def typeset_report(template: Path, data: str, moment: int) -> bytes:
    """Return the PDF of `data` (JSON that `template` reads), dated `moment` (seconds since 1970).

    A text with a letter that no font of ours has cannot be PDF/UA-1; it is printed all the same.
    """
    from typst import TypstError

    options = {"format": "pdf", "sys_inputs": {"report": data}, "timestamp": moment}
    try:
        return typeset(template, pdf_standards="ua-1", **options)
    except TypstError:
        return typeset(template, **options)


def typeset(template: Path, **options: Any) -> bytes:
    """Return what typst makes of `template`; raise typst.TypstError where it cannot."""
    import typst  # a large library that only pictures and reports need

    output: bytes = typst.compile(str(template), font_paths=[str(FONTS)], ignore_system_fonts=True, **options)
    return output
