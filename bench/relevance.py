"""Prints what the search finds, for people to judge: `python -m bench relevance [postgres://…]`.

A page of HTML on standard output: each question of tests/search/relevance/ with its first ten hits, over the
fictional texts there, and before it the share of the word lists of tests/search/words/ that is found.
"""

from html import escape

from django.db import transaction

from bench import world
from profiles import search
from tests.search import relevance, words


def report() -> int:
    """Return how many questions and lists are not answered as they must be."""
    world.begin()
    shares = {name: share(name) for name in words.LEAST}
    keys = relevance.publish()
    rows, broken = [], 0
    for question in relevance.questions():
        first = relevance.first_keys(question, keys)
        is_wrong = not question.must <= set(first) or bool(question.must_not & set(first))
        broken += is_wrong
        rows.append(_row(question, is_wrong=is_wrong))
    broken += sum(part < words.LEAST[name] for name, part in shares.items())
    lists = "".join(f"<li>{name}.txt: {part:.1%}</li>" for name, part in shares.items())
    print(
        f'<!DOCTYPE html><meta charset="utf-8"><title>Search</title><ul>{lists}</ul>'
        f"<p>{broken} are not as they must be.</p>{''.join(rows)}"
    )
    return broken


def share(name: str) -> float:
    """Return the share of a list that is found; its words are gone again."""
    with transaction.atomic():
        words.publish(name)
        _missed, share = words.measure(name)
        transaction.set_rollback(True)
    return share


def _row(question: relevance.Question, *, is_wrong: bool) -> str:
    hits = search.search(question.text, language=question.reader).hits[: relevance.FIRST]
    items = "".join(
        f'<li lang="{hit.language}" dir="{hit.language.direction}">'
        + "".join(
            f"<mark>{escape(piece.text)}</mark>" if piece.is_marked else escape(piece.text)
            for piece in hit.pieces
        )
        + f" <small>{escape(str(hit.profile))}</small></li>"
        for hit in hits
    )
    mark = " <strong>not as it must be</strong>" if is_wrong else ""
    return f"<h2><bdi>{escape(question.text)}</bdi> ({question.reader}){mark}</h2><ol>{items}</ol>"
