"""Private links through which a government reads a draft: create one, revoke one."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from profiles import permissions, workflow
from profiles.admin.actions import ButtonView
from profiles.admin.revision.action_view import FormOnPageView, revision_path, revision_url
from profiles.admin.revision.sign_off_page import LinkForm, sign_off_page
from profiles.models import ReviewLink, Revision


class CreateReviewLinkView(FormOnPageView):
    """The link's address is in this answer and nowhere else, so the answer is no redirect."""

    http_method_names = ["get", "head", "post"]
    form_class = LinkForm
    can = staticmethod(permissions.can_manage_review_links)
    action = staticmethod(workflow.create_review_link)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(revision_url(self.object, "sign_off"))

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
        return f"{revision_url(self.object.revision, 'sign_off')}#links"


urlpatterns = [
    revision_path("sign-off/links/", CreateReviewLinkView.as_view(), "invite"),
    revision_path("sign-off/links/<int:link>/revoke/", RevokeReviewLinkView.as_view(), "revoke"),
]
