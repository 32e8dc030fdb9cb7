"""What changed: an edition of a place's profile beside the one before."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext as _

from profiles.content.edition_diff import edition_before, edition_changes
from profiles.content.translations import read_in
from profiles.models import Revision
from profiles.templatetags.profiles_ui import month_year
from profiles.views import errors
from profiles.views.profiles import gone
from profiles.views.redirects import follow_slug_redirects
from profiles.views.site import Page, depends_on, public, query_params
from profiles.views.texts import page_in


@public()
@follow_slug_redirects
@query_params("show")
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everything, or only what changed (?show=changed). 404 where no earlier edition is published."""
    published = Revision.objects.published().with_profile().with_bare_findings().with_languages()
    later = published.filter(profile__slug=slug).first()
    if later is None:
        return gone(request, slug)
    earlier = edition_before(later.profile)
    if earlier is None:
        title = _("There is no earlier edition")
        text = _("%(title)s: this is the first published here, so there is nothing to compare it with.")
        return errors.error(request, 404, title, text % {"title": later.short_title})
    read_in(get_language(), earlier, later)
    show = request.GET.get("show", "all")
    if show not in ("all", "changed"):
        raise BadRequest("show")
    context = {
        "page": _page(earlier, later),
        "place": later.profile.place,
        "earlier": earlier,
        "later": later,
        "sections": edition_changes(earlier, later, get_language(), is_whole=show == "all"),
        "is_whole": show == "all",
    }
    response = render(request, "profiles/changes.html", context)
    return depends_on(response, later.profile.place.country.pk, f"profile-{slug}")


def _page(earlier: Revision, later: Revision) -> Page:
    words = {
        "place": later.local_place_name,
        "before": month_year(earlier.period_iso),
        "now": month_year(later.period_iso),
    }
    description = _(
        "The findings of two editions side by side, %(before)s and %(now)s: in the same words, reworded, "
        "new, or not mentioned again."
    )
    is_own = later.language == get_language()  # Another is a version of the page in the original's language.
    return Page(
        title=_("What changed in the profiles of %(place)s: %(before)s – %(now)s") % words,
        description=description % words,
        canonical="" if is_own else page_in(later.page_language, "changes", later.profile.slug),
        languages=[later.original_language, *(later.translated_into or ())],
        is_fictional=later.profile.place.is_fictional,
    )
