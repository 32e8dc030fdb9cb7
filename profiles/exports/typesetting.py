"""How typst sets reports and pictures: from a template, in our own fonts."""

from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"


def typeset(template: Path, **options: Any) -> bytes:
    """Return what typst makes of `template`; raise typst.TypstError where it cannot."""
    import typst  # a large library that only pictures and reports need

    output: bytes = typst.compile(str(template), font_paths=[str(FONTS)], ignore_system_fonts=True, **options)
    return output
