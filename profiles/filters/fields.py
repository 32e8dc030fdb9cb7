"""The form fields of the filters, each once: what it accepts, and what its control offers."""

import copy
import re
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import get_language, gettext_lazy as _

from profiles.choices import (
    EDITION_NAMES,
    LOCAL_LEVELS,
    SUBREGIONS,
    Kind,
    Language,
    Level,
    Region,
    Variant,
    region_name,
)
from profiles.content.sections import domain_texts
from profiles.models import DomainText, IndicatorDomain, Place, Profile
from profiles.models.names import normalize_name

WHOLE_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
WORD_SEPARATORS = r' \t\n\r\f\v"“”«»„'
"""What parts two words: one by one, as “white space” is not the same in all languages' patterns."""
LONGEST_QUERY = 1_000
"""Characters of a query that are read."""
SEARCH_INPUT = {"type": "search", "autocomplete": "off"}
EDITIONS = [("", _("All editions")), *EDITION_NAMES.items()]
REGION_CODES = [code for region in Region for code in (region.value, *SUBREGIONS[region])]


class SlugField(forms.Field):
    """One of `queryset` by its slug; cleaned to the object.

    Errors have the code "invalid" for what cannot be a slug, and "not_found".
    """

    def __init__(self, queryset: QuerySet, not_found: Any, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.queryset = queryset
        self.error_messages["not_found"] = not_found

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        validate_slug(value)
        instance = self.queryset.filter(slug=value).first()
        if instance is None:
            raise ValidationError(self.error_messages["not_found"], "not_found", {"value": value})
        return instance


class WholeNumberField(forms.IntegerField):
    """A number in ASCII digits, without sign, leading zeros or fraction."""

    def __init__(self, min_value: int, max_value: int, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, required=False, **kwargs)

    def to_python(self, value: Any) -> int | None:
        if value not in self.empty_values and not WHOLE_NUMBER.fullmatch(str(value)):
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return super().to_python(value)


class WordsField(forms.CharField):
    """At most `max_words` words, parted by spaces or quotes."""

    def __init__(self, max_words: int, too_many: Any, max_length: int, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, required=False, **kwargs)
        self.max_words = max_words
        self.error_messages["too_many"] = too_many

    def validate(self, value: str) -> None:
        super().validate(value)
        if self.count(value) > self.max_words:
            raise ValidationError(self.error_messages["too_many"], "too_many")

    def count(self, value: str) -> int:
        return len(re.findall(f"[^{WORD_SEPARATORS}]+", value))


class QueryField(forms.CharField):
    """A search query. A longer one is cut: the answer says which words it is to."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "")[:LONGEST_QUERY]


class RegionField(forms.ChoiceField):
    """A region or subregion; its options are named and sorted in the language of the page."""

    def valid_value(self, value: str) -> bool:
        return value in REGION_CODES


class OptionalSelect(forms.Select):
    """A choice that may stay open. Its options are asked for once: the first is known to be empty."""

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class FieldFilter(django_filters.Filter):
    """A filter with a form field of this module."""

    def __init__(self, field: forms.Field, **kwargs: Any) -> None:
        super().__init__(label=field.label, **kwargs)
        self.form_field = field

    @property
    def field(self) -> forms.Field:
        return self.form_field

    def __deepcopy__(self, memo: dict[int, Any]) -> "FieldFilter":
        """Copy all but the form field, which each form copies itself."""
        duplicate = copy.copy(self)
        duplicate.method = self.method  # It is looked up in the set of filters of the duplicate.
        return duplicate


class FieldFilterSet(django_filters.FilterSet):
    """A set of them, of which the form is declared once and not for each request."""

    def get_form_class(self) -> type[forms.Form]:
        return _form_class(type(self))


@cache
def _form_class(filter_set: type[FieldFilterSet]) -> type[forms.Form]:
    fields = {name: declared.field for name, declared in filter_set.base_filters.items()}
    return type(f"{filter_set.__name__}Form", (forms.Form,), fields)


def choice_field(label: Any, empty_label: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", empty_label), *choices], required=False)


def with_label(field: forms.Field, label: Any) -> forms.Field:
    """Return a copy of `field` that is called `label`."""
    labelled = copy.deepcopy(field)
    labelled.label = label
    return labelled


def filter_region(queryset: Any, name: str, code: str) -> QuerySet:
    """Keep the places, or the profiles of places, in a region or subregion."""
    return queryset.in_region(code)


def filter_language(queryset: Any, name: str, language: str) -> QuerySet:
    """Keep the published profiles that have a text in `language`: the original, or a translation of it."""
    return queryset.readable_in(language)


def filter_within(queryset: Any, name: str, place: Place) -> QuerySet:
    """Keep the profiles of a place and of the local places in it."""
    return queryset.in_place(place)


def countries() -> list[tuple[str, Any]]:
    """Return the countries and the like that have a published profile, their own or a local place's."""
    language = get_language() or "en"
    places = Place.objects.assessed().exclude(level__in=LOCAL_LEVELS).by_name(language)
    named = places.annotate(local_name=KeyTextTransform(language, "names"))
    rows = named.values_list("slug", "local_name", "name", "is_fictional")
    names: list[tuple[str, Any]] = [("", _("All countries"))]
    for slug, local_name, name, is_fictional in rows:
        is_english = language == Language.ENGLISH or not local_name
        names.append((slug, marked_name(name if is_english else local_name, is_fictional)))
    return names


def marked_name(name: str, is_fictional: bool) -> str:
    """Return the name of a place where it stands in a line of text; an invented one says so."""
    return f"{name} ({_('Fictional example')})" if is_fictional else name


@cache
def regions(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the five regions, each as a group of itself and its subregions, A to Z in `language`."""
    return [
        (name, [(code, name), *regions_by_name(SUBREGIONS[Region(code)], language)])
        for code, name in regions_by_name(Region.values, language)
    ]


def regions_by_name(codes: Iterable[str], language: str) -> list[tuple[str, str]]:
    """Return regions and subregions with their names, A to Z in `language`."""
    names = [(code, region_name(code, language)) for code in codes]
    return sorted(names, key=lambda row: normalize_name(row[1]))


def years() -> list[tuple[int | str, Any]]:
    rows = Profile.objects.published().order_by("-year").values_list("year", flat=True).distinct()
    return [("", _("All years")), *((year, str(year)) for year in rows)]


def domains() -> list[tuple[str, Any]]:
    return domain_options(domain_texts(Variant.COUNTRY, get_language() or "en"))


def domain_options(texts: Iterable[DomainText]) -> list[tuple[str, Any]]:
    return [("", _("All domains")), *((text.domain.slug, text.title) for text in texts)]


def choice_label(field: forms.Field, value: Any) -> str:
    """Return `value`, cleaned by `field`, as the options of its control have it."""
    if isinstance(value, Place):
        return value.display_name
    key = str(getattr(value, "slug", value))
    labels: dict[str, Any] = {}
    for option, label in getattr(field.widget, "choices", []):
        labels |= dict(label) if isinstance(label, list | tuple) else {str(option): label}
    return str(labels.get(key, key))


def active_choices(form: forms.BaseForm, exclude: Collection[str] = ()) -> list[tuple[str, str, str]]:
    """Return what is chosen in a valid form, as (parameter, its label, what was chosen) in words."""
    return [
        (name, str(form.fields[name].label), choice_label(form.fields[name], value))
        for name, value in form.cleaned_data.items()
        if name not in exclude and value not in (None, "")
    ]


TEXT = WordsField(
    8, _("Use at most eight words."), 100, label=_("Place name"), widget=forms.TextInput(SEARCH_INPUT)
)
QUERY = QueryField(max_length=LONGEST_QUERY, label=_("Words to search for"), required=False)
REGION = RegionField(
    choices=lambda: [("", _("All regions")), *regions(get_language() or "en")],
    label=_("Region"),
    required=False,
    widget=OptionalSelect,
)
# A place in work is not even confirmed to be there.
COUNTRY = SlugField(
    Place.objects.public().exclude(level__in=LOCAL_LEVELS),
    _("There is no such country."),
    label=_("Country"),
    widget=OptionalSelect(choices=CallableChoiceIterator(countries)),
)
PLACE = SlugField(Place.objects.public(), _("There is no place “%(value)s”."), label=_("Place"))
PROFILE = SlugField(
    Profile.objects.published(), _("There is no published profile “%(value)s”."), label=_("Profile")
)
DOMAIN = SlugField(
    IndicatorDomain.objects.all(),
    _("There is no domain “%(value)s”."),
    label=_("Domain"),
    widget=OptionalSelect(choices=CallableChoiceIterator(domains)),
)
YEAR = WholeNumberField(
    2010, 2100, label=_("Year described"), widget=OptionalSelect(choices=CallableChoiceIterator(years))
)
EDITION = WholeNumberField(1, 100, label=_("Edition"), widget=forms.Select(choices=EDITIONS))
LEVEL = choice_field(_("Level"), _("All levels"), Level.choices)
KIND = choice_field(_("Kind of finding"), _("Both kinds"), Kind.choices)
LANGUAGE = choice_field(_("Language of the text"), _("All languages"), Language.choices)
