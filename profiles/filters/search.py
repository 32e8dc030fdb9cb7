"""SearchForm: a search, for its page, its file, its feed and the API."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from profiles.filters import fields
from profiles.search import Filters


class SearchForm(forms.Form):
    q = fields.QUERY
    domain = fields.DOMAIN
    kind = fields.with_label(fields.KIND, _("Kind"))
    country = fields.COUNTRY
    region = fields.REGION
    level = fields.LEVEL
    year = fields.YEAR
    language = fields.LANGUAGE
    sort = forms.ChoiceField(label=_("Sort by"), choices=[("best", ""), ("newest", "")], required=False)

    @property
    def active(self) -> dict[str, Any]:
        """What the texts are narrowed to: parameter -> value."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("q", "sort") and value not in (None, "")
        }

    @property
    def filters(self) -> Filters:
        values = self.active
        for name in ("domain", "country"):
            if name in values:
                values[name] = values[name].pk
        return Filters(**values)
