"""What the answers look like: for the OpenAPI document alone; rows.py gives what is really answered.

The content of a profile is made from the types of payload.py, so that both stay one.
"""

from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from rest_framework import serializers as s

from profiles.choices import Found, Kind, Language, Level, State, Variant
from profiles.content.serialize import CitedData, FindingData, ProfileData, SourceData

NAMES = {ProfileData: "ProfileContent", SourceData: "Source", CitedData: "Citation", FindingData: "Statement"}


ABOUT: dict[Any, dict[str, str]] = {
    ProfileData: {
        "place": "Slug of the place.",
        "slug": "Slug of the profile.",
        "edition": "1 for a first profile, 2 for a second.",
        "year": "That the findings describe.",
        "month": "1 to 12, or null where only the year is on record.",
        "language": "Of the text.",
        "introduction": "An empty line starts a new paragraph.",
        "none_identified": "Lists, as domain/kind, of which the profile itself says that there is none.",
        "sources": "All that the findings cite, in the order of the text.",
        "findings": "In reading order.",
        "reference_number": "Or empty.",
        "isbn": "Or empty.",
        "acknowledgements": "Or empty.",
        "licence": "Or empty.",
        "change_note": "What changed since the text before, or empty.",
    },
    SourceData: {
        "key": "By which findings cite it.",
        "title": "As the text has it.",
        "body": "Who issued it, or empty.",
        "year": "Of the source, or null.",
        "url": "Where it can be read, or empty.",
    },
    FindingData: {
        "key": "Stays from one text to the next.",
        "domain": "Slug of the domain.",
        "kind": "well_developed, or potential for further development.",
        "text": "Word for word.",
        "indicator_area": "The part of the domain that it rests on, or empty.",
        "sources": "What it rests on.",
    },
    CitedData: {
        "source": "Key of a source of the same text.",
        "locator": "The place in it, as “art. 4”, or empty.",
    },
}
"""Type -> part -> the sentence of the document. A part that payload.py gains needs one."""


def of_type(shape: Any) -> type[s.Serializer]:
    """Return the serializer of one of the TypedDicts of payload.py."""
    parts = {name: _field(hint, ABOUT[shape][name]) for name, hint in get_type_hints(shape).items()}
    return type(NAMES[shape], (s.Serializer,), parts)


def _field(hint: Any, about: str) -> s.Field:
    if hint is str:
        return s.CharField(help_text=about)
    if hint is int:
        return s.IntegerField(help_text=about)
    if isinstance(hint, UnionType):
        return s.IntegerField(allow_null=True, help_text=about)
    if get_origin(hint) is list:
        [item] = get_args(hint)
        if item is str:
            return s.ListField(child=s.CharField(), help_text=about)
        return of_type(item)(many=True, help_text=about)
    raise TypeError(f"The document has no word for {hint}.")


def said(about: str, **more: Any) -> s.CharField:
    return s.CharField(help_text=about, **more)


def link(about: str, **more: Any) -> s.URLField:
    return s.URLField(help_text=about, **more)


class Problem(s.Serializer):
    """Problem details (RFC 9457)."""

    type = link("Where this kind of problem is explained.")
    title = said("What happened.")
    status = s.IntegerField(help_text="The status of the answer.")
    detail = said("What to do about it.")
    errors = s.ListField(
        child=s.DictField(child=s.CharField()), required=False, help_text="Each parameter that is wrong."
    )
    page = link("Of a withdrawn text: the page that gives the reason.", required=False)


class Facts(s.Serializer):
    """What a text is about; each answer that quotes one says so."""

    profile = said("Slug of the profile.")
    title = said("The official title, in the language of the text.")
    place = said("Slug of the place.")
    place_name = said("In English.")
    level = s.ChoiceField(Level, help_text="What kind of place it is.")
    edition = s.IntegerField(help_text="1 for a first profile, 2 for a second.")
    year = s.IntegerField(help_text="That the findings describe.")
    month = s.IntegerField(allow_null=True, help_text="1 to 12, or null where only the year is on record.")
    described = said("The month described, in ISO 8601: cite it, findings age.")
    language = s.ChoiceField(Language, help_text="Of the text.")
    revision = s.IntegerField(help_text="Number of the text.")
    published_at = s.DateTimeField(help_text="When this text was published, in ISO 8601.")
    is_fictional = s.BooleanField(help_text="The place is invented, as an example.")


class Profile(Facts):
    url = link("Here.")
    page = link("For people.")
    permanent = link("The frozen text, for citations.")
    files = s.DictField(child=s.URLField(), help_text="Ending → the profile as a file.")


class WholeProfile(Profile):
    content = of_type(ProfileData)(help_text="What it says, in the exchange format, word for word.")


class Revision(s.Serializer):
    number = s.IntegerField(help_text="From 1; a number is never given twice.")
    state = s.ChoiceField([State.PUBLISHED, State.SUPERSEDED], help_text="Live, or replaced by a later text.")
    published_at = s.DateTimeField(help_text="When it was published, in ISO 8601.")
    change_note = said("What changed since the text before, or empty.")
    url = link("Here.")
    permanent = link("The frozen text, for people.")


class CitedSource(s.Serializer):
    title = said("As the text has it.")
    body = said("Who issued it, or empty.")
    year = s.IntegerField(allow_null=True, help_text="Of the source, or null.")
    url = said("Where it can be read, or empty.")
    locator = said("The place in it, as “art. 4”, or empty.")


class Finding(Facts):
    key = s.UUIDField(help_text="Stays from one text to the next.")
    domain = said("Slug of the domain.")
    kind = s.ChoiceField(Kind, help_text="Well developed, or potential for further development.")
    text = said("Word for word, in its language.")
    indicator_area = said("The part of the domain that it rests on, or empty.")
    sources = CitedSource(many=True, help_text="What it rests on.")
    is_live = s.BooleanField(help_text="The live text has it; else the last text that had it is quoted.")
    url = link("Here.")
    page = link("Leads people to the finding.")
    permanent = link("The frozen text, at the finding.")


class Place(s.Serializer):
    slug = said("Its part of the address.")
    level = s.ChoiceField(Level, help_text="What kind of place it is.")
    parent = said("Slug of what it lies in, or null.", allow_null=True)
    name = said("In English.")
    official_name = said("In English.")
    names = s.DictField(child=s.CharField(), help_text="Language → name.")
    iso2 = said("ISO 3166 code of two letters, or empty.")
    iso3 = said("ISO 3166 code of three letters, or empty.")
    m49 = said("M49 code, or empty.")
    region = said("M49 code, or empty.")
    subregion = said("M49 code, or empty.")
    latitude = s.FloatField(allow_null=True, help_text="Of its centre in degrees, or null.")
    longitude = s.FloatField(allow_null=True, help_text="Of its centre in degrees, or null.")
    designation_note = said("What is said of its status wherever it is named, or empty.")
    is_fictional = s.BooleanField(help_text="It is invented, as an example.")
    url = link("Here.")
    page = link("For people.")


class WholePlace(Place):
    profiles = Profile(many=True, help_text="Its own, and those of the local places in it.")


class DomainText(s.Serializer):
    variant = s.ChoiceField(Variant, help_text="For countries, or for cities and other local places.")
    language = s.ChoiceField(Language, help_text="Of the words.")
    title = said("As the programme has it.")
    description = said("As the programme has it.")


class Domain(s.Serializer):
    number = s.IntegerField(help_text="1 to 6.")
    slug = said("Its part of the address.")
    texts = DomainText(many=True, help_text="For each variant, in each language that is there.")
    url = link("Here.")
    page = link("For people.")


class Piece(s.Serializer):
    text = said("All pieces together are the passage.")
    is_marked = s.BooleanField(help_text="This is what was searched for.")


class Hit(Facts):
    what = s.ChoiceField([Found.FINDING, Found.INTRODUCTION], help_text="What the passage is.")
    key = s.UUIDField(allow_null=True, help_text="Of a finding.")
    domain = said("Slug of the domain of a finding, or null.", allow_null=True)
    kind = s.ChoiceField(Kind, allow_null=True, help_text="Of a finding.")
    text = said("Word for word.")
    pieces = Piece(many=True, help_text="The text, or a part of a long one, with what was found marked.")
    page = link("Leads people to it.")


class Index(s.Serializer):
    title = said("Of the site.")
    addresses = s.DictField(child=s.URLField(), help_text="What there is.")


def listed(row: type[s.Serializer], **more: s.Field) -> type[s.Serializer]:
    """Return the shape of a page of such rows."""
    parts = {
        "count": s.IntegerField(help_text="Of all pages."),
        "next": s.URLField(allow_null=True, help_text="The next page."),
        "previous": s.URLField(allow_null=True, help_text="The page before."),
        **more,
        "results": row(many=True, help_text="The rows of this page."),
    }
    return type(f"{row.__name__}Page", (s.Serializer,), parts)


HitPage = listed(
    Hit,
    is_more=s.BooleanField(help_text="More than these answer; the newest of them were looked at."),
    better=said("The question as it may have been meant, where nothing was found; or empty."),
    places=s.ListField(child=s.CharField(), help_text="Slugs of the places of that name."),
    domains=s.ListField(child=s.CharField(), help_text="Slugs of the domains that are meant."),
    counts=s.DictField(
        child=s.DictField(child=s.IntegerField()), help_text="What it can be narrowed to → value → hits."
    ),
)
