"""Build the fonts from npm's @fontsource packages: woff2 for pages, TTF for pictures and documents.

    npm install --ignore-scripts --prefix /tmp/fonts @fontsource-variable/newsreader@5 \
        @fontsource-variable/noto-naskh-arabic@5 @fontsource/noto-sans@5 @fontsource/amiri@5
    python scripts/build_fonts.py /tmp/fonts/node_modules

Pages (static/fonts): Newsreader, the headings' serif, in one variable file for the letters of the languages
of the site and two that browsers fetch only for names with other Latin letters; Noto Naskh Arabic, fetched on
Arabic pages alone, and with it Newsreader once more in one weight without kerning, for the Latin words and
numerals in their titles. The weights are those of static/css.
Documents (profiles/exports/fonts): Typst reads no woff2 and no variable fonts. Arabic is set in Amiri there:
Noto Naskh draws a letter and its dots apart, and from such a PDF no word can be copied, found or read aloud.
Run it again only to move to newer versions; its output is committed, with each licence beside it.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from fontTools import merge, subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "static/fonts"
DOCUMENTS = ROOT / "profiles/exports/fonts"

LATIN = "20-7E,A0-FF,152,153,178"
LATIN_OF_PAGES = (
    "20-7E,A0,A1,AA,AB,B0,B7,BA,BB,BF,C0-C5,C7-CF,D1,D3-D6,DA,DC,DF-E5,E7-EF,F1,F3-F6,F9-FC,152,153,"
    "2011,2013,2014,2018,2019,201C,201D,2026,202F"
)
LATIN_OF_NAMES = (
    "A2-A9,AC-AF,B1-B6,B8,B9,BC-BE,C6,D0,D2,D7-D9,DB,DD,DE,E6,F0,F2,F7,F8,FD-FF,2010,2022,2039,203A"
)
LATIN_EXTENDED = "100-151,154-177,179-17F,218-21B,1E9E"
PUNCTUATION = "2010,2011,2013,2014,2018,2019,201C,201D,2022,2026,202F,2039,203A"
LATIN_IN_ARABIC = (
    "20-7E,A0,AB,B7,BB,C0-C3,C7,C9,CA,CD,CE,D3-D5,DA,E0-E4,E7-EB,ED-EF,F1,F3-F6,F9-FC,153,"
    "2013,2014,2018,2019,201C,201D,2026"
)
ARABIC = "60C,61B,61F,621-652,660-66C,670,671,67E,686,698,6A4,6A9,6AF,6CC,6F0-6F9,20,A0,AB,BB,200C-200F,2026"
"""Letters by their numbers, as the command pyftsubset takes them."""
OPTIONS = [
    "--no-hinting",
    "--notdef-outline",
    "--drop-tables+=STAT",
]
"""Those of pyftsubset."""
FEATURES = "kern,liga,mark,mkmk,ccmp,locl,init,medi,fina,rlig,isol"
ALL_NAMES = "--name-IDs=*"
FEW_NAMES = "--name-IDs=0,1,2,5,13,14"
WEIGHTS = (400, 600)
"""The thinnest and the boldest of the pages."""
DISPLAY_SIZE = 36
"""Newsreader's optical size, in points: fine enough for a title, sturdy enough for 20 pixels."""


def subsetted(
    path: str, letters: str, names: str = ALL_NAMES, features: str = f"{FEATURES},tnum,pnum", **axes: Any
) -> TTFont:
    """Return the font at `path` with `letters` alone and what shapes them; `axes` are fixed or narrowed."""
    options = subset.Options()
    options.parse_opts([*OPTIONS, names, f"--layout-features={features}"])
    job = subset.Subsetter(options)
    job.populate(unicodes=subset.parse_unicodes(letters))
    font = TTFont(path)
    job.subset(font)
    return instancer.instantiateVariableFont(font, axes) if axes else font


def save(font: TTFont, path: Path, flavor: str | None = None) -> None:
    font.flavor = flavor
    font.save(path)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")


def named(font: TTFont, family: str, style: str) -> TTFont:
    """Name a static font so that Typst finds it by family and weight."""
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 13, 14)]
    short_name = f"{family}-{style}".replace(" ", "")
    for number, text in ((1, family), (2, style), (4, f"{family} {style}"), (6, short_name)):
        names.setName(text, number, 3, 1, 0x409)
    bold = style == "Bold"
    font["OS/2"].usWeightClass = 700 if bold else 400
    font["OS/2"].fsSelection = 0x20 if bold else 0x40
    font["head"].macStyle = 1 if bold else 0
    for tag in ("STAT", "avar"):
        if tag in font:
            del font[tag]
    return font


def joined(parts: list[TTFont]) -> TTFont:
    """Return one font with the letters of all `parts` (the packages split a face by alphabet)."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [f"{folder}/{number}.ttf" for number in range(len(parts))]
        for part, path in zip(parts, paths, strict=True):
            part.flavor = None
            part.save(path)
        return merge.Merger().merge(paths)


SERIF = "@fontsource-variable/newsreader/files/newsreader-%s-opsz-normal.woff2"
NASKH = "@fontsource-variable/noto-naskh-arabic/files/noto-naskh-arabic-arabic-wght-normal.woff2"
"""Where the faces lie among the packages; %s is an alphabet."""


def build_pages(packages: Path) -> None:
    latin = str(packages / (SERIF % "latin"))
    serif = {"names": FEW_NAMES, "features": FEATURES, "opsz": DISPLAY_SIZE, "wght": WEIGHTS}
    one_weight = serif | {"features": FEATURES.removeprefix("kern,"), "wght": 500}
    fonts = {
        "newsreader-latin": subsetted(latin, LATIN_OF_PAGES, **serif),
        "newsreader-latin-other": subsetted(latin, LATIN_OF_NAMES, **serif),
        "newsreader-latin-ext": subsetted(str(packages / (SERIF % "latin-ext")), LATIN_EXTENDED, **serif),
        "newsreader-medium": subsetted(latin, LATIN_IN_ARABIC, **one_weight),
        "noto-naskh-arabic": subsetted(str(packages / NASKH), ARABIC, FEW_NAMES, FEATURES, wght=WEIGHTS),
    }
    for name, font in fonts.items():
        save(font, PAGES / f"{name}.woff2", "woff2")


def build_documents(packages: Path) -> None:
    serif, naskh = str(packages / SERIF), str(packages / NASKH)
    sans = f"{packages}/@fontsource/noto-sans/files/noto-sans-%s-%s-normal.woff2"
    amiri = f"{packages}/@fontsource/amiri/files/amiri-arabic-%s-normal.woff2"
    parts = {"latin": f"{LATIN},{PUNCTUATION}", "latin-ext": LATIN_EXTENDED}
    for weight, serif_weight in ((400, 500), (700, 700)):
        faces = {
            "Newsreader": [
                subsetted(serif % part, letters, wght=serif_weight, opsz=DISPLAY_SIZE)
                for part, letters in parts.items()
            ],
            "Noto Sans": [subsetted(sans % (part, weight), letters) for part, letters in parts.items()],
            "Noto Naskh Arabic": [subsetted(naskh, ARABIC, wght=weight)],
            "Amiri": [subsetted(amiri % weight, ARABIC)],
        }
        for family, fonts in faces.items():
            font = joined(fonts) if len(fonts) > 1 else fonts[0]
            style = "Bold" if weight == 700 else "Regular"
            save(named(font, family, style), DOCUMENTS / f"{family.replace(' ', '')}-{style}.ttf")


def write_licences(packages: Path) -> None:
    """Put each licence beside the fonts, with the versions that they were built from."""
    versions = []
    for package in (
        "@fontsource-variable/newsreader",
        "@fontsource-variable/noto-naskh-arabic",
        "@fontsource/noto-sans",
        "@fontsource/amiri",
    ):
        folder = packages / package
        name = package.split("/")[1]
        for target in [DOCUMENTS] if name in ("noto-sans", "amiri") else [PAGES, DOCUMENTS]:
            shutil.copy(folder / "LICENSE", target / f"OFL-{name}.txt")
        versions.append(f"{package} {json.loads((folder / 'package.json').read_text())['version']}")
    note = "Subsets made by scripts/build_fonts.py from the npm packages\n" + "\n".join(versions) + "\n"
    for target in (PAGES, DOCUMENTS):
        (target / "README.txt").write_text(note + "under the SIL Open Font License 1.1 (OFL-*.txt).\n")


if __name__ == "__main__":
    build_pages(Path(sys.argv[1]))
    build_documents(Path(sys.argv[1]))
    write_licences(Path(sys.argv[1]))
