"""Publishes what is scheduled and due. A timer runs it every minute (docs/deploying.md)."""

from typing import Any

from profiles import workflow
from profiles.management.database import DatabaseCommand


class Command(DatabaseCommand):
    help = "Publish every approved revision whose scheduled moment has come."

    def handle(self, *args: Any, **options: Any) -> None:
        for revision in workflow.publish_due():
            self.stdout.write(f"Published {revision}.")
