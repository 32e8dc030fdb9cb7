"""The private page of a ministry without an account: a draft as the public would see it, and comments.

The token in the address is the only secret and the only right. So the page sets no cookie, tells no other
site where a visitor came from, is kept by no cache and no search engine, and answers 404 alike to a token
that is unknown, expired, revoked, or of a revision that is closed.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from profiles import workflow
from profiles.content.glossary import PageGlossary
from profiles.content.sections import Section, revision_sections
from profiles.forms import ReviewCommentForm, form_reasons
from profiles.models import Comment, Finding, ReviewLink, Revision
from profiles.views import errors
from profiles.views.site import LanguageLink, Page, allow_methods, is_own_form, private

MOST_COMMENTS = 20
PERIOD = timedelta(hours=1)
WHOLE = "whole"


@dataclass
class CommentThread:
    """What a visitor says, and has said through this link, about a finding or about the whole."""

    anchor: str
    name: str
    key: str = ""
    """The finding's; nothing for the whole."""
    comments: list[Comment] = field(default_factory=list)
    form: ReviewCommentForm | None = None
    """The comment that was just sent to it."""

    @property
    def refusal(self) -> str:
        return form_reasons(self.form) if self.form else ""


# A forged form cannot know the token, and no cookie vouches for anybody here: a CSRF token would guard
# nothing, and would need the one cookie that this page can do without. With “no-referrer” a browser sends
# “Origin: null”, so what it says of the sender is taken from Sec-Fetch-Site instead.
@private
@allow_methods("GET", "HEAD", "POST")
def review(request: HttpRequest, token: str) -> HttpResponse:
    code = request.GET.get("language", "")
    is_known = code in dict(settings.LANGUAGES)
    with translation.override(code if is_known else translation.get_language_from_request(request)):
        response = _respond(request, token)
        response["Content-Language"] = translation.get_language()
    return response


def _respond(request: HttpRequest, token: str) -> HttpResponse:
    # Programs that look whether a link is alive ask by HEAD, and whoever sends a comment is there already.
    is_visit = request.method == "GET"
    link = workflow.open_review_link(token, get_client_ip_address(request), is_visit=is_visit)
    if link is None:
        return _closed(request)
    if request.method != "POST":
        return _render(request, link, token)
    form = ReviewCommentForm(request.POST)
    return _render(request, link, token, form, _add_comment(request, link, form))


def _closed(request: HttpRequest) -> HttpResponse:
    """Answer 404; a comment that came too late is handed back to whoever typed it."""
    comment = request.POST.get("text", "").strip() if request.method == "POST" else ""
    if comment and is_own_form(request):
        text = _("It may be closed by now. Your comment was not stored; copy it from here:")
        return errors.error(request, 404, _("There is no page at this address"), text, [comment])
    text = _(
        "A review link closes on its last day, and when the text is published. Ask whoever sent it "
        "to you for a new one, or look for the published profile."
    )
    return errors.error(request, 404, _("There is no page at this address"), text)


def _add_comment(request: HttpRequest, link: ReviewLink, form: ReviewCommentForm) -> int:
    """Store a comment, or add to `form` why not; return the status of the answer.

    The same comment again, as a reloaded page sends it, is taken as done.
    """
    if not form.is_valid():
        return 400
    if not is_own_form(request):
        form.add_error(None, _("This was sent from another site. Send it from this page."))
        return 403
    name, text = form.cleaned_data["name"], form.cleaned_data["text"]
    comments = Comment.objects.filter(link=link)
    if comments.filter(finding_key=form.finding_key, name=name, text=text.strip()).exists():
        return 200
    if comments.filter(made_at__gt=timezone.now() - PERIOD).count() >= MOST_COMMENTS:
        refusal = _(
            "This link has taken %(most)s comments within an hour. Yours was not stored; it is still "
            "below. Send it again later."
        )
        form.add_error(None, refusal % {"most": MOST_COMMENTS})
        return 429
    try:
        workflow.comment(link.revision, text, finding_key=form.finding_key, link=link, name=name)
    except workflow.WorkflowError as refusal:
        form.add_error(None, str(refusal))
        return 400
    return 200


def _render(
    request: HttpRequest,
    link: ReviewLink,
    token: str,
    form: ReviewCommentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    language = translation.get_language()
    drafts = Revision.objects.with_profile().with_findings().with_terms(language)
    revision = drafts.filter(pk=link.revision_id).first()
    if revision is None:  # discarded just now
        return _closed(request)
    place, sections = revision.profile.place, revision_sections(revision, language)
    path = reverse("review", args=[token])
    context = {
        "page": Page(title=revision.title, robots="noindex", is_fictional=place.is_fictional),
        "profile": revision.profile,
        "place": place,
        "revision": revision,
        "link": link,
        "sections": sections,
        "glossary": PageGlossary.of(revision.terms, language),
        "whole": _add_threads(link, sections, form),
        # The address of this page is a secret: it stands in no tag of its head.
        "own_path": "",
        "languages": [
            LanguageLink(code, name, path, f"?language={code}", code == language)
            for code, name in settings.LANGUAGES
        ],
    }
    response = render(request, "profiles/review.html", context, status=status)
    if status == 429:
        response["Retry-After"] = str(int(PERIOD.total_seconds()))
    return response


def _add_threads(
    link: ReviewLink, sections: list[Section[Finding]], form: ReviewCommentForm | None
) -> CommentThread:
    """Give each finding of `sections` its `thread`, which its component shows; return that on the whole.

    What is said of a finding that is no longer there, or was going to be said, is said of the whole. What the
    staff say among themselves is not in it.
    """
    name = form.data.get("name", "") if form else ""
    whole = CommentThread(WHOLE, name)
    threads = {}
    for finding in (finding for section in sections for finding in section.findings):
        key = str(finding.key)
        finding.thread = threads[key] = CommentThread(finding.anchor, name, key)
    for comment in Comment.objects.filter(link=link):
        threads.get(str(comment.finding_key), whole).comments.append(comment)
    if form:
        threads.get(str(form.finding_key), whole).form = form
    return whole
