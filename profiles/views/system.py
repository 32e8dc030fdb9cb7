"""Answers for machines: robots.txt, and the two questions of whoever watches the server."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from profiles.operations import readiness
from profiles.views.site import public

has_migrated = False
"""Whether this process has seen the database with all migrations done."""


@public()
def robots(request: HttpRequest) -> HttpResponse:
    sitemap = f"{settings.SITE_URL}{reverse('sitemap')}"
    lines = ["User-agent: *", f"Disallow: {reverse('admin:index')}", f"Sitemap: {sitemap}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@csrf_exempt
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Is the process alive? Asks nothing else."""
    return _plain("ok", 200)


@csrf_exempt
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Can it serve pages? The database answers, all its migrations have run, and it is of this program."""
    try:
        is_ready = _has_migrated()
    except DatabaseError:
        return _plain("the database does not answer", 503)
    except readiness.NotReadyError as error:
        return _plain(error.short, 503)
    if not is_ready:
        return _plain("migrations are waiting", 503)
    return _plain(f"ready (version {settings.VERSION})", 200)


def _has_migrated() -> bool:
    """Ask once in full. What has been migrated stays so; from then on one small query will do."""
    global has_migrated
    if not has_migrated:
        executor = MigrationExecutor(connection)
        has_migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    if has_migrated:
        readiness.require_fit()
    return has_migrated


def _plain(text: str, status: int) -> HttpResponse:
    headers = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
    return HttpResponse(f"{text}\n", status=status, headers=headers)
