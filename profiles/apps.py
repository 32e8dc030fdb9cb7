"""The application's registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProfilesConfig(AppConfig):
    name = "profiles"
    verbose_name = _("Migration Governance Indicators")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from profiles import checks  # noqa: F401, only now: it reads the models
