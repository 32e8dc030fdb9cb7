"""The government's part of a revision: its sign-offs, what changed since, and the review links."""

import secrets
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Max, Prefetch
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from profiles import permissions, workflow
from profiles.admin.revision import action_view
from profiles.admin.revision.diff import ShownDifference, difference_of
from profiles.admin.site import LinesField
from profiles.content.schema import digest
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.models import ReviewLink, ReviewVisit, Revision, SignOff

LARGEST_FILE = 10 * 1024 * 1024
VISITS_SHOWN = 20
SIGNATURES = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
"""How a file begins that is a letter -> the ending of its stored name. What it calls itself is not asked."""

MEDIA_TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}


class SignOffForm(forms.ModelForm):
    """A sign-off to be recorded, of the text that `version` (a lock_version) was shown with."""

    note = LinesField(
        label=gettext_lazy("note"), required=False, max_length=4000, widget=forms.Textarea({"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = SignOff
        fields = ["body", "office", "signed_on", "note", "file"]
        help_texts = {
            "file": gettext_lazy("The letter, as PDF, PNG or JPEG, at most 10 MB. Never public."),
        }
        widgets = {
            "signed_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            "file": forms.FileInput({"accept": ".pdf,.png,.jpg,.jpeg"}),
        }

    def clean_file(self) -> UploadedFile | None:
        """Return the file under a random name; its ending is that of what it really is."""
        file = self.cleaned_data["file"]
        if not file:
            return None
        if file.size > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 10 MB."))
        start = file.read(16)
        file.seek(0)
        ending = next((end for signature, end in SIGNATURES.items() if start.startswith(signature)), "")
        if not ending:
            raise ValidationError(_("The file is neither a PDF nor a PNG or JPEG picture."))
        file.name = f"{secrets.token_hex(16)}.{ending}"
        return file


@dataclass(frozen=True)
class ShownSignOff:
    """A sign-off as its page shows it."""

    record: SignOff
    current: workflow.sign_offs.CurrentSignOff
    may_take_back: bool


class LinkForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("for"),
        max_length=120,
        help_text=gettext_lazy("Who gets the link: Ministry of Health. Shown on its page."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("days"),
        initial=30,
        min_value=1,
        max_value=180,
        help_text=gettext_lazy("How long the link works, from 1 to 180."),
    )


def urls(desk: admin.ModelAdmin) -> list[URLPattern]:
    """Return the addresses of the sign-off below a revision's; `desk` is RevisionAdmin."""
    return [
        action_view.address(desk, "sign-off/", sign_off, "sign_off"),
        action_view.address(desk, "sign-off/<int:signed>/file/", letter, "letter"),
        action_view.address(desk, "sign-off/<int:signed>/take-back/", take_back, "take_back"),
        action_view.address(desk, "sign-off/links/", invite, "invite"),
        action_view.address(desk, "sign-off/links/<int:link>/revoke/", revoke, "revoke"),
    ]


def sign_off(desk: admin.ModelAdmin, request: HttpRequest, revision: Revision) -> HttpResponse:
    """Show the sign-offs and links; record a sign-off by POST."""
    if request.method != "POST":
        return _page(desk, request, revision)
    decision = permissions.can_record_sign_off(request.user, revision)
    if not decision:
        return action_view.not_stored(desk, request, decision.reason, status=403)
    form = SignOffForm(request.POST, request.FILES, instance=SignOff(revision=revision))
    if not form.is_valid():
        return _page(desk, request, revision, form=form)
    try:
        workflow.record_sign_off(revision, request.user, **form.cleaned_data)
    except workflow.OvertakenError:
        form.data = form.data.copy()
        revision.refresh_from_db()
        form.data["version"] = revision.lock_version
        form.add_error(
            None,
            _(
                "The text was changed while you filled in this form. Look at it again: the sign-off is "
                "recorded for the text as it is now."
            ),
        )
        return _page(desk, request, revision, form=form)
    except workflow.WorkflowError as refusal:
        form.add_error(None, str(refusal))
        return _page(desk, request, revision, form=form)
    messages.success(request, _("The sign-off is recorded, with the text as it is now."))
    return redirect("admin:profiles_revision_sign_off", revision.pk)


def letter(desk: admin.ModelAdmin, request: HttpRequest, revision: Revision, signed: int) -> HttpResponse:
    """Hand out the file of a sign-off: never shown within the site, always stored as a file."""
    found = get_object_or_404(revision.sign_offs.exclude(file=""), pk=signed)
    ending = found.file.name.rpartition(".")[2]
    try:
        content = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content,
        as_attachment=True,
        filename=f"sign-off-{revision.profile.slug}-{found.signed_on:%Y-%m-%d}-{found.pk}.{ending}",
        content_type=MEDIA_TYPES.get(ending, "application/octet-stream"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def take_back(desk: admin.ModelAdmin, request: HttpRequest, revision: Revision, signed: int) -> HttpResponse:
    """Say by POST that a sign-off was recorded by mistake. The record stays."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    found = get_object_or_404(revision.sign_offs.select_related("revision__profile__place"), pk=signed)
    reason = action_view.note_of(request)
    try:
        workflow.take_back_sign_off(found, request.user, reason)
    except workflow.WorkflowError as refusal:
        if reason:
            return action_view.not_stored(desk, request, str(refusal), status=409)
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The sign-off is taken back. The record of it stays, with your reason."))
    return redirect("admin:profiles_revision_sign_off", revision.pk)


def invite(desk: admin.ModelAdmin, request: HttpRequest, revision: Revision) -> HttpResponse:
    """Make a review link. Its address is in this answer and nowhere else, so the answer is no redirect."""
    if request.method != "POST":
        return redirect("admin:profiles_revision_sign_off", revision.pk)
    decision = permissions.can_invite(request.user, revision)
    if not decision:
        return action_view.not_stored(desk, request, decision.reason, status=403)
    form = LinkForm(request.POST, auto_id="id_link_%s")
    if not form.is_valid():
        return _page(desk, request, revision, link_form=form)
    try:
        link, token = workflow.invite(revision, request.user, **form.cleaned_data)
    except workflow.WorkflowError as refusal:
        form.add_error(None, str(refusal))
        return _page(desk, request, revision, link_form=form)
    address = f"{settings.SITE_URL}{reverse('review', args=[token])}"
    return _page(desk, request, revision, made=link, made_address=address)


def revoke(desk: admin.ModelAdmin, request: HttpRequest, revision: Revision, link: int) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    found = get_object_or_404(revision.review_links.select_related("revision__profile__place"), pk=link)
    try:
        workflow.revoke(found, request.user)
        messages.success(request, _("The link is revoked. Whoever opens it finds no page."))
    except workflow.WorkflowError as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('admin:profiles_revision_sign_off', args=[revision.pk])}#links")


def _page(
    desk: admin.ModelAdmin,
    request: HttpRequest,
    revision: Revision,
    *,
    form: SignOffForm | None = None,
    link_form: LinkForm | None = None,
    made: ReviewLink | None = None,
    made_address: str = "",
) -> HttpResponse:
    sign_offs = list(revision.sign_offs.select_related("snapshot", "recorded_by", "taken_back_by"))
    for row in sign_offs:
        row.revision = revision
    status = 400 if form or link_form else 200
    context = {
        "title": _("Sign-off and review links"),
        "may_record": permissions.can_record_sign_off(request.user, revision),
        "may_invite": permissions.can_invite(request.user, revision),
        "form": form or SignOffForm(initial={"version": revision.lock_version}),
        "link_form": link_form or LinkForm(auto_id="id_link_%s"),
        "made": made,
        "made_address": made_address,
        "now": timezone.now(),
        "links": _links(revision),
        **_changes(request, revision, sign_offs),
    }
    response = action_view.page(desk, request, revision, "sign_offs/sign_off", context, status)
    if made:
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
    return response


def _changes(request: HttpRequest, revision: Revision, sign_offs: list[SignOff]) -> dict[str, Any]:
    """Return the sign-offs with whether the text changed since, and the difference since one of them.

    That is the one asked for by ?since=, or else the latest.
    """
    content = serialize_revision(revision)
    now, facts = digest(content), workflow.sign_offs.facts_of(revision)
    asked = request.GET.get("since", "")
    standing = [row for row in sign_offs if row.taken_back_at is None]
    compared = next((row for row in standing if str(row.pk) == asked), standing[0] if standing else None)
    difference: ShownDifference | None = None
    if compared and compared.snapshot.digest != now:
        difference = difference_of(revision.profile, load_snapshot(compared.snapshot), content)
    return {
        "sign_offs": [
            ShownSignOff(
                row,
                workflow.sign_offs.compared(row, now, facts),
                bool(permissions.can_take_back_sign_off(request.user, row)),
            )
            for row in sign_offs
        ],
        "compared": compared,
        "difference": difference,
    }


def _links(revision: Revision) -> list[ReviewLink]:
    """Return the review links with the number of their visits and the latest of them; two queries."""
    visits = Prefetch("visits", ReviewVisit.objects.order_by("-at", "-pk")[:VISITS_SHOWN], "latest_visits")
    return list(
        revision.review_links.select_related("made_by")
        .annotate(visit_count=Count("visits"), visited_at=Max("visits__at"))
        .prefetch_related(visits)
        # Said again: a query that counts forgets the order of the model.
        .order_by("-made_at", "-pk")
    )
