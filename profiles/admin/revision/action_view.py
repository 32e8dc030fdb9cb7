"""What the pages beside a revision or a translation share: addresses, and that what was typed comes back."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from profiles import permissions
from profiles.admin.actions import ActionView, Button, ButtonView, View
from profiles.admin.pages import admin_page, object_url
from profiles.choices import Action
from profiles.forms import texts_typed
from profiles.models import Revision, Translation, User

Text = Revision | Translation


class TextActionView(ActionView):
    """An action that the page of a text offers and that a page of its own asks about."""

    transition: Action
    label: str | Promise = ""
    is_grave = False

    @classmethod
    def can(cls, user: User, text: Text) -> permissions.Decision:
        return permissions.can(cls.transition, user, text)

    @classmethod
    def button(cls, user: User, text: Text, *, is_primary: bool) -> Button:
        return Button(
            name=cls.transition.value,
            label=str(cls.label),
            url=object_url(text, cls.transition.value),
            decision=cls.can(user, text),
            is_primary=is_primary,
            is_grave=cls.is_grave,
        )

    def get_template_names(self) -> list[str]:
        return [f"admin/profiles/{self.object._meta.model_name}/transitions/{self.transition.value}.html"]

    def refuse(self, form: Any, reason: str) -> HttpResponse:
        if not type(self.object).objects.filter(pk=self.object.pk).exists():
            return not_stored(self.request, reason, status=404)
        self.object.refresh_from_db()
        return super().refuse(form, reason)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "title": str(self.title) % {"number": self.object.number or ""},
            "note": clean_note(self.request.POST.get("note", "")),
        }
        return super().get_context_data(**context | kwargs)


class FormOnPageView(ButtonView):
    """An action whose form is on a page with others: what is refused is shown there, in the same form.

    Subclasses answer with `render_page(form)`, by 400.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        decision = self.can(request.user, self.object)
        if not decision:
            return not_stored(request, decision.reason, status=403, text=self.object)
        return super().post(request, *args, **kwargs)

    def refuse(self, form: Any, reason: str) -> HttpResponse:
        if form.is_valid():
            form.add_error(None, reason)
        return self.render_page(form)


def wants_data(request: HttpRequest) -> bool:
    """Whether a script asks, which reads JSON, rather than a person."""
    return request.headers.get("Accept") == "application/json"


def clean_note(text: str) -> str:
    """Return what was typed as a note or a reason, as it can be stored."""
    return text.replace("\r\n", "\n").replace("\x00", "").strip()


def clean_version(text: str) -> int:
    """Return the lock_version that was sent along; 0, which no text has, where there is none."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def text_path(model: type[Text], route: str, view: View, name: str) -> URLPattern:
    """Return the path of `view` below that of a text; it is called with (request, text, ...).

    Who has been signed out, or whose draft is gone, gets back what they sent.
    """

    def with_text(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        text = model.objects.visible_to(request.user).with_profile().filter(pk=pk).first()
        if text is None and request.method == "GET" and not wants_data(request):
            raise Http404
        if text is None:
            return not_stored(request, _("There is no such draft here, or no longer."), status=404)
        if not admin.site.get_model_admin(model).has_view_permission(request, text):
            raise PermissionDenied
        if isinstance(text, Translation):
            text.revision.profile = text.profile  # with its place: no query more
        return view(request, text, **kwargs)

    return path(f"<int:pk>/{route}", keep_typed(with_text), name=f"profiles_{model._meta.model_name}_{name}")


revision_path = partial(text_path, Revision)
translation_path = partial(text_path, Translation)


def keep_typed(view: View) -> View:
    """Return `view` for those who are signed in; who no longer is gets back what they sent."""
    inside = admin.site.admin_view(view)

    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not admin.site.has_permission(request):
            reason = _("You have been signed out. Sign in again in another tab, then send the form again.")
            return not_stored(request, reason, status=403)
        return inside(request, **kwargs)

    return answer


def not_stored(request: HttpRequest, reason: str, status: int, text: Text | None = None) -> HttpResponse:
    """Answer with `reason` and every text that was sent; a script that asked for data has them itself.

    `text` is led back to; None where it is gone, or may not be seen.
    """
    if wants_data(request):
        return JsonResponse({"reason": reason}, status=401 if status == 403 else status)
    context = {"title": _("Not saved"), "reason": reason, "texts": texts_typed(request.POST)}
    return admin_page(request, text or Revision, "profiles/revision/not_saved", context, status)
