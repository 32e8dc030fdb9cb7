"""What changed between two editions: what a reader sees, where it is, and what it costs."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from profiles import workflow
from profiles.choices import Kind
from profiles.models import Finding, FindingMatch, Profile, Revision
from tests.factories import make_draft, make_place, make_profile, make_published, make_user
from tests.pages import parse, text_of

ADDRESS = "/profiles/lunaria-2023/changes/"


def rows(page) -> list[str]:
    return [text_of(row) for row in page.find_class("change")]


def make_editions(count: int = 2, findings: int = 4) -> list[Revision]:
    place = make_place()
    return [
        make_published(make_profile(place, edition=edition, year=2018 + edition), findings=findings)
        for edition in range(1, count + 1)
    ]


@pytest.mark.usefixtures("demo")
def test_each_kind_of_change_is_told_in_neutral_words(client):
    page = parse(client.get(ADDRESS))
    text = text_of(page.get_element_by_id("main"))
    for words in ("In the same words", "Reworded", "New", "Not mentioned again", "Not mentioned before"):
        assert words in text
    assert "Before among the areas with potential for further development, now among" in text
    for judgement in ("solved", "lost", "worse", "better", "improve", "progress", "fixed", "gone", "dropped"):
        assert judgement not in text.lower(), judgement


@pytest.mark.usefixtures("demo")
def test_what_is_not_mentioned_again_is_said_once(client):
    dropped_rows = [row for row in rows(parse(client.get(ADDRESS))) if "Not mentioned again" in row]
    assert dropped_rows
    for row in dropped_rows:
        assert row.count("Not mentioned again") == 1
        assert row.startswith("Not mentioned again March 2019") and row.endswith(
            "October 2023 Not in this edition"
        )


@pytest.mark.usefixtures("demo")
def test_every_finding_of_both_editions_is_there_and_none_twice(client):
    page = parse(client.get(ADDRESS))
    links = page.xpath("//li[contains(@class, 'change')]//a[contains(@class, 'finding__link')]/@href")
    later = Finding.objects.filter(revision__profile__slug="lunaria-2023")
    earlier = Finding.objects.filter(revision__profile__slug="lunaria-2019")
    expected = {f"/findings/{finding.key}/" for finding in (*later, *earlier)}
    assert len(links) == len(set(links))
    assert set(links) <= expected
    # What is in the same words stands once, with the address of the later edition.
    addresses = set(links)
    common_texts = {finding.text for finding in later} & {finding.text for finding in earlier}
    assert expected - addresses == {f"/findings/{f.key}/" for f in earlier if f.text in common_texts}


@pytest.mark.usefixtures("demo")
def test_both_months_stand_with_each_finding(client):
    page = parse(client.get(ADDRESS))
    for row in page.find_class("change"):
        assert set(row.xpath(".//time/@datetime")) == {"2019-03", "2023-10"}


@pytest.mark.usefixtures("demo")
def test_words_are_marked_for_the_eye_and_for_a_screen_reader(client):
    page = parse(client.get(ADDRESS))
    (row,) = (row for row in page.find_class("change") if "As of October 2023" in text_of(row))
    deletions, insertions = row.xpath(".//del"), row.xpath(".//ins")
    assert [text_of(mark).split()[:2] for mark in deletions] == [["removed:", "March"]]
    assert text_of(insertions[0]) == "added: October 2023 end of added words"
    for mark in (*deletions, *insertions):
        assert mark.xpath("./span[contains(@class, 'visually-hidden')]/@lang") == ["en", "en"]


@pytest.mark.usefixtures("demo")
def test_only_what_changed_is_an_address_of_its_own(client):
    whole, part = (parse(client.get(f"{ADDRESS}{query}")) for query in ("", "?show=changed"))
    unchanged_rows = [row for row in rows(whole) if row.startswith("In the same words")]
    assert unchanged_rows
    assert rows(part) == [row for row in rows(whole) if row not in unchanged_rows]
    for page, own in ((whole, ADDRESS), (part, f"{ADDRESS}?show=changed")):
        assert page.xpath("//nav[contains(@class, 'switch')]//a[@aria-current]/@href") == [own]
        assert page.xpath("//link[@rel='canonical']/@href") == [f"https://mgi.example{ADDRESS}"]
    assert parse(client.get(f"{ADDRESS}?show=all")).find_class("change")


@pytest.mark.usefixtures("domains")
def test_a_domain_in_which_nothing_changed_says_so(client):
    later = make_editions(findings=2)[1]
    page = parse(client.get(f"{later.profile.get_absolute_url()}changes/?show=changed"))
    assert not page.find_class("change")
    texts = [text_of(section) for section in page.find_class("change-section")]
    assert len(texts) == 6
    assert all("Both editions say the same in this domain." in text for text in texts)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{ADDRESS}?show=everything", 400),
        (f"{ADDRESS}?show=", 400),
        ("/profiles/mali-2021/changes/", 404),
        ("/profiles/lunaria-2019/changes/", 404),
        ("/profiles/nowhere/changes/", 404),
    ],
)
def test_a_page_that_cannot_be_is_refused(client, address, status):
    response = client.get(address)
    assert response.status_code == status
    assert len(parse(response).xpath("//h1")) == 1


@pytest.mark.usefixtures("demo")
def test_a_first_edition_says_that_there_is_none_before(client):
    text = text_of(parse(client.get("/fr/profiles/lunaria-2019/changes/")))
    assert "Lunarie" in text
    for address in ("/profiles/lunaria-2019/", "/profiles/mali-2021/"):
        links = parse(client.get(address)).xpath("//main//a/@href")
        assert f"{address}changes/" not in links


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("prefix", ["", "/fr", "/es", "/ar", "/pt"])
def test_the_profile_and_the_place_lead_there(client, prefix):
    for address in ("/profiles/lunaria-2023/", "/profiles/lunaria-2019/", "/places/lunaria/"):
        assert f"{prefix}{ADDRESS}" in parse(client.get(f"{prefix}{address}")).xpath("//main//a/@href")


@pytest.mark.usefixtures("domains")
def test_a_draft_of_either_edition_is_no_part_of_it(client):
    place = make_place("Openland")
    make_draft(make_profile(place, edition=1, slug="openland-2019", year=2019))
    later = make_published(make_profile(place, edition=2, slug="openland-2023", year=2023))
    response = client.get("/profiles/openland-2023/changes/")
    assert response.status_code == 404
    assert "openland-2019" not in response.content.decode()
    make_draft(make_profile(place, edition=3, slug="openland-2027", year=2027))
    assert client.get("/profiles/openland-2027/changes/").status_code == 404
    draft = workflow.start_revision(later.profile, by=None)
    draft.findings.update(text="Not yet approved.")
    for address in ("/profiles/openland-2023/", "/places/openland/"):
        assert "changes/" not in client.get(address).content.decode()


@pytest.mark.usefixtures("domains")
def test_a_withdrawn_edition_is_410_and_is_compared_no_longer(client):
    first, second, third = make_editions(3)
    workflow.withdraw(second, by=None, reason="A fictional reason.")
    assert client.get(f"{second.profile.get_absolute_url()}changes/").status_code == 410
    page = parse(client.get(f"{third.profile.get_absolute_url()}changes/"))
    assert first.profile.get_absolute_url() in page.xpath("//main//a/@href")
    assert second.profile.get_absolute_url() not in page.xpath("//main//a/@href")


@pytest.mark.usefixtures("domains")
def test_what_a_person_decides_shows_at_once_and_changes_the_etag(client):
    earlier, later = make_editions(findings=1)
    address = f"{later.profile.get_absolute_url()}changes/"
    before = client.get(address)
    old, new = earlier.findings.get(), later.findings.get()
    user = make_user()
    verdict = workflow.match_findings(later.profile, old.key, new.key, by=user, is_same=False)
    after = client.get(address)
    assert [row.split(" ")[0] for row in rows(parse(before))] == ["In"]
    assert {row.split(" ")[0] for row in rows(parse(after))} == {"New", "Not"}
    assert before["ETag"] != after["ETag"]
    workflow.delete_match(verdict, by=user)
    assert client.get(address)["ETag"] == before["ETag"]


@pytest.mark.usefixtures("domains")
def test_it_costs_the_same_with_3_findings_and_with_60_and_many_verdicts(client):
    counts = []
    for number in (3, 60):
        earlier, later = make_editions(findings=number)
        FindingMatch.objects.bulk_create(
            FindingMatch(
                earlier=earlier.profile,
                later=later.profile,
                earlier_key=old.key,
                later_key=new.key,
                is_same=True,
                by=make_user(),
            )
            for old, new in zip(earlier.findings.all(), later.findings.all(), strict=True)
        )
        with CaptureQueriesContext(connection) as context:
            assert client.get(f"{later.profile.get_absolute_url()}changes/").status_code == 200
        counts.append(len(context))
    assert counts[0] == counts[1] <= 6


@pytest.mark.usefixtures("domains")
def test_editions_in_two_languages_keep_theirs_and_are_not_compared_word_by_word(client):
    earlier, later = make_editions(findings=1)
    Profile.objects.filter(pk=later.profile_id).update(language="ar")
    workflow.match_findings(
        later.profile, earlier.findings.get().key, later.findings.get().key, by=None, is_same=True
    )
    draft = workflow.start_revision(later.profile, by=None)
    draft.findings.update(text="نص عربي خيالي")
    workflow.publish(draft, by=None)
    page = parse(client.get(f"{later.profile.get_absolute_url()}changes/"))
    (row,) = page.find_class("change")
    texts = row.find_class("change__text")
    assert [(text.get("lang"), text.get("dir")) for text in texts] == [("en", "ltr"), ("ar", "rtl")]
    assert not page.xpath("//ins | //del")


@pytest.mark.usefixtures("demo")
def test_a_place_shows_its_editions_as_a_timeline_with_one_and_with_ten(client):
    place = make_place("Manyland", slug="manyland")
    for edition in range(1, 11):
        year = 2013 + edition
        make_published(make_profile(place, edition=edition, year=year, slug=f"manyland-{year}"), findings=1)
    page = parse(client.get("/places/manyland/"))
    editions = page.find_class("edition")
    assert len(editions) == 10
    months = [edition.xpath(".//time/@datetime")[0] for edition in editions]
    assert months == sorted(months, reverse=True)
    changes = [edition.xpath(".//a[contains(@href, '/changes/')]") for edition in editions]
    assert [len(links) for links in changes] == [1] * 9 + [0]
    assert text_of(editions[0]).startswith("September 2023 Tenth profile")
    (single,) = parse(client.get("/places/mali/")).find_class("edition")
    assert "September 2021" in text_of(single)
    assert not single.xpath(".//a[contains(@href, '/changes/')]")


@pytest.mark.usefixtures("demo")
def test_a_profile_with_editions_shows_all_and_marks_its_own(client):
    page = parse(client.get("/profiles/lunaria-2019/"))
    assert page.xpath("//*[contains(@class, 'edition')]//a[@aria-current]/@href") == [
        "/profiles/lunaria-2019/"
    ]
    assert not parse(client.get("/profiles/mali-2021/")).find_class("edition")


def test_the_two_kinds_have_words_for_either_way(domains, client):
    earlier, later = make_editions(findings=1)
    draft = workflow.start_revision(later.profile, by=None)
    draft.findings.update(kind=Kind.POTENTIAL, key=uuid.uuid4())
    workflow.publish(draft, by=None)
    with override("en"):
        (row,) = rows(parse(client.get(f"{later.profile.get_absolute_url()}changes/")))
    assert "Before among the examples of well-developed areas, now among the areas with potential" in row
    assert earlier.findings.get().kind == Kind.WELL_DEVELOPED
