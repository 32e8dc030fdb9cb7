"""One row in the table of languages is enough: a copy of the site with three rows more runs, in earnest."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS = """
    GERMAN = LanguageInfo(
        code="de",
        native_name="Deutsch",
        english_name="German",
        word_locale="de-DE",
        stemmer="german",
        stop_words="am an auf bei das dem den der des die ein eine im in ist mit sie sind und von zu zum zur",
    )
    PERSIAN = LanguageInfo(
        code="fa",
        native_name="فارسی",
        english_name="Persian",
        word_locale="fa-IR",
        # Snowball has this stemmer, PostgreSQL has not.
        stemmer="persian",
        script="Arab",
        direction="rtl",
        separators=("، ", "؛ "),
    )
    ALBANIAN = LanguageInfo(
        code="sq",
        native_name="Shqip",
        english_name="Albanian",
        word_locale="sq-AL",
        is_interface=False,
    )
"""
"""One with all that there can be, one from right to left, and one that the interface does not speak."""


def test_a_copy_of_the_site_with_more_rows_runs(tmp_path):
    for name in ("manage.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("mgi", "profiles", "templates", "static", "fixtures", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    table = tmp_path / "profiles" / "languages.py"
    before, begin, after = table.read_text(encoding="utf-8").partition("\n    # Any, as mypy takes this")
    assert begin
    table.write_text(f"{before}{ROWS}{begin}{after}", encoding="utf-8")

    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    completed = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "tests/languages/further.py"],
        cwd=tmp_path,
        env=environment | {"VAR_DIR": str(tmp_path / "var"), "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert completed.returncode == 0, completed.stdout[-6000:] + completed.stderr[-2000:]
