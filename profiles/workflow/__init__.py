"""The actions: every change of several rows, whichever door asks for it.

Each action is one transaction: it locks the profile, asks permissions/, changes the rows and writes the log.
It refuses with WorkflowError, whose message is a sentence for the user. Pass `by=None` for actions by the
system: fixtures, commands, the scheduler. A `version` is the lock_version of the draft that the user was
shown: OvertakenError where it has changed since.

exceptions       WorkflowError and its like
locking          what all actions share: the lock, the refusal, the log
profiles         create a profile, change its facts, delete it
drafts           start, save, restore, discard a draft; who has it open
snapshots        the history of a text
translations     start, save, restore, discard a translation; how it follows the original
transitions      from the draft to the public and out of it; scheduling: at which moment
imports          a document becomes a draft, of a profile or of a translation
comments         comments on a draft
sign_offs        the government's recorded approval
review_links     the private links through which a government reads a draft
redirects        addresses of profiles and places
finding_matches  which findings are those of the edition before
places           places, which profiles share
shipped          texts of domains and names of countries that come with the site
alerts           subscriptions of readers; alert_news: what is new to them
accounts         the second step of signing in, passwords
"""

from profiles.workflow.comments import comment, reopen, reply, resolve
from profiles.workflow.drafts import discard, heartbeat, restore, save_content, start_revision
from profiles.workflow.exceptions import OvertakenError, WorkflowError
from profiles.workflow.finding_matches import delete_match, match_findings
from profiles.workflow.imports import (
    answered_names,
    delete_names,
    delete_old_documents,
    import_document,
    import_profile,
    import_translation_document,
    store_choices,
    store_document,
    store_names,
    store_translation_document,
    translate_by_document,
)
from profiles.workflow.places import (
    add_places,
    delete_place,
    name_places,
    place_version,
    save_place,
)
from profiles.workflow.profiles import add_profile, change_facts, create_profile, delete_profile
from profiles.workflow.redirects import change_address
from profiles.workflow.review_links import create_review_link, open_review_link, revoke_review_link
from profiles.workflow.scheduling import enqueue_scheduled
from profiles.workflow.shipped import add_domain_texts, update_country_names
from profiles.workflow.sign_offs import current_sign_off, record_sign_off, revoke_sign_off
from profiles.workflow.snapshots import thin_snapshots
from profiles.workflow.transitions import (
    approve,
    publish,
    publish_scheduled,
    refuse_publication,
    report_publication_error,
    schedule,
    send_back,
    submit,
    unschedule,
    withdraw,
)
from profiles.workflow.translations import (
    TranslationFacts,
    discard_translation,
    move_translation,
    open_translation,
    restore_translation,
    save_translation,
    start_translation,
)
