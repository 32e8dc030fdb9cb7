"""Errors of the program, sent to Sentry or whatever takes its place, where SENTRY_DSN names one.

The package sentry-sdk is installed by whoever wants it. Of a request, no more leaves the machine than its
method and its path: neither what was sent or typed, nor by whom, nor any value of the program.
"""

import re
from typing import Any

from mgi import environment, logs

MAILBOX = re.compile(r"[^\s<>\"'=:,;(]+@[^\s<>\"',;)]+")
KEPT_OF_REQUESTS = {"method", "url"}
LEFT_OUT = {"user", "breadcrumbs", "extra", "modules", "server_name"}
PACKAGE = "sentry-sdk"


def start(dsn: str, release: str) -> None:
    """Have errors of this process sent to `dsn`. Ends the start where the package is not installed."""
    try:
        import sentry_sdk
    except ImportError:
        environment.refuse(
            f"SENTRY_DSN is set, but the package {PACKAGE} is not installed: "
            f".venv/bin/python -m pip install {PACKAGE}."
        )
    sentry_sdk.init(
        dsn=dsn,
        release=release,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        send_client_reports=False,
        auto_session_tracking=False,
        before_send=prepare,
    )


def prepare(event: Any, hint: Any) -> Any:
    """Return what is sent of an event: no key of an address, no mailbox, nothing that came with a request."""
    kept = {name: value for name, value in event.items() if name not in LEFT_OUT}
    if kept.get("request"):
        request = {name: value for name, value in kept["request"].items() if name in KEPT_OF_REQUESTS}
        request["url"] = str(request.get("url", "")).partition("?")[0]
        kept["request"] = request
    if name := logs.request_id.get():
        kept["tags"] = {**kept.get("tags", {}), "request_id": name}
    return without_secrets(kept)


def without_secrets(value: Any) -> Any:
    """Return `value` with each text in it, however deep, without keys and mailboxes."""
    match value:
        case str():
            return MAILBOX.sub("…@…", logs.without_keys(value))
        case dict():
            return {name: without_secrets(item) for name, item in value.items()}
        case list() | tuple():
            return [without_secrets(item) for item in value]
    return value
