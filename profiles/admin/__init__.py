"""The administration: where analysts write. Every change of state is a verb of workflow.py, by POST.

site        what the whole administration is called, and what it never offers
places      places
indicators  the six domains and their descriptions
profiles    profiles: facts, state, timeline, and starting a revision
revisions   revisions: editing a draft, publishing and discarding it
draft       the forms of the editing screen: sources, findings, and which finding rests on which source
verbs       buttons and their answers, drawn from the same Decision
staff       people, and the log of what they did
"""

from profiles.admin import indicators, places, profiles, revisions, site, staff

__all__ = ["indicators", "places", "profiles", "revisions", "site", "staff"]
