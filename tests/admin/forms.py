"""What the tests of the administration share: a form as the browser would send it."""

from django.test import Client
from zeal import zeal_ignore

from tests.pages import parse


def form_data(client: Client, address: str, form_id: str = "revision_form") -> dict[str, str | list[str]]:
    """Return every field of the form at `address` with its value, but buttons and the row to be copied."""
    response = client.get(address)
    assert response.status_code == 200, address
    form = parse(response).get_element_by_id(form_id)
    data: dict[str, str | list[str]] = {}
    for name, value in form.form_values():
        if "__prefix__" in name or name.startswith("_"):
            continue
        # The parser keeps the line break that HTML drops after <textarea>.
        data.setdefault(name, []).append(value.removeprefix("\r").removeprefix("\n"))
    return {name: values[0] if len(values) == 1 else values for name, values in data.items()}


def admin_address(row, view: str = "change") -> str:
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/{view}/"


def messages_of(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def read_twice():
    """Let one request read one account or session twice, as Django does; zeal takes it for an N+1."""
    return zeal_ignore(
        [{"model": model, "field": "get()"} for model in ("profiles.User", "profiles.StaffSession")]
    )
