"""Sentences that are no one's own: descriptions of domains, the programme's words, “None identified”."""

import re

from rapidfuzz import fuzz

from profiles.imports.text.headings import Heading, add_heading, is_programme
from profiles.imports.text.text_normalization import fold_text, is_finished
from profiles.imports.text.vocabulary import STATEMENTS
from profiles.models import DomainText, IndicatorDomain

SAME = 98.5
ALIKE = 72.0
"""From this likeness on (0 to 100) a paragraph is a domain's description, though not word for word ours."""

LIKE_ONE = 0.5
"""What a paragraph counts that begins as a description does, and is none that is here."""

SHORTEST = 60
"""No description has fewer characters."""

DESCRIPTION = re.compile("|".join(STATEMENTS["description"]))
"""How a description begins, folded, in languages for which this site has none."""

NONE_IDENTIFIED = re.compile("|".join(STATEMENTS["none_identified"]))


class DomainCatalogue:
    """What this installation knows of the domains: their slugs, titles and descriptions. Two queries."""

    def __init__(self) -> None:
        self.slugs = dict(IndicatorDomain.objects.values_list("number", "slug"))
        self.headings: dict[str, Heading] = {}
        self.descriptions: list[str] = []
        for text in DomainText.objects.select_related("domain"):
            add_heading(self.headings, text.title, Heading(domain=text.domain.number), text.language)
            self.descriptions.append(fold_text(text.description))

    def match_description(self, text: str) -> float:
        """Return how alike `text`, a paragraph, is to a description: 1 word for word, 0 where it is none."""
        if len(text) < SHORTEST:
            return 0.0
        words = fold_text(text)
        score = max((fuzz.ratio(words, ours, score_cutoff=ALIKE) for ours in self.descriptions), default=0.0)
        if score >= SAME:
            return 1.0
        if not score and DESCRIPTION.search(words) and is_finished(text):
            return LIKE_ONE
        return score / 100


def is_none_identified(text: str) -> bool:
    """Return whether `text` says that a list has nothing."""
    return len(text) < 130 and NONE_IDENTIFIED.fullmatch(fold_text(text)) is not None


def is_statement(text: str) -> bool:
    """Return whether `text`, a whole paragraph, is what the programme says of itself."""
    words = fold_text(text)
    if any(fuzz.ratio(words, fold_text(sentence)) >= 90 for sentence in STATEMENTS["programme"]):
        return True
    return len(text) > 40 and is_programme(text) and any(x in f" {words} " for x in STATEMENTS["led_by"])
