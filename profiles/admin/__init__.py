"""The administration: where analysts write. Every change of state is an action of workflow/, by POST.

site        what it is called, and what all lists and forms share: users find only what is theirs
actions     views of actions and their buttons, drawn from the same Decision
pages       addresses of pages below a list or an object, and what all these pages are given
dashboard/  the front page: what waits, what is mine, what is late, and one search
board       all places by region: which have a profile, and what is in work
language_board  all profiles by language: what is translated, and what is outdated
places      places; indicators: the six domains; glossary: the terms
profile/    profiles: facts, state, history, files, addresses, and findings matched with the edition before
revision/   revisions: reading, comparing, comments, sign-offs, review links, and the steps to publication
translation/  translations: list, the translator's screen, files, the steps to publication
editor/     the editing screen of a draft
imports/    importing a finished profile
accounts/   signing in with a second step, the own account, a forgotten password
jobs        the queue: what waits, what failed, and a button that tries again
users       people, and the log of what they did
alerts      readers who are told by e-mail of what is new
"""

from profiles.admin import alerts, glossary, indicators, places, site, users
from profiles.admin.profile import admin as profile_admin
from profiles.admin.revision import admin as revision_admin
from profiles.admin.translation import admin as translation_admin
