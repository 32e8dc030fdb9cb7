"""The private page of a ministry without an account: a draft as the public would see it, and comments.

The token in the address is the only secret and the only right. So the page sets no cookie, tells no other
site where a visitor came from, is kept by no cache and no search engine, and answers 404 alike to a token
that is unknown, expired, revoked, or of a revision that is closed.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from profiles import workflow
from profiles.content.glossary import PageGlossary
from profiles.content.sections import Section, revision_sections
from profiles.forms import ReviewCommentForm, form_reasons
from profiles.models import Comment, ReviewLink, Revision
from profiles.views import errors
from profiles.views.site import LanguageLink, Page, is_own_form

MOST_COMMENTS = 20
PERIOD = timedelta(hours=1)
WHOLE = "whole"

HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@dataclass
class CommentThreads:
    """What a visitor says, and has said through this link, about a finding or about the whole."""

    anchor: str
    name: str
    key: str = ""
    """The finding's; nothing for the whole."""
    comments: list[Comment] = field(default_factory=list)
    typed: str = ""
    refusal: str = ""
    is_done: bool = False


@dataclass(frozen=True)
class Answer:
    """What became of a comment that was sent; `refusal` is empty where it is stored."""

    form: ReviewCommentForm
    refusal: str = ""
    status: int = 200

    @property
    def key(self) -> str:
        return str(self.form.finding_key or "")


# A forged form cannot know the token, and no cookie vouches for anybody here: a CSRF token would guard
# nothing, and would need the one cookie that this page can do without. With “no-referrer” a browser sends
# “Origin: null”, so what it says of the sender is taken from Sec-Fetch-Site instead.
@csrf_exempt
def review(request: HttpRequest, token: str) -> HttpResponse:
    with translation.override(_language(request)):
        response = _respond(request, token)
        for name, value in HEADERS.items():
            response[name] = value
        response["Content-Language"] = translation.get_language()
    return response


def _respond(request: HttpRequest, token: str) -> HttpResponse:
    link = workflow.open_review_link(token, get_client_ip_address(request))
    if link is None:
        return _closed(request)
    if request.method == "POST":
        return _render(request, link, token, _add_comment(request, link))
    if request.method in ("GET", "HEAD"):
        return _render(request, link, token)
    return errors.wrong_method(request)


def _closed(request: HttpRequest) -> HttpResponse:
    """Answer 404; a comment that came too late is handed back to whoever typed it."""
    typed = request.POST.get("text", "").strip() if request.method == "POST" and is_own_form(request) else ""
    if not typed:
        return errors.error(
            request,
            404,
            _("There is no page at this address"),
            _(
                "A review link closes on its last day, and when the text is published. Ask whoever sent it "
                "to you for a new one, or look for the published profile."
            ),
        )
    return errors.error(
        request,
        404,
        _("There is no page at this address"),
        _("It may be closed by now. Your comment was not stored; copy it from here:"),
        [typed],
    )


def _add_comment(request: HttpRequest, link: ReviewLink) -> Answer:
    """Store a comment. The same one again, as a reloaded page sends it, is taken as done."""
    form = ReviewCommentForm(request.POST)
    if not form.is_valid():
        return Answer(form, form_reasons(form), 400)
    if not is_own_form(request):
        return Answer(form, _("This was sent from another site. Send it from this page."), 403)
    said = form.cleaned_data
    own = Comment.objects.filter(link=link)
    if own.filter(finding_key=form.finding_key, name=said["name"], text=said["text"].strip()).exists():
        return Answer(form)
    if own.filter(made_at__gt=timezone.now() - PERIOD).count() >= MOST_COMMENTS:
        refusal = _(
            "This link has taken %(most)s comments within an hour. Yours was not stored; it is still "
            "below. Send it again later."
        )
        return Answer(form, refusal % {"most": MOST_COMMENTS}, 429)
    try:
        workflow.comment(
            link.revision, said["text"], finding_key=form.finding_key, link=link, name=said["name"]
        )
    except workflow.WorkflowError as refusal:
        return Answer(form, str(refusal), 400)
    return Answer(form)


def _render(request: HttpRequest, link: ReviewLink, token: str, answer: Answer | None = None) -> HttpResponse:
    language = translation.get_language()
    drafts = Revision.objects.with_profile().with_findings().with_terms(language)
    revision = drafts.filter(pk=link.revision_id).first()
    if revision is None:  # discarded just now
        return _closed(request)
    profile, sections = revision.profile, revision_sections(revision, language)
    context = {
        "page": Page(title=revision.title, robots="noindex", is_fictional=profile.place.is_fictional),
        "profile": profile,
        "place": profile.place,
        "revision": revision,
        "link": link,
        "sections": sections,
        "glossary": PageGlossary.of(revision.terms, language),
        "whole": _attach_comments(link, sections, answer),
        "answer": answer,
        # The address of this page is a secret: it stands in no tag of its head.
        "own_path": "",
        "languages": _languages(token, language),
    }
    response = render(request, "profiles/review.html", context, status=answer.status if answer else 200)
    if response.status_code == 429:
        response["Retry-After"] = str(int(PERIOD.total_seconds()))
    return response


def _attach_comments(link: ReviewLink, sections: list[Section], answer: Answer | None) -> CommentThreads:
    """Give each finding of `sections` its `talk`, which its component shows; return that on the whole.

    What is said of a finding that is no longer there, or was going to be said, is said of the whole.
    """
    name = answer.form.data.get("name", "") if answer else ""
    whole = CommentThreads(WHOLE, name)
    talks = {}
    for finding in (f for section in sections for part in section.lists for f in part.findings):
        finding.talk = talks[str(finding.key)] = CommentThreads(finding.anchor, name, str(finding.key))
    for key, comments in _comments_of(link).items():
        talks.get(key, whole).comments += comments
    if answer:
        talk = talks.get(answer.key, whole)
        talk.refusal, talk.is_done = answer.refusal, not answer.refusal
        talk.typed = answer.form.typed if answer.refusal else ""
    return whole


def _comments_of(link: ReviewLink) -> dict[str, list[Comment]]:
    """Return what was said through `link`, by finding. What the staff say among themselves is not in it."""
    said = defaultdict(list)
    for comment in Comment.objects.filter(link=link):
        said[str(comment.finding_key or "")].append(comment)
    return said


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else translation.get_language_from_request(request)


def _languages(token: str, current: str) -> list[LanguageLink]:
    path = reverse("review", args=[token])
    return [
        LanguageLink(code, name, path, f"?language={code}", code == current)
        for code, name in settings.LANGUAGES
    ]
