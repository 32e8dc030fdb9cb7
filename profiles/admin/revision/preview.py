"""A draft or a translation exactly as the public page would show it, for those who work on it.

Nothing here is public.
"""

from types import SimpleNamespace

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin

from profiles.admin.pages import object_url
from profiles.admin.revision.action_view import Text, revision_path
from profiles.choices import Language, State
from profiles.content.translations import read_in, read_translation
from profiles.exports.citations.citation import build_citation
from profiles.exports.web.profile_page import profile_context
from profiles.models import Revision, Translation


@never_cache
@csp_replace({"frame-ancestors": [SELF]})
@xframe_options_sameorigin
def preview(request: HttpRequest, text: Text) -> HttpResponse:
    """?language=fr shows the page around the text in another of the languages of the site.

    A translation is shown in its own language, unless another is asked for.
    """
    code = request.GET.get("language", "")
    own = text.language if isinstance(text, Translation) else translation.get_language()
    language = code if code in dict(settings.LANGUAGES) else own or Language.ENGLISH
    pk = text.revision_id if isinstance(text, Translation) else text.pk
    revision = Revision.objects.with_profile().with_findings().with_terms(language).get(pk=pk)
    now = timezone.now()
    if revision.is_open:
        revision.published_at = now  # as it reads when it is published now; never stored
    if isinstance(text, Translation):
        text.published_at = text.published_at or now
        published = text.revision.translations.filter(language=text.language, number__isnull=False)
        text.number = text.number or published.count() + 1
        read_translation(revision, text)
    else:
        read_in(language, revision)
    with translation.override(language):
        response = _render(request, revision, language, text)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Content-Language"] = language
    return response


def _render(request: HttpRequest, revision: Revision, language: str, text: Text) -> HttpResponse:
    context = _context(revision, language)
    context["shown_translation"] = text if isinstance(text, Translation) else None
    context["choice"] = _choice(revision, language, text)
    context["main"] = render_to_string("components/profile_main.html", context, request)
    return render(request, "admin/profiles/revision/preview.html", context)


def _choice(revision: Revision, language: str, text: Text) -> SimpleNamespace:
    """Return in what the text can be read, as views/texts.py has it; the links lead to previews."""
    published = revision.translations.filter(state=State.PUBLISHED).order_by("language")
    codes = list(published.values_list("language", flat=True))
    if isinstance(text, Translation) and text.language not in codes:
        codes.append(text.language)
    original, address = revision.original_language, object_url(revision, "preview")
    return SimpleNamespace(
        original_language=Language(original),
        languages=[original, *codes],
        links=[
            (code, "" if code == language else f"{address}?language={code}") for code in (original, *codes)
        ],
        original_path=f"{address}?language={original}",
        translated_path="",
    )


def _context(revision: Revision, language: str) -> dict[str, object]:
    is_fictional = revision.profile.place.is_fictional
    return {
        **profile_context(revision, build_citation(revision, language)),
        "page": {"title": revision.title, "robots": "noindex", "is_fictional": is_fictional},
        "live": revision,
        "own_path": "",
        "language": Language(language),
        "direction": Language(language).direction,
        "languages": [
            {
                "code": code,
                "name": name,
                "link": f"?language={code}",
                "is_current": code == language,
                "direction": Language(code).direction,
            }
            for code, name in settings.LANGUAGES
        ],
    }


urlpatterns = [revision_path("preview/", preview, "preview")]
