"""Who may do what: each question answers with a Decision, and one answer draws the button and the refusal.

A right has three parts, asked in this order: the state of the revision, the user's groups (what), and their
assignments (where). Pass `None` as the user for the system: fixtures, commands, the scheduler.

decisions     Decision, and the part that rests on groups and assignments
rules         what an action asks of a text, and the three answers of a rule
revisions     one rule an action on a revision
translations  one rule an action on a translation
texts         the questions about both: can, users_who_can, revisions_awaiting, translations_awaiting
profiles      profiles, their facts and addresses
places        places
accounts      accounts, groups, the second step of signing in
jobs          the queue
"""

from profiles.permissions.accounts import (
    PASSED,
    can_change_account,
    can_do_without_second_factor,
    can_give_group,
    is_wholly_signed_in,
    must_use_second_factor,
)
from profiles.permissions.decisions import (
    DELETE_PLACE,
    PUBLISH_TRANSLATION,
    REVIEW_TRANSLATION,
    TRANSLATE,
    Decision,
    users_assigned_to,
)
from profiles.permissions.jobs import can_manage_jobs
from profiles.permissions.places import can_add_place, can_change_place, can_delete_place
from profiles.permissions.profiles import (
    can_change_address,
    can_change_facts,
    can_create_profile,
    can_delete_profile,
    can_match_findings,
    can_restore,
    can_start_revision,
    fixed_facts,
)
from profiles.permissions.revisions import can_revoke_sign_off
from profiles.permissions.texts import (
    can,
    can_comment,
    has_right_for,
    revisions_awaiting,
    translations_awaiting,
    users_who_can,
)
from profiles.permissions.translations import can_restore_translation, can_start_translation
