"""In which languages a profile can be read: lists, the timeline, the sitemap and the feeds say so."""

import feedparser
import pytest
from django.conf import settings as site
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from profiles import workflow
from profiles.models import Revision
from tests.factories import make_place, make_profile, make_published, make_published_translation
from tests.pages import parse

pytestmark = pytest.mark.usefixtures("domains")


@pytest.fixture
def live() -> Revision:
    live = make_published(make_profile(make_place("Openland"), slug="openland-2021"))
    make_published(make_profile(make_place("Elsewhere"), slug="elsewhere-2021"))
    make_published_translation(live)
    make_published_translation(live, "ar")
    return live


def rows(client, path: str) -> dict[str, str]:
    """Return what each row of a list says of languages, by the address of its profile."""
    html = parse(client.get(path))
    return {
        row.cssselect("a")[0].get("href"): " ".join(
            "".join(part.text_content() for part in row.cssselect(".profile-row__languages")).split()
        )
        for row in html.cssselect(".profile-row")
    }


def test_a_row_says_in_which_languages_a_profile_can_be_read(client, live):
    for path in ("/profiles/", "/"):
        assert rows(client, path) == {
            "/profiles/openland-2021/": "Can be read in: English, French, Arabic",
            "/profiles/elsewhere-2021/": "",
        }
    assert rows(client, "/fr/profiles/")["/fr/profiles/elsewhere-2021/"].endswith("Anglais")


def test_the_timeline_of_a_place_says_it_too(client, live):
    html = parse(client.get("/places/openland/"))
    assert "English, French, Arabic" in html.cssselect(".edition__facts")[0].text_content()
    workflow.withdraw(live.translations.get(language="ar"), None, "A fictional mistake.")
    html = parse(client.get("/places/openland/"))
    assert "English, French" in html.cssselect(".edition__facts")[0].text_content()
    assert "Arabic" not in html.cssselect(".edition__facts")[0].text_content()


def test_the_directory_keeps_what_can_be_read_in_a_language(client, live):
    assert list(rows(client, "/profiles/?language=fr")) == ["/profiles/openland-2021/"]
    assert list(rows(client, "/profiles/?language=es")) == []
    assert len(rows(client, "/profiles/?language=en")) == 2
    assert "Can be read in" in parse(client.get("/profiles/?language=fr")).text_content()
    assert client.get("/profiles/?language=xx").status_code == 400
    texts = client.get("/fr/profiles.csv?language=fr").getvalue().decode()
    assert "openland-2021" in texts
    assert "elsewhere-2021" not in texts


def test_rows_cost_no_query_more(client, live):
    def count() -> int:
        caches["parts"].clear()  # What is made anew each time.
        with CaptureQueriesContext(connection) as context:
            assert client.get("/profiles/").status_code == 200
        return len(context)

    count()
    before = count()
    for number in range(4):
        make_published_translation(make_published(make_profile(make_place(f"Land {number}"))))
    assert count() == before


def test_the_sitemap_names_only_languages_that_have_a_text(client, live):
    second = make_profile(live.profile.place, edition=2, year=2024, slug="openland-2024", language="fr")
    make_published(second)
    tree = client.get("/sitemap-profiles.xml").content.decode()
    assert f"<loc>{site.SITE_URL}/fr/profiles/openland-2021/</loc>" in tree
    assert f"<loc>{site.SITE_URL}/ar/profiles/openland-2021/</loc>" in tree
    assert "/es/" not in tree
    assert f"{site.SITE_URL}/fr/profiles/elsewhere-2021/" not in tree
    assert f"<loc>{site.SITE_URL}/fr/profiles/openland-2024/</loc>" in tree
    assert f"<loc>{site.SITE_URL}/profiles/openland-2024/</loc>" not in tree
    assert 'hreflang="x-default"' in tree
    changes = client.get("/sitemap-changes.xml").content.decode()
    assert changes.count("<loc>") == 1
    assert f"<loc>{site.SITE_URL}/fr/profiles/openland-2024/changes/</loc>" in changes


def test_entries_of_a_feed_keep_their_id_when_a_translation_is_withdrawn(client, live):
    def entry(path: str) -> feedparser.FeedParserDict:
        entries = feedparser.parse(client.get(path).content).entries
        (row,) = (row for row in entries if "openland-2021" in row.link)
        return row

    french = entry("/fr/feeds/profiles.atom")
    workflow.withdraw(live.translations.get(language="fr"), None, "A fictional mistake.")
    after = entry("/fr/feeds/profiles.atom")
    assert french.id == after.id == entry("/feeds/profiles.atom").id
    assert (french.updated, french.link) == (after.updated, after.link)
    assert french.title != after.title
    assert after.title.endswith(live.title)
