"""The page that changes the address of a profile or a place; what links to the old one is led on."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from profiles import permissions, workflow
from profiles.models import Place, Profile


def page(desk: admin.ModelAdmin, request: HttpRequest, thing: Profile | Place) -> HttpResponse:
    """Ask by GET, do it by POST. What is refused is asked again: with the reason, and what was typed."""
    typed, refusal = request.POST.get("slug", thing.slug).replace("\x00", "").strip(), ""
    if request.method == "POST":
        try:
            workflow.change_address(thing, typed, by=request.user)
        except workflow.WorkflowError as error:
            refusal = str(error)
        else:
            messages.success(request, _("The address is changed. The old one leads to it."))
            return redirect(f"admin:profiles_{desk.opts.model_name}_change", thing.pk)
    folder, _slash, _end = thing.get_absolute_url().rstrip("/").rpartition("/")
    context = {
        **desk.admin_site.each_context(request),
        "title": _("Change the address"),
        "opts": desk.opts,
        "original": thing,
        "thing": thing,
        "folder": folder,
        "former": thing.slug_redirects.all(),
        "typed": typed,
        "longest": thing._meta.get_field("slug").max_length,
        "refusal": refusal,
        "decision": permissions.can_change_address(request.user, thing),
    }
    return TemplateResponse(request, "admin/profiles/address.html", context, status=409 if refusal else 200)
