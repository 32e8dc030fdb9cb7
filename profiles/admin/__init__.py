"""The administration: where analysts write. Every change of state is a verb of workflow/, by POST.

site        what the administration is called, never offers, and that all find only what is theirs
desk        the front page: what is mine, what waits, what is late, and one search
board       all places by region: which have a profile, and what is in work
places      places
indicators  the six domains and their descriptions
glossary    the terms of the glossary
profiles    profiles: facts, state, and starting a revision
history     what happened to a profile, and each kept text: read, compared, restored
compare     what differs between two of its texts
matches     which finding of an edition is which of the edition before
addresses   changing the address of a profile or a place
revisions   revisions: their list, and a page to read one
steps       submit, send back, approve, publish, withdraw, discard: asked first; bulk: several at once
importing   bringing in a finished profile; importing_form and importing_screen belong to it
editor      the editing screen of a draft; editor_form, editor_screen, editor_merge and preview belong to it
talk        the comments on a revision
signing     the government's sign-off, and the review links
files       a revision as a file in each format, and the template to write a profile in offline
difference  what differs between two texts, as a template shows it
asides      what the pages beside a revision share
verbs       buttons and their answers, drawn from the same Decision
alerts      readers who are told by mail: found and deleted
staff       people, and the log of what they did
"""

from profiles.admin import alerts, glossary, indicators, places, site, users
from profiles.admin.profile import admin as profile_admin
from profiles.admin.revision import admin as revision_admin

__all__ = ["alerts", "glossary", "indicators", "places", "profile_admin", "revision_admin", "site", "users"]
