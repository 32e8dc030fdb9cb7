"""Pages of the administration below a list or an object: their addresses, and what all of them are given."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from profiles.models import Profile, Revision, Translation


def object_url(obj: Model, name: str = "change", *args: Any) -> str:
    """Return the address of a page of the administration below the one of `obj`."""
    return reverse(f"admin:profiles_{obj._meta.model_name}_{name}", args=[obj.pk, *args])


def admin_page(
    request: HttpRequest,
    model: type[Model] | Model,
    template: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Answer with a page of the administration below a model's list, or below an object of it."""
    context = page_context(request, model) | context
    return TemplateResponse(request, f"admin/{template}.html", context, status=status)


def page_context(request: HttpRequest, model: type[Model] | Model) -> dict[str, Any]:
    """Return what every page below a model's list needs, or below an object of it."""
    original = model if isinstance(model, Model) else None
    context = {**admin.site.each_context(request), "opts": model._meta, "original": original}
    if isinstance(original, Profile):
        context |= {"profile": original}
    if isinstance(original, Revision | Translation):
        context |= {
            "text": original,
            "text_url": object_url(original),
            "comments_url": object_url(original, "comments"),
            "profile": original.profile,
            "is_nav_sidebar_enabled": False,
        }
    if isinstance(original, Revision):
        context |= {"revision": original}
    if isinstance(original, Translation):
        context |= {"translation": original, "revision": original.revision}
    return context
