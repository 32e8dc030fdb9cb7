"""What is removed every night because it is old: of the history of drafts, documents, sessions, records."""

from datetime import timedelta

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.core.management import call_command
from django.db.models.functions import Now
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from profiles import workflow
from profiles.models import Job, ReviewVisit

SIGN_INS = 90
"""Days that it is kept who signed in from where."""
VISITORS = timedelta(days=90)
"""How long it is kept from which address a review link was opened."""
FAILURES = timedelta(days=30)
"""How long a job that was given up is kept."""


def clean_up() -> str | Promise:
    """Remove all of it; return how much that was, in words."""
    snapshots, documents = workflow.thin_snapshots(), workflow.delete_old_documents()
    call_command("clearsessions")
    records = AxesProxyHandler.reset_logs(age_days=SIGN_INS)
    counted = timedelta(hours=settings.AXES_COOLOFF_TIME)
    AccessAttempt.objects.filter(attempt_time__lt=Now() - counted).delete()
    ReviewVisit.objects.filter(at__lt=Now() - VISITORS, address__isnull=False).update(address=None)
    failures = Job.objects.filter(failed_at__lt=Now() - FAILURES).delete()[0]
    text = gettext_lazy(
        "Snapshots: {snapshots}, uploaded documents: {documents}, records of signing in: {records}, "
        "failed jobs: {failures}."
    )
    return format_lazy(text, snapshots=snapshots, documents=documents, records=records, failures=failures)
