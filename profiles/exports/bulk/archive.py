"""All published profiles in one ZIP: two tables, a document for each profile, and what describes them.

Its words are English, whoever asks. However many profiles there are, few are in memory at a time.
"""

import csv
import json
import shutil
import tempfile
import zipfile
from typing import IO, Any

from django.conf import settings
from django.urls import reverse

from profiles.choices import Language
from profiles.exports.bulk.selection import ProfileRow, published_rows
from profiles.exports.columns import CSV, PROFILES, rows
from profiles.exports.context import build_exports
from profiles.exports.file_cache import cached_file
from profiles.exports.formats import json as json_format
from profiles.exports.formats.csv import to_cells
from profiles.models import Profile, Translation

NUMBERS = {"edition", "revision", "domain_number", "position"}
ABOUT = [column.name for column in PROFILES]
FINDINGS = [column.name for column in CSV]
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of each part: the same profiles give the same bytes."""

README = """{site}: all published profiles

profiles.csv      one line a profile, with the address of its text
findings.csv      one line a finding, with the month that it describes
profiles/         each profile in the exchange format (JSON), its sources too
translations/     the published translations, by language: the same, in other words
datapackage.json  describes the two tables (Frictionless Data Package)

The texts of the tables and of profiles/ are those that governments approved, word for word. Cite the month
with a finding: findings age. A translation says in its part “translation” whether it is official, what of it
is outdated and what is not translated.
Nothing here is a score, and nothing should be made one: a profile gives examples; their number says nothing.
A line whose “note” is “Fictional example” is about an invented place.
A cell that a spreadsheet could take for a formula has an apostrophe before it.

Each profile keeps its own licence (the column “licence”). {data}
"""


def archive() -> IO[bytes]:
    """Return the ZIP, open at its beginning; three queries where nothing has changed."""
    texts = published_rows(Profile.objects.published().order_by("slug"))
    return cached_file("mgi-profiles", "zip", texts.digest.encode(), lambda file: _write(file, texts))


def _write(file: IO[bytes], texts: ProfileRow) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        with _table(FINDINGS) as findings, _table(ABOUT) as profiles:
            keys = list(texts.revisions.values())
            for export in build_exports(keys, Language.ENGLISH, ""):
                csv.writer(profiles).writerow(to_cells(PROFILES, export))
                csv.writer(findings).writerows(to_cells(CSV, row) for row in rows(export))
                name = f"profiles/{export.data['slug']}.json"
                package.writestr(_part(name), json_format.render(export))
            for name, table in (("profiles.csv", profiles), ("findings.csv", findings)):
                table.seek(0)
                with package.open(_part(name), "w") as part:
                    shutil.copyfileobj(table.buffer, part)
        _write_translations(package, keys)
        package.writestr(_part("datapackage.json"), json.dumps(data_package(), indent=2))
        readme = README.format(site=settings.SITE_NAME, data=f"{settings.SITE_URL}{reverse('data')}")
        package.writestr(_part("README.txt"), readme)


def _write_translations(package: zipfile.ZipFile, keys: list[int]) -> None:
    """Write each published translation of the texts `keys`: translations/fr/mali-2021.json."""
    live = Translation.objects.live().filter(revision__in=keys)
    for language in live.order_by("language").values_list("language", flat=True).distinct():
        translated = set(live.filter(language=language).values_list("revision", flat=True))
        chosen = [key for key in keys if key in translated]
        for export in build_exports(chosen, Language.ENGLISH, language):
            if export.revision.translation is not None:
                name = f"translations/{language}/{export.data['slug']}.json"
                package.writestr(_part(name), json_format.render(export))


def data_package() -> dict[str, Any]:
    """Return the Data Package: which table has which columns."""
    return {
        "name": "mgi-profiles",
        "title": f"{settings.SITE_NAME}: all published profiles",
        "homepage": f"{settings.SITE_URL}{reverse('data')}",
        "resources": [
            {
                "name": name,
                "path": f"{name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "profile": "tabular-data-resource",
                "schema": {"fields": [{"name": column, "type": _type_of(column)} for column in columns]},
            }
            for name, columns in (("profiles", ABOUT), ("findings", FINDINGS))
        ],
    }


def _type_of(column: str) -> str:
    if column in NUMBERS:
        return "integer"
    return "boolean" if column == "is_outdated" else "string"


def _table(columns: list[str]) -> Any:
    """Return a temporary file with the names of `columns` in its first line."""
    table = tempfile.TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115 (the caller closes it)
    csv.writer(table).writerow(columns)
    return table


def _part(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name, LONG_AGO)
    part.compress_type = zipfile.ZIP_DEFLATED
    return part
