"""Sends the letters that readers asked for. A timer runs it once a day (docs/deploying.md)."""

from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from profiles.management.database import DatabaseCommand
from profiles.workflow import alerts


class Command(DatabaseCommand):
    help = "Write to each reader who asked for it what was published since her last letter."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.ALERTS:
            raise CommandError("This site sends no alerts: the setting ALERTS is off (docs/deploying.md).")
        try:
            sent = alerts.send_due()
        except (SMTPException, OSError) as error:
            raise CommandError(
                f"The mail server does not take letters ({error}). None is lost: the next run sends them."
            ) from None
        self.stdout.write(
            f"Letters: {sent.letters} sent, {sent.failed} failed, {sent.refused} refused for good."
        )
        if sent.failed:
            raise CommandError("The next run tries those that failed again; the log says why.")
