"""Text in the cells of a table: kept from being taken for a formula when written, and read back exactly.

Both directions stand here side by side; exports/ writes with guard(), readers take it back with unguard().
"""

import re

FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""How a text begins that a spreadsheet may calculate, or that already has the mark of a guarded one."""
GUARDED = re.compile(r"'+[=+\-@\t\r]")

ESCAPED = re.compile(r"_x(?=[0-9A-Fa-f]{4}_)")
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""Characters that XML cannot carry, or that it would change."""
WRITTEN = re.compile(r"_x(005F|00[01][0-9A-F]|FFF[EF])_", re.IGNORECASE)


def guard(text: str) -> str:
    """Return `text` as a cell may hold it: an apostrophe stands before what could be taken for a formula.

    >>> guard("=1+1")
    "'=1+1"
    """
    return f"'{text}" if FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Return the text that `guard` guarded."""
    return text[1:] if GUARDED.match(text) else text


def escape(text: str) -> str:
    """Return `text` as the XML of a workbook carries it: _x000D_ for a character that XML does not take."""
    text = ESCAPED.sub("_x005F_x", text)
    return UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def unescape(text: str) -> str:
    """Return the text that `escape` escaped."""
    return WRITTEN.sub(lambda match: chr(int(match[1], 16)), text)
