"""How a line of the log is written, as text or as JSON: addresses that are themselves keys are unreadable.

It knows neither Django nor the settings: the supervisor writes its lines in the same way.
"""

import json
import logging
import re
import uuid
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

KEYS = re.compile(r"(/review/|/password_reset/[^/\s]+/|/alerts/(?:confirm|stop)/)[^/\s?\"']+")
"""Addresses that open a draft or an account to whoever has them, or end a reader's e-mails."""
PLAIN_ID = re.compile(r"[A-Za-z0-9._-]{8,100}")
"""What a proxy may call a request by: nothing that would break a line, or hide in one."""

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""What the request is called that is being answered; empty outside one."""


def name_request(header: str) -> str:
    """Return what a request is called: what the proxy says in `header`, if that is plain; else a new name."""
    return header if PLAIN_ID.fullmatch(header) else uuid.uuid4().hex


def without_keys(text: str) -> str:
    return KEYS.sub(r"\1…", text)


class Line(logging.Formatter):
    """A line, and the traceback below it, without the keys that addresses hold."""

    def format(self, record: logging.LogRecord) -> str:
        name = request_id.get()
        record.request = f" [{name}]" if name else ""
        return without_keys(super().format(record))


class Json(logging.Formatter):
    """One object a line: time (UTC), level, logger, message; request_id, exception, `fields` if there are.

    `fields` are what the record was logged with: extra={"fields": {…}}.
    """

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, Any] = {
            "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if name := request_id.get():
            line["request_id"] = name
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            line["stack"] = record.stack_info
        line |= getattr(record, "fields", {})
        return without_keys(json.dumps(line, ensure_ascii=False, default=str))


FORMATTERS: dict[str, dict[str, str]] = {
    "line": {
        "class": "mgi.logs.Line",
        "format": "{asctime} {levelname} {name}{request}: {message}",
        "style": "{",
    },
    "json": {"class": "mgi.logs.Json"},
}
"""Setting LOG_FORMAT -> the formatter, as logging.config has it."""


def configuration(format_name: str, level: str) -> dict[str, Any]:
    """Return the configuration of logging: all to the terminal."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"own": FORMATTERS[format_name]},
        "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "own"}},
        "root": {"handlers": ["terminal"], "level": level},
    }
