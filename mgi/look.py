"""How an operator has the public pages look: a logo and a few colours, checked before anything is started.

Both become files that the site serves at addresses with their digest (profiles/views/own_files.py).
"""

import re
import struct
import zlib
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

from environs import ValidationError

LARGEST_LOGO = 256 * 1024
"""Bytes; every first visit takes them."""
WIDEST = 8
"""Times its height that a logo may be wide: what is wider leaves no room for the name on a phone."""
PNG = b"\x89PNG\r\n\x1a\n"
SVG = "{http://www.w3.org/2000/svg}"
NOT_IN_SVG = {
    *("script", "handler", "set", "foreignObject", "iframe", "embed"),
    *("object", "audio", "video", "image"),
}
"""Elements that run, or fetch something else; animations (animate…) may change what a link leads to."""
TEXT, BOUNDARY = 4.5, 3.0
"""Contrast that WCAG 2.2 asks for at level AA: of text (1.4.3), of what shows where a field is (1.4.11)."""
TEXTS = ("ink", "ink-soft", "accent", *(f"domain-{number}" for number in range(1, 7)))
BOUNDARIES = ("field-line", "line-strong")
"""Tokens of static/css/tokens.css that stand on paper."""
BLOCK = re.compile(r"(?P<dark>prefers-color-scheme: dark\) \{\s*)?:root \{(?P<tokens>[^}]*)\}")
TOKEN = re.compile(r"--([\w-]+): (#[0-9a-f]{3}(?:[0-9a-f]{3})?);")


@dataclass(frozen=True)
class OwnFile:
    """A file of the operator's own; `width` and `height` are those of a picture, of any unit."""

    stem: str
    ending: str
    content_type: str
    data: bytes
    width: float = 0
    height: float = 0

    @cached_property
    def name(self) -> str:
        return f"{self.stem}-{sha256(self.data).hexdigest()[:12]}.{self.ending}"

    def __repr__(self) -> str:
        return self.name


# The logo


def read_logo(value: str) -> OwnFile | None:
    """Return the logo of the path `value`, SVG or PNG; None for “”. Raises ValidationError for others."""
    if not value:
        return None
    try:
        data = Path(value).read_bytes()
        if len(data) > LARGEST_LOGO:
            raise ValueError
        logo = _read_png(data) if data.startswith(PNG) else _read_svg(data)
        if not 0 < logo.width <= WIDEST * logo.height:
            raise ValueError
    except (OSError, ValueError, KeyError, struct.error, ElementTree.ParseError):
        raise ValidationError(
            "Not a file that is a PNG or an SVG picture without scripts and links, of 256 KB at most, "
            "not wider than eight times its height."
        ) from None
    return logo


def is_logo(value: str) -> None:
    read_logo(value)


def _read_png(data: bytes) -> OwnFile:
    """Return the picture. Raises ValueError or struct.error where a part of it is missing or damaged."""
    kinds, place = [], len(PNG)
    while place < len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        (checksum,) = struct.unpack_from(">I", data, place + 8 + length)
        if zlib.crc32(data[place + 4 : place + 8 + length]) != checksum:
            raise ValueError
        kinds.append(kind)
        place += 12 + length
    if kinds[:1] != [b"IHDR"] or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        raise ValueError
    width, height = struct.unpack_from(">II", data, len(PNG) + 8)
    return OwnFile("logo", "png", "image/png", data, width, height)


def _read_svg(data: bytes) -> OwnFile:
    """Return the drawing. Raises ValueError where it has what runs, or leads elsewhere, or no size."""
    text = data.decode()
    if re.search(r"<!(DOCTYPE|ENTITY)|<\?xml-stylesheet", text, re.IGNORECASE):
        raise ValueError
    root = ElementTree.fromstring(text)  # noqa: S314 (it has no entities)
    if root.tag != f"{SVG}svg":
        raise ValueError
    for element in root.iter():
        name = str(element.tag).removeprefix(SVG)
        if (
            name in NOT_IN_SVG
            or name.startswith("animate")
            or _leads_away(element.text or "", name == "style")
        ):
            raise ValueError
        for attribute, value in element.attrib.items():
            plain = attribute.rpartition("}")[2].lower()
            is_foreign_link = plain in ("href", "src") and not value.startswith("#")
            if plain.startswith("on") or is_foreign_link or _leads_away(value, is_style=True):
                raise ValueError
    width, height = _size(root)
    return OwnFile("logo", "svg", "image/svg+xml", data, width, height)


def _leads_away(text: str, is_style: bool) -> bool:
    """Return whether a style fetches anything; what it has escaped, nobody reads here."""
    return is_style and bool(re.search(r"@import|\\|url\(\s*['\"]?(?!#)", text, re.IGNORECASE))


def _size(root: ElementTree.Element) -> tuple[float, float]:
    if box := root.get("viewBox"):
        _x, _y, width, height = map(float, box.replace(",", " ").split())
        return width, height
    return float(root.attrib["width"].removesuffix("px")), float(root.attrib["height"].removesuffix("px"))


# The colours


def is_colour(value: str) -> None:
    """Accept #1f4f8f, or nothing."""
    if value and not re.fullmatch(r"#[0-9A-Fa-f]{6}", value):
        raise ValidationError("Not a colour such as #1f4f8f.")


def scheme(program: Path, is_dark: bool) -> dict[str, str]:
    """Return the site's own colours by their names in tokens.css, of light or of dark screens."""
    style_sheet = (program / "static" / "css" / "tokens.css").read_text()
    schemes = [
        dict(TOKEN.findall(match["tokens"]))
        for match in BLOCK.finditer(style_sheet)
        if bool(match["dark"]) == is_dark
    ]
    return schemes[0]


def changes(program: Path, is_dark: bool, accent: str, paper: str) -> dict[str, str]:
    """Return the tokens that an accent and a paper change, each “” for the site's own."""
    if not accent and not paper:
        return {}
    tokens = scheme(program, is_dark)
    changed: dict[str, str] = {}
    if accent:
        inks = (tokens["accent-ink"], "#ffffff", "#10161d")
        changed |= {"accent": accent, "accent-ink": max(inks, key=lambda ink: contrast(ink, accent))}
    if paper:
        changed |= {"paper": paper, "paper-2": mixed(paper, tokens["ink"], 0.05)}
    return changed


def faults(program: Path, is_dark: bool, accent: str, paper: str) -> str:
    """Return in a sentence what could not be read well with these colours; “” where all can be."""
    changed = changes(program, is_dark, accent, paper)
    if not changed:
        return ""
    tokens = scheme(program, is_dark) | changed
    papers = (tokens["paper"], tokens["paper-2"])
    pairs = [
        *((name, tokens[name], paper, TEXT) for name in TEXTS for paper in papers),
        *((name, tokens[name], paper, BOUNDARY) for name in BOUNDARIES for paper in papers),
        ("the words of a button", tokens["accent-ink"], tokens["accent"], TEXT),
    ]
    weak = [
        f"{name} ({one} on {other}: {contrast(one, other):.1f}, not {least})"
        for name, one, other, least in pairs
        if contrast(one, other) < least
    ]
    return f"Too little contrast for WCAG 2.2 AA: {weak[0]}." if weak else ""


def style(light: dict[str, str], dark: dict[str, str]) -> OwnFile | None:
    """Return the style sheet of the tokens that are changed; None where none is."""
    blocks = (
        ("print, (prefers-color-scheme: light)", light),
        ("screen and (prefers-color-scheme: dark)", dark),
    )
    text = "".join(
        f"@media {media} {{ :root {{ {' '.join(f'--{name}: {value};' for name, value in row.items())} }} }}\n"
        for media, row in blocks
        if row
    )
    data = f"@layer tokens {{\n{text}}}\n".encode()
    return OwnFile("colours", "css", "text/css; charset=utf-8", data) if text else None


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """Return `colour` with a `share` of `other` in it, from 0 to 1."""
    parts = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in parts)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, ...]:
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return tuple(int(digits[place : place + 2], 16) for place in (0, 2, 4))
