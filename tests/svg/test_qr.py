"""The QR code: what is drawn is what segno computed, with the quiet zone that cameras need."""

import re

import segno

from profiles.svg.qr import QUIET_ZONE, qr_code

TEXT = "otpauth://totp/Example:somebody?secret=JBSWY3DPEHPK3PXP&issuer=Example"


def test_the_path_draws_every_dark_module_and_no_other():
    code = qr_code(TEXT)
    drawn = set()
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", code.path)
    assert "".join(f"M{x} {y}h{there}v1h-{back}z" for x, y, there, back in runs) == code.path
    for x, y, there, back in runs:
        assert there == back
        drawn |= {(int(x) + step, int(y)) for step in range(int(there))}
    matrix = segno.make_qr(TEXT, error="m").matrix
    dark = {
        (x + QUIET_ZONE, y + QUIET_ZONE)
        for y, row in enumerate(matrix)
        for x, module in enumerate(row)
        if module
    }
    assert drawn == dark
    assert code.size == len(matrix) + 2 * QUIET_ZONE
