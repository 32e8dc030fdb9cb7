"""What is removed every night because it is old: of the history of drafts, documents, sessions, records."""

from datetime import timedelta

from axes.handlers.proxy import AxesProxyHandler
from django.core.management import call_command
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from profiles import workflow
from profiles.models import Job

SIGN_INS = 90
"""Days that it is kept who signed in from where."""
FAILURES = timedelta(days=30)
"""How long a job that was given up is kept."""


def clean_up() -> str:
    """Remove all of it; return how much that was, in words."""
    snapshots, documents = workflow.thin_snapshots(), workflow.delete_old_documents()
    call_command("clearsessions")
    records = AxesProxyHandler.reset_logs(age_days=SIGN_INS)
    failures = Job.objects.filter(failed_at__lt=Now() - FAILURES).delete()[0]
    return _(
        "Snapshots: %(snapshots)s, uploaded documents: %(documents)s, records of signing in: %(records)s, "
        "failed jobs: %(failures)s."
    ) % {"snapshots": snapshots, "documents": documents, "records": records, "failures": failures}
