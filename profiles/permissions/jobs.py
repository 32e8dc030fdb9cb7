"""Who looks after the queue: sees what waits and what failed, and has it tried again."""

from django.utils.translation import gettext as _

from profiles.models import User
from profiles.permissions.decisions import ALLOWED, Decision

MANAGE_JOBS = "profiles.change_job"


def can_manage_jobs(user: User) -> Decision:
    if user.is_active and user.is_staff and user.has_perm(MANAGE_JOBS):
        return ALLOWED
    return Decision(False, _("Your account may not look after the jobs."))
