"""A profile as a file: the live revision and the frozen ones, and the schema of the data.

A draft is a 404 and what was withdrawn is a 410, exactly as on the pages.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _

from profiles.choices import Language, State
from profiles.content.text_state import text_state
from profiles.exports.bulk import archive
from profiles.exports.citations.citation import build_citation
from profiles.exports.context import build_export, file_name
from profiles.exports.formats import CITATIONS, FORMATS, Format, json_schema
from profiles.exports.kept_files import KEPT_ENDINGS, kept_file
from profiles.models import IndicatorDomain, Revision
from profiles.views.profiles import gone
from profiles.views.redirects import follow_slug_redirects
from profiles.views.site import Page, cors, depends_on, public
from profiles.views.texts import TEXT_PARAMS, find_text, wants_original


@cors
@public(*TEXT_PARAMS)
@follow_slug_redirects
def profile_file(
    request: HttpRequest, slug: str, ending: str, number: int | None = None, translation: int | None = None
) -> HttpResponse:
    """The file of the live text; with the `number` of a revision, the permanent one of what was said.

    In the language of the address where the text is translated, as its page is.
    """
    language = get_language() or Language.ENGLISH
    state = text_state(slug, number, language) if ending in KEPT_ENDINGS else None
    if state is not None and (translation is None or state.has_translation(translation, language)):
        read = None if wants_original(request) else state.translation
        name = file_name(slug, state.number, language, translation or read)
        with suppress(Revision.DoesNotExist):
            data = kept_file(
                name,
                ending,
                state,
                lambda: text_state(slug, number, language),
                lambda: _render(request, slug, ending, number, translation),
            )
            is_published = state.state == State.PUBLISHED
            response = _attached(data, FORMATS[ending], name, slug, is_published=is_published)
            return depends_on(response, state.country, f"profile-{slug}")
    revision = find_text(request, Revision.objects.with_profile(), slug, number, translation)
    if revision is None:
        return gone(request, slug, number, translation)
    return depends_on(file_of(revision, ending), revision.profile.place.country.pk, f"profile-{slug}")


def _render(
    request: HttpRequest, slug: str, ending: str, number: int | None, translation: int | None
) -> bytes:
    revision = find_text(request, Revision.objects.with_profile(), slug, number, translation)
    if revision is None:
        raise Revision.DoesNotExist
    return FORMATS[ending].render(build_export(revision, get_language() or Language.ENGLISH))


@cors
@public()
def schema(request: HttpRequest, build: Callable[[list[str], str], Any]) -> HttpResponse:
    """The JSON Schema that `build` makes: of the exchange format, or of what a search gives away."""
    domains = list(IndicatorDomain.objects.values_list("slug", flat=True))
    address = f"{settings.SITE_URL}{request.path}"
    return HttpResponse(json_schema.render(build(domains, address)), content_type="application/schema+json")


def file_of(revision: Revision, ending: str) -> HttpResponse:
    """Answer with `revision` as a file to keep; the page that it is a copy of is its canonical address."""
    language = get_language() or settings.LANGUAGE_CODE
    is_citation = ending in CITATIONS
    file_format = CITATIONS[ending] if is_citation else FORMATS[ending]
    export = build_citation(revision, language) if is_citation else build_export(revision, language)
    slug, is_published = revision.profile.slug, revision.is_published
    return _attached(
        file_format.render(export), file_format, export.file_name, slug, is_published=is_published
    )


def _attached(
    data: bytes, file_format: Format[Any], name: str, slug: str, *, is_published: bool
) -> HttpResponse:
    response = HttpResponse(data, content_type=file_format.content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{file_format.ending}"'
    response["Link"] = f'<{settings.SITE_URL}{reverse("profile", args=[slug])}>; rel="canonical"'
    if not is_published:
        response["X-Robots-Tag"] = "noindex"
    return response


@public()
def data(request: HttpRequest) -> HttpResponse:
    """What there is to take along, and how."""
    page = Page(
        title=_("The data"),
        description=_(
            "Download or reuse profiles: as files, citations, a feed, in a frame, or all of them at once."
        ),
    )
    context = {"page": page, "formats": FORMATS.values(), "citations": CITATIONS.values()}
    return render(request, "profiles/data.html", context)


@cors
@public()
def everything(request: HttpRequest) -> FileResponse:
    """All published profiles in one ZIP, sent as it is read from the disk."""
    return FileResponse(
        archive.archive(), as_attachment=True, filename="mgi-profiles.zip", content_type="application/zip"
    )
