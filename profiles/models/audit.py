"""The log: which action was taken on a profile or a place, by whom, when and why."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from profiles.choices import Action
from profiles.languages import language_choices
from profiles.models.users import user_key


class LogEntry(models.Model):
    """One action of workflow/, done: to a profile, or to a place. Rows are only ever added."""

    profile = models.ForeignKey(
        "profiles.Profile", models.CASCADE, null=True, related_name="log", verbose_name=_("profile")
    )
    place = models.ForeignKey(
        "profiles.Place", models.SET_NULL, null=True, related_name="log", verbose_name=_("place")
    )
    place_name = models.CharField(_("place"), max_length=120, blank=True)
    """What the place was called: it stays when the place is deleted. Empty where a profile is meant."""
    revision_number = models.PositiveIntegerField(_("revision"), null=True)
    language = models.CharField(_("language"), max_length=5, blank=True, choices=language_choices)
    """That of the translation which the action was taken on; empty where it was the original."""
    verb = models.CharField(_("what"), max_length=20, choices=Action)
    by = user_key(_("who"))
    at = models.DateTimeField(_("when"), auto_now_add=True)
    note = models.TextField(_("note"), blank=True)
    snapshot = models.ForeignKey(
        "profiles.Snapshot",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="log_entries",
        verbose_name=_("text"),
    )

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="log_verb_is_known", condition=Q(verb__in=Action.values)),
            models.CheckConstraint(
                name="log_is_of_one_thing",
                condition=Q(profile__isnull=False, place__isnull=True, place_name="")
                | (Q(profile__isnull=True) & ~Q(place_name="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} ({self.at:%Y-%m-%d %H:%M})"
