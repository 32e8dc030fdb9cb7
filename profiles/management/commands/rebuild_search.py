"""Makes the index of the search anew, from what is published now."""

from typing import Any

from profiles import search
from profiles.management.database import DatabaseCommand


class Command(DatabaseCommand):
    help = (
        "Make the index of the search anew. Needed only after data was loaded past the site's own commands; "
        "until it is done the old index answers."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        number = search.rebuild(self.show_progress)
        self.stdout.write(f"{number} texts can be found.")
