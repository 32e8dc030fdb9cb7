"""What the elements of a web page are for: its text, its controls, or what surrounds every page of a site."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

UNSEEN = {"script", "style", "template", "head", "svg", "math", "iframe", "object", "title", "meta", "link"}
"""Elements whose content is no text of the page. `head` has the title of the window only."""
NAVIGATION = re.compile(
    r"nav|navbar|navigation|(main|site|top|side)?-?menu|breadcrumbs?|sidebar|skip-?link|pagination"
    r"|share(-buttons)?|social(-links)?",
    re.IGNORECASE,
)
COOKIES = re.compile(r".*(cookie|consent|gdpr).*", re.IGNORECASE)
UNFOLDED = re.compile(r".*(accordion|collaps|expand|toggle|tab-pane|tabpanel|panel).*", re.IGNORECASE)
"""Classes of what a button opens, and of the button."""
FOR_READERS = {"sr-only", "visually-hidden", "screen-reader-text"}
UNDISPLAYED = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
NOTE_ID = re.compile(r"(?:sd(?:foot|end)note|_?ftn|_?edn|fn[:\-]?)(\d{1,3})")
"""Ids of notes, as LibreOffice, Word and pandoc name them."""
BACK = {"footnote-back", "footnote-backref", "sdfootnotesym", "sdendnotesym", "reversefootnote"}


WITHIN = {
    *(
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "button",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
    ),
    *("ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt"),
    *("u", "var", "wbr"),
}
"""Elements within a text, which part no words."""


def classes(element: Any) -> list[str]:
    return (element.get("class") or "").split()


def text_of(element: Any) -> str:
    """Return all that one reads in an element, in one line."""
    texts: list[str] = []
    for part in element.iter():
        is_seen = part.tag not in UNSEEN and not any(a.tag in UNSEEN for a in part.iterancestors())
        texts += [part.text or ""] if is_seen else []
        texts += [part.tail or ""] if part is not element and part.getparent().tag not in UNSEEN else []
        is_beside = part.tag in ("a", "button", "label") and not (part.tail or "").strip()
        texts += [" "] if is_beside or part.tag not in WITHIN else []
    return " ".join("".join(texts).split())


class Roles:
    """The roles of the elements of one page; `panels`: id of what a control opens -> the control."""

    def __init__(self, root: Any) -> None:
        self.titles = sum(1 for _title in root.iter("h1"))
        self.panels: dict[str, Any] = {}
        ids = {element.get("id") for element in root.iter() if element.get("id")}
        for element in root.iter("button", "a", "div", "li", "span", "summary"):
            for target in _targets(element):
                if target in ids:
                    self.panels.setdefault(target, element)

    def reason_left_out(self, element: Any) -> str:
        """Return why an element is no text of the page; "" where it is."""
        tag, role = element.tag, element.get("role") or ""
        names = [element.get("id") or "", *classes(element)]
        if tag == "noscript":
            return _("for browsers without scripts")
        if self._is_hidden(element):
            return _("hidden")
        if tag in ("html", "body", "main", "article") or self.is_notes(element):
            return ""
        if tag == "nav" or role in ("navigation", "menu", "menubar", "search"):
            return _("navigation")
        if any(map(NAVIGATION.fullmatch, names)) and not element.xpath("boolean(.//h1)"):
            return _("navigation")
        if any(map(COOKIES.fullmatch, names)) or role == "alertdialog":
            return _("notice of the website")
        if tag in ("header", "footer") or role in ("banner", "contentinfo"):
            return self._reason_of_furniture(element)
        if tag == "aside" or role == "complementary":
            return _("beside the text")
        return _("form") if tag in ("select", "textarea", "datalist") else ""

    def is_notes(self, element: Any) -> bool:
        """Return whether an element holds the notes of the page."""
        return element.get("role") in ("doc-endnotes", "doc-footnote") or "footnotes" in classes(element)

    def note_number(self, element: Any) -> int:
        """Return the number of the note that an element is; 0 where it is none."""
        match = (
            NOTE_ID.fullmatch(element.get("id") or "") if element.tag in ("li", "div", "p", "aside") else None
        )
        return int(match[1]) if match else 0

    def is_tab(self, element: Any) -> bool:
        """Return whether an element is a tab whose panel stands elsewhere, and is headed by it there."""
        return element.get("role") == "tab" and any(
            id(control) == id(element) or any(a is element for a in control.iterancestors())
            for control in self.panels.values()
        )

    def tab_of(self, element: Any) -> Any:
        """Return the tab that heads an element; None where none does."""
        control = self.panels.get(element.get("id") or "")
        for tab in [] if control is None else [control, *control.iterancestors()]:
            if tab.get("role") == "tab":
                return tab
        return None

    def heads_content(self, button: Any) -> bool:
        """Return whether a button is the heading of what follows it, and no command of the page."""
        if button.get("type") in ("submit", "reset") or not text_of(button):
            return False
        targets = [target for target in _targets(button) if target in self.panels]
        is_opener = bool(targets) or button.get("aria-expanded") is not None
        is_opener = is_opener or any(map(UNFOLDED.fullmatch, classes(button)))
        following = _following(button)
        if (
            following is None
            or following.tag in ("button", "input", "select", "nav")
            or _has_only_links(following)
        ):
            return bool(targets) and following is None
        siblings = [e for e in button.getparent() if e.tag == "button" and _following(e) is not None]
        return is_opener or (len(siblings) > 1 and all(s.getnext().tag != "button" for s in siblings))

    def _is_hidden(self, element: Any) -> bool:
        if FOR_READERS & set(classes(element)):
            return True
        is_hidden = element.get("hidden") not in (None, "until-found") or element.get("aria-hidden") == "true"
        if not (is_hidden or UNDISPLAYED.search(element.get("style") or "")):
            return False
        is_panel = element.get("id") in self.panels or element.get("role") == "tabpanel"
        return not is_panel and not any(map(UNFOLDED.fullmatch, classes(element)))

    def _reason_of_furniture(self, element: Any) -> str:
        """A header with the title of the document is none of the site."""
        is_header = element.tag == "header" or element.get("role") == "banner"
        if any(ancestor.tag in ("article", "main") for ancestor in element.iterancestors()):
            return ""
        titles = sum(1 for _title in element.iter("h1"))
        if is_header and titles and (titles == self.titles or next(element.iter("nav"), None) is None):
            return ""
        return _("page header") if is_header else _("page footer")


def _targets(element: Any) -> Iterator[str]:
    """Yield the ids of what an element opens."""
    for name in ("aria-controls", "data-target", "data-bs-target"):
        yield from (element.get(name) or "").replace("#", " ").split()
    if element.tag == "a" and (
        element.get("role") or element.get("aria-expanded") or element.get("data-toggle")
    ):
        yield (element.get("href") or "").removeprefix("#")


def _following(button: Any) -> Any:
    """Return the element after a button that stands alone in what holds it; None where there is none."""
    element = button
    for _depth in range(3):
        if element.getnext() is not None:
            return element.getnext()
        element = element.getparent()
        if element is None or text_of(element) != text_of(button):
            return None
    return None


def _has_only_links(element: Any) -> bool:
    links = list(element.iter("a"))
    return len(links) > 1 and sum(len(text_of(link)) for link in links) >= 0.9 * len(text_of(element)) - len(
        links
    )
