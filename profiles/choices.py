"""Every closed list of the project but that of languages (languages.py): levels, kinds, states, regions …

Values are stored and appear in addresses and files: never rename one without a migration.
"""

from babel import Locale
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _, override, pgettext_lazy

from profiles.languages import Language as Language


class Variant(models.TextChoices):
    """Which description of a domain applies."""

    COUNTRY = "country", _("Country")
    CITY = "city", _("City")


class Provenance(models.TextChoices):
    """Whose wording a text is: who answers for words in another language than the original."""

    OFFICIAL = "official", _("Official wording")
    SITE = "site", _("Translation by this site")


class Level(models.TextChoices):
    """What kind of place is assessed. The level decides the variant and whether there is a parent."""

    COUNTRY = "country", _("Country")
    TERRITORY = "territory", _("Territory")
    REGIONAL_BODY = "regional_body", _("Regional body")
    STATE = "state", _("State")
    CANTON = "canton", _("Canton")
    MUNICIPALITY = "municipality", _("Municipality")
    CITY = "city", _("City")
    DISTRICT = "district", _("District")

    @property
    def is_local(self) -> bool:
        return self in LOCAL_LEVELS

    @property
    def variant(self) -> Variant:
        return Variant.CITY if self.is_local else Variant.COUNTRY


LOCAL_LEVELS = (Level.STATE, Level.CANTON, Level.MUNICIPALITY, Level.CITY, Level.DISTRICT)
"""Levels that lie within another place: they have a parent and take the city descriptions."""


class Kind(models.TextChoices):
    """The two kinds of finding; the labels are the programme's own headings, word for word."""

    WELL_DEVELOPED = "well_developed", _("Migration Governance: examples of well-developed areas")
    POTENTIAL = "potential", _("Areas with potential for further development")


class State(models.TextChoices):
    """Where a revision stands between the first draft and the archive."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATES = (State.DRAFT, State.IN_REVIEW, State.APPROVED)
"""States in which a revision may still change; a profile has at most one such revision."""

PUBLIC_STATES = (State.PUBLISHED, State.SUPERSEDED)
"""States that the public may read: the live revision, and the frozen ones before it."""

CLOSED_STATES = (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)
"""States in which a revision is an immutable record (profiles/models/immutability.py)."""


class Region(models.TextChoices):
    """The five regions of the UN's M49 standard, by code. Their names come from CLDR (Babel)."""

    AFRICA = "002", _("Africa")
    AMERICAS = "019", _("Americas")
    ASIA = "142", _("Asia")
    EUROPE = "150", _("Europe")
    OCEANIA = "009", _("Oceania")


SUBREGIONS = {
    Region.AFRICA: ("015", "011", "017", "014", "018"),
    Region.AMERICAS: ("021", "013", "029", "005"),
    Region.ASIA: ("143", "030", "034", "035", "145"),
    Region.EUROPE: ("151", "154", "039", "155"),
    Region.OCEANIA: ("053", "054", "057", "061"),
}
"""The finest groups of countries of M49 in each region: Northern Africa (015), Western Africa (011) …"""


def region_name(code: str, language: str) -> str:
    """Return the name of an M49 region or subregion in `language`, as CLDR has it, for a list or a label.

    In English where CLDR has none.
    """
    if code in Region.values:
        with override(language):
            return str(Region(code).label)
    name = Locale.parse(language).territories.get(code) or Locale.parse("en").territories[code]
    return capfirst(str(name))


class ResultType(models.TextChoices):
    """What a search can find."""

    FINDING = "finding", _("Finding")
    INTRODUCTION = "introduction", _("Introduction")
    PLACE = "place", _("Place")
    DOMAIN = "domain", _("Domain")


class News(models.TextChoices):
    """What an e-mail tells a reader of a profile."""

    NEW = "new", _("New profile.")
    REVISED = "revised", _("Revised profile.")
    TRANSLATED = "translated", _("New translation.")


class Action(models.TextChoices):
    """What workflow/ can do to a revision; the log's vocabulary."""

    CREATE = "create", _("Created the profile")
    START = "start", _("Started a revision")
    FACTS = "facts", _("Changed the facts of the profile")
    SAVE = "save", _("Saved changes")
    SET_ASIDE = "set_aside", _("Set aside after another save")
    IMPORT = "import", _("Imported a document")
    SUBMIT = "submit", _("Submitted for review")
    SEND_BACK = "send_back", _("Sent back to the writers")
    APPROVE = "approve", pgettext_lazy("log", "Approved")
    SCHEDULE = "schedule", _("Scheduled the publication")
    UNSCHEDULE = "unschedule", _("Unscheduled the publication")
    REFUSE = "refuse", _("The scheduled publication did not happen")
    PUBLISH = "publish", pgettext_lazy("log", "Published")
    WITHDRAW = "withdraw", _("Withdrew from the public")
    DISCARD = "discard", _("Discarded the draft")
    RESTORE = "restore", _("Restored an earlier text")
    SIGN_OFF = "sign_off", _("Recorded a government sign-off")
    REVOKE_SIGN_OFF = "unsign", _("Revoked a sign-off that was recorded by mistake")
    INVITE = "invite", _("Made a review link")
    REVOKE = "revoke", _("Revoked a review link")
    MOVE = "move", _("Changed the address")
    MATCH = "match", _("Corrected which findings are the same as in the edition before")
    CARRY = "carry", _("Kept the translation for the new revision")
    MOVE_ON = "move_on", _("Moved the translation to another revision")
    ADD_PLACE = "add_place", _("Added the place")
    CHANGE_PLACE = "change_place", _("Changed the place")
    DELETE_PLACE = "delete_place", _("Deleted the place")


class JobKind(models.TextChoices):
    """What is done later, by a worker; operations/jobs.py says how and how often."""

    PUBLISH = "publish", _("Scheduled publication")
    CHECK_SCHEDULE = "schedule", _("Check of the scheduled publications")
    EMAIL = "email", _("E-mail")
    CONFIRMATION = "confirmation", _("E-mail that asks a reader to confirm")
    PASSWORD_RESET = "password_reset", _("E-mail for a new password")
    ALERTS = "alerts", _("E-mails to readers about what is new")
    FILES = "files", _("Files of a published text")
    ARCHIVE = "archive", _("Archive of all profiles")
    PURGE = "purge", _("Purge of caches in front")
    BACKUP = "backup", _("Backup")
    CLEAN_UP = "clean_up", _("Removal of what is old")


class Role(models.TextChoices):
    """The groups of staff, by the names that a migration gives them."""

    ANALYST = "Analyst", _("Analyst")
    REVIEWER = "Reviewer", _("Reviewer")
    PUBLISHER = "Publisher", _("Publisher")
    TRANSLATOR = "Translator", _("Translator")
    ADMINISTRATOR = "Administrator", _("Administrator")


EDITION_WORDS = {
    1: _("First"),
    2: _("Second"),
    3: _("Third"),
    4: _("Fourth"),
    5: _("Fifth"),
    6: _("Sixth"),
    7: _("Seventh"),
    8: _("Eighth"),
    9: _("Ninth"),
    10: _("Tenth"),
}
"""Edition number -> the word used in a profile's title."""

EDITION_NAMES = {
    1: pgettext_lazy("edition", "First"),
    2: pgettext_lazy("edition", "Second"),
    3: pgettext_lazy("edition", "Third"),
    4: pgettext_lazy("edition", "Fourth"),
    5: pgettext_lazy("edition", "Fifth"),
    6: pgettext_lazy("edition", "Sixth"),
    7: pgettext_lazy("edition", "Seventh"),
    8: pgettext_lazy("edition", "Eighth"),
    9: pgettext_lazy("edition", "Ninth"),
    10: pgettext_lazy("edition", "Tenth"),
}
"""Edition number -> its word where it stands alone: “Première” beside “Premier profil”."""
