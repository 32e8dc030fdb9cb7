"""The template tags of the look."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import override

from profiles.templatetags import profiles_ui


@pytest.mark.parametrize(
    ("language", "described", "words"),
    [
        ("en", "2021-09", "September 2021"),
        ("fr", "2021-09", "septembre 2021"),
        ("es", "2021-09", "septiembre de 2021"),
        ("pt", "2021-09", "setembro de 2021"),
        ("ar", "2021-09", "سبتمبر 2021"),
        ("fr", "2019", "2019"),
    ],
)
def test_a_month_is_written_as_its_language_does(language, described, words):
    with override(language):
        assert profiles_ui.month_year(described) == words


def test_paragraphs_are_parted_by_empty_lines_and_none_is_lost():
    assert list(profiles_ui.paragraphs("One\nline.\n\n Two. \n \n\nThree.")) == [
        "One\nline.",
        "Two.",
        "Three.",
    ]
    assert list(profiles_ui.paragraphs("")) == []


def test_an_unknown_icon_is_a_mistake_of_the_template():
    with pytest.raises(TemplateSyntaxError):
        Template("{% load profiles_ui %}{% icon 'no-such-icon' %}").render(Context())


def test_a_page_carries_the_icons_that_it_uses_and_no_other():
    page = Template("{% load profiles_ui %}{% icons %}{% icon 'scale' %}{% icon 'scale' %}{% endicons %}")
    drawn = page.render(Context())
    assert drawn.count("<symbol") == 1
    assert drawn.count('href="#i-scale"') == 2


def test_a_json_block_cannot_be_closed_from_inside():
    page = Template("{% load profiles_ui %}{% json_ld data %}")
    drawn = page.render(Context({"data": {"name": "</script><b>&"}}))
    assert drawn.count("</script>") == 1
    assert drawn.startswith('<script type="application/ld+json">')
