"""Several revisions at once, from their list: the verbs of the page of one, with a result line each."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy

from profiles import permissions, workflow
from profiles.admin.revision.transitions import APPROVE, PUBLISH, SUBMIT, Step, address
from profiles.models import Revision, SignOff, Snapshot
from profiles.permissions import Decision


@dataclass(frozen=True)
class Row:
    """One of the chosen revisions: whether the step may be taken, and what to know before."""

    revision: Revision
    decision: Decision
    compare_url: str

    @property
    def is_sign_off_outdated(self) -> bool:
        """Whether what was signed off is another text, or stood under another title."""
        signed, facts = self.revision.signed, self.revision.signed_facts or {}
        now = workflow.sign_offs.facts_of(self.revision)
        return signed != self.revision.latest or any(now[name] != facts[name] for name in facts)


@admin.action(description=gettext_lazy("Submit …"))
def submit(desk: admin.ModelAdmin, request: HttpRequest, rows: QuerySet[Revision]) -> HttpResponse | None:
    return _take(
        desk,
        request,
        rows,
        SUBMIT,
        title=_("Submit these revisions for review?"),
        verb=lambda revision, version: workflow.submit(revision, request.user, version=version),
        done=_("submitted"),
    )


@admin.action(description=gettext_lazy("Approve …"))
def approve(desk: admin.ModelAdmin, request: HttpRequest, rows: QuerySet[Revision]) -> HttpResponse | None:
    return _take(
        desk,
        request,
        rows,
        APPROVE,
        title=_("Approve these revisions?"),
        verb=lambda revision, version: workflow.approve(revision, request.user, version=version),
        done=_("approved"),
    )


@admin.action(description=gettext_lazy("Publish …"))
def publish(desk: admin.ModelAdmin, request: HttpRequest, rows: QuerySet[Revision]) -> HttpResponse | None:
    return _take(
        desk,
        request,
        rows,
        PUBLISH,
        title=_("Publish these revisions now?"),
        verb=lambda revision, version: workflow.publish(revision, request.user, version),
        done=_("published"),
    )


RIGHTS = {"submit": permissions.WRITE, "approve": permissions.REVIEW, "publish": permissions.PUBLISH}
"""Action -> the right without which it is not offered."""


def _take(
    desk: admin.ModelAdmin,
    request: HttpRequest,
    rows: QuerySet[Revision],
    step: Step,
    *,
    title: str,
    verb: Callable[[Revision, int], Revision],
    done: str | Promise,
) -> HttpResponse | None:
    """Ask first; then take the step with each revision by itself, in the version that was shown."""
    revisions = list(_with_warnings(rows.with_profile()).order_by("profile__place__name", "pk"))
    if "confirmed" not in request.POST:
        return _ask(desk, request, revisions, step, title)
    for revision in revisions:
        sent = request.POST.get(f"version-{revision.pk}", "")
        try:
            verb(revision, int(sent) if sent.isdecimal() and len(sent) < 10 else 0)
        except workflow.WorkflowError as refusal:
            link = address(revision, step.name)
            messages.error(request, format_html('<a href="{}">{}</a>: {}', link, revision, str(refusal)))
        else:
            link = address(revision)
            messages.success(request, format_html('<a href="{}">{}</a>: {}', link, revision, done))
    return None


def _with_warnings(rows: QuerySet[Revision]) -> QuerySet[Revision]:
    """With what to know before: `unresolved` threads, the digests of the `signed` text and the `latest`.

    `signed_facts` are the title, month and language that were signed off with it.
    """
    open_threads = Count("comments", Q(comments__parent__isnull=True, comments__resolved_at__isnull=True))
    signed = SignOff.objects.standing().filter(revision=OuterRef("pk"))
    # Every text that can be approved or published was submitted, and so left a snapshot.
    kept = Snapshot.objects.filter(profile=OuterRef("profile"), revision_number=OuterRef("number"))
    return rows.annotate(
        unresolved=open_threads,
        signed=Subquery(signed.values("snapshot__digest")[:1]),
        signed_facts=Subquery(signed.values("facts")[:1]),
        latest=Subquery(kept.newest_first().values("digest")[:1]),
    )


def _ask(
    desk: admin.ModelAdmin, request: HttpRequest, revisions: list[Revision], step: Step, title: str
) -> HttpResponse:
    rows = [
        Row(
            revision,
            step.ask(request.user, revision),
            reverse("admin:profiles_profile_compare", args=[revision.profile_id]),
        )
        for revision in revisions
    ]
    context = {
        **desk.admin_site.each_context(request),
        "title": title,
        "opts": desk.opts,
        "rows": rows,
        "action": request.POST["action"],
        "is_possible": any(row.decision for row in rows),
        "is_sign_off_shown": step is PUBLISH,
    }
    return TemplateResponse(request, "admin/profiles/revision/transitions/bulk.html", context)
