"""Profiles beside each other: the reader's order, original texts, and nothing that ranks."""

import csv
import io

import pytest
from django.core.cache import caches

from profiles import workflow
from profiles.choices import Kind
from profiles.models import Finding
from tests.factories import make_draft, make_place, make_profile, make_published
from tests.pages import parse, text_of
from tests.test_query_counts import queries

FOUR = ["lunaria-2023", "mali-2021", "port-celeste-2022", "zanbaqia-2024"]


def address(*slugs: str, more: str = "", page: str = "/compare/") -> str:
    return f"{page}?{'&'.join(f'profile={slug}' for slug in slugs)}{more}"


def heads(page) -> list[str]:
    return [text_of(head) for head in page.find_class("compare__head")]


def table(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"), newline="")))


def names(client, text: str, language: str = "") -> dict:
    return client.get(f"{language}/compare/names.json", {"q": text}).json()


@pytest.mark.usefixtures("demo")
def test_without_a_choice_the_page_has_a_box_that_asks_for_names_and_links_to_regions(client):
    page = parse(client.get("/compare/"))
    (box,) = page.xpath("//main//input[@data-names]")
    assert (box.get("data-names"), box.get("data-value")) == ("/compare/names.json", "profile")
    assert page.xpath(f"//main//label[@for='{box.get('id')}']")
    assert not page.xpath("//meta[@name='robots']")
    assert not page.find_class("compare")
    assert not page.find_class("offers__list")
    links = page.xpath("//details[@id='offers']//a")
    assert [text_of(link) for link in links] == ["Africa", "Americas", "Asia", "Europe", "Oceania"]
    assert {link.get("rel") for link in links} == {"nofollow"}
    # The text of the page does not grow with what is published.
    assert "lunaria-2023" not in client.get("/compare/").content.decode()


@pytest.mark.usefixtures("demo")
def test_names_begin_as_the_text_does_in_any_language_and_stand_in_the_order_of_names(client):
    assert names(client, "valn")["names"] == [
        {
            "name": "Valnube, First Profile (2024)",
            "note": "Lunaria · Fictional example",
            "value": "valnube-2024",
        }
    ]
    assert [row["value"] for row in names(client, "LUNÀR")["names"]] == ["lunaria-2023", "lunaria-2019"]
    # A word within the name, and the name in another language than that of the page.
    assert [row["value"] for row in names(client, "célest")["names"]] == ["port-celeste-2022"]
    assert [row["value"] for row in names(client, "مالي")["names"]] == ["mali-2021"]
    assert "(2021)" in names(client, "mali", "/ar")["names"][0]["name"]
    for text in ("", " ", "aria", "en", "fr", "aliases", '"', "%", "_", "\\"):
        assert names(client, text) == {"status": "No name begins so.", "names": []}, text


@pytest.mark.usefixtures("domains")
def test_at_most_twelve_names_are_offered_and_the_answer_says_how_many(client):
    for number in range(14):
        make_published(make_profile(make_place(f"Sameland {chr(ord('A') + number)}")), findings=1)
    answer = names(client, "sameland")
    assert [row["name"].partition(",")[0] for row in answer["names"]] == [
        f"Sameland {letter}" for letter in "ABCDEFGHIJKL"
    ]
    assert answer["status"] == "12 names are offered."
    assert names(client, "sameland a")["status"] == "1 name is offered."


@pytest.mark.usefixtures("demo")
def test_without_a_script_the_text_leads_to_a_list_whose_links_add_a_profile(client):
    page = parse(client.get(address("mali-2021", more="&text=lunar&kind=potential")))
    links = page.xpath("//*[@class='offers__list']//a")
    assert [text_of(link) for link in links] == [
        "Lunaria, Second Profile (2023)",
        "Lunaria, First Profile (2019)",
        "Port-Céleste, First Profile (2022)",
        "Valnube, First Profile (2024)",
    ]
    assert links[0].get("href") == address("mali-2021", "lunaria-2023", more="&kind=potential")
    assert page.xpath("//details[@id='offers']/@open")
    # What is there already is not offered, and what is narrowed to goes along neither with links nor files.
    page = parse(client.get(address("lunaria-2019", more="&text=lunaria")))
    links = page.xpath("//*[@class='offers__list']//a/@href")
    assert not [link for link in links if link.endswith("profile=lunaria-2019")]
    assert not [link for link in page.xpath("//*[@class='chosen']//a/@href") if "text=" in link]
    assert not [link for link in page.xpath("//a[contains(@href, 'compare.')]/@href") if "text=" in link]
    assert "No other profile fits this choice." in text_of(parse(client.get("/compare/?text=nowhere")))


@pytest.mark.usefixtures("domains")
def test_the_list_by_region_is_paged_and_each_page_costs_the_same(client):
    for number in range(52):
        place = make_place(f"Listland {number:02}", region="002", subregion="011")
        make_published(make_profile(place), findings=1)
    make_published(make_profile(make_place("Elsewhereland", region="150", subregion="151")), findings=1)
    page = parse(client.get("/compare/?region=002"))
    assert len(page.xpath("//*[@class='offers__list']/li")) == 50
    assert text_of(page.xpath("//details[@id='offers']//*[@aria-current]")[0]) == "Africa"
    (following,) = page.xpath("//a[@rel='next']/@href")
    assert following == "?region=002&page=2"
    assert len(parse(client.get(f"/compare/{following}")).xpath("//*[@class='offers__list']/li")) == 2
    assert queries(client, "/compare/?region=002") == queries(client, "/compare/?region=150")
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex, follow"]


@pytest.mark.usefixtures("domains")
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?region=999", 400),
        (f"?text={'x' * 101}", 400),
        ("?text=x&page=2", 404),
        ("?region=002&page=no", 404),
    ],
)
def test_a_list_that_cannot_be_read_is_refused(client, query, status):
    assert client.get(f"/compare/{query}").status_code == status


@pytest.mark.usefixtures("demo")
def test_the_order_of_columns_is_the_readers(client):
    for slugs in (FOUR, FOUR[::-1]):
        page = parse(client.get(address(*slugs)))
        assert page.xpath("//*[@class='compare__head']//a/@href") == [f"/profiles/{slug}/" for slug in slugs]
        for row in page.find_class("compare__row"):
            assert [cell.get("data-month") for cell in row.find_class("compare__cell")] == [
                {
                    "lunaria-2023": "October 2023",
                    "mali-2021": "September 2021",
                    "port-celeste-2022": "June 2022",
                    "zanbaqia-2024": "February 2024",
                }[slug]
                for slug in slugs
            ]


@pytest.mark.usefixtures("demo")
def test_each_column_is_headed_by_place_edition_month_and_level(client):
    page = parse(client.get(address("lunaria-2023", "port-celeste-2022")))
    assert heads(page) == [
        "Lunaria Fictional example Second profile · October 2023 Country",
        "Port-Céleste Fictional example First profile · June 2022 City · Lunaria "
        "Shown in French, the original",
    ]


@pytest.mark.usefixtures("demo")
def test_every_finding_is_there_word_for_word_in_its_own_language(client):
    page = parse(client.get(address(*FOUR)))
    texts = page.find_class("finding__text")
    result = [(text.text_content(), text.get("lang"), text.get("dir")) for text in texts]
    findings = Finding.objects.published().filter(revision__profile__slug__in=FOUR)
    expected = [
        (finding.text, finding.revision.profile.language, finding.revision.profile.direction)
        for finding in findings.select_related("revision__profile")
    ]
    assert sorted(result) == sorted(expected)


@pytest.mark.usefixtures("demo")
def test_one_domain_and_one_kind_can_be_asked_for(client):
    page = parse(client.get(address(*FOUR, more="&domain=partnerships&kind=potential")))
    assert [section.get("id") for section in page.find_class("compare__domain")] == ["partnerships"]
    (row,) = page.find_class("compare__row")
    assert str(Kind.POTENTIAL.label) in text_of(row)
    assert page.xpath("//select[@name='domain']/option[@selected]/@value") == ["partnerships"]
    assert page.xpath("//select[@name='kind']/option[@selected]/@value") == ["potential"]
    # A hidden field keeps what is chosen when the form is sent again.
    assert page.xpath("//form//input[@name='profile']/@value") == FOUR


@pytest.mark.usefixtures("demo")
def test_an_empty_list_says_so_in_words(client):
    page = parse(client.get(address("lunaria-2019", "mali-2021", more="&domain=partnerships&kind=potential")))
    first, _second = page.find_class("compare__cell")
    assert "The profile states that none was identified." in text_of(first)
    revision = make_published(make_profile(slug="emptyland-2021"), findings=1)
    page = parse(client.get(address(revision.profile.slug, more="&domain=partnerships")))
    cells = [text_of(cell) for cell in page.find_class("compare__cell")]
    assert "gives no example of a well-developed area" in cells[0]
    assert "names no area with potential for further development" in cells[1]


@pytest.mark.usefixtures("demo")
def test_the_description_of_each_variant_stands_folded_away(client):
    for slugs, variants in (
        (["lunaria-2023", "mali-2021"], ["In country profiles"]),
        (["port-celeste-2022"], ["In local profiles"]),
        (["port-celeste-2022", "mali-2021"], ["In country profiles", "In local profiles"]),
    ):
        page = parse(client.get(address(*slugs, more="&domain=partnerships")))
        (details,) = page.xpath("//main//details[contains(@class, 'about-domain')]")
        assert details.get("open") is None
        assert [text_of(part) for part in details.find_class("compare__variant")] == variants


@pytest.mark.usefixtures("demo")
def test_a_column_can_be_taken_out_and_put_first(client):
    page = parse(client.get(address("lunaria-2023", "mali-2021", more="&domain=partnerships")))
    links = page.xpath("//*[@class='chosen']//a/@href")
    assert links == [
        address("mali-2021", more="&domain=partnerships"),
        address("mali-2021", "lunaria-2023", more="&domain=partnerships"),
        address("lunaria-2023", more="&domain=partnerships"),
    ]
    (last,) = parse(client.get(address("mali-2021"))).xpath("//*[@class='chosen']//a/@href")
    assert last == "/compare/"


@pytest.mark.usefixtures("demo")
def test_empty_fields_of_the_form_are_no_choice(client):
    response = client.get("/compare/?profile=mali-2021&profile=&domain=&kind=")
    assert response.status_code == 200
    assert len(heads(parse(response))) == 1
    assert client.get("/compare/?profile=&profile=").status_code == 200


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("page", ["/compare/", "/compare.csv"])
@pytest.mark.parametrize(
    ("query", "status"),
    [
        (address("nowhere", page=""), 404),
        (address("mali-2021", "nowhere", page=""), 404),
        (address("hidden-2021", page=""), 404),
        (address("mali-2021", "mali-2021", page=""), 400),
        (address(*FOUR, "valnube-2024", page=""), 400),
        (address("mali-2021", more="&domain=nowhere", page=""), 400),
        (address("mali-2021", more="&kind=best", page=""), 400),
        (address("%00", page=""), 400),
        ("?profile=" + "x" * 3000, 404),
    ],
)
def test_a_choice_that_cannot_be_met_gets_a_page_in_the_sites_look(client, page, query, status):
    make_draft(make_profile(make_place("Hiddenia"), slug="hidden-2021"))
    response = client.get(f"{page}{query}")
    assert response.status_code == status
    document = parse(response)
    assert len(document.xpath("//h1")) == 1
    assert "public" not in response.get("Cache-Control", "")
    assert "Hiddenia" not in response.content.decode()


@pytest.mark.usefixtures("demo")
def test_a_selection_is_not_for_search_engines_and_nothing_leads_crawlers_on(client):
    page = parse(client.get(address("mali-2021", "lunaria-2023")))
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex, follow"]
    assert not page.xpath("//link[@rel='canonical']")
    for start in ("/profiles/", "/", "/places/mali/", address("mali-2021", "lunaria-2023")):
        for link in parse(client.get(start)).xpath(
            "//a[contains(@href, 'compare') and contains(@href, '?')]"
        ):
            if link.get("hreflang") is None:
                assert link.get("rel") == "nofollow", link.get("href")
    assert "https://mgi.example/compare/" in client.get("/sitemap-pages.xml").content.decode()


@pytest.mark.usefixtures("demo")
def test_nothing_is_counted_scored_or_coloured_by_merit(client):
    page = parse(client.get(address(*FOUR)))
    for heading in page.xpath("//main//h3"):
        assert text_of(heading) in {str(kind.label) for kind in Kind}
    for cell in page.find_class("compare__whose"):
        assert not [word for word in text_of(cell).split() if word.isdecimal() and len(word) < 4]


@pytest.mark.usefixtures("demo")
def test_the_table_has_what_the_page_shows_with_month_and_address_in_each_row(client):
    query = address("zanbaqia-2024", "mali-2021", more="&kind=potential", page="")
    page = parse(client.get(f"/compare/{query}"))
    assert page.xpath("//*[@class='downloads']//a/@href") == [
        f"/compare.{ending}{query}" for ending in ("csv", "xlsx", "json")
    ]
    response = client.get(f"/compare.csv{query}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert (
        response["Content-Disposition"]
        == 'attachment; filename="compare-zanbaqia-2024-mali-2021-potential-en.csv"'
    )
    assert response["X-Robots-Tag"] == "noindex"
    content = response.getvalue().decode()
    assert content.startswith("\ufeff")
    names, *rows = csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline=""))
    assert [row[names.index("finding")] for row in rows] == [
        text.text_content() for text in page.find_class("finding__text")
    ]
    months = {row[names.index("place_name")]: row[names.index("described")] for row in rows}
    assert months == {"Zanbaqia": "2024-02", "Mali": "2021-09"}
    for row in rows:
        is_fictional = row[names.index("place_name")] == "Zanbaqia"
        prefix = "/ar" if is_fictional else ""  # that of the original's language
        assert row[names.index("link")].startswith(f"https://mgi.example{prefix}/profiles/")
        assert row[names.index("note")] == ("Fictional example" if is_fictional else "")


@pytest.mark.usefixtures("demo")
def test_the_table_speaks_the_language_of_its_address(client):
    names, first, *_rest = table(client.get(f"/ar{address('mali-2021', page='/compare.csv')}"))
    row = dict(zip(names, first, strict=True))
    assert row["place_name"] == "مالي"
    assert not row["kind_heading"].isascii()
    assert row["link"] == "https://mgi.example/profiles/mali-2021/r/1/"


@pytest.mark.usefixtures("domains")
@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_looks_like_a_formula_is_neutralised(client, text):
    draft = make_draft(make_profile(slug="formula-2021"), findings=1)
    draft.findings.update(text=text)
    workflow.publish(draft, by=None)
    names, row = table(client.get(address("formula-2021", page="/compare.csv")))
    assert row[names.index("finding")] == f"'{text}"


@pytest.mark.usefixtures("domains")
def test_it_costs_the_same_with_one_profile_and_with_four(client):
    slugs = []
    for _ in range(4):
        parent = make_place()
        city = make_place(level="city", parent=parent)
        slugs.append(make_published(make_profile(city), findings=12).profile.slug)
    counts = [queries(client, address(*selection)) for selection in (slugs[:1], slugs)]
    assert counts[1] == counts[0] == 6
    # What was shown is kept: what it follows from is asked for alone.
    assert queries(client, address(*slugs)) == 1
    for _ in range(20):
        make_published(make_profile(make_place()), findings=1)
    caches["parts"].clear()
    assert queries(client, address(*slugs[:1])) == counts[0]


@pytest.mark.usefixtures("demo")
def test_it_is_cached_and_revalidated_like_every_public_page(client):
    for path in (address("mali-2021"), address("mali-2021", page="/compare.csv")):
        answer = client.get(path)
        assert answer.getvalue()
        assert "public" in answer["Cache-Control"]
        assert not answer.cookies
        assert client.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("start", ["/", "/profiles/", "/profiles/mali-2021/", "/places/mali/"])
def test_cards_and_profiles_lead_to_the_comparison(client, start):
    page = parse(client.get(start))
    (link, *_more) = page.xpath("//main//a[@href='/compare/?profile=mali-2021']")
    assert text_of(link) == "Compare Mali, Second Profile (2021)"
    (tray,) = page.find_class("tray")
    assert tray.get("hidden") is not None
