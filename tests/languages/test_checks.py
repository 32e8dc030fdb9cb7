"""The system checks of the table of languages: silent today, a sentence for each thing that is missing."""

from dataclasses import replace

import pytest
from django.core.checks import run_checks

from profiles.checks import check_languages
from profiles.languages import Language, interface_languages
from profiles.models import Place


def test_all_that_knows_languages_covers_the_table():
    assert check_languages(None) == []


def test_they_are_registered(db):
    assert "profiles.W006" not in {message.id for message in run_checks(databases=["default"])}


@pytest.mark.parametrize(
    ("row", "number", "part"),
    [
        ({"date_locale": "xx_YY"}, "E001", "Babel knows no locale “xx_YY” (French)"),
        ({"month_locales": ("xx",)}, "E001", "Babel knows no locale “xx” (French)"),
        ({"direction": "rtl"}, "E003", "French runs in the other direction"),
        ({"stemmer": "klingon"}, "E004", "Snowball has no stemmer “klingon” (French)"),
        ({"script": "Cyrl"}, "W003", "no font for the script “Cyrl” (French)"),
        ({"stop_words": ""}, "W004", "no stop words in French"),
    ],
)
def test_a_mistake_in_a_row_is_named(monkeypatch, row, number, part):
    monkeypatch.setattr(Language.FRENCH, "info", replace(Language.FRENCH.info, **row))
    (message,) = check_languages(None)
    assert message.id == f"profiles.{number}"
    assert part in message.msg


def test_a_missing_catalogue_is_named(settings):
    settings.LOCALE_PATHS = []
    messages = check_languages(None)
    assert [message.id for message in messages] == ["profiles.W001"] * (len(Language) - 1)


def test_old_places_are_named(mali):
    Place.objects.filter(slug="mali").update(folded_names={"en": "mali"})
    (message,) = run_checks(tags=["database"], databases=["default"])
    assert (message.id, message.hint) == ("profiles.W006", "Run `manage.py prepare`.")


def test_settings_follow_the_table(settings):
    assert interface_languages() == settings.LANGUAGES
    assert [code for code, _name in interface_languages()] == ["en", "fr", "es", "ar", "pt"]
