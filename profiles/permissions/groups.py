"""What each group of staff may do, as the migrations have granted it in sum; where, is in the assignments.

A right that is added here is granted by a migration of its own, as 0015_alerts does.
"""

from profiles.choices import Role

READ = (
    "view_place view_indicatordomain view_profile view_revision view_finding view_source view_logentry "
    "view_term view_termtext"
)
WRITE = "add_profile change_profile delete_profile change_revision"
ADMINISTER = (
    "add_place change_place delete_place add_term change_term delete_term add_termtext change_termtext "
    "delete_termtext change_indicatordomain change_domaintext view_domaintext view_user add_user change_user "
    "view_assignment add_assignment change_assignment delete_assignment view_alert delete_alert"
)

GROUP_RIGHTS = {
    Role.ANALYST: f"{READ} {WRITE}",
    Role.REVIEWER: f"{READ} review_revision",
    Role.PUBLISHER: f"{READ} publish_revision",
    Role.ADMINISTRATOR: f"{READ} {WRITE} {ADMINISTER} review_revision publish_revision",
}
"""Name of the group -> codenames of permissions."""
