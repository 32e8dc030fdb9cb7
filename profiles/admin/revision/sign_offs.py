"""The government's part, on one page: sign-offs recorded and revoked, and the review links."""

import secrets
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Max, Prefetch
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from profiles import permissions, workflow
from profiles.admin.actions import ButtonView
from profiles.admin.pages import admin_page, object_url
from profiles.admin.revision.action_view import FormOnPageView, not_stored, revision_path
from profiles.admin.revision.compare import difference_of
from profiles.admin.revision.letters import MEDIA_TYPES, START, ending_of
from profiles.admin.revision.transitions import ReasonForm
from profiles.choices import Action
from profiles.content.schema import digest
from profiles.content.serialize import load_snapshot, serialize_revision
from profiles.forms import LinesField
from profiles.models import ReviewLink, ReviewVisit, Revision, SignOff

LARGEST_FILE = 10 * 1024 * 1024
VISITS_SHOWN = 20


class SignOffForm(forms.ModelForm):
    """A sign-off to be recorded, of the text that `version` (a lock_version) was shown with."""

    note = LinesField(
        label=gettext_lazy("note"), required=False, max_length=4000, widget=forms.Textarea({"rows": 3})
    )
    # Not the model's: the name that the file has with its sender may be of any length.
    file = forms.FileField(
        label=gettext_lazy("file"),
        required=False,
        help_text=gettext_lazy(
            "The signed letter: a PDF, a PNG or JPEG picture, a signed file (.p7m, .asice) or an e-mail "
            "(.eml), at most 10 MB. Never public."
        ),
        widget=forms.FileInput(
            {"accept": ",".join(f".{ending}" for ending in (*MEDIA_TYPES, "jpeg", "asics"))}
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = SignOff
        fields = ["body", "office", "signed_on", "note", "file"]
        widgets = {"signed_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}

    def clean_file(self) -> UploadedFile | None:
        """Return the file under a random name; its ending is that of what it really is."""
        file = self.cleaned_data["file"]
        if not file:
            return None
        if file.size > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 10 MB."))
        ending = ending_of(file.read(START))
        file.seek(0)
        if not ending:
            raise ValidationError(
                _(
                    "The file is neither a PDF, a PNG or JPEG picture, a signed file (.p7m, .asice) nor an "
                    "e-mail (.eml)."
                )
            )
        file.name = f"{secrets.token_hex(16)}.{ending}"
        return file


class LinkForm(forms.Form):
    label = forms.CharField(
        label=gettext_lazy("for"),
        max_length=120,
        help_text=gettext_lazy("Who gets the link: Ministry of Health. Shown on its page."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("days of validity"),
        initial=30,
        min_value=1,
        max_value=180,
        help_text=gettext_lazy("How long the link works, from 1 to 180."),
    )


def sign_off_page(
    request: HttpRequest,
    revision: Revision,
    *,
    form: SignOffForm | None = None,
    link_form: LinkForm | None = None,
    created: tuple[ReviewLink, str] | None = None,
) -> HttpResponse:
    """Answer with the page of both; 400 where a form is refused. `created` is a new link and its address."""
    sign_offs = list(revision.sign_offs.select_related("snapshot", "recorded_by", "revoked_by"))
    for row in sign_offs:
        row.revision = revision
    context = {
        "title": _("Sign-off and review links"),
        "may_record": permissions.can(Action.SIGN_OFF, request.user, revision),
        "may_invite": permissions.can(Action.INVITE, request.user, revision),
        "form": form or SignOffForm(initial={"version": revision.lock_version}),
        "link_form": link_form or LinkForm(auto_id="id_link_%s"),
        "created": created,
        "now": timezone.now(),
        "links": _links(revision),
        **_changes(request, revision, sign_offs),
    }
    response = admin_page(request, revision, "sign_offs/sign_off", context, 400 if form or link_form else 200)
    if created:
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
    return response


def _changes(request: HttpRequest, revision: Revision, sign_offs: list[SignOff]) -> dict[str, Any]:
    """Return the sign-offs with whether the text changed since, and the difference since one of them.

    That is the one asked for by ?since=, or else the latest.
    """
    content = serialize_revision(revision)
    content_digest, facts = digest(content), workflow.sign_offs.facts_of(revision)
    since = request.GET.get("since", "")
    standing = [row for row in sign_offs if row.revoked_at is None]
    compared = next((row for row in standing if str(row.pk) == since), standing[0] if standing else None)
    difference = None
    if compared and compared.snapshot.digest != content_digest:
        difference = difference_of(revision.profile, load_snapshot(compared.snapshot), content)
    return {
        "sign_offs": [
            (
                workflow.sign_offs.compared(row, content_digest, facts),
                bool(permissions.can_revoke_sign_off(request.user, row)),
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
        # Once more: a query that counts forgets the order of the model.
        .order_by("-made_at", "-pk")
    )


class RecordSignOffView(FormOnPageView):
    """Show the sign-offs and links; record a sign-off by POST."""

    http_method_names = ["get", "head", "post"]
    form_class = SignOffForm
    can = staticmethod(partial(permissions.can, Action.SIGN_OFF))
    action = staticmethod(workflow.record_sign_off)
    success_message = gettext_lazy("The sign-off is recorded, with the text as it is now.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return sign_off_page(request, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": SignOff(revision=self.object)}

    def get_success_url(self) -> str:
        return object_url(self.object, "sign_off")

    def perform(self, form: SignOffForm) -> SignOff:
        try:
            return super().perform(form)
        except workflow.OvertakenError:
            self.object.refresh_from_db()
            form.data = form.data.copy()
            form.data["version"] = self.object.lock_version
            text = _(
                "The text was changed while you filled in this form. Check it again: the sign-off is "
                "recorded for the text as it is now."
            )
            raise workflow.WorkflowError(text) from None

    def render_page(self, form: SignOffForm) -> HttpResponse:
        return sign_off_page(self.request, self.object, form=form)


class RevokeSignOffView(ButtonView):
    """Say that a sign-off was recorded by mistake. The record stays."""

    form_class = ReasonForm
    action = staticmethod(workflow.revoke_sign_off)
    success_message = gettext_lazy("The sign-off is revoked. The record of it stays, with your reason.")

    def get_object(self, revision: Revision, sign_off_pk: int) -> SignOff:
        sign_offs = revision.sign_offs.select_related("revision__profile__place")
        return get_object_or_404(sign_offs, pk=sign_off_pk)

    def get_success_url(self) -> str:
        return object_url(self.object.revision, "sign_off")

    def refuse(self, form: ReasonForm, reason: str) -> HttpResponse:
        if form.cleaned_data["reason"]:
            return not_stored(self.request, reason, status=409, text=self.object.revision)
        return super().refuse(form, reason)


def sign_off_file(request: HttpRequest, revision: Revision, sign_off_pk: int) -> HttpResponse:
    """Hand out the file of a sign-off: never shown within the site, always stored as a file."""
    sign_off = get_object_or_404(revision.sign_offs.exclude(file=""), pk=sign_off_pk)
    ending = sign_off.file.name.rpartition(".")[2]
    try:
        content = sign_off.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        content,
        as_attachment=True,
        filename=f"sign-off-{revision.profile.slug}-{sign_off.signed_on:%Y-%m-%d}-{sign_off.pk}.{ending}",
        content_type=MEDIA_TYPES.get(ending, "application/octet-stream"),
    )
    response["Cache-Control"] = "private, no-store"
    return response


class CreateReviewLinkView(FormOnPageView):
    """The link's address is in this answer and nowhere else, so the answer is no redirect."""

    http_method_names = ["get", "head", "post"]
    form_class = LinkForm
    can = staticmethod(partial(permissions.can, Action.INVITE))
    action = staticmethod(workflow.create_review_link)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(object_url(self.object, "sign_off"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"auto_id": "id_link_%s"}

    def succeed(self, form: LinkForm) -> HttpResponse:
        link, token = self.result
        url = f"{settings.SITE_URL}{reverse('review', args=[token])}"
        return sign_off_page(self.request, self.object, created=(link, url))

    def render_page(self, form: LinkForm) -> HttpResponse:
        return sign_off_page(self.request, self.object, link_form=form)


class RevokeReviewLinkView(ButtonView):
    action = staticmethod(workflow.revoke_review_link)
    success_message = gettext_lazy("The link is revoked. It no longer opens the page.")

    def get_object(self, revision: Revision, link: int) -> ReviewLink:
        links = revision.review_links.select_related("revision__profile__place")
        return get_object_or_404(links, pk=link)

    def get_success_url(self) -> str:
        return f"{object_url(self.object.revision, 'sign_off')}#links"


urlpatterns = [
    revision_path("sign-off/", RecordSignOffView.as_view(), "sign_off"),
    revision_path("sign-off/<int:sign_off_pk>/file/", sign_off_file, "letter"),
    revision_path("sign-off/<int:sign_off_pk>/revoke/", RevokeSignOffView.as_view(), "revoke_sign_off"),
    revision_path("sign-off/links/", CreateReviewLinkView.as_view(), "invite"),
    revision_path("sign-off/links/<int:link>/revoke/", RevokeReviewLinkView.as_view(), "revoke"),
]
