"""Build the fonts from npm's @fontsource packages: woff2 for pages, TTF for pictures and documents.

    npm install --ignore-scripts --prefix /tmp/fonts @fontsource-variable/newsreader@5 \
        @fontsource-variable/noto-naskh-arabic@5 @fontsource/noto-sans@5 @fontsource/amiri@5
    python scripts/build_fonts.py /tmp/fonts/node_modules

Pages (static/fonts): Newsreader, the headings' serif, in one variable file for Western European letters and
a second that browsers fetch only for names with other Latin letters; Noto Naskh Arabic, fetched on Arabic
pages alone, and with it Newsreader once more in one weight, for the Latin words and numerals in their titles.
Documents (profiles/exports/fonts): Typst reads no woff2 and no variable fonts. Arabic is set in Amiri there:
Noto Naskh draws a letter and its dots apart, and from such a PDF no word can be copied, found or read aloud.
Run it again only to move to newer versions; its output is committed, with each licence beside it.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from fontTools import merge, subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "static/fonts"
DOCUMENTS = ROOT / "profiles/exports/fonts"

LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x152, 0x153, 0x178]
PUNCTUATION = [
    0x2010,
    0x2011,
    0x2013,
    0x2014,
    0x2018,
    0x2019,
    0x201C,
    0x201D,
    0x2022,
    0x2026,
    0x202F,
    0x2039,
    0x203A,
]
LATIN_EXTENDED = [c for c in range(0x100, 0x180) if c not in LATIN] + [0x218, 0x219, 0x21A, 0x21B, 0x1E9E]
LATIN_IN_ARABIC = [
    *range(0x20, 0x7F),
    *map(ord, "\u00a0«»·ÀÁÂÃÇÉÊÍÎÓÔÕÚàáâãäçèéêëíîïñóôõöùúûüœ"),
    *[0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026],
]
ARABIC_LETTERS = [
    *[0x60C, 0x61B, 0x61F, *range(0x621, 0x653), *range(0x660, 0x66D), 0x670, 0x671],
    *[0x67E, 0x686, 0x698, 0x6A4, 0x6A9, 0x6AF, 0x6CC, *range(0x6F0, 0x6FA)],
]
ARABIC = [*ARABIC_LETTERS, 0x20, 0xA0, 0xAB, 0xBB, 0x200C, 0x200D, 0x200E, 0x200F, 0x2026]
FEATURES = [
    "kern",
    "liga",
    "mark",
    "mkmk",
    "ccmp",
    "locl",
    "init",
    "medi",
    "fina",
    "rlig",
    "isol",
    "tnum",
    "pnum",
]
DISPLAY_SIZE = (
    36  # Newsreader's optical size axis, in points: fine enough for a title, sturdy enough for 20px
)


def subsetted(font: TTFont, letters: list[int], keep_names: bool = True) -> TTFont:
    """Return `font` with nothing but `letters` and what shapes them."""
    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    options.name_IDs = ["*"] if keep_names else [0, 1, 2, 5, 13, 14]
    options.drop_tables += ["STAT"]
    job = subset.Subsetter(options)
    job.populate(unicodes=letters)
    job.subset(font)
    return font


def save(font: TTFont, path: Path, flavor: str | None = None) -> None:
    font.flavor = flavor
    font.save(path)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")


def still(path: Path, letters: list[int], keep_names: bool = True, **axes: float) -> TTFont:
    """Return one static instance of the variable font at `path`."""
    font = subsetted(TTFont(path), letters, keep_names)
    return instancer.instantiateVariableFont(font, axes) if axes else font


def named(font: TTFont, family: str, bold: bool) -> TTFont:
    """Name a static font so that Typst finds it by family and weight."""
    style = "Bold" if bold else "Regular"
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 13, 14)]
    for number, text in {
        1: family,
        2: style,
        4: f"{family} {style}",
        6: f"{family}-{style}".replace(" ", ""),
    }.items():
        names.setName(text, number, 3, 1, 0x409)
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
        paths = []
        for i, part in enumerate(parts):
            part.flavor = None
            part.save(f"{folder}/{i}.ttf")
            paths.append(f"{folder}/{i}.ttf")
        return merge.Merger().merge(paths)


# Whole, as it is the list of what is built from what.
def main(packages: Path) -> None:
    serif = packages / "@fontsource-variable/newsreader/files"
    naskh = packages / "@fontsource-variable/noto-naskh-arabic/files"
    sans = packages / "@fontsource/noto-sans/files"
    amiri = packages / "@fontsource/amiri/files"

    parts = {"latin": LATIN + PUNCTUATION, "latin-ext": LATIN_EXTENDED}
    for part, letters in parts.items():
        font = subsetted(TTFont(serif / f"newsreader-{part}-opsz-normal.woff2"), letters, keep_names=False)
        font = instancer.instantiateVariableFont(font, {"opsz": DISPLAY_SIZE, "wght": (400, 700)})
        save(font, PAGES / f"newsreader-{part}.woff2", "woff2")
    font = still(
        serif / "newsreader-latin-opsz-normal.woff2",
        LATIN_IN_ARABIC,
        keep_names=False,
        opsz=DISPLAY_SIZE,
        wght=500,
    )
    save(font, PAGES / "newsreader-medium.woff2", "woff2")
    font = TTFont(naskh / "noto-naskh-arabic-arabic-wght-normal.woff2")
    save(subsetted(font, ARABIC, keep_names=False), PAGES / "noto-naskh-arabic.woff2", "woff2")

    for bold, weight in ((False, 400), (True, 700)):
        style = "Bold" if bold else "Regular"
        faces = {
            "Newsreader": [
                still(
                    serif / f"newsreader-{part}-opsz-normal.woff2",
                    letters,
                    wght=700 if bold else 500,
                    opsz=DISPLAY_SIZE,
                )
                for part, letters in parts.items()
            ],
            "Noto Sans": [
                still(sans / f"noto-sans-{part}-{weight}-normal.woff2", letters)
                for part, letters in parts.items()
            ],
            "Noto Naskh Arabic": [
                still(naskh / "noto-naskh-arabic-arabic-wght-normal.woff2", ARABIC, wght=weight)
            ],
            "Amiri": [still(amiri / f"amiri-arabic-{weight}-normal.woff2", ARABIC)],
        }
        for family, fonts in faces.items():
            font = joined(fonts) if len(fonts) > 1 else fonts[0]
            save(named(font, family, bold), DOCUMENTS / f"{family.replace(' ', '')}-{style}.ttf")
    write_licences(packages)


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
    main(Path(sys.argv[1]))
