"""Caches in front of the site (a CDN, Varnish) are told what has changed, by the keys of their answers.

The keys are the tags of models/page_versions.py: what has another version than when the cache was told last.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from urllib.request import Request, urlopen

from django.conf import settings
from django.db.models import F
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from profiles.models import PageVersion

TIMEOUT = 10
"""Seconds until a cache that does not answer is given up; the job is tried again."""
MOST_KEYS = 30
"""Keys of one request: Cloudflare takes no more."""


def _fastly(keys: Iterable[str]) -> Request:
    """See Fastly's API, “Purge multiple surrogate key tags”; Varnish's xkey is asked by PURGE."""
    headers = {
        "Fastly-Key": settings.PURGE_TOKEN,
        "Surrogate-Key": " ".join(keys),
        "Accept": "application/json",
    }
    return Request(settings.PURGE_URL, b"", headers, method="POST")  # noqa: S310 (the operator names it)


def _varnish(keys: Iterable[str]) -> Request:
    """See vmod_xkey: the recipe in docs/deploying.md reads the keys from this header."""
    headers = {"Surrogate-Key": " ".join(keys), "X-Purge-Token": settings.PURGE_TOKEN}
    return Request(settings.PURGE_URL, headers=headers, method="PURGE")  # noqa: S310 (the operator names it)


def _cloudflare(keys: Iterable[str]) -> Request:
    """See Cloudflare's API, “Purge cached content by tag”."""
    headers = {"Authorization": f"Bearer {settings.PURGE_TOKEN}", "Content-Type": "application/json"}
    return Request(settings.PURGE_URL, json.dumps({"tags": list(keys)}).encode(), headers, method="POST")  # noqa: S310 (the operator names it)


KINDS: dict[str, Callable[[Iterable[str]], Request]] = {
    "fastly": _fastly,
    "varnish": _varnish,
    "cloudflare": _cloudflare,
}
"""Setting PURGE_KIND -> what makes the request."""


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
        with urlopen(KINDS[settings.PURGE_KIND](keys), timeout=TIMEOUT) as answer:  # noqa: S310 (the operator names it)
            answer.read()
    for tag, version in changed.items():
        PageVersion.objects.filter(tag=tag).update(purged=version)
    return format_lazy(gettext_lazy("Keys: {count}"), count=len(changed))


def _batches(keys: list[str]) -> Iterator[list[str]]:
    for first in range(0, len(keys), MOST_KEYS):
        yield keys[first : first + MOST_KEYS]
