"""Build profiles/svg/icons.py from the npm package lucide-static: one path string for each icon used.

    npm install --ignore-scripts --prefix /tmp/icons lucide-static@1.62.0
    python scripts/build_icons.py /tmp/icons/node_modules/lucide-static

Run it again only to add an icon or to move to a newer version; its output is committed.
"""

import json
import re
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
NAMES = [
    # the six domains, in order
    *("scale", "landmark", "handshake", "hand-heart", "life-buoy", "shield-check"),
    # the two kinds of finding: ground that is laid, and the way on
    *("layers", "milestone"),
    # the interface
    *("search", "link", "copy", "x", "chevron-down", "chevron-right", "arrow-right", "list-filter"),
    *("languages", "history"),
]


def absolute_start(path: str) -> str:
    """Make the first move absolute, so that paths may be strung together."""
    move = re.match(r"\s*([mM])\s*(-?[\d.]+)[\s,]*(-?[\d.]+)\s*", path)
    if not move:
        raise SystemExit(f"This path does not begin with a move: {path}")
    rest = path[move.end() :]
    if rest[:1].lstrip("-.").isdigit() or rest[:1] in {"-", "."}:
        rest = ("l" if move[1] == "m" else "L") + rest
    return f"M{move[2]} {move[3]}{rest}"


def as_path(shape: ElementTree.Element) -> str:
    """Return one SVG shape of Lucide's as a path string."""
    get = {key: float(value) for key, value in shape.attrib.items() if re.fullmatch(r"-?[\d.]+", value)}
    match shape.tag.split("}")[-1]:
        case "path":
            return absolute_start(shape.attrib["d"])
        case "circle":
            r, double = get["r"], 2 * get["r"]
            half = f"a{r:g} {r:g} 0 1 0"
            return f"M{get['cx'] - r:g} {get['cy']:g}{half} {double:g} 0{half} -{double:g} 0"
        case "line":
            return f"M{get['x1']:g} {get['y1']:g}L{get['x2']:g} {get['y2']:g}"
        case "rect":
            r = get.get("rx", 0)
            across, down = get["width"] - 2 * r, get["height"] - 2 * r
            corner = f"a{r:g} {r:g} 0 0 1"
            return (
                f"M{get['x'] + r:g} {get['y']:g}h{across:g}{corner} {r:g} {r:g}v{down:g}"
                f"{corner} -{r:g} {r:g}h-{across:g}{corner} -{r:g} -{r:g}v-{down:g}{corner} {r:g} -{r:g}z"
            )
        case other:
            raise SystemExit(f"Teach this script the shape {other}.")


def main(package: Path) -> None:
    version = json.loads((package / "package.json").read_text())["version"]
    lines = [
        f'"""The icons: Lucide {version} (ISC licence, static/img/LICENSE-lucide.txt), each as one path.\n\n'
        "On a grid of 24 by 24, drawn as lines of width 2 with round ends. Built by scripts/build_icons.py;\n"
        'not edited by hand.\n"""\n',
        "ICONS: dict[str, str] = {",
    ]
    for name in NAMES:
        drawing = ElementTree.parse(package / "icons" / f"{name}.svg").getroot()  # noqa: S314 (Lucide’s own drawings)
        path = "".join(as_path(shape) for shape in drawing)
        lines.append(f'    "{name}": "{path}",  # noqa: E501')
    (ROOT / "profiles/svg/icons.py").write_text("\n".join([*lines, "}\n"]))
    shutil.copy(package / "LICENSE", ROOT / "static/img/LICENSE-lucide.txt")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
