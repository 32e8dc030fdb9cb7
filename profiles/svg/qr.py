"""A QR code, as numbers and a path string. The unit is one module, the smallest square."""

from dataclasses import dataclass

import segno

QUIET_ZONE = 4
"""Empty modules on each side, as ISO/IEC 18004 asks for."""


@dataclass(frozen=True)
class QRCode:
    size: int
    """Modules along one side, with the quiet zone."""
    path: str
    """The dark modules, one run of a row after another."""


def qr_code(text: str) -> QRCode:
    """Return the code that a camera reads as `text`."""
    rows = [bytes(row) for row in segno.make_qr(text, error="m").matrix]
    runs = []
    for y, row in enumerate(rows, QUIET_ZONE):
        x = 0
        while (x := row.find(1, x)) >= 0:
            light = row.find(0, x)
            length = (light if light >= 0 else len(row)) - x
            runs.append(f"M{x + QUIET_ZONE} {y}h{length}v1h-{length}z")
            x += length
    return QRCode(len(rows) + 2 * QUIET_ZONE, "".join(runs))
