"""Files for staff: a revision in each format, a draft too, and the template to write a profile in offline.

Who may read the page may take the file: the addresses ask as the pages do.
"""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language, gettext as _

from profiles.admin.revision.action_view import revision_path
from profiles.choices import Language
from profiles.content.schema import PROFILE_FIELDS
from profiles.content.sections import domain_texts
from profiles.exports.context import build_export
from profiles.exports.formats import FORMATS, template
from profiles.models import Place, Profile, Revision


def links(revision: Revision) -> list[tuple[str, str]]:
    """Return name and address of the revision in each format."""
    return [
        (str(file_format.name), reverse(f"admin:profiles_revision_file_{ending}", args=[revision.pk]))
        for ending, file_format in FORMATS.items()
    ]


def _file(ending: str, request: HttpRequest, revision: Revision) -> HttpResponse:
    file_format, subject = FORMATS[ending], build_export(revision, get_language() or Language.ENGLISH)
    return _attached(file_format.render(subject), file_format.file_name(subject), file_format.content_type)


def template_of_profile(request: HttpRequest, profile: Profile) -> HttpResponse:
    """The template for one more text of a profile: its facts are filled in."""
    facts = {name: getattr(profile, name) for name in PROFILE_FIELDS if name != "slug"}
    return _template(profile.place, facts, profile.slug)


def template_of_place(request: HttpRequest, place: Place) -> HttpResponse:
    """The template for a new profile of a place; it is filled in that far."""
    return _template(place, {}, place.slug)


def _template(place: Place, facts: dict, name: str) -> HttpResponse:
    language = get_language() or Language.ENGLISH
    book = template.render(
        domain_texts(place.variant, language),
        language,
        {"place": place.slug, **facts},
        place.name_in(language),
        _("Fictional example") if place.is_fictional else "",
    )
    return _attached(book, f"mgi-template-{name}.xlsx", FORMATS["xlsx"].content_type)


def _attached(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    add_never_cache_headers(response)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


urlpatterns = [
    revision_path(f"file.{ending}", partial(_file, ending), f"file_{ending}") for ending in FORMATS
]
