"""What all commands that use the database have in common."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError, connection

from profiles.operations import readiness

BAR_WIDTH = 30


class DatabaseCommand(BaseCommand):
    """A command that says in one line, and soon, that the database cannot be used, or has no tables yet.

    `--traceback` shows the rest. A command has a process of its own: the server never calls one.
    """

    def execute(self, *args: Any, **options: Any) -> str | None:
        # One plain connection: a pool would hide why PostgreSQL refuses, behind ten seconds of trying.
        connection.settings_dict["OPTIONS"].pop("pool", None)
        try:
            return super().execute(*args, **options)
        except (OperationalError, ProgrammingError) as error:
            reason = " ".join(str(error).split())
            raise CommandError(
                "The database of DATABASE_URL (or of VAR_DIR) cannot be used. Has the command the settings "
                f"of the site (docs/deploying.md, “The environment file”)? {reason}"
            ) from error

    def show_progress(self, done: int, of: int) -> None:
        """Draw a bar anew on its line, where somebody is looking."""
        if self.stderr.isatty():
            filled = BAR_WIDTH * done // of
            end = "\n" if done == of else ""
            self.stderr.write(f"\r[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {done}/{of}", ending=end)


def require_fit() -> None:
    """Refuse to go on where the database is of a newer version, or knows another secret key."""
    try:
        readiness.require_fit_at_start()
    except readiness.NotReadyError as error:
        raise CommandError(f"Nothing was started. {error}") from None
