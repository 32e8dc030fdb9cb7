"""In which language a document is, on every run."""

import os
import subprocess
import sys

import pytest

from profiles.imports.text.languages import language_of

pytestmark = pytest.mark.once

TEXTS = {
    "en": "The National Migration Council of Lunaria meets four times a year and publishes its minutes.",
    "fr": "Le Conseil national des migrations de Lunaria se "
    "réunit quatre fois par an et publie ses procès-verbaux.",
    "es": "El Consejo Nacional de Migración de Lunaria se reúne cuatro "
    "veces al año y publica sus actas en la web.",
    "pt": "O Conselho Nacional das Migrações da Lunária reúne-se quatro "
    "vezes por ano e não publica as suas atas.",
    "de": "Der Nationale Migrationsrat von Lunaria tagt viermal "
    "im Jahr und veröffentlicht die Protokolle nicht.",
    "ar": "يجتمع المجلس الوطني للهجرة في لوناريا أربع مرات في السنة ولا "
    "يتم نشر محاضر الاجتماعات التي تعقد في العاصمة من قبل الوزارة.",
    "it": "Il Consiglio nazionale per le migrazioni di Lunaria si "
    "riunisce quattro volte e non pubblica gli atti della sede.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_the_words_of_a_text_tell_its_language(language):
    assert language_of([TEXTS[language]] * 3) == language


def test_a_form_in_one_language_may_be_filled_in_in_another():
    assert language_of([TEXTS["es"]] * 3, [{"en"}] * 20) == "es"


def test_short_texts_are_in_the_language_of_their_headings():
    assert language_of(["Alpha.", "Beta."], [{"en", "fr"}, {"fr"}, {"fr"}]) == "fr"


@pytest.mark.parametrize(
    ("texts", "headings"),
    [
        ([], []),
        (["Alpha.", "Beta."], []),
        (["Alpha."], [{"en", "fr"}]),
        (["Alpha."], [{"en"}, {"fr"}]),
        ([TEXTS["en"], TEXTS["fr"]], []),
        (["The law is in the code of the state."], [{"fr"}] * 12),
        (["Nihil novi sub sole lex dura sed salus populi suprema."] * 4, []),
    ],
)
def test_what_is_in_doubt_is_said_to_be(texts, headings):
    assert language_of(texts, headings) is None


PROGRAM = """
import django; django.setup()
from profiles.imports.text.headings import heading_of
from profiles.imports.text.languages import language_of
texts = ("Introduction", "Sources", "Partenariats", "Partnerships")
headings = [heading_of(text, {}).languages for text in texts]
print([language_of([], headings[:n]) for n in range(1, 5)], language_of(["Alpha beta."], headings[2:3]))
"""


def test_the_answer_is_the_same_on_every_run(tmp_path):
    answers = set()
    for seed in ("0", "1", "2", "77"):
        environment = os.environ | {
            "PYTHONHASHSEED": seed,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "VAR_DIR": str(tmp_path),
        }
        command = [sys.executable, "-c", PROGRAM]
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        answers.add(run.stdout.strip())
    assert answers == {"[None, None, 'fr', None] fr"}
