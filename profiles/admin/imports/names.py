"""The page of remembered words: what the importer has learned from answers, to be seen and removed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext as _, ngettext

from profiles import workflow
from profiles.admin.imports.targets import Targets
from profiles.admin.pages import admin_page
from profiles.admin.site import is_key
from profiles.choices import Language, Variant
from profiles.content.schema import new_content
from profiles.content.sections import domain_texts, sections_with_sources
from profiles.models import ImportName, Profile

MOST = 500
"""So many are shown; the others once some of these are removed."""


def names(request: HttpRequest) -> HttpResponse:
    """Show the words that the user may see; by POST, forget those that are chosen."""
    if request.method == "POST":
        keys = [key for key in request.POST.getlist("name")[:MOST] if is_key(key)]
        count = workflow.delete_names(keys, request.user)
        text = ngettext("%(count)s word is forgotten.", "%(count)s words are forgotten.", count)
        messages.success(request, text % {"count": count})
        return redirect("admin_import_names")
    listed = ImportName.objects.visible_to(request.user)
    texts = domain_texts(Variant.COUNTRY, get_language() or Language.ENGLISH)
    targets = Targets(sections_with_sources(new_content(), texts))
    rows = [
        {"row": row, "target": targets.label(row.target) or row.target}
        for row in listed.select_related("user").order_by("name", "user")[:MOST]
    ]
    context = {
        "title": _("Remembered words"),
        "rows": rows,
        "hidden": max(0, listed.count() - MOST),
        "has_others": any(row["row"].user_id != request.user.pk for row in rows),
        "is_below": True,
        "is_nav_sidebar_enabled": False,
    }
    return admin_page(request, Profile, "imports/names", context)
