"""A question as it is typed -> its terms: words, "phrases", -without, beginning*, one OR other, (groups)."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from profiles.search.analysis import STOP_WORDS, WORD, Token, fold, tokens

MAX_TERMS = 12
"""Of a longer question, so many words are searched for."""
MARKS = '"“”«»„'
PART = re.compile(
    rf"(?P<without>(?<![^\s(])[-−])?"
    rf"(?:[{MARKS}](?P<phrase>[^{MARKS}]*)[{MARKS}]?|(?P<sign>[()|])|(?P<word>[^\s{MARKS}()|]+))"
)
OR = ("|", "OR", "OU")
"""Between two of which a text must have one; in capitals, as no other words are read so."""
MOST_BRACKETS = 12
"""Brackets within brackets that are read; what stands in further ones belongs to the last of these."""
SHORTEST_BEGINNING = 3
"""Letters that the beginning of a word must have to be searched for."""


@dataclass(frozen=True)
class Term:
    """One word, or several that follow each other, folded."""

    words: tuple[str, ...]
    is_beginning: bool = False
    """The text may have any word that begins so."""
    others: tuple[tuple[str, ...], ...] = ()
    """The same as it is also written: wellbeing for well being."""
    language: str = ""
    """The only one that it is searched in; "" for all."""
    is_plain: bool = field(default=False, compare=False)
    """Typed as a word alone, and not quoted: it may be a name, or two words."""
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    """Where it stands in the question."""

    @property
    def sequences(self) -> tuple[tuple[str, ...], ...]:
        return (self.words, *self.others)

    @property
    def terms(self) -> "list[Term]":
        return [self]


@dataclass(frozen=True)
class Group:
    """What a text must have: of each clause one of its alternatives, and nothing that is excluded."""

    clauses: "tuple[Clause, ...]" = ()
    excluded: "tuple[Node, ...]" = ()

    @property
    def terms(self) -> list[Term]:
        """All terms that a text may be found by, each once."""
        return list(dict.fromkeys(t for clause in self.clauses for node in clause for t in node.terms))

    @property
    def all_terms(self) -> list[Term]:
        """Those, and what is excluded."""
        nodes = [*self.excluded, *(node for clause in self.clauses for node in clause)]
        return [term for node in nodes for term in (node.all_terms if isinstance(node, Group) else [node])]


Node = Term | Group
Clause = tuple[Node, ...]


@dataclass(frozen=True)
class Query:
    text: str
    group: Group
    used: tuple[str, ...] = ()
    """Of a question that was too long: the words that are searched for, as typed."""

    @property
    def required(self) -> list[Term]:
        return self.group.terms

    @property
    def words(self) -> list[str]:
        """The folded words that a text may be found by, as they were asked for, each once."""
        return list(dict.fromkeys(word for term in self.required if not term.language for word in term.words))

    def with_words(self, better: Mapping[str, str]) -> str:
        """Return the text with other words (folded -> other) in the place of those."""
        return WORD.sub(lambda match: better.get("".join(fold(match[0])), match[0]), self.text)


def parse(text: str) -> Query:
    """Return the terms of `text`; words that say nothing are left out, unless there are no others."""
    return build_query(text, read_group(text))


def read_group(text: str) -> Group:
    """Return all terms of `text`, those that say nothing as well."""
    return _Parser(text).group()


def build_query(text: str, group: Group) -> Query:
    telling = without_stop_words(group)
    return Query(text, telling if telling.terms else replace(group, excluded=telling.excluded))


def without_stop_words(group: Group) -> Group:
    """Return `group` without words that say nothing; in phrases they stay."""
    clauses = dict.fromkeys(_all_telling(clause) for clause in group.clauses)
    return Group(tuple(clause for clause in clauses if clause), _all_telling(group.excluded))


def _all_telling(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(telling for node in nodes if (telling := _telling(node)) is not None)


def _telling(node: Node) -> Node | None:
    if isinstance(node, Group):
        group = without_stop_words(node)
        return group if group.clauses else None
    is_stop_word = len(node.words) == 1 and not node.is_beginning and node.words[0] in STOP_WORDS
    return None if is_stop_word else node


class _Parser:
    """Reads a question from left to right; what cannot be one (a bracket too many) is passed over."""

    def __init__(self, text: str) -> None:
        self.parts = PART.finditer(text)
        self.depth = self.ignored = 0
        """How many brackets are open, and how many more that are passed over."""

    def group(self) -> Group:
        """Return what stands up to the closing bracket, or the end."""
        clauses: list[Clause] = []
        excluded: list[Node] = []
        is_either = False
        for part in self.parts:
            if part["sign"] == ")":
                if self.depth and not self.ignored:
                    break
                self.ignored = max(0, self.ignored - 1)
                continue
            if part["word"] in OR or part["sign"] == "|":
                is_either = bool(clauses)
                continue
            nodes = self._nodes(part)
            if part["without"]:
                excluded += nodes
            elif nodes and is_either:
                node = nodes[0] if len(nodes) == 1 else Group(tuple((node,) for node in nodes))
                clauses[-1] = (*map(_as_alternative, clauses[-1]), _as_alternative(node))
                is_either = False
            else:
                clauses += [(node,) for node in nodes]
        return Group(tuple(clauses), tuple(excluded))

    def _nodes(self, part: re.Match[str]) -> list[Node]:
        if part["sign"] and self.depth == MOST_BRACKETS:
            self.ignored += 1
            return []
        if part["sign"]:
            self.depth += 1
            group = self.group()
            self.depth -= 1
            return [group] if group.clauses else []
        return list(_phrase(part) if part["phrase"] is not None else _words(part))


def _as_alternative(node: Node) -> Node:
    return replace(node, is_plain=False) if isinstance(node, Term) else node


def _phrase(part: re.Match[str]) -> Iterator[Term]:
    all_tokens = list(tokens(part["phrase"]))
    words = tuple(part.word for token in all_tokens for part in token.parts)
    joined = tuple(
        word for token in all_tokens for word in ([token.joined] if token.joined else [token.parts[0].word])
    )
    if words:
        yield Term(words, others=() if joined == words else (joined,), start=part.start(), end=part.end())


def _words(part: re.Match[str]) -> Iterator[Term]:
    """Yield the words of what is typed without a space; single letters beside an apostrophe say nothing."""
    all_tokens = list(tokens(part["word"]))
    all_tokens = [token for token in all_tokens if not _is_letter(token)] or all_tokens
    start = part.start("word")
    for token in all_tokens:
        words = tuple(part.word for part in token.parts)
        begins = len(all_tokens) == len(words) == 1 and part["word"].endswith("*")
        yield Term(
            words,
            is_beginning=begins and len(words[0]) >= SHORTEST_BEGINNING,
            others=((token.joined,),) if token.joined else (),
            is_plain=not begins and not part["without"],
            start=start + token.parts[0].start,
            end=start + token.parts[-1].end,
        )


def _is_letter(token: Token) -> bool:
    """Return whether it is what stands before or after an apostrophe: l’emploi, country’s."""
    return len(token.parts) == 1 and len(token.parts[0].word) == 1 and token.parts[0].word.isascii()


def finish(query: Query, vocabulary: Collection[str]) -> Query:
    """Return `query` with its last word as a beginning, where `vocabulary` lacks it: somebody is typing."""
    term = _plain_term(query.group.clauses[-1]) if query.group.clauses else None
    if term is None or WORD.search(query.text, term.end):
        return query
    [word] = term.words
    if len(word) < SHORTEST_BEGINNING or word in vocabulary:
        return query
    clauses = (*query.group.clauses[:-1], (replace(term, is_beginning=True),))
    return replace(query, group=replace(query.group, clauses=clauses))


def shorten(query: Query, times: Mapping[str, int]) -> Query:
    """Return `query` with MAX_TERMS of its clauses at most: those that fewest texts have.

    `times` says how many have each word. Words that no text has are the first to go.
    """
    clauses = query.group.clauses
    if len(clauses) <= MAX_TERMS:
        return query

    def rarity(clause: Clause) -> int:
        return min(
            max((times.get(word, 0) for word in t.words), default=0) for node in clause for t in node.terms
        )

    known = [clause for clause in clauses if rarity(clause)] or list(clauses)
    kept = sorted(known, key=rarity)[:MAX_TERMS]
    group = replace(query.group, clauses=tuple(clause for clause in clauses if clause in kept))
    used = tuple(query.text[term.start : term.end] for term in group.terms)
    return replace(query, group=group, used=used)


def as_written_otherwise(query: Query, vocabulary: Collection[str]) -> Query:
    """Return `query` with words apart that texts join, and joined that texts write apart.

    `vocabulary` has those of `other_spellings` that texts have.
    """
    group = query.group
    clauses = [tuple(_with_others(node, vocabulary) for node in clause) for clause in group.clauses]
    for number, (first, second) in enumerate(pairwise(map(_plain_term, group.clauses))):
        if first and second and (joined := first.words[0] + second.words[0]) in vocabulary:
            # Whoever has it joined has both words.
            for n in (number, number + 1):
                clauses[n] = (*clauses[n], Term((joined,)))
    excluded = tuple(_with_others(node, vocabulary) for node in group.excluded)
    return replace(query, group=Group(tuple(clauses), excluded))


def other_spellings(query: Query) -> set[str]:
    """Return the words by which as_written_otherwise() must know whether texts have them."""
    words: set[str] = set()
    for term in query.required:
        words |= {part for pair in _splits(term) for part in pair}
        words |= {"".join(pair) for pair in pairwise(term.words)}
    for first, second in pairwise(map(_plain_term, query.group.clauses)):
        if first and second:
            words.add(first.words[0] + second.words[0])
    return words


def _plain_term(clause: Clause) -> Term | None:
    """Return the one plain word that a clause is."""
    node = clause[0]
    if len(clause) > 1 or not isinstance(node, Term) or not node.is_plain or len(node.words) > 1:
        return None
    return node


def _splits(term: Term) -> Iterable[tuple[str, str]]:
    """Yield the two words that a word may be, as far as both could say something."""
    if len(term.words) > 1 or term.is_beginning:
        return
    [word] = term.words
    for n in range(2, len(word) - 1):
        pair = word[:n], word[n:]
        if not STOP_WORDS.intersection(pair):
            yield pair


def _with_others(node: Node, vocabulary: Collection[str]) -> Node:
    if isinstance(node, Group):
        clauses = tuple(tuple(_with_others(n, vocabulary) for n in clause) for clause in node.clauses)
        return Group(clauses, node.excluded)
    others = [pair for pair in _splits(node) if all(part in vocabulary or part.isdecimal() for part in pair)]
    joined: list[str] = []
    for word in node.words:
        if joined and joined[-1] + word in vocabulary:
            joined[-1] += word
        else:
            joined.append(word)
    if len(joined) < len(node.words):
        others.append(tuple(joined))  # type: ignore[arg-type]
    return replace(node, others=tuple(dict.fromkeys((*node.others, *others))))
