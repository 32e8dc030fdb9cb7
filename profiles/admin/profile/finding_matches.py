"""Which finding of an edition is which of the edition before: as computed, and corrected by hand."""

import uuid
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from profiles import permissions, workflow
from profiles.content.edition_diff import edition_before, pairs, verdicts_on
from profiles.models import Finding, FindingMatch, Profile, Revision


def page(desk: admin.ModelAdmin, request: HttpRequest, profile: Profile) -> HttpResponse:
    """Show the pairs by GET; store a verdict by POST (`earlier`, `later`: keys; `verdict`: same or apart)."""
    if request.method == "POST":
        return _decide(request, profile)
    before, text = edition_before(profile), text_of(profile)
    context = {
        **desk.admin_site.each_context(request),
        "title": _("The same findings as in the edition before"),
        "opts": desk.opts,
        "original": profile,
        "profile": profile,
        "before": before,
        "text": text,
        "can_match": permissions.can_match(request.user, profile),
        **(_pairs(before, text) if before and text else {}),
    }
    return TemplateResponse(request, "admin/profiles/profile/matches.html", context)


def forget(desk: admin.ModelAdmin, request: HttpRequest, profile: Profile, verdict: int) -> HttpResponse:
    """Take a verdict back."""
    row = get_object_or_404(FindingMatch.objects.select_related("later"), pk=verdict, later=profile)
    try:
        workflow.forget_match(row, by=request.user)
    except workflow.WorkflowError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back. What is computed counts again."))
    return redirect(address(profile))


def address(profile: Profile) -> str:
    return reverse("admin:profiles_profile_matches", args=[profile.pk])


def text_of(profile: Profile) -> Revision | None:
    """Return the text that is matched: the live one, or else the open one, which will be live."""
    texts = Revision.objects.with_profile().with_bare_findings().filter(profile=profile)
    return texts.published().first() or texts.open().first()


def _pairs(before: Revision, text: Revision) -> dict[str, Any]:
    earlier, later = list(before.findings.all()), list(text.findings.all())
    verdicts = verdicts_on(before.profile, text.profile)
    found = pairs(earlier, later, verdicts)
    old, new = {pair.earlier.pk for pair in found}, {pair.later.pk for pair in found}
    by_key = {finding.key: finding for finding in (*earlier, *later)}
    return {
        "pairs": found,
        "apart": [
            (by_key[verdict.earlier_key], by_key[verdict.later_key], verdict)
            for verdict in verdicts
            if not verdict.is_same and {verdict.earlier_key, verdict.later_key} <= by_key.keys()
        ],
        # Those without a pair first: they are what somebody looks for.
        "earlier_findings": _alone_first(earlier, old),
        "later_findings": _alone_first(later, new),
    }


def _alone_first(findings: list[Finding], paired: set[int]) -> list[tuple[str, list[Finding]]]:
    return [
        (_("Without a pair"), [finding for finding in findings if finding.pk not in paired]),
        (_("In a pair"), [finding for finding in findings if finding.pk in paired]),
    ]


def _decide(request: HttpRequest, profile: Profile) -> HttpResponse:
    earlier, later = (_key(request.POST.get(name, "")) for name in ("earlier", "later"))
    verdict = request.POST.get("verdict")
    if verdict not in ("same", "apart"):
        raise Http404
    if earlier is None or later is None:
        messages.error(request, _("Choose a finding of each edition. Nothing was changed."))
        return redirect(address(profile))
    is_same = verdict == "same"
    try:
        workflow.match_findings(profile, earlier, later, by=request.user, is_same=is_same)
    except workflow.WorkflowError as refusal:
        messages.error(request, str(refusal))
    else:
        done = _("Stored: these are the same.") if is_same else _("Stored: these are not the same.")
        messages.success(request, done)
    return redirect(address(profile))


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
