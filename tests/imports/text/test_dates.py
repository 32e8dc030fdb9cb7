"""Months by their two names in Arabic, which may be of two words."""

import pytest

from profiles.imports.text.dates import parse_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("أيلول/سبتمبر 2021", (2021, 9)),
        ("تشرين الأول/أكتوبر 2023", (2023, 10)),
        ("تشرين الثاني 2023", (2023, 11)),
        ("12 كانون الثاني/يناير 2024", (2024, 1)),
        ("May/June 2021", None),
    ],
)
def test_a_month_of_two_names_is_one_month(text, date):
    assert parse_date(text) == date
