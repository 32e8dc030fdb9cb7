"""The template tags of the look."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.templatetags.i18n import language_name_translated
from django.utils.translation import override

from profiles.models import DomainText, IndicatorDomain, Profile
from profiles.templatetags import profiles_ui


@pytest.mark.parametrize(
    ("language", "period", "words"),
    [
        ("en", "2021-09", "September 2021"),
        ("fr", "2021-09", "septembre 2021"),
        ("es", "2021-09", "septiembre de 2021"),
        ("pt", "2021-09", "setembro de 2021"),
        ("ar", "2021-09", "أيلول/سبتمبر 2021"),
        ("fr", "2019", "2019"),
    ],
)
def test_a_month_is_written_as_its_language_does(language, period, words):
    with override(language):
        assert profiles_ui.month_year(period) == words


@pytest.mark.parametrize(
    ("language", "alone", "within"),
    [("en", "English", "English"), ("fr", "Anglais", "anglais"), ("es", "Inglés", "inglés")],
)
def test_a_language_is_named_as_its_place_asks(language, alone, within):
    with override(language):
        assert language_name_translated("en") == alone
        assert profiles_ui.language_in_text("en") == within


def test_what_is_of_an_invented_place_is_marked():
    assert profiles_ui.marked("Lunaria", True) == "Fictional example: Lunaria"
    assert profiles_ui.marked("Mali", False) == "Mali"
    assert profiles_ui.marked("", True) == ""
    with override("fr"):
        assert profiles_ui.marked("Lunaria", True) == "Exemple fictif. Lunaria"


@pytest.mark.parametrize(
    ("language", "alone", "in_title"), [("en", "First", "First"), ("fr", "Première", "Premier")]
)
def test_the_word_of_an_edition_agrees_with_what_it_stands_beside(language, alone, in_title):
    with override(language):
        profile = Profile(edition=1)
        assert (profile.edition_fact, profile.edition_name) == (alone, in_title)
        assert Profile(edition=11).edition_fact == "11"


def render_neighbours(before: DomainText | None, after: DomainText | None) -> str:
    return render_to_string("components/domain_neighbours.html", {"before": before, "after": after})


def test_a_domain_leads_to_its_neighbours():
    first = DomainText(domain=IndicatorDomain(number=1, slug="one"), title="One", language="en")
    third = DomainText(domain=IndicatorDomain(number=3, slug="three"), title="Three", language="en")
    both = render_neighbours(first, third)
    assert 'href="/domains/one/"' in both
    assert 'href="/domains/three/"' in both
    assert "Previous domain" not in render_neighbours(None, third)
    assert not render_neighbours(None, None).strip()


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
    html = page.render(Context())
    assert html.count("<symbol") == 1
    assert html.count('href="#i-scale"') == 2


def test_a_json_block_cannot_be_closed_from_inside():
    page = Template("{% load profiles_ui %}{% json_ld data %}")
    html = page.render(Context({"data": {"name": "</script><b>&"}}))
    assert html.count("</script>") == 1
    assert html.startswith('<script type="application/ld+json">')
