"""`manage.py accept_secret_key`: the SECRET_KEY was changed on purpose."""

from typing import Any

from profiles.management.database import DatabaseCommand
from profiles.operations import readiness


class Command(DatabaseCommand):
    help = (
        "Have the database know the SECRET_KEY of this environment, after it was changed on purpose: "
        "everybody signs in again, and links in e-mails that are on their way are void."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        readiness.accept_key()
        self.stdout.write("The database knows this SECRET_KEY now. Start the site again.")
