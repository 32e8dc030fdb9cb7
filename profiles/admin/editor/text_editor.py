"""What the editing screens of a revision and of a translation share: one form, saved by POST.

While typing or by the button. Whoever sends with “Accept: application/json” gets the same answer as data: 200
saved, 400 with what to fix, 401 signed out, 404 discarded, 409 overtaken or no longer a draft.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from profiles import permissions, workflow
from profiles.admin.editor.messages import editor_messages
from profiles.admin.pages import admin_page, object_url
from profiles.admin.revision import action_view
from profiles.choices import Action
from profiles.content.completeness import DraftProblem, Severity
from profiles.models import Presence, Revision, Translation, User

Text = Revision | Translation

SEEN = timedelta(seconds=60)
"""Who was heard of within this time is here."""


class TextEditor(ABC):
    """The editing screen of `text`; `answer` is its view. `typed` is what was typed, as a subclass has it."""

    template: str
    overtaken_template = "profiles/revision/overtaken"
    text: Any
    typed: Any

    def __init__(self, request: HttpRequest, text: Text) -> None:
        self.request, self.text = request, text

    @abstractmethod
    def parse(self) -> Any:
        """Return what the form says."""

    @abstractmethod
    def find_errors(self) -> list[DraftProblem]:
        """Return why what was typed cannot be stored."""

    @abstractmethod
    def store(self) -> Any:
        """Store what was typed; return the text. Raises what workflow/ raises."""

    @abstractmethod
    def build_screen(self, errors: Iterable[DraftProblem] = ()) -> dict[str, Any]:
        """Return what the template shows: of what was typed, or of what is stored where nothing was sent."""

    @abstractmethod
    def problems_html(self, errors: Iterable[DraftProblem] = ()) -> SafeString:
        """Return the list of what is to be fixed: before it can be stored, or else before it is submitted."""

    @abstractmethod
    def marks(self) -> dict[str, str]:
        """Return the marks of what is stored, by which it is known later who changed what."""

    @abstractmethod
    def conflict_context(self) -> dict[str, Any]:
        """Return what the page of two texts shows of them: `conflicts` and `fields`, those of the form."""

    @property
    def page_context(self) -> dict[str, Any]:
        """What the template has beside `screen`."""
        return {}

    @property
    def saved_context(self) -> dict[str, Any]:
        """What a script is told of a save beside what all are told."""
        return {}

    def answer(self) -> HttpResponse:
        if self.request.method == "POST":
            return self.save()
        if not permissions.can(Action.SAVE, self.request.user, self.text):
            model_admin = admin.site.get_model_admin(type(self.text))
            return model_admin.change_view(self.request, str(self.text.pk))
        return self.show(self.build_screen())

    def show(self, values: dict[str, Any], status: int = 200) -> HttpResponse:
        return _show(self.request, self.text, self.template, {**self.page_context, "screen": values}, status)

    def save(self) -> HttpResponse:
        self.typed = self.parse()
        if errors := self.find_errors():
            return self.refuse(errors)
        try:
            self.text = self.store()
        except workflow.OvertakenError as error:
            return self.overtaken(str(error))
        except workflow.WorkflowError as error:
            if not permissions.can(Action.SAVE, self.request.user, self.text):
                return action_view.not_stored(self.request, str(error), status=409, text=self.text)
            return self.refuse([DraftProblem(Severity.ERROR, str(error), "editor")])
        workflow.heartbeat(self.text, self.request.user)
        return self.succeed()

    def succeed(self) -> HttpResponse:
        if not action_view.wants_data(self.request):
            messages.success(self.request, _("Saved."))
            version = self.request.POST.get("kept", "")
            settled = f"?settled={version}" if version.isdecimal() else ""
            return redirect(f"{object_url(self.text)}{settled}")
        return JsonResponse(
            {
                "version": self.text.lock_version,
                "saved_at": self.text.changed_at,
                "base": self.marks(),
                "problems": self.problems_html(),
                **self.saved_context,
            }
        )

    def refuse(self, errors: list[DraftProblem]) -> HttpResponse:
        """Answer 400 with what has to be fixed; the screen keeps everything that was typed."""
        if action_view.wants_data(self.request):
            return JsonResponse({"problems": self.problems_html(errors)}, status=400)
        values = self.build_screen(errors)
        values |= {"version": self.version, "base": self.request.POST.get("base", "")}
        return self.show(values, status=400)

    def overtaken(self, reason: str) -> HttpResponse:
        """Answer 409. The page shows both texts, lets the user choose, and saves that over the newer."""
        related = type(self.text).objects.with_profile().select_related("changed_by")
        self.text = related.get(pk=self.text.pk)
        who = self.text.changed_by.name if self.text.changed_by else _("Somebody")
        is_own = self.text.changed_by_id == self.request.user.pk
        if is_own:
            who = _("the other window")
            reason = _(
                "You saved this draft in another window at %(time)s UTC, after you had opened it here."
            )
            reason %= {"time": f"{self.text.changed_at:%H:%M}"}
        if action_view.wants_data(self.request):
            data = {"reason": reason, "who": who, "when": self.text.changed_at, "is_overtaken": True}
            return JsonResponse(data, status=409)
        context = {
            "title": _("You have saved in another window") if is_own else _("Somebody else has saved"),
            "reason": reason,
            "who": who,
            "is_own": is_own,
            "base": self.request.POST.get("base", ""),
            "kept": self.request.POST.get("kept", self.version),
            **self.conflict_context(),
        }
        return admin_page(self.request, self.text, self.overtaken_template, context, status=409)

    @property
    def version(self) -> int:
        """The lock_version of the text that the user began with."""
        return action_view.clean_version(self.request.POST.get("version", ""))

    @property
    def base(self) -> dict[str, str]:
        """The marks of that text; none where they cannot be read."""
        try:
            marks = json.loads(self.request.POST.get("base", "{}"))
        except ValueError:
            return {}
        return {str(name): str(mark) for name, mark in marks.items()} if isinstance(marks, dict) else {}

    @property
    def choices(self) -> dict[str, str]:
        """What the user chose of two texts: “mine” or “theirs”, by the name of the element."""
        return {name.removeprefix("take-"): self.request.POST[name] for name in self.request.POST}

    @property
    def is_settled(self) -> bool:
        """The user has chosen, and nobody has saved since."""
        return "settle" in self.request.POST and self.version == self.text.lock_version

    @property
    def is_automatic(self) -> bool:
        """It is saved while somebody types."""
        return action_view.wants_data(self.request) and "deliberate" not in self.request.POST


@csp_replace({"frame-src": [SELF]})
def _show(
    request: HttpRequest, text: Text, template: str, values: dict[str, Any], status: int
) -> HttpResponse:
    context = {"title": str(text), "messages_for_scripts": editor_messages(), **values}
    return admin_page(request, text, template, context, status)


def presence(request: HttpRequest, text: Text) -> HttpResponse:
    """Tell who else is here and what is stored; by POST also that the user is. Renews the form's token."""
    if request.method == "POST" and permissions.can(Action.SAVE, request.user, text):
        workflow.heartbeat(text, request.user)
    response = JsonResponse(
        {
            "token": get_token(request),
            "user": request.user.pk,
            "version": text.lock_version,
            "by": text.changed_by.name if text.changed_by else "",
            "is_own": text.changed_by_id == request.user.pk,
            "at": text.changed_at,
            "others": [
                {"name": row.user.name, "since": row.since} for row in other_editors(text, request.user)
            ],
        }
    )
    response["Cache-Control"] = "no-store"
    return response


def other_editors(text: Text, user: User) -> list[Presence]:
    """Return who else has the screen of a text open now; one query."""
    if isinstance(text, Translation):
        rows = Presence.objects.filter(translation=text)
    else:
        rows = Presence.objects.filter(revision=text, translation=None)
    here = rows.filter(seen_at__gte=timezone.now() - SEEN).exclude(user=user)
    return list(here.select_related("user").order_by("since"))
