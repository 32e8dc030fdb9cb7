"""The glossary: terms of the Migration Governance Indicators, and what each means, in each language."""

from typing import Any, Self

from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from profiles.languages import Language, language_choices
from profiles.models.indicators import IndicatorDomain
from profiles.models.names import normalize_name


class TermManager(models.Manager["Term"]):
    def get_by_natural_key(self, slug: str) -> "Term":
        return self.get(slug=slug)


class Term(models.Model):
    slug = models.SlugField(
        _("slug"),
        max_length=60,
        unique=True,
        help_text=_(
            "The term’s part of the address: /glossary/#term-edition. Others link to it: it stays for ever."
        ),
    )
    domain = models.ForeignKey(
        IndicatorDomain,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="terms",
        verbose_name=_("domain"),
        help_text=_("Where the term belongs to one domain: the glossary then leads to that domain’s page."),
    )

    objects = TermManager()

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    natural_key.dependencies = ["profiles.indicatordomain"]  # type: ignore[attr-defined]


class JSONRows(Func):
    """All rows of a query as one JSON array: what another query can carry along as one of its columns.

    Without rows it is an empty array on SQLite, and null on PostgreSQL.
    """

    function = "JSON_GROUP_ARRAY"
    output_field = models.JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


class TermTextQuerySet(models.QuerySet["TermText"]):
    def in_languages(self, *languages: Any) -> Self:
        """The texts in `languages` (codes or expressions), and in English, to stand in where one lacks."""
        condition = Q(language=Language.ENGLISH)
        for language in languages:
            condition |= Q(language=language)
        return self.filter(condition)

    def listed(self, language: str) -> "list[TermText]":
        """One text of each term, in `language` or else in English, by the alphabet; one query."""
        texts: dict[int, TermText] = {}
        for text in self.in_languages(language).select_related("term__domain"):
            if text.language == language or text.term_id not in texts:
                texts[text.term_id] = text
        return sorted(texts.values(), key=lambda text: normalize_name(text.word).removeprefix("ال"))

    def as_json(self) -> "models.QuerySet[TermText, dict[str, Any]]":
        """One row of one column: a list of these texts, as glossary.PageGlossary.of takes them."""
        row = JSONObject(
            slug="term__slug",
            language="language",
            word="word",
            forms="forms",
            is_everyday="is_everyday",
            definition="definition",
        )
        return self.order_by().annotate(rows=JSONRows(row)).values("rows")

    def rows(self) -> list[dict[str, Any]]:
        """What `as_json` reads, by itself: one query."""
        return self.as_json().get()["rows"] or []

    def get_by_natural_key(self, term: str, language: str) -> "TermText":
        return self.get(term__slug=term, language=language)


class TermText(models.Model):
    term = models.ForeignKey(Term, models.CASCADE, related_name="texts", verbose_name=_("glossary term"))
    language = models.CharField(_("language"), max_length=5, choices=language_choices)
    word = models.CharField(
        _("word"),
        max_length=120,
        help_text=_(
            "The term as the glossary lists it, in the singular. It is marked where a profile has it."
        ),
    )
    is_everyday = models.BooleanField(
        _("everyday word"),
        default=False,
        help_text=_(
            "The word alone also has an everyday meaning, as “edition” or “domain” do. Then it is not marked "
            "in profiles: only the further forms are."
        ),
    )
    forms = models.TextField(
        _("further forms"),
        blank=True,
        help_text=_(
            "What else is marked as this term, one a line: the plural, an abbreviation, a phrase. Capitals "
            "make no difference; accents do. Of two forms the longer one is taken. In Arabic, words before "
            "which و, ف, ب, ك, ل or ال is written are found as well."
        ),
    )
    definition = models.TextField(
        _("definition"),
        help_text=_(
            "What it means, in one to three plain sentences. The public reads it beside the text and in the "
            "glossary."
        ),
    )
    source_title = models.CharField(
        _("source of the definition"),
        max_length=200,
        help_text=_(
            "Where the definition is from: the title of the publication that it is quoted from or rests on. "
            "For words of your own: “This site’s own explanation”."
        ),
    )
    source_url = models.URLField(
        _("address of the source"), blank=True, help_text=_("Where the public can read the source.")
    )

    objects = TermTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a glossary term")
        verbose_name_plural = _("texts of glossary terms")
        ordering = ["term", "language"]
        constraints = [
            models.UniqueConstraint(name="term_text_is_unique", fields=["term", "language"]),
            models.CheckConstraint(name="term_text_has_a_language", condition=~Q(language="")),
            models.CheckConstraint(
                name="term_text_is_whole", condition=~(Q(word="") | Q(definition="") | Q(source_title=""))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} ({self.language})"

    def natural_key(self) -> tuple[str, str]:
        return (self.term.slug, self.language)

    natural_key.dependencies = ["profiles.term"]  # type: ignore[attr-defined]

    @property
    def direction(self) -> str:
        """The value of HTML's `dir` attribute for its words."""
        return Language(self.language).direction
