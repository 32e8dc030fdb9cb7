"""The answers: what each says, where it stands in the models, and what the OpenAPI document says of it.

Their querysets are the views': a serializer asks the database nothing, but for a profile's content.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rest_framework import serializers as s

from profiles.api.v1.fields import (
    FilesField,
    PathField,
    PermanentField,
    RouteField,
    TextFacts,
    TitleLanguageField,
    string,
)
from profiles.choices import Kind, Language, Level, Provenance, ResultType, State, Variant
from profiles.content.schema import SCHEMA, Field, FieldType
from profiles.content.unit_text import ORIGINAL
from profiles.exports.formats.json import serialize_profile
from profiles.models import Revision
from profiles.search import Hit


class AnswerSerializer(s.Serializer):
    # Reads only: the fields are bound once a class, and not copied for each answer.

    @property
    def fields(self) -> Any:
        cls = type(self)
        if "_shared_fields" not in cls.__dict__:
            cls._shared_fields = super(AnswerSerializer, cls()).fields
        return cls._shared_fields

    def to_representation(self, instance: Any) -> Any:
        # DRF's own, without its look-outs for fields to skip and for related keys.
        return {
            field.field_name: None
            if (value := field.get_attribute(instance)) is None
            else field.to_representation(value)
            for field in self._readable_fields
        }


class ProblemSerializer(s.Serializer):
    """Problem details (RFC 9457)."""

    type = s.URLField(help_text="Where this kind of problem is explained.")
    title = string("What happened.")
    status = s.IntegerField(help_text="The status of the answer.")
    detail = string("What to do about it.")
    errors = s.ListField(
        child=s.DictField(child=s.CharField()), required=False, help_text="Each parameter that is wrong."
    )
    page = s.URLField(help_text="Of a withdrawn text: the page that gives the reason.", required=False)


# The docstrings of serializers are public, in the OpenAPI document.


class FactsSerializer(AnswerSerializer):
    """What a text is about; each answer that quotes one says so."""

    profile = string("Slug of the profile.", source="profile.slug")
    title = string("The official title, in the language of the text.")
    place = string("Slug of the place.", source="profile.place.slug")
    place_name = string("In English.", source="place_name_in_english")
    level = s.ChoiceField(Level, help_text="What kind of place it is.", source="profile.place.level")
    edition = s.IntegerField(help_text="1 for a first profile, 2 for a second.", source="profile.edition")
    year = s.IntegerField(help_text="That the findings describe.")
    month = s.IntegerField(allow_null=True, help_text="1 to 12, or null where only the year is on record.")
    described = string("The month described, in ISO 8601: cite it, findings age.", source="period_iso")
    language = s.ChoiceField(Language, help_text="Of the text: of its translation, where it is read in one.")
    original_language = s.ChoiceField(Language, help_text="In which the government approved the text.")
    revision = s.IntegerField(help_text="Number of the text.", source="number")
    published_at = s.DateTimeField(help_text="When this text was published, in ISO 8601.")
    is_fictional = s.BooleanField(
        help_text="The place is invented, as an example.", source="profile.place.is_fictional"
    )


class QuoteSerializer(FactsSerializer):
    # What quotes a text says the facts of its `revision` first.

    @cached_property
    def facts(self) -> dict[tuple[int, str], dict[str, Any]]:
        """Key of a revision and language that it is read in -> its facts: many rows quote the same one."""
        return {}

    @property
    def _readable_fields(self) -> Iterable[s.Field]:
        return [field for name, field in self.fields.items() if name not in FactsSerializer._declared_fields]

    def to_representation(self, instance: Any) -> Any:
        revision = instance.revision
        key = (revision.pk, revision.language)
        if key not in self.facts:
            self.facts[key] = FactsSerializer().to_representation(revision)
        return self.facts[key] | super().to_representation(instance)


class TranslationSerializer(AnswerSerializer):
    """A published translation of a text."""

    language = s.ChoiceField(Language, help_text="Into which the text is translated.")
    number = s.IntegerField(help_text="Counts what was published in this language of one text, from 1.")
    state = s.ChoiceField(
        [State.PUBLISHED, State.SUPERSEDED], help_text="The newest, or replaced by a later one."
    )
    provenance = s.ChoiceField(
        Provenance.choices, help_text="Approved by the government or the programme, or made by this site."
    )
    reference = string("Of an official one: who approved it and when, or where it was printed; or empty.")
    change_note = string("What changed since the text before, or empty.")
    published_at = s.DateTimeField(help_text="When it was published, in ISO 8601.")
    outdated = s.IntegerField(
        help_text="So many of its texts are of an earlier original.", source="outdated_count"
    )
    missing = s.IntegerField(help_text="So many texts are not translated.", source="missing_count")
    url = RouteField(
        *("api:translation", "profile.slug", "revision.number", "language", "number"), help_text="Here."
    )
    permanent = PathField(help_text="The frozen translation, for people.", source="get_absolute_url")


class ProfileSerializer(FactsSerializer):
    translation = TranslationSerializer(
        allow_null=True, help_text="In which the text is read here; null where it is the original."
    )
    translations = TranslationSerializer(
        many=True,
        help_text="The newest of each language in which the text can be read.",
        source="readable_translations",
    )
    url = RouteField("api:profile", "profile.slug", help_text="Here.")
    page = PathField(help_text="For people.", source="profile.get_absolute_url")
    permanent = PermanentField(
        help_text="The frozen text, for citations, in its own language; of a translation, that."
    )
    files = FilesField(help_text="Ending → the profile as a file.", source="profile.slug")


def content_field(field: Field, **kwargs: Any) -> s.Field:
    """Return how the API says a field of the content."""
    kwargs["help_text"] = field.help_text
    match field.type:
        case FieldType.YEAR:
            return s.IntegerField(allow_null=True, **kwargs)
        case FieldType.CITATIONS:
            return CitationSerializer(many=True, **kwargs)
    return s.CharField(**kwargs)


def content_serializer(name: str, fields: Iterable[Field]) -> type[s.Serializer]:
    return type(name, (s.Serializer,), {field.name: content_field(field) for field in fields})


CitationSerializer = content_serializer("Citation", SCHEMA.citations)


class TranslationFactsSerializer(s.Serializer):
    """What a profile that is read in a translation says of that, in the exchange format."""

    language = s.ChoiceField(Language, help_text="Of the translation.")
    original_language = s.ChoiceField(Language, help_text="In which the government approved the text.")
    number = s.IntegerField(help_text="Counts what was published in this language of one text, from 1.")
    provenance = s.ChoiceField(Provenance.choices, help_text="Approved, or made by this site.")
    reference = string("Of an official one: who approved it and when, or where it was printed; or empty.")
    published = s.DateField(help_text="The day of its publication.")
    address = s.URLField(help_text="The frozen translation, for people.")
    outdated = s.ListField(child=s.CharField(), help_text="Keys of texts that are of an earlier original.")
    untranslated = s.ListField(child=s.CharField(), help_text="Keys of the texts that are not translated.")


class ProfileContentSerializer(s.Serializer):
    introduction = string("An empty line starts a new paragraph.")
    none_identified = s.ListField(
        child=s.CharField(),
        help_text="Lists, as domain/kind, of which the profile itself says that there is none.",
    )
    sources = content_serializer("Source", SCHEMA.sources)(
        many=True, help_text="All that the findings cite, in the order of the text."
    )
    findings = content_serializer("Statement", SCHEMA.findings)(many=True, help_text="In reading order.")
    place = string("Slug of the place.")
    edition = s.IntegerField(help_text="1 for a first profile, 2 for a second.")
    year = s.IntegerField(help_text="That the findings describe.")
    month = s.IntegerField(allow_null=True, help_text="1 to 12, or null where only the year is on record.")
    language = string("Of the text.")
    slug = string("Slug of the profile.")
    reference_number = string("Or empty.")
    isbn = string("Or empty.")
    acknowledgements = string("Or empty.")
    licence = string("Or empty.")
    change_note = string("What changed since the text before, or empty.")
    translation = TranslationFactsSerializer(
        required=False, help_text="Only where the text is read in a translation."
    )

    def to_representation(self, instance: Revision) -> Any:
        """Return it as the exchange format has it, which is plain data already; three queries."""
        return serialize_profile(instance)


class WholeProfileSerializer(ProfileSerializer):
    content = ProfileContentSerializer(
        help_text="What it says, in the exchange format, word for word.", source="*"
    )


class RevisionSerializer(AnswerSerializer):
    number = s.IntegerField(help_text="From 1; a number is never given twice.")
    state = s.ChoiceField([State.PUBLISHED, State.SUPERSEDED], help_text="Live, or replaced by a later text.")
    published_at = s.DateTimeField(help_text="When it was published, in ISO 8601.")
    change_note = string("What changed since the text before, or empty.")
    language = s.ChoiceField(Language, help_text="Of the text: of its translation, where it is read in one.")
    original_language = s.ChoiceField(Language, help_text="In which the government approved the text.")
    translations = TranslationSerializer(
        many=True,
        help_text="The newest of each language in which the text can be read.",
        source="readable_translations",
    )
    url = RouteField("api:revision", "profile.slug", "number", help_text="Here.")
    permanent = PermanentField(help_text="The frozen text, for people, in its own language.")


class CitedSourceSerializer(AnswerSerializer):
    def get_fields(self) -> dict[str, s.Field]:
        """Return what a source says but its key, and where in it a finding rests."""
        sources = [field for field in SCHEMA.sources if field.type != FieldType.KEY]
        locators = [field for field in SCHEMA.citations if field.is_text]
        return {
            **{field.name: content_field(field, source=f"source.{field.name}") for field in sources},
            **{field.name: content_field(field) for field in locators},
            "language": TitleLanguageField(help_text="Of its title."),
        }


class StatementSerializer(AnswerSerializer):
    key = s.UUIDField(help_text="Stays from one text to the next.")
    domain = string("Slug of the domain.", source="domain.slug")
    kind = s.ChoiceField(Kind, help_text="Well developed, or potential for further development.")
    text = string("Word for word, in its language.")


class TextSerializer(QuoteSerializer):
    # What the text of a finding, or of a hit, is.

    def to_representation(self, instance: Any) -> Any:
        instance.text_facts = TextFacts.of(instance)
        return super().to_representation(instance)

    text_language = s.ChoiceField(
        Language,
        help_text="Of the text: what is not translated is in that of the original.",
        source="text_facts.language",
    )
    provenance = s.ChoiceField(
        [(ORIGINAL, ORIGINAL), *Provenance.choices],
        help_text="Whose words the text is: the original, or a translation that is official or of this site.",
        source="text_facts.provenance",
    )
    is_outdated = s.BooleanField(
        help_text="The original has changed since it was translated.", source="text_facts.is_outdated"
    )
    original = string(
        "What the original says, where the text is a translation; else null.",
        allow_null=True,
        source="text_facts.original",
    )


class FindingSerializer(TextSerializer, StatementSerializer, content_serializer("Details", SCHEMA.details)):  # type: ignore[misc]
    sources = CitedSourceSerializer(many=True, help_text="What it rests on.", source="cited")
    is_live = s.BooleanField(
        help_text="The live text has it; else the last text that had it is quoted.",
        source="revision.is_published",
    )
    url = RouteField("api:finding", "key", help_text="Here.")
    page = RouteField("finding", "key", help_text="Leads people to the finding.")
    permanent = PermanentField(anchor=True, help_text="The frozen text, at the finding.")


class PlaceSerializer(AnswerSerializer):
    slug = string("Its part of the address.")
    level = s.ChoiceField(Level, help_text="What kind of place it is.")
    parent = string("Slug of what it lies in, or null.", allow_null=True, source="parent.slug")
    name = string("In English.")
    official_name = string("In English.")
    names = s.DictField(child=s.CharField(), help_text="Language → name.")
    iso2 = string("ISO 3166 code of two letters, or empty.")
    iso3 = string("ISO 3166 code of three letters, or empty.")
    m49 = string("M49 code, or empty.")
    region = string("M49 code, or empty.")
    subregion = string("M49 code, or empty.")
    latitude = s.FloatField(allow_null=True, help_text="Of its centre in degrees, or null.")
    longitude = s.FloatField(allow_null=True, help_text="Of its centre in degrees, or null.")
    designation_note = string("What is said of its status wherever it is named, or empty.")
    is_fictional = s.BooleanField(help_text="It is invented, as an example.")
    url = RouteField("api:place", "slug", help_text="Here.")
    page = PathField(help_text="For people.", source="get_absolute_url")


class WholePlaceSerializer(PlaceSerializer):
    profiles = ProfileSerializer(
        many=True, help_text="Its own, and those of the local places in it.", source="live_revisions"
    )


class DomainTextSerializer(AnswerSerializer):
    variant = s.ChoiceField(Variant, help_text="For countries, or for cities and other local places.")
    language = s.ChoiceField(Language, help_text="Of the words.")
    title = string("As the programme has it, or a translation.")
    title_provenance = s.ChoiceField(Provenance.choices, help_text="Whose words the title is.")
    title_source = string("Where the official title is published; may be empty.")
    description = string("As the programme has it, or a translation.")
    description_provenance = s.ChoiceField(Provenance.choices, help_text="Whose words the description is.")
    description_source = string("Where the official description is published; may be empty.")


class DomainSerializer(AnswerSerializer):
    number = s.IntegerField(help_text="1 to 6.")
    slug = string("Its part of the address.")
    texts = DomainTextSerializer(many=True, help_text="For each variant, in each language that is there.")
    url = RouteField("api:domain", "slug", help_text="Here.")
    page = PathField(help_text="For people.", source="get_absolute_url")


class PieceSerializer(AnswerSerializer):
    text = string("All pieces together are the passage.")
    is_marked = s.BooleanField(help_text="This is what was searched for.")


@dataclass
class SearchHit:
    """What a search found, with the live revision that has it, read in the language of the hit.

    `text` is a UnitText where it is a translation; `domain` is a slug, or None.
    """

    hit: Hit
    revision: Revision
    text: str
    domain: str | None
    text_facts: TextFacts | None = None

    @cached_property
    def kind(self) -> str | None:
        return self.hit.entry.kind or None


class HitSerializer(TextSerializer):
    what = s.ChoiceField(
        [ResultType.FINDING, ResultType.INTRODUCTION],
        help_text="What the passage is.",
        source="hit.entry.what",
    )
    key = s.UUIDField(allow_null=True, help_text="Of a finding.", source="hit.entry.key")
    domain = string("Slug of the domain of a finding, or null.", allow_null=True)
    kind = s.ChoiceField(Kind, allow_null=True, help_text="Of a finding.")
    text = string("Word for word.")
    pieces = PieceSerializer(
        many=True,
        help_text="The text, or a part of a long one, with what was found marked.",
        source="hit.pieces",
    )
    page = PathField(help_text="Leads people to it.", source="hit.path")


class SearchSerializer(AnswerSerializer):
    # What the answer to a search says beside the hits of a page.
    is_more = s.BooleanField(help_text="More than these answer; the newest of them were looked at.")
    better = string("The question as it may have been meant, where nothing was found; or empty.")
    read_as = s.DictField(
        child=s.CharField(), help_text="What words of the question were read as: parameter → value."
    )
    used = s.ListField(child=s.CharField(), help_text="Of a long question, the words that were searched for.")
    places = s.ListField(child=s.CharField(), help_text="Slugs of the places of that name.")
    domains = s.ListField(child=s.CharField(), help_text="Slugs of the domains that are meant.")
    counts = s.DictField(
        child=s.DictField(child=s.IntegerField()), help_text="What it can be narrowed to → value → hits."
    )


class HitPageSerializer(SearchSerializer):
    # The whole answer, as the paginator puts it together; for the document alone.
    count = s.IntegerField(help_text="Of all pages.")
    next = s.URLField(allow_null=True, help_text="The next page.")
    previous = s.URLField(allow_null=True, help_text="The page before.")
    results = HitSerializer(many=True, help_text="The rows of this page.")


class IndexSerializer(AnswerSerializer):
    title = string("Of the site.")
    addresses = s.DictField(child=s.URLField(), help_text="What there is.")
