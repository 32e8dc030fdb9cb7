"""The verbs: every change of several rows, whichever door asks for it.

Each verb is one transaction: it locks the profile, asks permissions.py, changes the rows and writes the
log. It refuses with WorkflowError, whose message is a sentence for the person who asked.

frame     what all verbs share: the lock, the refusal, the log
content   create_profile change_facts start_revision save_content restore discard delete_profile: what it says
steps     submit send_back approve schedule publish withdraw: from the draft to the public and out of it
importing keep_document take_document take_in: a document becomes a draft
talk      comment reply resolve: what is said about a draft
editions  change_address match_findings forget_match: where profiles are found, and what they continue
places    save_place add_places delete_place: what is assessed; follow_domains
alerts    ask confirm stop send_due: the letters that readers ask for
limits    is_within: how often a stranger may have us do something
signing   record_sign_off take_back_sign_off invite revoke visit: the government's part
"""

from profiles.workflow.comments import comment, reopen, reply, resolve
from profiles.workflow.drafts import (
    add_profile,
    change_facts,
    create_profile,
    delete_profile,
    discard,
    restore,
    save_content,
    start_revision,
    thin_snapshots,
    touch,
)
from profiles.workflow.imports import (
    drop_document,
    keep_document,
    note_choices,
    remove_old_documents,
    take_document,
    take_in,
)
from profiles.workflow.locking import IncompleteError, OvertakenError, WorkflowError
from profiles.workflow.places import (
    add_places,
    delete_place,
    follow_domains,
    name_places,
    place_version,
    save_place,
)
from profiles.workflow.redirects import change_address, forget_match, match_findings
from profiles.workflow.sign_offs import (
    current_sign_off,
    invite,
    open_link,
    record_sign_off,
    revoke,
    take_back_sign_off,
)
from profiles.workflow.transitions import (
    approve,
    publish,
    publish_due,
    schedule,
    send_back,
    submit,
    unschedule,
    withdraw,
)

__all__ = [
    "IncompleteError",
    "OvertakenError",
    "WorkflowError",
    "add_places",
    "add_profile",
    "approve",
    "change_address",
    "change_facts",
    "comment",
    "create_profile",
    "current_sign_off",
    "delete_place",
    "delete_profile",
    "discard",
    "drop_document",
    "follow_domains",
    "forget_match",
    "invite",
    "keep_document",
    "match_findings",
    "name_places",
    "note_choices",
    "open_link",
    "place_version",
    "publish",
    "publish_due",
    "record_sign_off",
    "remove_old_documents",
    "reopen",
    "reply",
    "resolve",
    "restore",
    "revoke",
    "save_content",
    "save_place",
    "schedule",
    "send_back",
    "start_revision",
    "submit",
    "take_back_sign_off",
    "take_document",
    "take_in",
    "thin_snapshots",
    "touch",
    "unschedule",
    "withdraw",
]
