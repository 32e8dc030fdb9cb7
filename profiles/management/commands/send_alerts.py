"""Sends the e-mails that readers subscribed to. A timer runs it once a day (docs/deploying.md)."""

from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from profiles.management.database import DatabaseCommand
from profiles.workflow import alerts


class Command(DatabaseCommand):
    help = "E-mail each subscriber what was published since their last e-mail."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.ALERTS:
            raise CommandError("This site sends no alerts: the setting ALERTS is off (docs/deploying.md).")
        try:
            report = alerts.send_due()
        except (SMTPException, OSError) as error:
            raise CommandError(
                f"The mail server does not take e-mails ({error}). None is lost: the next run sends them."
            ) from None
        self.stdout.write(
            f"E-mails: {report.sent} sent, {report.failed} failed, {report.refused} refused for good."
        )
        if report.failed:
            raise CommandError("The next run tries those that failed again; the log says why.")
