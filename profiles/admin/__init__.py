"""The administration: where analysts write. Every change of state is an action of workflow/, by POST.

site        what the administration is called, never offers, and that all find only what they may see
actions     buttons and their answers, drawn from the same Decision
dashboard   the front page: what is mine, what waits for me, what is late, and one search
board       all places by region: which have a profile, and what is in work
places      places
indicators  the six domains and their descriptions
glossary    the terms of the glossary
profile     a profile: facts, files, history, change of address, which findings an edition has kept
revision    a revision: transitions (submit … withdraw), comments, sign-offs, review links, differences
editor      the editing screen of a draft; merge: two users saved the same draft
imports     a finished profile comes as a document: uploaded, looked at, corrected, imported
alerts      readers who get e-mails: found and deleted
users       people, and the log of what they did
accounts    signing in: the second step, sessions, a forgotten password
"""

from profiles.admin import alerts, glossary, indicators, places, site, users
from profiles.admin.profile import admin as profile_admin
from profiles.admin.revision import admin as revision_admin

__all__ = ["alerts", "glossary", "indicators", "places", "profile_admin", "revision_admin", "site", "users"]
