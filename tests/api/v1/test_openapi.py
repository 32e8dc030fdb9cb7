"""The OpenAPI document, held against what is really answered: 1,000 questions, right ones and wrong ones."""

import copy
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, settings

from mgi.wsgi import application
from profiles import workflow
from profiles.api.v1 import urls
from profiles.api.v1.openapi import document
from profiles.choices import State
from profiles.models import Revision
from tests.factories import make_in_state, make_place, make_profile, make_published_translation

OPERATIONS = [about["get"]["operationId"] for about in document()["paths"].values()]
WITH_PARAMETERS = [about for about in document()["paths"].values() if "parameters" in about["get"]]
CASES = 1_000 // len(WITH_PARAMETERS) + 1

DROPPED = "72828bff-76e1-475e-ab7f-a12987944a35"
"""Key of a finding of Mali's first text that its second does not have."""

PROFILES = ["mali-2021", "lunaria-2023", "gone-2021", "nobody-2021"]
PLACES = ["mali", "lunaria", "port-celeste", "nowhere"]
DOMAINS = ["partnerships", "migrants-rights", "nothing"]
THERE: dict[str, dict[str, list]] = {
    "/api/v1/profiles/{slug}/revisions/{number}/translations/{language}/": {
        "slug": ["mali-2021", "nobody-2021"],
        "number": [2, 9],
        "language": ["fr", "es"],
        "translation": [1, 2],
    },
    "/api/v1/profiles/{slug}/": {
        "slug": PROFILES,
        "number": [1, 2, 9],
        "language": ["fr", "es"],
    },
    "/api/v1/findings/{key}/": {"key": [DROPPED, "a87d8965-f669-4af6-811c-ca9b34d7fe07"]},
    "/api/v1/places/{slug}/": {"slug": PLACES},
    "/api/v1/domains/{slug}/": {"slug": DOMAINS},
    "/api/v1/": {"profile": PROFILES, "place": PLACES, "country": PLACES, "domain": DOMAINS, "page": [1, 2]},
}
"""Beginning of an address -> parameter -> values of which most are there."""


def of_this_site() -> dict[str, Any]:
    """Return the document with names that the site under test has.

    Any name may be asked for; but one that is made up is nearly always a 404, which holds no shape of an
    answer against what the document says of it.
    """
    own_document = copy.deepcopy(document())
    for path, about in own_document["paths"].items():
        choices = {
            name: values
            for start in reversed(THERE)
            if path.startswith(start)
            for name, values in THERE[start].items()
        }
        for parameter in about["get"].get("parameters", []):
            if parameter["name"] in choices:
                parameter["schema"]["enum"] = choices[parameter["name"]]
            if parameter["name"] == "q":
                parameter["schema"] = {
                    "anyOf": [parameter["schema"], {"enum": ["migration", "migra* -law", "diaspora"]}]
                }
    return own_document


CHECKS = {
    "negative_data_rejection": {"expected-statuses": [400, 404, 405, 406, 410, 414]},
    "positive_data_acceptance": {"expected-statuses": [200, 301, 404, 410]},
}
"""What is answered to wrong questions and right ones; of itself schemathesis knows neither 414 nor 410."""

config = schemathesis.Config.from_dict({"checks": CHECKS})
schema = schemathesis.openapi.from_dict(of_this_site(), config=config)


def whole(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The application as a server runs it, which closes each answer that it has sent."""
    answer = application(environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


schema.app = whole


@pytest.fixture
def status_counts(request, demo, settings) -> Iterator[Counter[int]]:
    """The application itself, on the connection of the test, which a server would close after each answer.

    What was answered is counted, by status: a walk that is too short, or finds nothing, fails.
    """
    live = Revision.objects.published().get(profile__slug="mali-2021")
    draft = workflow.start_revision(live.profile, by=None)
    assert draft.findings.filter(key=DROPPED).delete()[0]
    workflow.publish(draft, by=None)
    make_published_translation(Revision.objects.published().get(profile__slug="mali-2021"))
    make_in_state(State.WITHDRAWN, make_profile(make_place("Goneland"), slug="gone-2021"))
    settings.API_RATE = 0
    statuses: Counter[int] = Counter()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield statuses
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    assert statuses[200] > 1
    assert sum(statuses.values()) >= (1 if "[GET /api/v1/]" in request.node.name else CASES)


@pytest.mark.once
@schema.parametrize()
@settings(max_examples=CASES, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
def test_it_answers_as_the_document_says(case, status_counts):
    response = case.call_and_validate(headers={"Accept-Encoding": "identity"})
    status_counts[response.status_code] += 1


def test_the_document_is_valid_and_says_all_there_is():
    validate_schema(document())
    paths = {path.replace("{", "<").replace("}", ">") for path in document()["paths"]}
    served = {f"/{pattern.pattern!s}" for pattern in urls.urlpatterns}
    exceptions = {"/api/v1/openapi.json", "/api/<path:rest>"}
    assert {re.sub("<[a-z]+:", "<", path) for path in served - exceptions} == paths
    assert len(set(OPERATIONS)) == len(OPERATIONS)


def test_the_document_says_of_every_part_and_parameter_what_it_is():
    shapes = document()["components"]["schemas"]
    parts = [
        (shape, name, part) for shape in shapes for name, part in shapes[shape].get("properties", {}).items()
    ]
    parameters = [
        (path, parameter["name"], parameter)
        for path, about in document()["paths"].items()
        for parameter in about["get"].get("parameters", [])
    ]
    assert len(parts) > 100
    assert not [(where, name) for where, name, part in parts + parameters if not part.get("description")]
