"""A draft exactly as the public page would show it, for those who work on it. Nothing here is public."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin

from profiles.admin.revision.action_view import revision_path
from profiles.choices import Language
from profiles.exports.citations.citation import build_citation
from profiles.exports.web.profile_page import profile_context
from profiles.models import Revision


@never_cache
@csp_replace({"frame-ancestors": [SELF]})
@xframe_options_sameorigin
def preview(request: HttpRequest, revision: Revision) -> HttpResponse:
    """?language=fr shows the page around the text in another of the languages of the site."""
    code = request.GET.get("language", "")
    is_known = code in dict(settings.LANGUAGES)
    language = code if is_known else translation.get_language() or Language.ENGLISH
    revision = Revision.objects.with_profile().with_findings().with_terms(language).get(pk=revision.pk)
    if revision.is_open:
        revision.published_at = timezone.now()  # as it reads when it is published now; never stored
    with translation.override(language):
        response = render(request, "admin/profiles/revision/preview.html", _context(revision, language))
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Content-Language"] = language
    return response


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
