"""Sessions: where somebody is signed in, since when and with what. Kept in the database, one row each.

SESSION_ENGINE names this module: Django asks it for SessionStore.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Self, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import OperationalError, models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

BEGUN = "begun"
AGENT = "agent"
ADDRESS = "address"
SEEN_EVERY = timedelta(minutes=5)
"""“Last seen” is written no more often than this."""


class StaffSessionQuerySet(models.QuerySet["StaffSession"]):
    def for_user(self, user: models.Model, exclude: str | None = None) -> Self:
        """Living sessions of `user`, but for the one of key `exclude`."""
        living = self.filter(user_id=user.pk, expire_date__gt=timezone.now())
        return living.exclude(pk=exclude) if exclude else living


class StaffSession(AbstractBaseSession):
    """One browser's session. Its key is the browser's secret: pages name a session by its `mark`."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions", verbose_name=_("who")
    )
    begun_at = models.DateTimeField(_("signed in"), null=True)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
    agent = models.CharField(_("browser"), max_length=300, blank=True)
    address = models.GenericIPAddressField(_("address"), null=True)

    objects = StaffSessionQuerySet.as_manager()  # type: ignore[assignment,misc]

    class Meta(AbstractBaseSession.Meta):  # type: ignore[name-defined]
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return f"{self.user}, {self.begun_at:%Y-%m-%d %H:%M}" if self.begun_at else f"{self.user}"

    @classmethod
    def get_session_store_class(cls) -> type["SessionStore"]:
        return SessionStore

    @property
    def mark(self) -> str:
        """What a page may call this session: it says nothing about the key."""
        return salted_hmac("profiles.models.sessions", self.session_key).hexdigest()[:20]


class SessionStore(db.SessionStore):
    """Django's sessions in the database; each row says whose it is, and what was noted at sign-in."""

    row: StaffSession | None = None
    """The row as it was read, or None where there is none yet."""

    @classmethod
    def get_model_class(cls) -> type[StaffSession]:
        return StaffSession

    def load(self) -> dict[str, Any]:
        self.row = self._get_session_from_db()  # type: ignore[attr-defined]
        return self.decode(self.row.session_data) if self.row else {}

    def create_model_instance(self, data: dict[str, Any]) -> StaffSession:
        row = cast("StaffSession", super().create_model_instance(data))
        row.user_id = data.get(SESSION_KEY)
        row.begun_at = parse_datetime(data.get(BEGUN, ""))
        row.agent, row.address = data.get(AGENT, ""), data.get(ADDRESS)
        return row

    def note_sign_in(self, agent: str, address: str | None) -> None:
        """Note when, with which browser and from where somebody signed in."""
        self[BEGUN] = timezone.now().isoformat()
        self[AGENT], self[ADDRESS] = agent[:300], address

    def note_visit(self) -> None:
        """Keep “last seen” true to about five minutes, without writing at each visit."""
        if self.row and timezone.now() - self.row.seen_at > SEEN_EVERY:
            with suppress(OperationalError):  # where nothing can be stored, pages can still be read
                StaffSession.objects.filter(pk=self.row.pk).update(seen_at=timezone.now())

    @property
    def begun_at(self) -> datetime | None:
        return parse_datetime(self.get(BEGUN, ""))
