"""The OpenAPI document, made from the views and their serializers; docs.py is its page for people."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.settings import patched_settings
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view

from profiles.api.v1.filters import ABOUT, KEY, NUMBER, SLUG
from profiles.api.v1.serializers import ProblemSerializer
from profiles.languages import Language
from profiles.site_texts import home_url
from profiles.views.errors import PROBLEMS

ABOUT_API = """What the site publishes, for programs: read only, without keys, in JSON.

Texts are verbatim, in their own language; with `language=`, in a published translation where there is one,
which says so. Everything else is English. Cite the month with a finding:
findings age. Nothing here is a score, and nothing should be made one."""


class Schema(AutoSchema):
    def get_filter_backends(self) -> list[Any]:
        return list(self.view.filter_backends)  # of all views: all of them are strict

    def get_paginated_name(self, serializer_name: str) -> str:
        return f"{serializer_name}Page"


def operation(
    name: str,
    summary: str,
    response: Any,
    *,
    media_type: str = "application/json",
    about: str = "",
    path: Mapping[str, str] | None = None,
    may_be_gone: bool = False,
) -> Callable[[Any], Any]:
    """Describe a view's `get` in the document; `name` stays, programs are generated from it.

    `response` is a serializer, or a type of drf-spectacular's; `path` names, for each parameter in the
    address itself, its entry in ABOUT.
    """
    return extend_schema_view(
        get=extend_schema(
            operation_id=name,
            summary=summary,
            description=about or f"{summary}.",
            parameters=[
                OpenApiParameter(
                    parameter,
                    type={"number": NUMBER, "translation": NUMBER, "key": KEY}.get(parameter, SLUG),
                    location=OpenApiParameter.PATH,
                    description=ABOUT[entry],
                )
                for parameter, entry in (path or {}).items()
            ],
            responses=_responses(response, media_type, may_be_gone),
            tags=["MGI"],
        )
    )


def _responses(response: Any, media_type: str, may_be_gone: bool) -> dict[Any, Any]:
    statuses = [400, 404, 406, 414, 429, *([410] if may_be_gone else [])]
    responses: dict[Any, Any] = {
        (200, media_type): response,
        301: OpenApiResponse(description="It has this address now."),
        304: OpenApiResponse(description="Nothing has changed."),
    }
    for status in sorted(statuses):
        responses[status, "application/problem+json"] = OpenApiResponse(
            ProblemSerializer, description=PROBLEMS[status][1]
        )
    return responses


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """Return the document; it depends on the program and its settings alone."""
    own = {
        "TITLE": settings.SITE_NAME,
        "VERSION": "1",
        "OAS_VERSION": "3.1.0",
        "DESCRIPTION": ABOUT_API,
        "SERVERS": [{"url": home_url().rstrip("/")}],
        "ENUM_NAME_OVERRIDES": {
            "LanguageEnum": [language.value for language in Language],
            "LevelEnum": "profiles.choices.Level",
            "KindEnum": "profiles.choices.Kind",
            "ProvenanceEnum": "profiles.choices.Provenance",
        },
        "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
        "TAGS": [{"name": "MGI", "description": "Migration Governance Indicators"}],
    }
    from profiles.api.v1.urls import urlpatterns  # they rest on the views, which rest on this module

    with patched_settings(own):
        generator = SchemaGenerator(patterns=urlpatterns, api_version="v1")
        return generator.get_schema(request=None, public=True)
