"""An e-mail as a job: enqueued with all that it says, sent with one Message-ID however often it is tried.

Mail programs show two e-mails of one Message-ID once. Nobody waits for a mail server but the worker.
"""

import threading
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from profiles.choices import JobKind
from profiles.models import Job

SERVICE_ENDS = 421
"""The SMTP code with which a server asks to be connected to anew."""
REFUSED_FOR_GOOD = 500
"""SMTP codes from here on say that a mailbox is not there, and will not be."""

_local = threading.local()


class MailboxRefusedError(Exception):
    """The mail server refused the mailbox for good. The message names codes, and no address."""


def email_job(
    to: str,
    subject: str,
    text: str,
    headers: dict[str, str] | None = None,
    kind: JobKind = JobKind.EMAIL,
    **arguments: Any,
) -> Job:
    """Return the job that sends one e-mail; `arguments` are what else send() or its caller needs."""
    email = {"to": to, "subject": subject, "text": text, "headers": headers or {}}
    return Job(kind=kind, about=subject[:300], arguments=email | {"message_id": message_id()} | arguments)


def message_id(name: str = "") -> str:
    """Return a Message-ID of this site: a new one, or the one of `name`."""
    return f"<{name or uuid4()}@{urlsplit(settings.SITE_URL).hostname}>"


def send(to: str, subject: str, text: str, headers: dict[str, str], message_id: str) -> None:
    """Send one e-mail, through the connection of the one before where there is one.

    Raises MailboxRefusedError, or what else the mail server raises.
    """
    headers = headers | {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    message = EmailMessage(subject, text, to=[to], headers=headers)
    message.connection = _connection()
    try:
        _send_once_more(message)
    except SMTPRecipientsRefused as error:
        codes = [code for code, _text in error.recipients.values()]
        if min(codes, default=0) >= REFUSED_FOR_GOOD:
            raise MailboxRefusedError(f"The mail server refused the mailbox: {codes}.") from None
        raise ConnectionError(f"The mail server did not take the e-mail: {codes}.") from None
    except Exception:
        close_connection()  # of unknown state
        raise


def _send_once_more(message: EmailMessage) -> None:
    """Send, and where the server ends the connection, after so many e-mails or so long, once more."""
    try:
        message.send()
    except (SMTPServerDisconnected, SMTPResponseException) as error:
        if isinstance(error, SMTPResponseException) and error.smtp_code != SERVICE_ENDS:
            raise
        close_connection()
        message.connection = _connection()
        message.send()


def _connection() -> BaseEmailBackend:
    """Return the open connection of this thread."""
    if getattr(_local, "connection", None) is None:
        connection = get_connection()
        connection.open()
        _local.connection = connection
    return _local.connection


def close_connection() -> None:
    """End the connection of this thread; a worker does it when no e-mail waits."""
    connection, _local.connection = getattr(_local, "connection", None), None
    if connection is not None:
        connection.close()
