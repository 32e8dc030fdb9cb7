"""`manage.py turn_off_second_factor NAME`: where nobody is left to do it on screen."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from profiles.management.database import DatabaseCommand
from profiles.models import User
from profiles.workflow import accounts


class Command(DatabaseCommand):
    help = "Turn off the second step of signing in for one account, and end its sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"There is no account {options['username']}.")
        accounts.turn_off_second_factor(user)
        accounts.end_sessions(user)
        self.stdout.write(f"The second step of {user} is off. If it is needed, the next sign-in sets it up.")
