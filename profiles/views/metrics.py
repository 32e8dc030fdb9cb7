"""Figures for whoever watches the server, in the text that Prometheus reads."""

import secrets
from ipaddress import ip_address

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from profiles.operations.collectors import COLLECTORS


@csrf_exempt
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer this machine, and whoever knows METRICS_TOKEN; for all others there is nothing here."""
    if not (_is_local(request) or _has_token(request)):
        raise Http404
    registry = CollectorRegistry()
    for collector in COLLECTORS:
        registry.register(collector())
    headers = {"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"}
    return HttpResponse(generate_latest(registry), headers=headers)


def _is_local(request: HttpRequest) -> bool:
    """Whether it comes from this machine itself, and not by way of a proxy that nobody has named."""
    if "X-Forwarded-For" in request.headers and not settings.PROXIES:
        return False
    address = get_client_ip_address(request)
    return bool(address) and ip_address(address).is_loopback


def _has_token(request: HttpRequest) -> bool:
    sent = request.headers.get("Authorization", "").encode()
    return bool(settings.METRICS_TOKEN) and secrets.compare_digest(
        sent, f"Bearer {settings.METRICS_TOKEN}".encode()
    )
