"""Whatever is posted to the administration: an answer, never an error of ours, on either database."""

import io
import json
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from zeal import zeal_ignore

from profiles.models import User
from tests.browser.screen_objects import MAKE
from tests.browser.test_admin_screens import SCREENS
from tests.hostile_posts import Form, error_of, forms_of, make_post


@pytest.fixture
def forms(demo, admin_client: Client) -> list[Form]:
    """Every form of every screen of the administration, as an administrator is given it."""
    User.objects.create_superuser("administrator", "administrator@example.org")
    output = io.StringIO()
    with redirect_stdout(output):
        exec(MAKE, {})  # noqa: S102 (what the browser's tests run in a shell)
    objects: dict[str, Any] = json.loads(output.getvalue().rpartition("made ")[2])
    addresses = [f"/admin/{screen}".format(**objects) for group in SCREENS.values() for screen in group]
    forms: dict[tuple[str, tuple[str, ...]], Form] = {}
    for address in [*addresses, f"/review/{objects['token']}/"]:
        for form in forms_of(address, admin_client.get(address).content):
            forms.setdefault((form.action, tuple(name for name, _value in form.fields)), form)
    return list(forms.values())


def test_a_key_that_no_database_holds_is_refused(admin_client: Client):
    """SQLite raises where it is looked for, PostgreSQL finds nothing."""
    admin_client.raise_request_exception = False
    data = {"name": "Editors", "permissions": ["9" * 30]}
    response = admin_client.post("/admin/auth/group/add/", data)
    assert response.status_code in (200, 400)
    assert not Group.objects.filter(name="Editors").exists()


@pytest.mark.long
def test_no_post_is_an_error_of_ours(
    admin_client: Client, forms: list[Form], how_many: Callable[[int, int], int]
):
    admin_client.raise_request_exception = False
    assert len(forms) > 80
    numbers = range(how_many(1000, 10_000))
    with zeal_ignore(
        [{"model": "profiles.Place", "field": "get()"}]
    ):  # The row and its parent are both places.
        errors = [error_of(admin_client, make_post(forms[number % len(forms)], number)) for number in numbers]
    assert not any(errors), "\n".join(filter(None, errors))
