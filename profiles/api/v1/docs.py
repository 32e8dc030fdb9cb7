"""The page on which people read the OpenAPI document: each address, with an example to open."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from profiles.api.v1.examples import EXAMPLES
from profiles.api.v1.openapi import document
from profiles.views.errors import PROBLEMS
from profiles.views.site import Page, public

EXAMPLE_PARAMS = {
    "/api/v1/profiles/": {"region": "002"},
    "/api/v1/findings/": {"place": "mali", "domain": "partnerships"},
    "/api/v1/places/": {"text": "mali"},
    "/api/v1/search/": {"q": "labour migration", "country": "mali"},
    "/api/v1/profiles/{slug}/": {"slug": "mali-2021"},
    "/api/v1/profiles/{slug}/revisions/": {"slug": "mali-2021"},
    "/api/v1/profiles/{slug}/revisions/{number}/": {"slug": "mali-2021", "number": "1"},
    "/api/v1/profiles/{slug}/revisions/{number}/translations/": {"slug": "mali-2021", "number": "1"},
    "/api/v1/places/{slug}/": {"slug": "mali"},
    "/api/v1/domains/{slug}/": {"slug": "partnerships"},
}
"""Path -> what is asked in the link that the page gives."""

ORDER = ("profiles", "findings", "places", "domains", "search")
"""In which the page shows the addresses, behind the first of all."""


@public()
def docs(request: HttpRequest) -> HttpResponse:
    """The document for people: each address with what can be params of it, and an example to open."""
    page = Page(
        title=_("The API"),
        description=_("What this site publishes, for programs: read only, without keys, in JSON."),
    )
    paths = document()["paths"]
    context = {
        "page": page,
        "operations": [_operation(path, paths[path]["get"]) for path in sorted(paths, key=_place)],
        "examples": EXAMPLES,
        "problems": [(status, anchor, title) for status, (anchor, title) in PROBLEMS.items()],
        "rate": settings.API_RATE,
    }
    return render(request, "profiles/api.html", context)


def _place(path: str) -> tuple[int, str]:
    part = path.split("/")[3]
    return (ORDER.index(part) if part in ORDER else -1), path


def _operation(path: str, about: dict[str, Any]) -> dict[str, Any]:
    params = dict(EXAMPLE_PARAMS.get(path, {}))
    address = f"{settings.SITE_PATH}{path}"
    for name in [name for name in params if f"{{{name}}}" in path]:
        address = address.replace(f"{{{name}}}", params.pop(name))
    example = f"{address}?{urlencode(params)}" if params else address
    return {
        "path": path,
        "summary": about["summary"],
        "description": "" if about["description"] == f"{about['summary']}." else about["description"],
        "parameters": [row for row in about.get("parameters", []) if row["in"] == "query"],
        "example": "" if "{" in example else example,
    }
