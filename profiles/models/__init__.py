"""The facts: what is stored, and which rows may exist together.

places        Place: what is assessed
indicators    IndicatorDomain, DomainText: the six domains and their descriptions
glossary      Term, TermText: the words of the indicators, explained
profiles      Profile: one assessment of one place
addresses     FormerSlug: the addresses that places and profiles had before
matches       FindingMatch: which finding of one edition is which of the edition before
revisions     Revision, Finding: the content, state by state
sources       Source, FindingSource: what a finding rests on
history       Snapshot, Presence: each save of a draft, and who has it open
comments      Comment: on a finding or a whole revision
documents     ImportDocument: uploaded, and not yet taken in
signoffs      SignOff, ReviewLink, ReviewVisit: a government's approval, and its private way in
sessions      StaffSession: where somebody is signed in
search        SearchEntry, SearchWord: what the public may find, kept by the verbs
alerts        Alert: the readers who are told by mail
staff         User, Assignment, LogEntry: who, where, and what they did
immutability  the database triggers that keep published revisions as they are
"""

from profiles.models.alerts import Alert
from profiles.models.comments import Comment
from profiles.models.finding_matches import FindingMatch
from profiles.models.glossary import Term, TermText
from profiles.models.imports import ImportDocument
from profiles.models.indicators import DomainText, IndicatorDomain
from profiles.models.places import Place
from profiles.models.profiles import Profile
from profiles.models.redirects import FormerSlug
from profiles.models.revisions import Finding, Revision
from profiles.models.search import SearchEntry, SearchWord
from profiles.models.sessions import StaffSession
from profiles.models.sign_offs import ReviewLink, ReviewVisit, SignOff
from profiles.models.snapshots import Presence, Snapshot
from profiles.models.sources import FindingSource, Source
from profiles.models.users import Assignment, LogEntry, User

__all__ = [
    "Alert",
    "Assignment",
    "Comment",
    "DomainText",
    "Finding",
    "FindingMatch",
    "FindingSource",
    "FormerSlug",
    "ImportDocument",
    "IndicatorDomain",
    "LogEntry",
    "Place",
    "Presence",
    "Profile",
    "ReviewLink",
    "ReviewVisit",
    "Revision",
    "SearchEntry",
    "SearchWord",
    "SignOff",
    "Snapshot",
    "Source",
    "StaffSession",
    "Term",
    "TermText",
    "User",
]
