"""Everything that must be so before the site is served, done again and again without harm."""

import secrets
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from profiles.models import IndicatorDomain, User

FIRST_ADMINISTRATOR = "admin"


class Command(BaseCommand):
    help = "Migrate the database, fill an empty one from fixtures/, and create the first administrator."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        if not IndicatorDomain.objects.exists():
            self.fill()
        if not User.objects.exists():
            self.create_administrator()

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
