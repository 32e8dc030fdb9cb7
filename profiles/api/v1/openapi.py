"""The OpenAPI document, made from the views, and the page on which people read it."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import patched_settings
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from profiles.api.v1 import schema
from profiles.api.v1.examples import EXAMPLES
from profiles.api.v1.filters import Parameter, described
from profiles.views.errors import PROBLEMS
from profiles.views.site import Page, public

ABOUT = """What the site publishes, for programs: read only, without keys, in JSON.

Texts are verbatim, in their own language; everything else is English. Cite the month with a finding:
findings age. Nothing here is a score, and nothing should be made one."""

ASKED = {
    "/api/v1/profiles/": {"region": "002"},
    "/api/v1/findings/": {"place": "mali", "domain": "partnerships"},
    "/api/v1/places/": {"text": "mali"},
    "/api/v1/search/": {"q": "labour migration", "country": "mali"},
    "/api/v1/profiles/{slug}/": {"slug": "mali-2021"},
    "/api/v1/profiles/{slug}/revisions/": {"slug": "mali-2021"},
    "/api/v1/profiles/{slug}/revisions/{number}/": {"slug": "mali-2021", "number": "1"},
    "/api/v1/places/{slug}/": {"slug": "mali"},
    "/api/v1/domains/{slug}/": {"slug": "partnerships"},
}
"""Path -> what is asked in the link that the page gives."""

ORDER = ("profiles", "findings", "places", "domains", "search")
"""In which the page shows the addresses, behind the first of all."""


def operation(
    name: str,
    summary: str,
    shape: Any,
    *,
    media_type: str = "application/json",
    about: str = "",
    asked: Mapping[str, Parameter] | None = None,
    named: Mapping[str, Parameter] | None = None,
    may_be_gone: bool = False,
) -> Callable[[Any], Any]:
    """Describe a view's `get` in the document; `name` stays, programs are generated from it.

    `shape` is a serializer, or a type of drf-spectacular's; `asked` stands in the query, `named` in the
    address itself.
    """
    return extend_schema(
        operation_id=name,
        summary=summary,
        description=about or f"{summary}.",
        parameters=[*described(asked or {}), *described(named or {}, OpenApiParameter.PATH)],
        responses=_answers(shape, media_type, may_be_gone),
        tags=["MGI"],
    )


def _answers(shape: Any, media_type: str, may_be_gone: bool) -> dict[Any, Any]:
    statuses = [400, 404, 406, 414, 429, *([410] if may_be_gone else [])]
    moved = OpenApiResponse(description="It has this address now.")
    said: dict[Any, Any] = {
        (200, media_type): shape,
        301: moved,
        304: OpenApiResponse(description="Nothing has changed."),
    }
    for status in sorted(statuses):
        said[status, "application/problem+json"] = OpenApiResponse(
            schema.Problem, description=PROBLEMS[status][1]
        )
    return said


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """Return the document; it depends on the program and its settings alone."""
    own = {
        "TITLE": settings.SITE_NAME,
        "VERSION": "1",
        "OAS_VERSION": "3.1.0",
        "DESCRIPTION": ABOUT,
        "SERVERS": [{"url": settings.SITE_URL}],
        "ENUM_NAME_OVERRIDES": {
            "LanguageEnum": "profiles.choices.Language",
            "LevelEnum": "profiles.choices.Level",
            "KindEnum": "profiles.choices.Kind",
        },
        "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
        "TAGS": [{"name": "MGI", "description": "Migration Governance Indicators"}],
    }
    from profiles.api.v1.urls import urlpatterns  # they rest on the views, which rest on this module

    with patched_settings(own):
        generator = SchemaGenerator(patterns=urlpatterns, api_version="v1")
        return generator.get_schema(request=None, public=True)


@public()
def docs(request: HttpRequest) -> HttpResponse:
    """The document for people: each address with what can be asked of it, and an example to open."""
    page = Page(
        title=_("The API"),
        description=_("What this site publishes, for programs: read only, without keys, in JSON."),
    )
    paths = document()["paths"]
    context = {
        "page": page,
        "operations": [_operation(path, paths[path]["get"]) for path in sorted(paths, key=_place)],
        "examples": EXAMPLES,
        "problems": [
            {"status": status, "anchor": anchor, "title": title}
            for status, (anchor, title) in PROBLEMS.items()
        ],
        "rate": settings.API_RATE,
    }
    return render(request, "profiles/api.html", context)


def _place(path: str) -> tuple[int, str]:
    part = path.split("/")[3]
    return (ORDER.index(part) if part in ORDER else -1), path


def _operation(path: str, about: dict[str, Any]) -> dict[str, Any]:
    asked = dict(ASKED.get(path, {}))
    address = path
    for name in [name for name in asked if f"{{{name}}}" in path]:
        address = address.replace(f"{{{name}}}", asked.pop(name))
    example = f"{address}?{urlencode(asked)}" if asked else address
    return {
        "path": path,
        "summary": about["summary"],
        "description": "" if about["description"] == f"{about['summary']}." else about["description"],
        "parameters": [
            {
                "name": parameter["name"],
                "about": parameter.get("description", ""),
                "choices": parameter["schema"].get("enum", []) if parameter["in"] == "query" else [],
                "is_required": parameter.get("required", False),
            }
            for parameter in about.get("parameters", [])
            if parameter["in"] == "query"
        ],
        "example": "" if "{" in example else example,
    }
