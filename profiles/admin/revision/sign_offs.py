"""A government's sign-off: record it, read its file, revoke it."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _, gettext_lazy

from profiles import permissions, workflow
from profiles.admin.actions import ButtonView
from profiles.admin.revision.action_view import FormOnPageView, not_stored, revision_path, revision_url
from profiles.admin.revision.sign_off_page import SignOffForm, sign_off_page
from profiles.admin.revision.transitions import ReasonForm
from profiles.models import Revision, SignOff

MEDIA_TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}


class RecordSignOffView(FormOnPageView):
    """Show the sign-offs and links; record a sign-off by POST."""

    http_method_names = ["get", "head", "post"]
    form_class = SignOffForm
    can = staticmethod(permissions.can_record_sign_off)
    action = staticmethod(workflow.record_sign_off)
    success_message = gettext_lazy("The sign-off is recorded, with the text as it is now.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return sign_off_page(request, self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": SignOff(revision=self.object)}

    def get_success_url(self) -> str:
        return revision_url(self.object, "sign_off")

    def action_refused(self, form: SignOffForm, error: workflow.WorkflowError) -> HttpResponse:
        if not isinstance(error, workflow.OvertakenError):
            return super().action_refused(form, error)
        self.object.refresh_from_db()
        form.data = form.data.copy()
        form.data["version"] = self.object.lock_version
        return self.refuse(
            form,
            _(
                "The text was changed while you filled in this form. Check it again: the sign-off is "
                "recorded for the text as it is now."
            ),
        )

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
        return revision_url(self.object.revision, "sign_off")

    def refuse(self, form: ReasonForm, reason: str) -> HttpResponse:
        if form.cleaned_data["reason"]:
            return not_stored(self.request, reason, status=409)
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
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


urlpatterns = [
    revision_path("sign-off/", RecordSignOffView.as_view(), "sign_off"),
    revision_path("sign-off/<int:sign_off_pk>/file/", sign_off_file, "letter"),
    revision_path("sign-off/<int:sign_off_pk>/take-back/", RevokeSignOffView.as_view(), "take_back"),
]
