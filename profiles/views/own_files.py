"""The operator's logo and style sheet of colours, at addresses that change with their content."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from profiles.views.site import allow_methods

FOR_EVER = "public, max-age=31536000, immutable"


@allow_methods("GET", "HEAD")
def own_file(request: HttpRequest, name: str) -> HttpResponse:
    """Answer 404 for another digest: who asks for it has a page from before the last start."""
    file = next((row for row in (settings.SITE_LOGO, settings.SITE_STYLE) if row and row.name == name), None)
    if file is None:
        raise Http404
    return HttpResponse(file.data, headers={"Content-Type": file.content_type, "Cache-Control": FOR_EVER})
