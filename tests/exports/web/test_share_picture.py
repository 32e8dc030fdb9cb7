"""The share picture: a PNG of the promised size, with the words it must carry."""

import io

import pytest
from PIL import Image

from profiles.exports.web import share_picture
from profiles.models import Revision
from tests.pages import parse


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("slug", ["mali-2021", "lunaria-2023", "zanbaqia-2024"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_profile_has_a_picture_of_1200_by_630(slug, language):
    live = Revision.objects.published().get(profile__slug=slug)
    picture = Image.open(io.BytesIO(share_picture.render(live, language)))
    assert picture.format == "PNG"
    assert picture.size == (1200, 630)
    # Ink, paper and six domains: a blank or broken picture has fewer colours.
    assert len(picture.convert("RGB").quantize(64).getcolors()) > 20


@pytest.mark.usefixtures("demo")
def test_the_picture_is_in_the_readers_language_and_marks_what_is_fictional():
    live = Revision.objects.published()
    words = share_picture.profile_words(live.get(profile__slug="lunaria-2023"), "fr")
    assert words["place"] == "Lunarie"
    assert words["fictional"]
    assert not share_picture.profile_words(live.get(profile__slug="mali-2021"), "en")["fictional"]


@pytest.mark.usefixtures("mali")
def test_a_name_cannot_become_markup():
    live = Revision.objects.get(profile__slug="mali-2021")
    live.frozen_place_name = '#panic("no") $x^2$ *bold* <label> "quoted" \\'
    assert share_picture.render(live, "en").startswith(b"\x89PNG")


@pytest.mark.usefixtures("mali")
def test_the_page_names_its_picture_and_the_picture_is_there(client):
    response = client.get("/profiles/mali-2021.png")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert (
        b'property="og:image" content="https://mgi.example/profiles/mali-2021.png"'
        in client.get("/profiles/mali-2021/").content
    )


@pytest.mark.usefixtures("mali")
@pytest.mark.parametrize("address", ["/", "/places/mali/", "/domains/partnerships/", "/ar/about/"])
def test_pages_without_a_picture_of_their_own_show_the_sites(client, address):
    (image,) = parse(client.get(address)).xpath("//meta[@property='og:image']/@content")
    response = client.get(image.removeprefix("https://mgi.example"))
    assert response.status_code == 200
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
