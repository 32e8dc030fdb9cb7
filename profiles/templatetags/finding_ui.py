"""Template tags of a finding: the one that stands on pages by the hundred, so functions write it.

Strings of Python's own, as format_html() takes as long as an include: all that is not ours is escaped here.
What few findings have (a mark of the translator, comments) is in templates/components/.
"""

from typing import Any

from django import template
from django.template.defaultfilters import truncatewords
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _, pgettext

from profiles.content.glossary import PageGlossary
from profiles.models import Finding, FindingSource, Revision
from profiles.templatetags.profiles_ui import (
    icon,
    is_untranslated,
    lang,
    language_in_text,
    language_of,
    with_terms,
)

register = template.Library()


@register.simple_tag
def finding_item(
    finding: Finding,
    revision: Revision,
    glossary: PageGlossary | None = None,
    is_excerpt: bool = False,
    choice: Any = None,
) -> SafeString:
    """Return one finding with its permanent address; on its profile's page with its anchor and sources.

    It has a `thread` where a review link shows it. `is_excerpt`: on a page that is not the profile's;
    `choice` is a views.texts.TextChoice, or nothing.
    """
    text = finding.text
    words = conditional_escape(with_terms(text, language_of(text, revision.language), glossary))
    parts = [
        f'<p class="finding__text" {lang(text, revision.language)}>{words}</p>',
        finding_link(finding, revision),
        finding_mark(text, revision),
        _original_link(finding, revision, choice) if choice else "",
    ]
    if not is_excerpt and (cited := finding.cited.all()):
        parts.append(_sources(cited, revision))
    if thread := getattr(finding, "thread", None):
        parts.append(render_to_string("components/review_comments.html", {"thread": thread}))
    anchor = "" if is_excerpt else f' id="{finding.anchor}"'
    lines = "\n".join(filter(None, parts))
    return SafeString(f'<li class="finding"{anchor}>\n{lines}\n</li>')


@register.simple_tag
def finding_link(finding: Finding, revision: Revision) -> SafeString:
    """Return the permanent address of a finding; where scripts run it copies the quotation."""
    label = escape(_("Link to this finding:"))  # In an f-string, xgettext would not find it.
    return SafeString(
        f'<a class="finding__link" href="{reverse("finding", args=[finding.key])}">\n{icon("link")}\n'
        f'<span class="visually-hidden">{label} {_beginning(finding, revision, 12)}</span>\n</a>'
    )


def _beginning(finding: Finding, revision: Revision, words: int) -> str:
    return (
        f"<span {lang(finding.text, revision.language)}>{escape(truncatewords(finding.text, words))}</span>"
    )


@register.simple_tag
def finding_mark(text: str, revision: Revision) -> str:
    """Return components/unit_mark.html of a text that has anything to say there: of few translations."""
    if revision.translation is None and not getattr(text, "is_outdated", False):
        return ""
    context = {"text": text, "revision": revision, "code": get_language()}
    return SafeString(render_to_string("components/unit_mark.html", context).strip())


def _original_link(finding: Finding, revision: Revision, choice: Any) -> str:
    """Return what leads from a finding in translation to the same finding in the original, and back."""
    if getattr(finding.text, "is_translation", False):
        words, path = pgettext("text", "Original"), choice.original_path
    elif choice.translated_path and not revision.translation:
        words, path = pgettext("text", "Translation"), choice.translated_path
    else:
        return ""
    return (
        f'<a class="finding__original" href="{escape(path)}#{finding.anchor}">{escape(words)}'
        f'<span class="visually-hidden"> {_beginning(finding, revision, 8)}</span></a>'
    )


def _sources(cited: Any, revision: Revision) -> SafeString:
    """Return what a finding rests on: FindingSource rows with their source."""
    return format_html(
        '<details class="sources">\n<summary class="sources__button">{}{}</summary>\n'
        '<ul class="sources__list">\n{}\n</ul>\n</details>',
        icon("chevron-right"),
        _("Sources"),
        format_html_join("\n", "<li>\n{}\n</li>", ((_source(row, revision),) for row in cited)),
    )


def _source(row: FindingSource, revision: Revision) -> SafeString:
    source, language = row.source, revision.language
    about_title = lang(source.title, language)
    name = format_html("<cite {}>{}</cite>", about_title, source.title)
    if source.url:
        name = format_html(
            '<a href="{}" {} rel="external noopener">{}</a>', source.url, about_title, source.title
        )
    parts = [name]
    if source.body:
        parts.append(format_html(" · <span {}>{}</span>", lang(source.body, language), source.body))
    is_locator_untranslated = is_untranslated(row.locator)
    if not is_locator_untranslated and (is_untranslated(source.title) or is_untranslated(source.body)):
        parts.append(_language_mark(revision))
    if source.year:
        parts.append(format_html(" · {}", f"{source.year:d}"))
    if row.locator:
        parts.append(format_html(" · <span {}>{}</span>", lang(row.locator, language), row.locator))
    if is_locator_untranslated:
        parts.append(_language_mark(revision))
    return SafeString("".join(parts))


def _language_mark(revision: Revision) -> SafeString:
    words = _("(in %(language)s)") % {"language": language_in_text(revision.original_language)}
    return format_html(' <span class="sources__language">{}</span>', words)
