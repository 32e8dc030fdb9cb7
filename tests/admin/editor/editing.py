"""The form of the editing screen, filled in and sent as a browser would, by one or by two."""

from django.test import Client

from profiles import workflow
from profiles.content.serialize import serialize_revision
from profiles.models import Revision
from tests.admin.forms import admin_address, form_data
from tests.pages import parse

JSON = {"HTTP_ACCEPT": "application/json"}


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def field(draft: Revision, name: str, index: int = 0) -> str:
    """Return the name of a field of the finding `index`, in reading order."""
    return f"{name}-{draft.findings.in_order()[index].key}"


def form_values(client: Client, draft: Revision) -> dict:
    return form_data(client, admin_address(draft))


def open_editor(client: Client, draft: Revision):
    """Return the page and its form as it would be sent: the keys of spare rows are new on each page."""
    page = parse(client.get(admin_address(draft)))
    return page, dict(page.get_element_by_id("revision_form").form_values())


def spare(page, row: str) -> str:
    """Return the key of the first empty row that is there for who has no script."""
    return page.xpath(f"//li[contains(@class, '{row} plain-only')]/@data-key")[0]


def post(client: Client, draft: Revision, data: dict, **headers):
    return client.post(admin_address(draft), data, **headers)


def alter(draft: Revision, by, **changes) -> None:
    """Save `changes` (introduction, or the text of the finding with that index) as somebody else."""
    draft.refresh_from_db()
    content = serialize_revision(draft)
    content["introduction"] = changes.get("introduction", content["introduction"])
    for row, text in changes.get("texts", {}).items():
        content["findings"][row]["text"] = text
    workflow.save_content(draft, content, draft.lock_version, by)


def texts(draft: Revision) -> list[str]:
    return [finding.text for finding in draft.findings.in_order()]
