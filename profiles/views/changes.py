"""What changed: an edition of a place's profile beside the one before."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext as _

from profiles.content.edition_diff import edition_before, edition_changes as what_changed
from profiles.models import Revision
from profiles.templatetags.profiles_ui import month_year
from profiles.views import errors
from profiles.views.profiles import gone, withdrawn
from profiles.views.query_string import query_params
from profiles.views.redirects import follow_slug_redirects
from profiles.views.site import Page, public

SHOWN = ("all", "changed")
"""Everything, or only what changed: ?show=changed."""


@public()
@follow_slug_redirects
@query_params("show")
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer 404 in words where no earlier edition is published, 400 where `show` is none of SHOWN."""
    later = (
        Revision.objects.published().with_profile().with_bare_findings().filter(profile__slug=slug).first()
    )
    if later is None:
        return gone(request, withdrawn().filter(profile__slug=slug).first())
    profile, earlier = later.profile, edition_before(later.profile)
    if earlier is None:
        return errors.error(
            request,
            404,
            _("There is no earlier edition"),
            _("%(title)s is the first that is published here, so there is nothing to set beside it.")
            % {"title": later.short_title},
        )
    show = request.GET.get("show", "all")
    if show not in SHOWN:
        return errors.bad_request(request)
    named = {
        "place": later.local_place_name,
        "before": month_year(earlier.described),
        "now": month_year(later.described),
    }
    page = Page(
        title=_("The profiles of %(place)s: what changed from %(before)s to %(now)s") % named,
        description=_(
            "The findings of two editions beside each other, %(before)s and %(now)s: in the same words, "
            "reworded, new, or not mentioned again."
        )
        % named,
        is_fictional=profile.place.is_fictional,
    )
    context = {
        "page": page,
        "place": profile.place,
        "earlier": earlier,
        "later": later,
        "sections": what_changed(earlier, later, get_language()),
        "is_whole": show == "all",
    }
    return render(request, "profiles/changes.html", context)
