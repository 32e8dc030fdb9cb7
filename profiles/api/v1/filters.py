"""The parameters of the addresses: the filter backend that is strict with them, and their description."""

import re
from typing import Any

from django import forms
from django.http import Http404, QueryDict
from drf_spectacular.plumbing import build_parameter_type
from drf_spectacular.utils import OpenApiParameter
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from profiles.api.v1.exceptions import BadParametersError
from profiles.api.v1.pagination import CursorField, PageField
from profiles.filters.fields import (
    LANGUAGE,
    REGION_CODES,
    WORD_SEPARATORS,
    QueryField,
    RegionField,
    SlugField,
    WholeNumberField,
    WordsField,
)

SLUG = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$", "minLength": 1, "maxLength": 90}
NUMBER = {"type": "integer", "minimum": 0, "maximum": 2**31 - 1}
KEY = {"type": "string", "format": "uuid"}

ABOUT = {
    "country": "Slug of a country: its own profiles and those of the local places in it.",
    "domain": "Slug of one of the six domains, as /domains/ lists them.",
    "edition": "1 for a first profile, 2 for a second.",
    "key": "Key of a finding.",
    "kind": "A kind of finding.",
    "language": "Read in this language what is written in it or translated into it; lists keep that alone.",
    "translation": "Number of a translation of one text into one language, from 1.",
    "level": "What kind of place is assessed.",
    "number": "Number of a text of the profile, from 1.",
    "page": "Number of the page, from 1. Beyond the last, 404. Lists are read on by “next”.",
    "cursor": "Where the page begins: as “next” and “previous” of the page before have it. Rows that are "
    "published meanwhile move none of the others to another page.",
    "page_size": "Rows of a page.",
    "place": "Slug of a place: its own profiles and those of the local places in it.",
    "profile": "Slug of a profile.",
    "q": 'Words, "phrases", -without, beginning*; accents and endings of words do not matter.',
    "region": "Code of a region or a subregion, as the UN's M49 standard has it.",
    "sort": "The order of the rows; the first of these, where it is left out.",
    "text": "Words in the name of the place, in any language: eight at most.",
    "year": "The year that the findings describe.",
}
"""Parameter -> what the document says of it."""


class LanguageForm(forms.Form):
    """The parameter of what is one object: it is read in the language where it is translated."""

    language = LANGUAGE


class StrictFilterBackend(BaseFilterBackend):
    """Filters by the view's `filterset_class`; refuses what neither this nor its paginator reads.

    Unknown, repeated, empty and unreadable parameters are a 400, all at once; objects that are not there a
    404.
    """

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        params = request.query_params
        filterset = view.filterset_class and view.filterset_class(params, queryset)
        bound_forms = [filterset.form] if filterset else []
        if view.form_class:
            bound_forms.append(view.form_class(params))
        if view.paginator:
            bound_forms.append(view.paginator.form_class(params))
        check_params(params, *bound_forms)
        return filterset.qs if filterset else queryset

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Return the parameters as the document has them, those of the paginator among them."""
        filters = getattr(view.filterset_class, "base_filters", {})
        fields = {name: filter_.field for name, filter_ in filters.items()}
        for form_class in (view.form_class, view.paginator and view.paginator.form_class):
            fields |= form_class.base_fields if form_class else {}
        return [
            build_parameter_type(
                name=name,
                schema=field_schema(field),
                location=OpenApiParameter.QUERY,
                required=name in view.required_params,
                description=ABOUT[name],
            )
            for name, field in fields.items()
        ]


def check_params(params: QueryDict, *bound_forms: forms.BaseForm, required: tuple[str, ...] = ()) -> None:
    """Raise BadParametersError with all that is wrong; Http404 for an object that is not there."""
    known = {name: form for form in bound_forms for name in form.fields}
    errors = []
    for name in params:
        if name not in known:
            detail = f"There is no such parameter here. There are: {', '.join(known) or 'none'}."
        elif len(params.getlist(name)) > 1:
            detail = "This is asked once at most."
        elif _is_readable(name, params[name], known[name]):
            continue
        else:
            detail = _sentence(known[name].fields[name])
        errors.append({"parameter": name[:100], "detail": detail})
    errors += [{"parameter": name, "detail": "This is needed."} for name in required if name not in params]
    if errors:
        raise BadParametersError(errors)
    for form in bound_forms:
        for messages in form.errors.values():
            raise Http404(messages[0])


def _is_readable(name: str, value: str, form: forms.BaseForm) -> bool:
    if form.has_error(name):
        return form.has_error(name, "not_found")
    schema = field_schema(form.fields[name])
    return bool(re.fullmatch(schema.get("pattern", "(?s).+"), value))


def _sentence(field: forms.Field) -> str:
    """Return what a value of `field` is."""
    schema = field_schema(field)
    if "enum" in schema:
        return f"This is one of: {', '.join(schema['enum'])}."
    if "minimum" in schema:
        sentence = f"This is a whole number from {schema['minimum']} to {schema['maximum']}."
        is_capped = isinstance(field, PageField)
        return f"{sentence} Lists are read on by following “next”." if is_capped else sentence
    if isinstance(field, QueryField):
        return f"These are words to search for; {field.max_length} letters of them are read."
    if isinstance(field, WordsField):
        return f"These are 1 to {field.max_words} words, at most {field.max_length} letters."
    return "This is a part of an address: letters, digits, hyphens."


def field_schema(field: forms.Field) -> dict[str, Any]:
    """Return the schema of the values of one of the fields of profiles.filters."""
    match field:
        case SlugField():
            return SLUG
        case WordsField():
            separators, word = f"[{WORD_SEPARATORS}]", rf"[^{WORD_SEPARATORS}\x00]"
            pattern = (
                f"^{separators}*{word}+(?:{separators}+{word}+){{0,{field.max_words - 1}}}{separators}*$"
            )
            return {"type": "string", "pattern": pattern, "minLength": 1, "maxLength": field.max_length}
        case QueryField():
            return {"type": "string", "pattern": r"^[^\x00]+$", "minLength": 1}
        case WholeNumberField():
            schema = {"type": "integer", "minimum": field.min_value, "maximum": field.max_value}
            return schema | ({} if field.initial is None else {"default": field.initial})
        case RegionField():
            return {"type": "string", "enum": REGION_CODES}
        case forms.ChoiceField():
            return {"type": "string", "enum": [value for value, _label in field.choices if value]}
        case CursorField():
            return {"type": "string", "pattern": "^[-_:=a-zA-Z0-9]+$", "maxLength": field.max_length}
    raise TypeError(f"The document has no word for {field}.")
