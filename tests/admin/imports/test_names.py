"""What the importer has learned from a user's answers can be seen, and removed."""

import pytest

from profiles import workflow
from profiles.models import ImportName, User
from tests.admin.forms import messages_of
from tests.admin.imports.test_views import HOME
from tests.admin.revision.test_transitions import signed_in
from tests.factories import make_member
from tests.pages import parse, text_of

pytestmark = [pytest.mark.usefixtures("domains")]

WORDS = f"{HOME}words/"


def words_on(client) -> list[str]:
    return [text_of(word) for word in parse(client.get(WORDS)).xpath("//li//bdi")]


@pytest.fixture
def analyst() -> User:
    user = make_member("Analyst")
    workflow.store_names(user, {"gap": "potential", "strong point": "partnerships/well_developed"})
    return user


def test_the_words_are_linked_seen_and_removed(analyst):
    client = signed_in(analyst)
    assert parse(client.get(HOME)).xpath(f"//a[@href='{WORDS}']")
    page = parse(client.get(WORDS))
    first, second = (text_of(row) for row in page.xpath("//li[@class='importing-name']"))
    assert first.startswith("gap") and "potential for further development" in first
    assert second.startswith("strong point") and "3 Partnerships" in second
    (gap,) = page.xpath("//li[contains(., 'gap')]//input/@value")
    answer = client.post(WORDS, {"name": gap}, follow=True)
    assert "1 word is forgotten." in messages_of(answer)
    assert words_on(client) == ["strong point"]
    assert workflow.answered_names(analyst) == {"strong point": "partnerships/well_developed"}


def test_those_of_others_are_neither_seen_nor_removed(analyst):
    other = signed_in(make_member("Analyst"))
    assert words_on(other) == []
    assert not parse(other.get(HOME)).xpath(f"//a[@href='{WORDS}']")
    keys = list(ImportName.objects.values_list("pk", flat=True))
    answer = other.post(WORDS, {"name": [*keys, "x", "²", "9" * 30]}, follow=True)
    assert "0 words are forgotten." in messages_of(answer)
    assert ImportName.objects.count() == 2


def test_administrators_see_and_remove_those_of_all(admin_client, analyst):
    assert words_on(admin_client) == ["gap", "strong point"]
    assert analyst.name in text_of(parse(admin_client.get(WORDS)))
    admin_client.post(WORDS, {"name": list(ImportName.objects.values_list("pk", flat=True))})
    assert not ImportName.objects.exists()


def test_whoever_may_not_import_has_no_page_of_words():
    assert signed_in(make_member("Reviewer")).get(WORDS).status_code == 403
