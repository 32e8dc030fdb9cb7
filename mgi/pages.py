"""The store of finished pages, in front of Django: what mgi/asgi.py asks before it takes a thread.

A page that is kept is answered by the event loop itself. One that is not is made once, however many ask for
it at the same time; what may not be kept is answered to each as Django answers it.
"""

import asyncio
import logging
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache, partial
from typing import Any, Self
from urllib.parse import parse_qsl

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from mgi.threads import Answer, call_in_thread
from profiles.exports.kept_files import site_digest
from profiles.operations.process_counts import Counts
from profiles.page_store import files, versions
from profiles.page_store.encodings import ENCODINGS
from profiles.page_store.files import Files, Key
from profiles.page_store.kept_pages import KeptPage, Reply
from profiles.page_store.memory import Memory
from profiles.page_store.versions import Versions

Scope = MutableMapping[str, Any]
Headers = Mapping[bytes, bytes]
Call = Callable[..., Answer]
"""Has Django answer; with for_store=True what may be kept is answered whole."""

NEVER = (b"/admin/", b"/review/", b"/api/", b"/static/", b"/healthz", b"/readyz", b"/metrics")
"""The beginnings of addresses at which nothing is kept, so that nobody waits for another one's answer."""
NOT_FOR_STORE = {b"content-length", b"transfer-encoding", b"upgrade", b"if-match", b"if-unmodified-since"}
"""Headers of requests that Django answers: with a body, or a condition that no browser has for a page."""
PATIENCE = 10
"""Seconds for which a request waits for the page that another one is having made."""
OF_QUERIES = 0.2
"""The part of the memory for addresses with a query, of which there is no end."""
MOST_SEEN = 20_000
"""Addresses with a query that were asked for once: what is asked for again is kept."""

PLAIN_QUERY = re.compile(rb"(?:[\w.~!*'()+,;:@/?$=&-]|%[2-7][0-9A-Fa-f]){1,2000}")
"""A query whose parameters are looked at: none that a page refuses as unreadable, or as too long."""

logger = logging.getLogger(__name__)


class PageStore:
    """The pages of one server process. What has no other comment runs in the event loop."""

    def __init__(self, current: Versions) -> None:
        self.versions = current
        most = settings.PAGE_STORE * 1024 * 1024
        self.plain = Memory(current, int(most * (1 - OF_QUERIES)))
        self.queries = Memory(current, int(most * OF_QUERIES))
        self.files = Files(current, site_digest(), settings.PAGE_FILES * 1024 * 1024)
        self.disk = ThreadPoolExecutor(1, "pages")
        self.making: dict[Key, asyncio.Event] = {}
        self.seen: set[int] = set()
        self.hits: dict[str, int] = defaultdict(int)
        """Answers from memory, by `Reply.series`."""
        self.file_hits = self.misses = 0
        self.is_database_away = False

    @classmethod
    def start(cls) -> Self | None:
        """Return the store of this process; None where it is turned off, or VAR_DIR cannot be written."""
        current = versions.of_this_machine() if settings.PAGE_STORE and not settings.DEBUG else None
        if current is None:
            return None
        store = cls(current)
        with suppress(OSError):
            store.files.make_current()
        store._refresh()
        threading.Thread(target=store._watch, name="versions", daemon=True).start()
        return store

    def find(self, scope: Any) -> Reply | None:
        """Return the answer to a request whose page is in memory; None where it has to be looked for."""
        headers = dict(scope["headers"])
        if scope["method"] not in ("GET", "HEAD") or not NOT_FOR_STORE.isdisjoint(headers):
            return None
        page = self._get(self._key(scope, headers))
        reply = page.reply(headers) if page else None
        if reply is not None:
            self.hits[reply.series] += 1
        return reply

    async def answer(self, scope: Scope, call: Call) -> Answer:
        """Return the answer to a request that find() has none to."""
        headers = dict(scope["headers"])
        is_candidate = scope["method"] in ("GET", "HEAD") and NOT_FOR_STORE.isdisjoint(headers)
        if not is_candidate or below_site_path(scope["raw_path"]).startswith(NEVER):
            return await call_in_thread(call)
        key = self._key(scope, headers)
        if key in self.making:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.making[key].wait(), PATIENCE)
            page = self._get(key)
            if page is None:  # It may not be kept, or has changed again: everybody for themselves.
                return await self._make(key, headers, call)
            return await self._encoded(key, page, headers)
        event = self.making[key] = asyncio.Event()
        try:
            page = self._get(key) or await self._read(key)
            if page is not None:
                return await self._encoded(key, page, headers)
            return await self._make(key, headers, call)
        finally:
            del self.making[key]
            event.set()

    def _key(self, scope: Scope, headers: Headers) -> Key:
        """Return what the page is known by; the parameters that it does not depend on are left out."""
        is_secure = scope["scheme"] == "https"
        if settings.PROXIES and (scheme := headers.get(b"x-forwarded-proto")) is not None:
            is_secure = scheme.split(b",", 1)[0].strip() == b"https"
        host = host_without_port(headers.get(b"host", b""))
        key = Key(is_secure, host, scope["raw_path"], scope["query_string"])
        if PLAIN_QUERY.fullmatch(key.query):
            plain = key._replace(query=b"")
            page = self.plain.pages.get(plain)
            if page is not None and page.params is not None:
                names = {
                    name for name, _value in parse_qsl(key.query.decode("latin1"), keep_blank_values=True)
                }
                if names.isdisjoint(page.params):
                    return plain
        return key

    def _memory(self, key: Key) -> Memory:
        """Return where the page is kept: of queries and of other spellings of a path there is no end."""
        return self.queries if key.query or b"%" in key.path else self.plain

    def _get(self, key: Key) -> KeptPage | None:
        return self._memory(key).get(key)

    async def _read(self, key: Key) -> KeptPage | None:
        """Return the page from its files. A thread of its own reads them: Django's may all wait."""
        if self.files.base(key) is None:
            return None
        page = await asyncio.get_running_loop().run_in_executor(self.disk, self.files.read, key)
        if page is not None:
            self.file_hits += 1
            self.plain.put(key, page)
        return page

    async def _make(self, key: Key, headers: Headers, call: Call) -> Answer:
        self.misses += 1
        page, answer = await call_in_thread(partial(self._call, headers, call))
        if page is None:
            return answer
        if self._memory(key) is self.plain:
            self.plain.put(key, page)
            writing = asyncio.get_running_loop().run_in_executor(self.disk, self._store, key, page)
            writing.add_done_callback(lambda _: self.plain.recount(key))
        elif hash(key) in self.seen:
            self.queries.put(key, page)
        else:
            if len(self.seen) >= MOST_SEEN:
                self.seen.clear()
            self.seen.add(hash(key))
        return answer_of(page.encoded_reply(headers))

    def _call(self, headers: Headers, call: Call) -> tuple[KeptPage | None, Answer]:
        """Have Django make the page, in one of its threads: what it is valid by is looked at before."""
        before = self.versions.snapshot()
        answer = call(for_store=True)
        if answer.kept is None:
            return None, answer
        page = KeptPage.of(answer.kept, before)
        page.encode(page.encoding_for(headers))
        return page, answer

    async def _encoded(self, key: Key, page: KeptPage, headers: Headers) -> Answer:
        """Return the answer of a page that is there, in an encoding that nobody has taken before."""
        if page.reply(headers) is None:
            encode = partial(page.encode, page.encoding_for(headers))
            await asyncio.get_running_loop().run_in_executor(self.disk, encode)
            self._memory(key).put(key, page)
        return answer_of(page.encoded_reply(headers))

    def _store(self, key: Key, page: KeptPage) -> None:
        """Write the page into its files, in the thread of the disk."""
        page.encode(*ENCODINGS)
        self.files.write(key, page)

    # In a thread of its own

    def _watch(self) -> None:
        while True:
            time.sleep(versions.PAUSE)
            self._refresh()
            try:
                files.sweep(self.versions)
            except Exception:
                logger.exception("Files of pages that are void could not be removed")

    def _refresh(self) -> None:
        """Ask the database for the versions; while it is away, what is kept stays valid."""
        try:
            versions.refresh()
            self.is_database_away = False
        except (DatabaseError, InterfaceError, OSError) as error:
            self.is_database_away = True
            logger.debug("The versions of pages could not be read: %s", error)
        except Exception:  # Whatever it is: without this thread, pages would be stale for ever.
            logger.exception("The versions of pages could not be read")
        finally:
            if connection.vendor != "sqlite":
                with suppress(Exception):
                    connection.close()  # back into the pool

    def counts(self) -> Counts:
        """Return what the store holds, and how it has answered; of requests, those that were from memory."""
        requests = dict(self.hits)
        return Counts(
            pages=len(self.plain.pages) + len(self.queries.pages),
            bytes=self.plain.size + self.queries.size,
            requests=requests,
            hits=sum(requests.values()),
            file_hits=self.file_hits,
            misses=self.misses,
            is_database_away=int(self.is_database_away),
        )


def below_site_path(path: bytes) -> bytes:
    """Return what Django knows an address by: without SITE_PATH, which a proxy may have left out."""
    prefix = settings.SITE_PATH.encode()
    if path == prefix:
        return b"/"
    return path[len(prefix) :] if path.startswith(prefix + b"/") else path


@lru_cache(1000)
def host_without_port(host: bytes) -> bytes:
    """Return by which name the site was called: what pages say depends on no port, and any may be named."""
    return re.sub(rb":\d*$", b"", host).lower()


def answer_of(reply: Reply) -> Answer:
    return Answer(reply.status, reply.headers, reply.body)
