"""The verbs: every change of several rows, whichever door asks for it.

Each verb is one transaction: it locks the profile, asks permissions.py, changes the rows and writes the
log. It refuses with WorkflowError, whose message is a sentence for the person who asked.

frame     what all verbs share: the lock, the refusal, the log
content   create_profile start_revision save_content restore discard: what a draft says
steps     submit send_back approve schedule publish withdraw: from the draft to the public and out of it
talk      comment reply resolve: what is said about a draft
signing   record_sign_off invite revoke visit: the government's part
"""

from profiles.workflow.content import (
    add_places,
    add_profile,
    create_profile,
    discard,
    hold_for_saving,
    record_save,
    restore,
    save_content,
    start_revision,
    thin_snapshots,
    touch,
)
from profiles.workflow.frame import IncompleteError, OvertakenError, WorkflowError
from profiles.workflow.signing import current_sign_off, invite, open_link, record_sign_off, revoke
from profiles.workflow.steps import (
    approve,
    publish,
    publish_due,
    schedule,
    send_back,
    submit,
    unschedule,
    withdraw,
)
from profiles.workflow.talk import comment, reopen, reply, resolve

__all__ = [
    "IncompleteError",
    "OvertakenError",
    "WorkflowError",
    "add_places",
    "add_profile",
    "approve",
    "comment",
    "create_profile",
    "current_sign_off",
    "discard",
    "hold_for_saving",
    "invite",
    "open_link",
    "publish",
    "publish_due",
    "record_save",
    "record_sign_off",
    "reopen",
    "reply",
    "resolve",
    "restore",
    "revoke",
    "save_content",
    "schedule",
    "send_back",
    "start_revision",
    "submit",
    "thin_snapshots",
    "touch",
    "unschedule",
    "withdraw",
]
