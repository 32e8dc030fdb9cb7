"""Actions of the administration: each is a declaration of its name, its question, what it does and says.

ActionView  asks on a page of its own by GET, does it by POST
ButtonView  is done at once, by POST alone
Button      how a page offers an action
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.views.generic import FormView

from profiles.admin.pages import object_url, page_context
from profiles.forms import form_reasons
from profiles.permissions import Decision
from profiles.workflow import WorkflowError

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Button:
    """An action as the page offers it: where it may not be used, `decision` says why."""

    name: str
    label: str
    url: str
    decision: Decision
    is_post: bool = False
    """Done at once by POST; otherwise a link to the page that asks for confirmation."""
    is_primary: bool = False
    is_grave: bool = False
    """It takes something away, and so it is drawn like a deletion."""


class ActionView(FormView):
    """One action on one object. What is refused is asked again: with the reason, and what was typed.

    `can(user, object)` decides, `action(object, by=user, **cleaned_data)` does it and returns `result`.
    """

    title: str | Promise = ""
    success_message: str | Promise = ""
    form_class: type[forms.BaseForm] = forms.Form
    can: Callable[..., Decision]
    action: Callable[..., Any]
    http_method_names = ["get", "head", "post"]

    object: Any
    result: Any = None

    def setup(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, obj, *args, **kwargs)
        self.object = self.get_object(obj, **kwargs)

    def get_object(self, obj: Any, **kwargs: Any) -> Any:
        """Return what the action is on: `obj`, or what of it the rest of the address names."""
        return obj

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.result = self.perform(form)
        except WorkflowError as error:
            return self.refuse(form, str(error))
        return self.succeed(form)

    def succeed(self, form: Any) -> HttpResponse:
        if message := self.get_success_message(form):
            messages.success(self.request, message)
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        """By default the page of what the action returned; where it was refused, of what it was on."""
        return object_url(self.result or self.object)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.refuse(form, form_reasons(form))

    def perform(self, form: Any) -> Any:
        return self.action(self.object, by=self.request.user, **form.cleaned_data)

    def refuse(self, form: Any, reason: str) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, refusal=reason), status=409)

    def get_success_message(self, form: Any) -> str | Promise:
        return self.success_message

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = page_context(self.request, self.object) | {
            "title": self.title,
            "decision": self.can(self.request.user, self.object),
            "refusal": "",
        }
        return super().get_context_data(**context | kwargs)


class ButtonView(ActionView):
    """An action without a page of its own: a refusal is a message on the page that it leads back to."""

    http_method_names = ["post"]

    def refuse(self, form: Any, reason: str) -> HttpResponse:
        messages.error(self.request, reason)
        return redirect(self.get_refused_url())

    def get_refused_url(self) -> str:
        return self.get_success_url()
