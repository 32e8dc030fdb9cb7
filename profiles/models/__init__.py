"""The facts: what is stored, and which rows may exist together.

places        Place: what is assessed
indicators    IndicatorDomain, DomainText: the six domains and their descriptions
profiles      Profile: one assessment of one place
revisions     Revision, Finding: the content, state by state
sources       Source, FindingSource: what a finding rests on
history       Snapshot, Presence: each save of a draft, and who has it open
comments      Comment: on a finding or a whole revision
signoffs      SignOff, ReviewLink, ReviewVisit: a government's approval, and its private way in
sessions      StaffSession: where somebody is signed in
staff         User, Assignment, LogEntry: who, where, and what they did
immutability  the database triggers that keep published revisions as they are
"""

from profiles.models.comments import Comment
from profiles.models.history import Presence, Snapshot
from profiles.models.indicators import DomainText, IndicatorDomain
from profiles.models.places import Place
from profiles.models.profiles import Profile
from profiles.models.revisions import Finding, Revision
from profiles.models.sessions import StaffSession
from profiles.models.signoffs import ReviewLink, ReviewVisit, SignOff
from profiles.models.sources import FindingSource, Source
from profiles.models.staff import Assignment, LogEntry, User

__all__ = [
    "Assignment",
    "Comment",
    "DomainText",
    "Finding",
    "FindingSource",
    "IndicatorDomain",
    "LogEntry",
    "Place",
    "Presence",
    "Profile",
    "ReviewLink",
    "ReviewVisit",
    "Revision",
    "SignOff",
    "Snapshot",
    "Source",
    "StaffSession",
    "User",
]
