"""Caches in front of the site (a CDN, Varnish) are told what has changed, by the keys of their answers.

The keys are the tags of models/page_versions.py: what has another version than when the cache was told last.
"""

import json
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings
from django.db.models import F
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from profiles.models import PageVersion
from profiles.operations import outgoing

MOST_KEYS = 30
"""Keys of one request: Cloudflare takes no more."""


Message = tuple[str, dict[str, str], bytes | None]
"""Method, headers and body of what the cache is told."""


def _fastly(keys: Iterable[str]) -> Message:
    """See Fastly's API, “Purge multiple surrogate key tags”; Varnish's xkey is asked by PURGE."""
    headers = {
        "Fastly-Key": settings.PURGE_TOKEN,
        "Surrogate-Key": " ".join(keys),
        "Accept": "application/json",
    }
    return "POST", headers, b""


def _varnish(keys: Iterable[str]) -> Message:
    """See vmod_xkey: the recipe in docs/deploying.md reads the keys from this header."""
    return "PURGE", {"Surrogate-Key": " ".join(keys), "X-Purge-Token": settings.PURGE_TOKEN}, None


def _cloudflare(keys: Iterable[str]) -> Message:
    """See Cloudflare's API, “Purge cached content by tag”."""
    headers = {"Authorization": f"Bearer {settings.PURGE_TOKEN}", "Content-Type": "application/json"}
    return "POST", headers, json.dumps({"tags": list(keys)}).encode()


KINDS: dict[str, Callable[[Iterable[str]], Message]] = {
    "fastly": _fastly,
    "varnish": _varnish,
    "cloudflare": _cloudflare,
}
"""Setting PURGE_KIND -> what makes the message."""


def purge() -> str | Promise:
    """Tell the cache what has changed since it was told last; return how much that was, in words.

    Raises OSError where it does not answer, or refuses.
    """
    if not settings.PURGE_URL:
        return ""
    changed = dict(PageVersion.objects.filter(version__gt=F("purged")).values_list("tag", "version"))
    if not changed:
        return ""
    for keys in _batches(["lists", *sorted(changed)]):
        method, headers, body = KINDS[settings.PURGE_KIND](keys)
        answer = outgoing.ask(
            settings.PURGE_URL, method=method, headers=headers, body=body, may_be_private=True
        )
        if not 200 <= answer.status < 300:
            raise outgoing.OutgoingError(f"The cache refused, with status {answer.status}.")
    for tag, version in changed.items():
        PageVersion.objects.filter(tag=tag).update(purged=version)
    return format_lazy(gettext_lazy("Keys: {count}"), count=len(changed))


def _batches(keys: list[str]) -> Iterator[list[str]]:
    for first in range(0, len(keys), MOST_KEYS):
        yield keys[first : first + MOST_KEYS]
