"""What a revision and a translation share: a state, and who took each step between draft and archive."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from profiles.choices import CLOSED_STATES, OPEN_STATES, State
from profiles.models.users import user_key


class TextModel(models.Model):
    """A text that is written, reviewed, approved and published, and then never changes again."""

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT)
    change_note = models.CharField(
        _("what changed"),
        max_length=300,
        blank=True,
        help_text=_("One sentence on what differs from the revision before."),
    )
    lock_version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    created_by = user_key(_("started by"), editable=False)
    changed_at = models.DateTimeField(_("last changed"), auto_now_add=True)
    changed_by = user_key(_("last changed by"), editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    submitted_by = user_key(_("submitted by"), editable=False)
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    approved_by = user_key(_("approved by"), editable=False)
    publish_at = models.DateTimeField(_("publication scheduled for"), null=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = user_key(_("published by"), editable=False)
    closed_at = models.DateTimeField(_("superseded or withdrawn"), null=True, editable=False)
    closed_by = user_key(_("superseded or withdrawn by"), editable=False)
    withdrawal_reason = models.TextField(
        _("reason of withdrawal"), blank=True, editable=False, help_text=_("Shown at the public address.")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(name="%(class)s_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="%(class)s_published_has_a_moment",
                condition=Q(state__in=OPEN_STATES, published_at__isnull=True)
                | Q(state__in=CLOSED_STATES, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_closed_has_a_moment",
                condition=Q(closed_at__isnull=True, state__in=[*OPEN_STATES, State.PUBLISHED])
                | Q(closed_at__isnull=False, state__in=[State.SUPERSEDED, State.WITHDRAWN]),
            ),
            models.CheckConstraint(
                name="%(class)s_scheduled_is_approved",
                condition=Q(publish_at__isnull=True) | ~Q(state__in=[State.DRAFT, State.IN_REVIEW]),
            ),
            models.CheckConstraint(
                name="%(class)s_withdrawn_has_a_reason",
                condition=(Q(state=State.WITHDRAWN) & ~Q(withdrawal_reason=""))
                | (~Q(state=State.WITHDRAWN) & Q(withdrawal_reason="")),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED
