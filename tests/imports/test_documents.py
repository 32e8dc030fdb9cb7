"""Made-up documents of fictional places, in all the ways that are seen, each with what it says beside it.

tests/data/imports/NAME is a document, NAME.json what must be read from it. `problems` is how many there are.
"""

import json
from pathlib import Path

import pytest

from profiles.imports import readers
from profiles.imports.document import Reading

FOLDER = Path("tests/data/imports")
DOCUMENTS = sorted(path for path in FOLDER.iterdir() if path.with_name(f"{path.name}.json").exists())

pytestmark = pytest.mark.usefixtures("fictional_places")


def summarise(reading: Reading) -> dict:
    titles = {source["key"]: source["title"] for source in reading.sources}
    return {
        "place": reading.place,
        "edition": reading.edition,
        "year": reading.year,
        "month": reading.month,
        "language": reading.language,
        "introduction": reading.introduction,
        "none_identified": reading.none_identified,
        "findings": [
            [f["domain"], f["kind"], f["text"], [[titles[c["source"]], c["locator"]] for c in f["sources"]]]
            for f in reading.findings
        ],
        "sources": [[s["title"], s["body"], s["year"], s["url"]] for s in reading.sources],
        "extra": reading.extra,
        "unplaced": [line.text.strip() for line in reading.unplaced],
        "problems": reading.problems,
    }


def test_there_are_many_in_all_six_languages():
    assert len(DOCUMENTS) >= 30
    assert {path.name[:2] for path in DOCUMENTS} == {"en", "fr", "es", "pt", "de", "ar"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_document_is_understood(path):
    expected = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
    summary = summarise(readers.read(path.read_bytes(), path.name))
    count = expected.pop("problems") or 0
    problems = [f"{problem.line}: {problem.text}" for problem in summary.pop("problems")]
    assert summary == expected
    assert len(problems) == count, problems
