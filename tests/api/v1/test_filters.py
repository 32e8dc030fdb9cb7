"""The parameters of the API: strict, named one by one, and described as they are read."""

import pytest
from django.forms import CharField

from profiles.api.v1.filters import ABOUT, field_schema
from profiles.filters import FindingFilter, PlaceFilter, ProfileFilter, SearchForm

FIELDS = {
    **{name: filter_.field for name, filter_ in FindingFilter.base_filters.items()},
    **{name: filter_.field for name, filter_ in PlaceFilter.base_filters.items()},
    **{name: filter_.field for name, filter_ in ProfileFilter.base_filters.items()},
    **SearchForm.base_fields,
}


def test_each_parameter_has_a_schema_and_a_description():
    assert FIELDS.keys() <= ABOUT.keys()
    assert all(field_schema(field)["type"] in ("string", "integer") for field in FIELDS.values())


def test_a_field_without_a_schema_is_a_fault():
    with pytest.raises(TypeError):
        field_schema(CharField())


@pytest.mark.usefixtures("domains")
@pytest.mark.parametrize("query", ["x=1&region=999&level=city&level=city&page=0", "page=0&x=1&region="])
def test_all_that_is_wrong_is_named_in_the_order_of_the_address(client, query):
    errors = client.get(f"/api/v1/profiles/?{query}").json()["errors"]
    names = list(dict.fromkeys(part.split("=")[0] for part in query.split("&")))
    assert [error["parameter"] for error in errors] == names
