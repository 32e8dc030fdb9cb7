"""JSON of many profiles: the exchange format for whole texts, and a shape of its own for parts."""

import copy
import json

import pytest
from django.core.management import call_command
from jsonschema import Draft202012Validator

from profiles.models import Finding, Profile
from tests.views.bulk_files.tables import ADDRESSES, content

pytestmark = pytest.mark.usefixtures("domains")


def test_json_is_the_same_in_every_language(client, others):
    for address in ADDRESSES:
        address = address.format("json")
        assert len({content(client, f"{prefix}{address}") for prefix in ("", "/fr", "/ar")}) == 1, address


@pytest.mark.parametrize("address", ["/profiles.json", "/places/openland.json", "/profiles.json?year=2022"])
def test_json_of_whole_texts_is_the_exchange_format(client, others, address):
    document = json.loads(content(client, address))
    schema = client.get("/about/data/profile.schema.json").json()
    assert not list(Draft202012Validator(schema).iter_errors(document))
    single = client.get("/profiles/portia-2022.json").json()
    assert single["profiles"][0] in document["profiles"]
    texts = {text["profile"]: text for text in document["about"]["texts"]}
    assert list(texts) == [profile["slug"] for profile in document["profiles"]]
    assert texts["portia-2022"]["address"] == single["about"]["address"]
    assert document["about"]["note"] == texts["portia-2022"]["note"] == "Fictional example"


def test_json_of_many_can_be_loaded_by_another_site(client, others, tmp_path):
    file = tmp_path / "all.json"
    text = content(client, "/profiles.json").decode()
    for slug in ("openland", "portia", "farland", "nearland"):
        text = text.replace(f'"{slug}', f'"other-{slug}')
    for key in Finding.objects.values_list("key", flat=True):
        text = text.replace(str(key), f"{int(str(key)[:8], 16) ^ 1:08x}{str(key)[8:]}")
    file.write_text(text)
    call_command("load_profiles", str(file), verbosity=0)
    assert Profile.objects.published().filter(slug__startswith="other-").count() == 5


def test_parts_of_texts_are_not_taken_for_whole_ones(client, openland):
    document = json.loads(content(client, "/search.json?q=finding"))
    assert document["format"] == "mgi-findings/1"
    schema = client.get("/about/data/profile.schema.json").json()
    assert list(Draft202012Validator(schema).iter_errors(document))


@pytest.mark.parametrize(
    "address",
    [
        "/search.json?q=fictional",
        "/search.json?q=migration&kind=potential",
        "/compare.json?profile=mali-2021",
    ],
)
def test_json_of_parts_is_of_its_own_published_shape(client, demo, address):
    document = json.loads(content(client, address))
    shape = client.get("/about/data/findings.schema.json").json()
    Draft202012Validator.check_schema(shape)
    assert shape["$id"] == "https://mgi.example/about/data/findings.schema.json"
    assert document["findings"]
    assert [error.message for error in Draft202012Validator(shape).iter_errors(document)] == []
    for part in ("text", "profile", "sources"):
        incomplete = copy.deepcopy(document)
        del incomplete["findings"][0][part]
        assert list(Draft202012Validator(shape).iter_errors(incomplete)), part
