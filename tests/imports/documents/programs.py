"""The programs that write the documents: LibreOffice, pandoc, Chromium and typst.

Needed by make.py alone: apt install libreoffice-writer-nogui libreoffice-calc-nogui pandoc, a Chromium
(tests/tools.py), pip install typst.
"""

import subprocess
import tempfile
from functools import cache
from pathlib import Path

from tests import tools


@cache
def _office_profile() -> str:
    return tempfile.mkdtemp(prefix="office-")


def office(data: bytes, before: str, after: str, choice: str = "") -> bytes:
    """Return `data`, a file with the ending `before`, as LibreOffice saves it with the ending `after`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"document.{before}"
        path.write_bytes(data)
        command = ["soffice", f"-env:UserInstallation=file://{_office_profile()}", "--headless"]
        command += ["--convert-to", choice or after, "--outdir", f"{folder}/out", str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (Path(folder) / "out" / f"document.{after}").read_bytes()


def pandoc(text: str | bytes, before: str, after: str, *options: str) -> bytes:
    """Return `text`, written as `before`, as pandoc writes it as `after`."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "source", Path(folder) / "target"
        source.write_bytes(text.encode() if isinstance(text, str) else text)
        command = ["pandoc", "-f", before, "-t", after, "-s", *options, "-o", str(target), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return target.read_bytes()


def chromium_pdf(page: str) -> bytes:
    """Return the page as Chromium prints it."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        command = [tools.chromium(), *options, f"--print-to-pdf={target}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return target.read_bytes()


def typst_pdf(source: str) -> bytes:
    """Return the PDF that typst sets."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.typ"
        path.write_text(source, encoding="utf-8")
        return typst.compile(str(path))
