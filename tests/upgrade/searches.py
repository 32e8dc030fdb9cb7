"""In what answers of the search differ from those of the landed version."""

from tests.upgrade.changes import Addition, Change

SEARCHED = r"^(/\w\w)?/search/(\?q|$)|^/api/v1/search/\?q=norvalia"
"""Answers of the search of which the status stays, and the order or the words are others."""

CHANGES_OF_SEARCHES = (
    Change(
        r"^/search/\?q=a&page=2$",
        r"(?s)\A\d+\n.*\Z",
        "200",
        "PostgreSQL passed over a word that says nothing, even where there is no other: there was one page.",
    ),
    Change(SEARCHED, r"(?s)\n.*\Z", "", "Words and questions are read otherwise: see the addition."),
    Change(
        r"^/api/v1/openapi",
        r'"pattern":"[^{}]*\{0,11\}[^{}]*","minLength":1,"maxLength":200',
        lambda match: r'"pattern":"^[^\\x00]+$","minLength":1',
        "A longer question is answered by its rarest words.",
    ),
)

ADDITIONS_OF_SEARCHES = (
    Addition(
        SEARCHED,
        r"(?s)\n.*\Z",
        "Words and questions are read otherwise: tests/search/ says what must be found.",
    ),
    Addition(
        r"^/api/v1/search/\?q=law", r'"read_as":\{[^{}]*\},"used":\[[^\[\]]*\],', "How a question was read."
    ),
    Addition(
        r"^/api/v1/openapi",
        r'"read_as":\{.*?\},"used":\{.*?\},(?="places":)|"read_as",|,"used"(?=\])',
        "How a question was read.",
    ),
)
