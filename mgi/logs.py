"""How a line of the log is written: with every address that is itself a key made unreadable."""

import logging
import re

KEYS = re.compile(r"(/review/|/password_reset/[^/\s]+/|/alerts/(?:confirm|stop)/)[^/\s?\"']+")
"""Addresses that open a draft or an account to whoever has them, or end a reader's e-mails."""


class Line(logging.Formatter):
    """A line, and the traceback below it, without the keys that addresses hold."""

    def format(self, record: logging.LogRecord) -> str:
        return KEYS.sub(r"\1…", super().format(record))
