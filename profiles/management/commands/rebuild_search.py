"""Makes the index of the search anew, from what is published now."""

from typing import Any

from profiles import search
from profiles.management.database import DatabaseCommand

WIDTH = 30


class Command(DatabaseCommand):
    help = (
        "Make the index of the search anew. Needed only after data was loaded past the site's own commands; "
        "until it is done the old index answers."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        number = search.rebuild(self.show)
        self.stdout.write(f"{number} texts can be found.")

    def show(self, done: int, of: int) -> None:
        """Draw the bar anew, where somebody is looking."""
        if self.stderr.isatty():
            full = WIDTH * done // of
            end = "\n" if done == of else ""
            self.stderr.write(f"\r[{'#' * full}{' ' * (WIDTH - full)}] {done}/{of}", ending=end)
