"""Buttons and their answers. A button is drawn from a Decision; a refused POST answers with its reason."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from profiles.models import Revision
from profiles.permissions import Decision
from profiles.workflow import WorkflowError


@dataclass(frozen=True)
class Button:
    """A verb as the page offers it: where it may not be used, `decision` says why."""

    name: str
    label: str
    url: str
    decision: Decision
    is_post: bool = False
    """Done at once by POST; otherwise a link to the page that asks for confirmation."""
    is_primary: bool = False
    is_grave: bool = False
    """It takes something away, and so it is drawn like a deletion."""


def perform(
    request: HttpRequest,
    verb: Callable[[], Revision | None],
    *,
    done: str,
    then: Callable[[Revision | None], str],
    refused: str,
) -> HttpResponse:
    """Do `verb` and lead on to `then`; where it is refused, lead back to `refused` and say why."""
    try:
        result = verb()
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
        return redirect(refused)
    messages.success(request, done)
    return redirect(then(result))
