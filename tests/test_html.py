"""The validator of tests/html.py says what is wrong, and nothing where nothing is."""

from tests import html

PAGE = '<!doctype html><html lang="en"><title>Fictional</title><h1>Fictional</h1>{}</html>'


def test_a_mistake_is_named_with_its_address():
    problems = html.validate({"/good/": PAGE.format("<p>Good"), "/bad/": PAGE.format("<p><div></p>")})
    assert problems
    assert all(problem.startswith("/bad/ line 1: ") for problem in problems)
