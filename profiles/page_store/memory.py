"""The pages that a process has in memory: so many bytes at most; what nobody asked for twice goes first."""

from collections.abc import Hashable

from profiles.page_store.kept_pages import KeptPage
from profiles.page_store.versions import Versions


class Memory:
    """Pages by their keys. Only the event loop touches it, so it needs no lock."""

    def __init__(self, versions: Versions, most: int) -> None:
        self.versions, self.most = versions, most
        self.pages: dict[Hashable, KeptPage] = {}
        self.sizes: dict[Hashable, int] = {}
        self.size = 0

    def get(self, key: Hashable) -> KeptPage | None:
        """Return the page, if it is there and nothing that it is made from has changed."""
        page = self.pages.get(key)
        if page is None or self.versions.stamp(page.slots) != page.stamp:
            return None
        page.is_used = True
        return page

    def put(self, key: Hashable, page: KeptPage) -> None:
        """Keep the page, and remove others where they are too many."""
        self.remove(key)
        self.pages[key], self.sizes[key] = page, page.size
        self.size += page.size
        while self.size > self.most and len(self.pages) > 1:
            oldest = next(iter(self.pages))
            if oldest == key or self.pages[oldest].is_used:
                self.pages[oldest].is_used = False  # its second chance: to the end, as if it had come now
                self.pages[oldest] = self.pages.pop(oldest)
            else:
                self.remove(oldest)

    def recount(self, key: Hashable) -> None:
        """Count a page anew, which has other bodies than when it was put."""
        if page := self.pages.get(key):
            self.put(key, page)

    def remove(self, key: Hashable) -> None:
        if self.pages.pop(key, None) is not None:
            self.size -= self.sizes.pop(key)
