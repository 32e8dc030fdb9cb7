"""What may be asked of an address: checked before anything is looked up, and described in the document."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter

from profiles.choices import SUBREGIONS, Kind, Language, Level, Region
from profiles.search import MOST_TERMS

WHOLE_NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")
SLUG = re.compile(r"[-a-zA-Z0-9_]+")
APART = r' \t\n\r\f\v"“”«»„'
"""What parts two words: named one by one, as “white space” is not the same in all languages' patterns."""
REGIONS = [code for region in Region for code in (region.value, *SUBREGIONS[region])]


class BadParametersError(ValueError):
    """Why an address cannot be answered: rows of {"parameter", "detail"}."""

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__("Something in the address is not as this API writes it.")
        self.errors = errors


@dataclass(frozen=True)
class Parameter:
    """`schema` is what the document says; `read` returns the value, or raises ValueError with a sentence."""

    about: str
    schema: dict[str, Any]
    read: Callable[[str], Any]
    is_required: bool = False


def refused(name: str, messages: Iterable[Any]) -> BadParametersError:
    """Return the error of one parameter that a form of the site's refused."""
    return BadParametersError([{"parameter": name, "detail": str(message)} for message in messages])


def whole_number(about: str, least: int, most: int, default: int | None = None) -> Parameter:
    def read(text: str) -> int:
        if not WHOLE_NUMBER.fullmatch(text) or not least <= int(text) <= most:
            raise ValueError(f"This is a whole number from {least} to {most}.")
        return int(text)

    schema = {"type": "integer", "minimum": least, "maximum": most}
    return Parameter(about, schema | ({} if default is None else {"default": default}), read)


def choice(about: str, values: list[str]) -> Parameter:
    def read(text: str) -> str:
        if text not in values:
            raise ValueError(f"This is one of: {', '.join(values)}.")
        return text

    return Parameter(about, {"type": "string", "enum": values}, read)


def slug(about: str) -> Parameter:
    def read(text: str) -> str:
        if not SLUG.fullmatch(text) or len(text) > 90:
            raise ValueError("This is a part of an address: letters, digits, hyphens.")
        return text

    return Parameter(
        about, {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$", "minLength": 1, "maxLength": 90}, read
    )


def words(about: str, most_words: int, most_letters: int, is_required: bool = False) -> Parameter:
    """Text of at most `most_words` words; quotes part words as spaces do."""
    apart, word = f"[{APART}]", rf"[^{APART}\x00]"
    pattern = rf"^{apart}*{word}+(?:{apart}+{word}+){{0,{most_words - 1}}}{apart}*$"

    def read(text: str) -> str:
        if len(text) > most_letters or not re.fullmatch(pattern, text):
            raise ValueError(f"These are 1 to {most_words} words, at most {most_letters} letters.")
        return text

    schema = {"type": "string", "pattern": pattern, "minLength": 1, "maxLength": most_letters}
    return Parameter(about, schema, read, is_required)


COUNTRY = slug("Slug of a country: its own profiles and those of the local places in it.")
DOMAIN = slug("Slug of one of the six domains, as /domains/ lists them.")
EDITION = whole_number("1 for a first profile, 2 for a second.", 1, 100)
KEY = Parameter("Key of a finding.", {"type": "string", "format": "uuid"}, str)
KIND = choice("A kind of finding.", Kind.values)
LANGUAGE = choice("The language of the text.", Language.values)
LEVEL = choice("What kind of place is assessed.", Level.values)
NUMBER = whole_number("Number of a text of the profile, from 1.", 0, 2**31 - 1)
PLACE = slug("Slug of a place: its own profiles and those of the local places in it.")
PROFILE = slug("Slug of a profile.")
QUERY = words(
    'Words, "phrases", -without, beginning*; accents and endings of words do not matter.',
    MOST_TERMS,
    200,
    is_required=True,
)
REGION = choice("Code of a region or a subregion, as the UN's M49 standard has it.", REGIONS)
TEXT = words("Words in the name of the place, in any language: eight at most.", 50, 100)
YEAR = whole_number("The year that the findings describe.", 2010, 2100)

PAGES = {
    "page": whole_number("Number of the page, from 1. Beyond the last, 404.", 1, 100_000, default=1),
    "page_size": whole_number("Rows of a page.", 1, 100, default=25),
}


def read(query: QueryDict, known: Mapping[str, Parameter]) -> dict[str, Any]:
    """Return the values that were given, by name; raise BadParametersError with all that cannot be read."""
    errors, values = [], {}
    for name in query:
        texts = query.getlist(name)
        try:
            if name not in known:
                raise ValueError(f"There is no such parameter here. There are: {', '.join(known) or 'none'}.")
            if len(texts) > 1:
                raise ValueError("This is asked once at most.")
            values[name] = known[name].read(texts[0])
        except ValueError as error:
            errors.append({"parameter": name[:100], "detail": str(error)})
    errors += [
        {"parameter": name, "detail": "This is needed."}
        for name, parameter in known.items()
        if parameter.is_required and name not in query
    ]
    if errors:
        raise BadParametersError(errors)
    return values


def described(
    known: Mapping[str, Parameter], location: str = OpenApiParameter.QUERY
) -> list[OpenApiParameter]:
    """Return them as the document has them: in the query, or in the address itself."""
    return [
        OpenApiParameter(
            name,
            type=parameter.schema,
            location=location,
            required=parameter.is_required or location == OpenApiParameter.PATH,
            description=parameter.about,
            default=parameter.schema.get("default"),
        )
        for name, parameter in known.items()
    ]
