"""Files for staff: a revision in each format, a draft too, and the template to write a profile in offline.

Who may read the page may take the file: the addresses ask as the pages do.
"""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language

from profiles.admin.revision.action_view import revision_path
from profiles.choices import Language
from profiles.content.schema import PROFILE_FIELDS
from profiles.content.sections import domain_texts
from profiles.exports.apart import apart
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
    file_format, export = FORMATS[ending], build_export(revision, get_language() or Language.ENGLISH)
    return _attached(file_format.render(export), file_format.file_name(export), file_format.content_type)


def template_file(request: HttpRequest, obj: Profile | Place) -> HttpResponse:
    """The template for one more text of a profile, or for a new profile of a place; filled in that far."""
    place, fields = (obj, ()) if isinstance(obj, Place) else (obj.place, PROFILE_FIELDS)
    facts = {name: getattr(obj, name) for name in fields if name != "slug"}
    language = get_language() or Language.ENGLISH
    book = apart(template.render)(
        domain_texts(place.variant, language),
        language,
        {"place": place.slug, **facts},
        place.name_in(language),
        place.fictional_mark,
    )
    return _attached(book, f"mgi-template-{obj.slug}.xlsx", FORMATS["xlsx"].content_type)


def _attached(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    add_never_cache_headers(response)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


urlpatterns = [
    revision_path(f"file.{ending}", partial(_file, ending), f"file_{ending}") for ending in FORMATS
]
