"""Template tags of the look: icons and their sprite, months, paragraphs, classes of the wheel, addresses.

No query and no rule: a tag gets what it shows.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_date, format_skeleton
from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi, get_language_info, gettext as _

from profiles.choices import State
from profiles.content.glossary import Entry, PageGlossary, TermPiece
from profiles.content.sections import Section
from profiles.languages import Language
from profiles.models import DomainText, Revision, Snapshot
from profiles.svg.icons import ICONS
from profiles.svg.wheel import Domain, Wheel, wheel

Text = Revision | Snapshot
"""Of a profile: what staff compare."""

register = template.Library()
USED_ICON = re.compile(r'href="#i-([a-z-]+)"')


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, extra_class: str = "") -> SafeString:
    """Return the icon `name`, hidden from screen readers: the words beside it say the same."""
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"There is no icon “{name}”: add it to scripts/build_icons.py.")
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="#i-{}"></use></svg>',
        extra_class,
        name,
    )


@register.simple_block_tag(end_name="endicons")
def icons(content: SafeString) -> SafeString:
    """{% icons %} … {% endicons %}, around the body: the page carries the icons it uses and no other."""
    used = sorted(set(USED_ICON.findall(content)) & ICONS.keys())
    symbols = format_html_join(
        "",
        '<symbol id="i-{}" viewBox="0 0 24 24"><path d="{}"/></symbol>',
        ((name, ICONS[name]) for name in used),
    )
    sprite = '<svg class="sprite" aria-hidden="true" width="0" height="0">{}</svg>'
    return content + format_html(sprite, symbols)


@register.filter
def language_list(codes: Iterable[str]) -> str:
    """Return the names of languages as the language of the page lists them: “English, French”."""
    names = [get_language_info(code)["name_translated"] for code in codes]
    return Language.current().list_of(names)


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """Return a schema.org description as a data block, its angle brackets escaped."""
    return SafeString(json_script(data).replace("application/json", "application/ld+json", 1))


@register.simple_tag
def profile_wheel(sections: Iterable[Section[Any]], name: str, detail: str, page: str = "") -> Wheel:
    """Return the wheel that leads to a profile's sections, on this page or on `page`."""
    domains = [_domain(section.text, f"{page}#{section.anchor}") for section in sections]
    return wheel(domains, name, detail, rtl=get_language_bidi())


@register.simple_tag
def domains_wheel(texts: Iterable[DomainText], name: str, detail: str = "") -> Wheel:
    """Return the wheel that leads to the pages of the domains."""
    domains = [_domain(text, text.domain.get_absolute_url()) for text in texts]
    return wheel(domains, name, detail, rtl=get_language_bidi())


def _domain(text: DomainText, url: str) -> Domain:
    language = "" if text.language == get_language() else text.language
    return Domain(text.domain.number, text.title, text.domain.icon, url, language)


@register.simple_tag
def with_terms(text: str, language: str, glossary: PageGlossary | None) -> str:
    """Return `text`, not a character altered, with the terms marked that the page explains."""
    if not glossary:
        return text
    pieces = glossary.pieces(text, language)
    words = [_term(piece, piece.entry) if piece.entry else piece.text for piece in pieces]
    return format_html_join("", "{}", ((word,) for word in words))


def _term(piece: TermPiece, entry: Entry) -> SafeString:
    """Return the words as a label, so that they wrap, are selected and are copied as all others are.

    Its button, which has no words, opens the popover of components/terms.html; it keeps to the last word, so
    that no line breaks there, and the popover stands below the whole term. Here and not in a component: a
    file ends in a line break, which would become part of the text.
    """
    *_before, last = piece.text.split()
    at = piece.text.rindex(last)
    return format_html(
        '<dfn class="term"><label class="term__words">{}<span class="term__end">{}'
        '<button class="term__button" type="button" popovertarget="term-{}" aria-label="{}" lang="{}">'
        "</button></span></label></dfn>",
        piece.text[:at],
        piece.text[at:],
        entry.slug,
        _("Definition: %(word)s") % {"word": piece.text},
        get_language(),
    )


@register.simple_tag
def marked(text: str, is_fictional: bool) -> str:
    """Return `text`, with the mark of an invented place before it where it is of one."""
    return _("Fictional example: %(text)s") % {"text": text} if is_fictional and text else text


@register.simple_tag
def in_language(text: str, language: str) -> str:
    """Return `text` as a part of a sentence of the page; English for want of a translation says so."""
    if not language or language == get_language():
        return text
    direction = Language(language).direction
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction, text)


@register.simple_tag
def file_path(revision: Revision, ending: str, is_frozen: bool = False) -> str:
    """Return the path of a file of the text that a page shows, the permanent one where it `is_frozen`.

    A page may show the original where the address alone would show a translation: views/texts.py.
    """
    slug, number, translation = revision.profile.slug, revision.number, revision.translation
    if is_frozen and translation is not None:
        return reverse("translation_file", args=[slug, number, translation.number, ending])
    path = reverse("revision_file", args=[slug, number, ending])
    if not is_frozen:
        path = reverse("profile_file", args=[slug, ending])
    is_translated = get_language() in (getattr(revision, "translated_into", None) or [])
    return f"{path}?text=original" if translation is None and is_translated else path


@register.filter
def text_direction(code: str) -> str:
    """Return HTML's `dir` for a text in the language `code`."""
    return Language(code).direction


@register.filter
def language_of(text: str, language: str) -> str:
    """Return the language of a text of a profile; that of the rest, `language`, where it does not say."""
    return str(getattr(text, "language", language))


@register.filter
def is_untranslated(text: str) -> bool:
    """Return whether a text of a translation has the words of the original, for want of others."""
    return bool(text) and getattr(text, "is_translation", None) is False


@register.simple_tag
def lang(text: str, language: str) -> SafeString:
    """Return the attributes that say the language of a text of a profile and its direction."""
    return _lang(language_of(text, language))


@lru_cache
def _lang(code: str) -> SafeString:
    return format_html('lang="{}" dir="{}"', code, Language(code).direction)


@register.simple_tag
def alternates(links: Sequence[Any], languages: Sequence[str] | None) -> Sequence[Any]:
    """Return those of a page's links that are in `languages`; all where the page speaks them all."""
    return [link for link in links if languages is None or link.code in languages]


@register.filter
def text_name(text: Text) -> str:
    """Return what stands for `text` in an address: 2 for the revision 2, s12 for the snapshot 12."""
    return f"s{text.pk}" if isinstance(text, Snapshot) else str(text.number)


@register.filter
def text_label(text: Text) -> str:
    """Return “Revision 2, draft”, or “Revision 2 as it was on 3 March 2024, 14:05 UTC”."""
    if isinstance(text, Snapshot) and text.language:
        return _("The translation into %(language)s as it was on %(moment)s") % {
            "language": language_in_text(text.language),
            "moment": long_moment(text.made_at),
        }
    if isinstance(text, Snapshot):
        params = {"number": text.revision_number, "moment": long_moment(text.made_at)}
        return _("Revision %(number)s as it was on %(moment)s") % params
    params = {"number": text.number, "state": str(State(text.state).label).lower()}
    return _("Revision %(number)s, %(state)s") % params


@register.simple_tag
def compare_url(after: Text, before: Text | None = None, show: str = "") -> str:
    """Return where staff see what differs in `after`: from `before`, or else from the text that is public."""
    params = {"from": text_name(before) if before else "", "to": text_name(after), "show": show}
    query = urlencode({name: value for name, value in params.items() if value})
    return f"{reverse('admin:profiles_profile_compare', args=[after.profile_id])}?{query}"


@register.filter
def month_year(described: str) -> str:
    """Return “September 2021” for 2021-09 in the language of the page, and the bare year for 2021."""
    return _month_in(described, Language.current())


@lru_cache(maxsize=4096)
def _month_in(described: str, language: Language) -> str:
    """Kept, because a page of findings names its few months with each of them."""
    year, _, month = described.partition("-")
    if not month:
        return year
    first = date(int(year), int(month), 1)
    return language.as_written(format_skeleton("yMMMM", first, locale=language.locale), first)


@register.filter
def long_date(moment: Any) -> str:
    """Return “3 March 2024” in the language of the page."""
    language = Language.current()
    return language.as_written(format_date(moment, "long", locale=language.locale), moment)


@register.filter
def long_moment(moment: datetime) -> str:
    """Return “3 March 2024, 14:05 UTC” in the language of the page."""
    return _("%(day)s, %(hour)s UTC") % {"day": long_date(moment), "hour": f"{moment:%H:%M}"}


@register.filter
def paragraphs(text: str) -> Iterable[str]:
    """Return the paragraphs of `text`, which empty lines part."""
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


@register.filter
def language_in_text(code: str) -> str:
    """Return the name of a language as it stands within a sentence: “anglais”, “English”."""
    return str(Locale.parse(Language.current().locale).languages[code])
