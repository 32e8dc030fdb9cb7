"""Removes what is old: of the history of drafts, uploaded documents, records of signing in.

A timer runs it every night (docs/deploying.md).
"""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.core.management import call_command

from profiles import workflow
from profiles.management.database import DatabaseCommand

SIGN_INS = 90
"""Days that it is kept who signed in from where."""


class Command(DatabaseCommand):
    help = (
        "Of snapshots older than 30 days keep the last of each day, and all that a sign-off rests on. "
        "Uploaded documents that nobody has imported for 30 days go, ended sessions, and the records of who "
        f"signed in from where after {SIGN_INS} days."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{workflow.thin_snapshots()} snapshots removed.")
        self.stdout.write(f"{workflow.delete_old_documents()} uploaded documents removed.")
        call_command("clearsessions")
        self.stdout.write(f"{AxesProxyHandler.reset_logs(age_days=SIGN_INS)} records of signing in removed.")
