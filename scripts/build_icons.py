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


def number(value: str | float) -> str:
    """Return a number as SVG writes it shortest."""
    return f"{float(value):.3f}".rstrip("0").rstrip(".")


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
            r, double = number(get["r"]), number(2 * get["r"])
            return (
                f"M{number(get['cx'] - get['r'])} {number(get['cy'])}"
                f"a{r} {r} 0 1 0 {double} 0a{r} {r} 0 1 0 -{double} 0"
            )
        case "line":
            return f"M{number(get['x1'])} {number(get['y1'])}L{number(get['x2'])} {number(get['y2'])}"
        case "rect":
            r = get.get("rx", 0)
            across, down = number(get["width"] - 2 * r), number(get["height"] - 2 * r)
            r_ = number(r)
            return (
                f"M{number(get['x'] + r)} {number(get['y'])}h{across}a{r_} {r_} 0 0 1 {r_} {r_}v{down}"
                f"a{r_} {r_} 0 0 1 -{r_} {r_}h-{across}a{r_} {r_} 0 0 1 -{r_} -{r_}v-{down}"
                f"a{r_} {r_} 0 0 1 {r_} -{r_}z"
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
