"""The page of the queue: what waits, what is being done, what failed and why; a button tries again."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from profiles import permissions
from profiles.choices import JobKind
from profiles.models import Job
from profiles.operations import figures, queue
from profiles.operations.jobs import KINDS

MOST = 50
"""Jobs of each list that the page shows; the figures count them all."""
PERIODIC = [kind for kind in KINDS if KINDS[kind].is_periodic]


def jobs(request: HttpRequest) -> HttpResponse:
    _require_right(request)
    waiting = Job.objects.waiting()
    context = {
        **admin.site.each_context(request),
        "title": _("Jobs"),
        "trouble": figures.trouble(),
        "kinds": _kinds(),
        "failed": _first(Job.objects.failed().order_by("-failed_at", "pk")),
        "tried_again": _first(waiting.exclude(error="")),
        "running": _first(Job.objects.running()),
        "waiting": _first(waiting.filter(error="").exclude(kind__in=PERIODIC)),
        "is_nav_sidebar_enabled": False,
    }
    return TemplateResponse(request, "admin/jobs/jobs.html", context)


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a job done now, whether it was given up or waits."""
    _require_right(request)
    if queue.retry(pk):
        messages.success(request, _("The job is done as soon as a worker is free."))
    else:
        messages.warning(request, _("This job is being done just now, or is done already."))
    return redirect("jobs")


def _require_right(request: HttpRequest) -> None:
    decision = permissions.can_manage_jobs(request.user)
    if not decision:
        raise PermissionDenied(decision.reason)


def _kinds() -> list[tuple[figures.KindFigures, Job | None]]:
    """Return the figures of each kind, and the row of what comes by itself."""
    periodic = {job.kind: job for job in Job.objects.filter(kind__in=PERIODIC)}
    return [(row, periodic.get(JobKind(row.kind))) for row in figures.queue_figures()]


def _first(queryset: QuerySet[Job]) -> list[Job]:
    return list(queryset[:MOST])


urlpatterns = [
    path("jobs/", admin.site.admin_view(jobs), name="jobs"),
    path("jobs/<int:pk>/retry/", admin.site.admin_view(retry), name="job_retry"),
]
