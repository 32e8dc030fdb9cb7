"""The administration: where analysts write. Every change of state is a verb of workflow.py, by POST.

site        what the administration is called, never offers, and that all find only what is theirs
desk        the front page: what is mine, what waits, what is late, and one search
places      places
indicators  the six domains and their descriptions
profiles    profiles: facts, state, and starting a revision
history     what happened to a profile, and each kept text: read, compared, restored
compare     what differs between two of its texts
revisions   revisions: their list, and a page to read one
steps       submit, send back, approve, publish, withdraw, discard: asked first; bulk: several at once
editor      the editing screen of a draft; editor_form, editor_screen, editor_merge and preview belong to it
talk        the comments on a revision
signing     the government's sign-off, and the review links
difference  what differs between two texts, as a template shows it
asides      what the pages beside a revision share
verbs       buttons and their answers, drawn from the same Decision
staff       people, and the log of what they did
"""

from profiles.admin import indicators, places, profiles, revisions, site, staff

__all__ = ["indicators", "places", "profiles", "revisions", "site", "staff"]
