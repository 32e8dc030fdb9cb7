"""What the words of control of RTF set: how text looks, and how the cells of a table lie."""

from dataclasses import dataclass, field

from profiles.imports.blocks import Block, Cell

SKIPPED = {
    *("colortbl", "info", "pict", "object", "themedata", "colorschememapping", "datastore", "xmlnstbl", "sp"),
    *("listtable", "listoverridetable", "generator", "nonshppict", "shprslt", "revtbl", "rsidtbl"),
    *("bkmkstart", "bkmkend", "atnid", "atnauthor", "atndate", "atnref", "atnparent", "pnseclvl", "ftnsep"),
    *("ftnsepc", "aftnsep", "aftnsepc", "template", "filetbl", "private", "xe", "tc", "pgptbl", "mmathPr"),
    *("latentstyles",),
    *("userprops", "fldtype", "formfield", "pntxta", "pntxtb", "pgdsctbl", "pn"),
}
"""Parts of a file that hold no text."""
SIGNS = {
    **{"tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’"},
    **{"ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " "},
    **{"zwj": "\u200d", "zwnj": "\u200c", "rtlmark": "\u200f", "ltrmark": "\u200e"},
}
CHARSETS = {
    **{77: "mac_roman", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256"},
    **{186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250"},
}
"""Numbers of character sets -> encodings; of all others it is that of the document."""
SWITCHES = {"b": "is_bold", "ab": "is_bold_right", "v": "is_hidden", "deleted": "is_deleted"}
NUMBERS = {"f": "font", "s": "style", "ls": "list_id", "uc": "following", "li": "indent"}
OF_PARAGRAPHS = {"style": 0, "outline": None, "list_id": 0, "level": 0, "indent": 0, "in_table": False}
OF_CHARACTERS = {
    **{"is_bold": False, "is_bold_right": False, "is_underlined": False, "is_raised": False},
    **{"is_hidden": False, "is_deleted": False, "size": 12.0, "is_right": False},
}


@dataclass
class State:
    """What holds in a group. `target`: where its text goes, "" for the document.

    Sizes are in points, the indent in twentieths of them.
    """

    target: str = ""
    reason: str = ""
    is_optional: bool = False
    begins: bool = False
    codepage: str = ""
    font: int = 0
    following: int = 1
    address: str = ""
    style: int = 0
    outline: int | None = None
    list_id: int = 0
    level: int = 0
    indent: int = 0
    in_table: bool = False
    is_bold: bool = False
    is_bold_right: bool = False
    is_underlined: bool = False
    is_raised: bool = False
    is_hidden: bool = False
    is_deleted: bool = False
    is_right: bool = False
    size: float = 12.0

    @property
    def looks_bold(self) -> bool:
        """Right-to-left text has a word of its own for bold."""
        return self.is_bold_right if self.is_right else self.is_bold

    def change(self, word: str, number: int | None) -> None:
        """Set what a word of control says; of words that are not known nothing is taken."""
        is_on = number != 0
        if word in ("pard", "plain"):
            for name, value in (OF_PARAGRAPHS if word == "pard" else OF_CHARACTERS).items():
                setattr(self, name, value)
        elif word in SWITCHES:
            setattr(self, SWITCHES[word], is_on)
        elif word in ("ul", "uld", "uldb", "ulw", "ulnone"):
            self.is_underlined = is_on and word != "ulnone"
        elif word in ("super", "nosupersub", "sub", "up"):
            self.is_raised = word in ("super", "up") and is_on
        elif word in ("rtlch", "ltrch"):
            self.is_right = word == "rtlch"
        elif word == "intbl":
            self.in_table = True
        elif word in NUMBERS:
            setattr(self, NUMBERS[word], number or 0)
        elif word == "ilvl":
            self.level = min(max(number or 0, 0), 8)
        elif word == "outlinelevel":
            self.outline = number if number is not None and 0 <= number < 9 else None
        elif word == "fs" and number:
            self.size = number / 2


@dataclass
class _Place:
    """The right edge of a cell, in twips, and whether it goes on with the one before it or above it."""

    right: int = 0
    continues_left: bool = False
    continues_above: bool = False


@dataclass
class Layout:
    """The table that is open: cells of its row so far, where they are, and the rows before."""

    cells: list[list[Block]] = field(default_factory=list)
    places: list[_Place] = field(default_factory=list)
    rows: list[list[tuple[_Place, list[Block]]]] = field(default_factory=list)
    place: _Place = field(default_factory=_Place)

    def change(self, word: str, number: int | None) -> bool:
        """Set what a word of control says of cells; return whether it says something of them."""
        if word == "trowd":
            self.places, self.place = [], _Place()
        elif word == "clmrg":
            self.place.continues_left = True
        elif word == "clvmrg":
            self.place.continues_above = True
        elif word == "cellx":
            self.place.right = number or 0
            self.places.append(self.place)
            self.place = _Place()
        else:
            return False
        return True

    def end_row(self) -> None:
        if self.cells:
            while len(self.places) < len(self.cells):
                last = self.places[-1].right if self.places else 0
                self.places.append(_Place(last + 1000))
            self.rows.append(list(zip(self.places, self.cells, strict=False)))
        self.cells = []

    def take_rows(self) -> list[dict[int, Cell]]:
        """Return the rows of the table that ends, by columns: the edges of all rows are those of columns."""
        rights = sorted({place.right for row in self.rows for place, _blocks in row})
        rows: list[dict[int, Cell]] = []
        above: dict[int, tuple[int, int]] = {}
        for row in self.rows:
            cells: dict[int, Cell] = {}
            column = last = 1
            for place, blocks in row:
                following = rights.index(place.right) + 2
                span = max(following - column, 1)
                if place.continues_left and last in cells:
                    cell = cells[last]
                    cells[last] = Cell([*cell.blocks, *blocks], cell.row_span, cell.column_span + span)
                elif place.continues_above and column in above and not blocks:
                    number, at = above[column]
                    cell = rows[number][at]
                    rows[number][at] = Cell(cell.blocks, cell.row_span + 1, cell.column_span)
                elif blocks:
                    cells[column] = Cell(blocks, 1, span)
                    above[column] = len(rows), column
                    last = column
                column = following
            rows.append(cells)
        self.rows = []
        return rows
