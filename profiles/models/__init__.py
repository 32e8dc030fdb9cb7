"""The facts: what is stored, and which rows may exist together.

places           Place: what is assessed; names: a name in another language, and its search key
indicators       IndicatorDomain, DomainText: the six domains and their descriptions
glossary         Term, TermText: the words of the indicators, explained
profiles         Profile: one assessment of one place
revisions        Revision: what a profile says, state by state
translations     Translation: the same in another language
texts            what a revision and a translation share: their states, and who took which step
findings         Finding: one statement of a revision
sources          Source, FindingSource: what a finding rests on
snapshots        Snapshot, Presence: each save of a draft, and who has it open
comments         Comment: on a finding or a whole revision
sign_offs        SignOff, ReviewLink, ReviewVisit: a government's approval, and its private way in
finding_matches  FindingMatch: which finding of one edition is which of the edition before
redirects        SlugRedirect: the addresses that places and profiles had before
imports          ImportDocument: uploaded, and not yet imported; ImportName: what its words begin
stored_files     StoredFile: uploaded files, where no other storage is set
installation     Installation: of which secret key the database knows
jobs             Job: what waits to be done; JobRun: when each kind was done last
alerts           Alert: the readers who are told by e-mail
users            User, Assignment: the staff, and where they work
audit            LogEntry: what they did
sessions         StaffSession: where somebody is signed in
search           SearchEntry, SearchWord, SearchName: what the public may find, kept by the actions
page_versions    PageVersion: what pages that are kept are valid by, and the triggers that raise it
immutability     the database triggers that keep published revisions as they are
"""

from profiles.models.alerts import Alert
from profiles.models.audit import LogEntry
from profiles.models.comments import Comment
from profiles.models.finding_matches import FindingMatch
from profiles.models.findings import Finding
from profiles.models.glossary import Term, TermText
from profiles.models.imports import ImportDocument, ImportName
from profiles.models.indicators import DomainText, IndicatorDomain
from profiles.models.installation import Installation
from profiles.models.jobs import Job, JobRun
from profiles.models.page_versions import PageVersion
from profiles.models.places import Place
from profiles.models.profiles import Profile
from profiles.models.redirects import SlugRedirect
from profiles.models.revisions import Revision
from profiles.models.search import SearchEntry, SearchName, SearchWord
from profiles.models.sessions import StaffSession
from profiles.models.sign_offs import ReviewLink, ReviewVisit, SignOff
from profiles.models.snapshots import Presence, Snapshot
from profiles.models.sources import FindingSource, Source
from profiles.models.stored_files import StoredFile
from profiles.models.translations import Translation
from profiles.models.users import Assignment, User
