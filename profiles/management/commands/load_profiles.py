"""Loads a document of the exchange format and publishes what it has, by the ordinary actions."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from profiles import workflow
from profiles.content.translations import TranslationData, Units, build_units
from profiles.imports.formats import native_json
from profiles.management.database import DatabaseCommand
from profiles.models import Profile, Revision, Translation


class Command(DatabaseCommand):
    help = (
        "Load profiles and their translations from a JSON document and publish them. A profile that is there "
        "already stays as it is, and so do its translations."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, help="a document of the exchange format, for example fixtures/demo.json"
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            document = native_json.read(file.read_bytes())
            with transaction.atomic():
                places = workflow.add_places(document.places, by=None)
                profiles = {data["slug"]: load(data) for data in document.profiles if not is_there(data)}
                translations = [
                    load_translation(profiles[data["profile"]], data)
                    for data in document.translations
                    if data["profile"] in profiles
                ]
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}. Nothing was changed.") from None
        except (native_json.DocumentError, workflow.WorkflowError) as error:
            raise CommandError(f"{file}: {error} Nothing was changed.") from None
        kept = len(document.profiles) - len(profiles)
        self.stdout.write(
            f"{file.name}: {len(places)} places, {len(profiles)} profiles and {len(translations)} "
            f"translations added; {kept} profiles were there already."
        )


def is_there(data: Any) -> bool:
    return Profile.objects.filter(place__slug=data["place"], edition=data["edition"]).exists()


def load(data: Any) -> Revision:
    return workflow.publish(workflow.create_profile(data, by=None), by=None)


def load_translation(revision: Revision, data: TranslationData) -> Translation:
    """Publish a translation of `revision`, of what that says now unless a unit names an earlier wording."""
    rows = data["units"]
    units: Units = {
        unit.key: {"text": row["text"], "original": row.get("original", unit.original)}
        for unit in build_units(revision, {})
        if (row := rows.get(unit.key))
    }
    facts = workflow.TranslationFacts(data["provenance"], data["reference"], data["change_note"])
    draft = workflow.start_translation(revision.profile, data["language"], None, revision=revision)
    draft = workflow.save_translation(draft, units, draft.lock_version, None, facts=facts)
    return workflow.publish(draft, by=None)
