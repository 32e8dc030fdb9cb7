"""The QR code: what is drawn is what segno computed, with the quiet zone that cameras need."""

import re

import segno

from profiles.svg.qr import QUIET_ZONE, qr_code

TEXT = "otpauth://totp/Example:somebody?secret=JBSWY3DPEHPK3PXP&issuer=Example"


def test_the_path_draws_every_dark_module_and_no_other():
    code = qr_code(TEXT)
    modules = set()
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", code.path)
    assert "".join(f"M{x} {y}h{right}v1h-{left}z" for x, y, right, left in runs) == code.path
    for x, y, right, left in runs:
        assert right == left
        modules |= {(int(x) + step, int(y)) for step in range(int(right))}
    matrix = segno.make_qr(TEXT, error="m").matrix
    dark = {
        (x + QUIET_ZONE, y + QUIET_ZONE)
        for y, row in enumerate(matrix)
        for x, module in enumerate(row)
        if module
    }
    assert modules == dark
    assert code.size == len(matrix) + 2 * QUIET_ZONE
