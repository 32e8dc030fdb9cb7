"""CompareForm: which profiles stand beside each other, and what of them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from profiles.content.comparison import MAX_PROFILES
from profiles.filters import fields
from profiles.models import DomainText


class CompareForm(forms.Form):
    """`slugs` are the profiles' in the reader's own order; whether there are such profiles, the view asks."""

    domain = fields.DOMAIN
    kind = fields.KIND

    def __init__(self, query: QueryDict, texts: Iterable[DomainText]) -> None:
        """Offer the domains of `texts`, which the page has asked for anyway."""
        super().__init__(query)
        self.fields["domain"].widget.choices = fields.domain_options(texts)
        self.slugs = [slug for slug in query.getlist("profile") if slug]

    def clean(self) -> dict[str, Any]:
        if len(self.slugs) > MAX_PROFILES:
            raise ValidationError(_("At most four profiles can be compared at once."))
        if len(set(self.slugs)) < len(self.slugs):
            raise ValidationError(_("A profile can be chosen only once."))
        return self.cleaned_data
