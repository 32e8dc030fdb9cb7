"""The preview: the public page with the draft in it, for those alone who work on the place."""

import pytest
from django.urls import reverse

from profiles import workflow
from profiles.choices import Role
from tests.admin.editor.editing import signed_in, texts
from tests.admin.forms import admin_address
from tests.factories import make_member, make_place, make_user
from tests.pages import parse, text_of

pytestmark = pytest.mark.usefixtures("domains")


def test_the_preview_is_the_public_page_with_the_draft_in_it(admin_client, client, draft):
    address = reverse("admin:profiles_revision_preview", args=[draft.pk])
    response = admin_client.get(address)
    page = parse(response)
    assert texts(draft)[0] in text_of(page)
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert "Not public" in text_of(page.xpath("//aside[contains(@class, 'preview-bar')]")[0])
    assert not page.xpath("//main//*[contains(@class, 'preview-bar')]")
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    revision = workflow.publish(draft, by=None)
    public = parse(client.get(revision.profile.get_absolute_url()))
    preview, live = (text_of(p.get_element_by_id("main")) for p in (parse(admin_client.get(address)), public))
    assert preview == live


def test_the_preview_speaks_every_language_of_the_site(admin_client, draft):
    address = reverse("admin:profiles_revision_preview", args=[draft.pk])
    page = parse(admin_client.get(f"{address}?language=ar"))
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    assert page.xpath("//aside//a[@lang='fr']/@href") == ["?language=fr"]


def test_the_preview_is_only_for_those_who_work_on_the_place(client, draft):
    address = reverse("admin:profiles_revision_preview", args=[draft.pk])
    assert client.get(address).status_code == 302
    assert signed_in(make_member(Role.ANALYST, make_place())).get(address).status_code == 404
    assert signed_in(make_member(Role.ANALYST, draft.profile.place)).get(address).status_code == 200
    assert signed_in(make_user(is_staff=False, is_superuser=False)).get(address).status_code == 302
    assert client.get(draft.profile.get_absolute_url()).status_code == 404


def test_only_the_editor_may_show_a_frame(admin_client, draft):
    assert "frame-src 'self'" in admin_client.get(admin_address(draft))["Content-Security-Policy"]
    assert admin_client.get(admin_address(draft))["X-Frame-Options"] == "DENY"
    assert "frame-src" not in admin_client.get(admin_address(draft.profile))["Content-Security-Policy"]
