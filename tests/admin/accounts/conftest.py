"""What the tests of accounts stand on: the second step, and somebody who has it."""

import pytest

from profiles.models import User
from tests.admin.signing_in import give_second_factor
from tests.factories import make_user


@pytest.fixture
def required(settings) -> None:
    """Whoever may publish owes a second step."""
    settings.SECOND_FACTOR = True


@pytest.fixture
def enrolled() -> User:
    """Somebody who has a device with KEY."""
    user = make_user("enrolled")
    give_second_factor(user)
    return user
