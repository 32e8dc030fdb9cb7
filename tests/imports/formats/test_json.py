"""Documents of the exchange format that nobody wrote: each is refused with sentences."""

import json
from pathlib import Path

import pytest

from profiles.imports import readers

MALI = json.loads(Path("fixtures/mali-2021.json").read_text(encoding="utf-8"))
ODD = (
    [],
    {},
    float("nan"),
    float("-inf"),
    "a\x00b",
    1.5,
    True,
    -1,
    10**30,
    [[]],
    [None],
    ["x\x00"],
    "\ud800",
)

FITS = ("none_identified", "sources", "findings")
"""An empty list is all right here, unless the findings cite what is not there then."""


@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b'{"a":' * 100_000, b'{"a": NaN}', b'{"a": Infinity}', b"1" * 9_000]
)
def test_what_is_hardly_json_is_refused(data):
    with pytest.raises(readers.DocumentError):
        readers.read(data, "a.json")


@pytest.mark.usefixtures("domains")
@pytest.mark.parametrize("name", [*MALI["profiles"][0]])
def test_a_field_of_another_kind_is_refused_or_read_as_what_it_is(name):
    for odd in ODD:
        document = {**MALI, "profiles": [{**MALI["profiles"][0], name: odd}]}
        if odd == [] and name in FITS:
            readers.read(json.dumps(document).encode(), "a.json")
            continue
        with pytest.raises(readers.DocumentError):
            readers.read(json.dumps(document).encode(), "a.json")


@pytest.mark.usefixtures("domains")
@pytest.mark.parametrize("places", [[{"slug": "a\x00"}], [1], "a", [[]], {"a": 1}])
def test_places_of_another_kind_are_refused(places):
    with pytest.raises(readers.DocumentError):
        readers.read(json.dumps({**MALI, "places": places}).encode(), "a.json")
