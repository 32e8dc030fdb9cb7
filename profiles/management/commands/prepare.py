"""Everything that must be so before the site is served, done again and again without harm."""

import hashlib
import json
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from profiles import search, workflow
from profiles.management.database import DatabaseCommand, require_fit
from profiles.models import IndicatorDomain, Term, User
from profiles.operations import readiness

FIRST_ADMINISTRATOR = "admin"


class Command(DatabaseCommand):
    help = (
        "Migrate the database, fill an empty one from fixtures/, create the first administrator, "
        "and collect the static files that have changed."
    )
    requires_system_checks = ()  # They cost a third of the start; `make check` runs them.

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.prepare()
        except OSError as error:
            where = error.filename or settings.VAR_DIR
            raise CommandError(f"{where} cannot be written: {error.strerror}.") from None

    def prepare(self) -> None:
        require_fit()
        if migrations_are_waiting():
            call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        readiness.remember_key()
        if not IndicatorDomain.objects.exists():
            self.fill()
        if not Term.objects.exists():
            call_command("loaddata", "glossary", verbosity=0)
            search.index_terms()
        workflow.add_domain_texts(fixture_rows("domains", "profiles.domaintext"))
        workflow.name_places()
        workflow.update_country_names(fixture_rows("places", "profiles.place"))
        if search.is_missing():
            search.rebuild()
        if not User.objects.exists():
            self.create_administrator()
        collect_static()

    @transaction.atomic
    def fill(self) -> None:
        call_command("loaddata", "domains", "places", verbosity=0)
        call_command("load_profiles", settings.BASE_DIR / "fixtures" / "mali-2021.json", stdout=self.stdout)

    def create_administrator(self) -> None:
        """Print the random password this once; only its hash is kept."""
        password = secrets.token_urlsafe(15)
        User.objects.create_superuser(FIRST_ADMINISTRATOR, password=password)
        self.stdout.write(
            f"\nThe first administrator: name {FIRST_ADMINISTRATOR}, password {password}\n"
            "It is shown this once. Change it after signing in.\n"
        )


def migrations_are_waiting() -> bool:
    """Ask first: `migrate` takes a third of a second to find that it has nothing to do."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def fixture_rows(name: str, model: str) -> list[dict[str, Any]]:
    """Return the fields of the rows of `model` in the fixture."""
    rows = json.loads((settings.BASE_DIR / "fixtures" / f"{name}.json").read_text(encoding="utf-8"))
    return [row["fields"] for row in rows if row["model"] == model]


def collect_static() -> None:
    """Collect the static files again where one of them has changed since the last time."""
    stamp, digest = settings.VAR_DIR / "static.stamp", static_digest()
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if manifest.exists() and stamp.exists() and stamp.read_text() == digest:
        return
    call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)
    stamp.write_text(digest)


def static_digest() -> str:
    """Return one digest of the path, size and time of every static file."""
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
