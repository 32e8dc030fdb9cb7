"""The editing screen in a real browser, with an open draft of each profile.

The fixtures fail a page that breaks the Content-Security-Policy or writes an error to the console.
"""

import pytest
from playwright.sync_api import Page

from tests.browser.editor.screen import open_editor
from tests.server import Site

OPEN_DRAFTS = """
from profiles import workflow
from profiles.models import Profile, Revision, User
for revision in Revision.objects.open():
    workflow.discard(revision, None)
for profile in Profile.objects.order_by("slug"):
    print("draft", profile.slug, workflow.start_revision(profile, None).pk)
if not User.objects.filter(username="colleague").exists():
    User.objects.create_superuser("colleague", password="a password for tests only")
"""


@pytest.fixture(scope="module")
def drafts(site: Site) -> dict[str, str]:
    """Profile -> the address of its draft. Each test works on a draft of its own."""
    output = site.manage("shell", "-v0", "-c", OPEN_DRAFTS).stdout
    pairs = (line.split()[1:] for line in output.splitlines() if line.startswith("draft "))
    return {slug: f"{site.url}/admin/profiles/revision/{pk}/change/" for slug, pk in pairs}


@pytest.fixture
def address(drafts: dict[str, str]) -> str:
    return drafts["valnube-2024"]


@pytest.fixture
def editor(admin_page: Page, address: str) -> Page:
    return open_editor(admin_page, address)
