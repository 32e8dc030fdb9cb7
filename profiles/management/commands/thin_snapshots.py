"""Keeps the history of drafts small. A timer runs it every night (docs/deploying.md)."""

from typing import Any

from django.core.management.base import BaseCommand

from profiles import workflow


class Command(BaseCommand):
    help = (
        "Of snapshots older than 30 days keep the last of each day, and all that a sign-off rests on. "
        "Uploaded documents that nobody has taken in for 30 days go."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{workflow.thin_snapshots()} snapshots removed.")
        self.stdout.write(f"{workflow.remove_old_documents()} uploaded documents removed.")
