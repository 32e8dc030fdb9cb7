"""The facts: what is stored, and which rows may exist together.

places        Place: what is assessed
indicators    IndicatorDomain, DomainText: the six domains and their descriptions
profiles      Profile: one assessment of one place
revisions     Revision, Finding: the content, state by state
sources       Source, FindingSource: what a finding rests on
staff         User, LogEntry: who, and what they did
immutability  the database triggers that keep published revisions as they are
"""

from profiles.models.indicators import DomainText, IndicatorDomain
from profiles.models.places import Place
from profiles.models.profiles import Profile
from profiles.models.revisions import Finding, Revision
from profiles.models.sources import FindingSource, Source
from profiles.models.staff import LogEntry, User

__all__ = [
    "DomainText",
    "Finding",
    "FindingSource",
    "IndicatorDomain",
    "LogEntry",
    "Place",
    "Profile",
    "Revision",
    "Source",
    "User",
]
