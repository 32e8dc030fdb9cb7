"""The comments on a revision: the text as it is read, and beside each finding what is said about it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, reverse
from django.utils.translation import get_language, gettext as _

from profiles import permissions, workflow
from profiles.admin.revision import action_view
from profiles.content.sections import FindingList, Section, sections_of
from profiles.forms import CommentForm
from profiles.models import Comment, Finding, Revision

OPEN = "open"
WHOLE = "whole"


@dataclass(frozen=True)
class Typed:
    """What was typed in one form of the page and not stored, and why."""

    text: str = ""
    refusal: str = ""


@dataclass(frozen=True)
class Thread:
    """A first comment with its replies, and the reply that was refused."""

    first: Comment
    typed: Typed = Typed()


@dataclass
class Subject:
    """What comments are about: a finding, or the whole where there is none."""

    anchor: str
    finding: Finding | None = None
    threads: list[Thread] = field(default_factory=list)
    typed: Typed = Typed()

    @property
    def key(self) -> str:
        return str(self.finding.key) if self.finding else ""

    @property
    def open_count(self) -> int:
        """Threads that are not settled."""
        return sum(thread.first.resolved_at is None for thread in self.threads)

    @property
    def is_refused(self) -> bool:
        return any(typed.refusal for typed in (self.typed, *(thread.typed for thread in self.threads)))


@dataclass(frozen=True)
class Commented:
    """A section of the text, its lists with a subject for each finding."""

    section: Section
    lists: list[tuple[FindingList, list[Subject]]]


def urls(desk: admin.ModelAdmin) -> list[URLPattern]:
    """Return the addresses of the comments below a revision's; `desk` is RevisionAdmin."""
    return [
        action_view.address(desk, "comments/", comments, "comments"),
        action_view.address(desk, "comments/add/", add, "comment"),
        action_view.address(desk, "comments/<int:comment>/reply/", reply, "reply"),
        action_view.address(desk, "comments/<int:comment>/resolve/", resolve, "resolve"),
        action_view.address(desk, "comments/<int:comment>/reopen/", reopen, "reopen"),
    ]


def subjects_of(
    revision: Revision, is_open_only: bool = False, refused: dict[str, Typed] | None = None
) -> dict[str, Subject]:
    """Return the subjects of a revision by their finding's key, "" for the whole; three queries.

    Threads on findings that are no longer in the draft stand with the whole. `refused` has what was typed,
    by the key of the finding, or by reply-<thread's id>.
    """
    refused = dict(refused or {})
    subjects = {"": Subject(WHOLE)}
    for finding in revision.findings.all():
        subjects[str(finding.key)] = Subject(finding.anchor, finding)
    for first in revision.comments.threads().select_related("link"):
        typed = refused.pop(f"reply-{first.pk}", Typed())
        if is_open_only and first.resolved_at and not typed.refusal:
            continue
        subjects.get(str(first.finding_key or ""), subjects[""]).threads.append(Thread(first, typed))
    for key, typed in refused.items():
        subjects.get(key, subjects[""]).typed = typed
    return subjects


def comments(
    desk: admin.ModelAdmin, request: HttpRequest, revision: Revision, refused: dict[str, Typed] | None = None
) -> HttpResponse:
    revision = Revision.objects.with_profile().with_findings().get(pk=revision.pk)
    is_open_only = (request.POST or request.GET).get("show") == OPEN
    subjects = subjects_of(revision, is_open_only, refused)
    counts = _counts(revision)
    context = {
        "title": _("Comments"),
        "may_comment": permissions.can_comment(request.user, revision),
        "whole": subjects.pop(""),
        "sections": _arranged(revision, subjects, is_open_only),
        "show": OPEN if is_open_only else "",
        "unresolved": counts[False],
        "settled": counts[True],
        "address": address(revision),
    }
    status = 400 if refused else 200
    return action_view.page(desk, request, revision, "comments/comments", context, status=status)


def add(desk: admin.ModelAdmin, request: HttpRequest, revision: Revision) -> HttpResponse:
    form = CommentForm(request.POST)
    return _say(
        desk,
        request,
        revision,
        form,
        about=request.POST.get("finding", ""),
        verb=lambda: workflow.comment(
            revision, form.cleaned_data["text"], request.user, finding_key=form.finding_key
        ),
    )


def reply(desk: admin.ModelAdmin, request: HttpRequest, revision: Revision, comment: int) -> HttpResponse:
    thread = revision.comments.filter(pk=comment).first()
    if thread is None:
        return action_view.not_stored(desk, request, _("This comment is no longer there."), status=404)
    form = CommentForm(request.POST)
    return _say(
        desk,
        request,
        revision,
        form,
        about=f"reply-{thread.parent_id or thread.pk}",
        verb=lambda: workflow.reply(thread, form.cleaned_data["text"], request.user),
    )


def resolve(desk: admin.ModelAdmin, request: HttpRequest, revision: Revision, comment: int) -> HttpResponse:
    return _settle(request, revision, comment, workflow.resolve)


def reopen(desk: admin.ModelAdmin, request: HttpRequest, revision: Revision, comment: int) -> HttpResponse:
    return _settle(request, revision, comment, workflow.reopen)


def address(revision: Revision, anchor: str = "", show: str = "") -> str:
    """Return the address of the comments, at a finding and with the filter that was on."""
    query = f"?show={OPEN}" if show == OPEN else ""
    fragment = f"#{anchor}" if anchor else ""
    return f"{reverse('admin:profiles_revision_comments', args=[revision.pk])}{query}{fragment}"


def _say(
    desk: admin.ModelAdmin,
    request: HttpRequest,
    revision: Revision,
    form: CommentForm,
    *,
    about: str,
    verb: Callable[[], Comment],
) -> HttpResponse:
    """Store what was typed and lead back to it; where it is refused, show it in its own form again."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    decision = permissions.can_comment(request.user, revision)
    if not decision:
        return action_view.not_stored(desk, request, decision.reason, status=403)
    refusal = "" if form.is_valid() else form.complaint
    if not refusal:
        try:
            return _back(request, verb())
        except workflow.WorkflowError as error:
            refusal = str(error)
    return comments(desk, request, revision, {about: Typed(form.typed, refusal)})


def _settle(
    request: HttpRequest, revision: Revision, pk: int, verb: Callable[[Comment, object], Comment]
) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    thread = get_object_or_404(revision.comments.filter(parent__isnull=True), pk=pk)
    try:
        verb(thread, request.user)
    except workflow.WorkflowError as refusal:
        messages.error(request, str(refusal))
    return _back(request, thread)


def _back(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Lead back to what `comment` is about."""
    revision = comment.revision
    finding = revision.findings.filter(key=comment.finding_key).first() if comment.finding_key else None
    return redirect(address(revision, finding.anchor if finding else WHOLE, request.POST.get("show", "")))


def _arranged(revision: Revision, subjects: dict[str, Subject], is_open_only: bool) -> list[Commented]:
    """Return the text with its subjects; of open comments only, what has none is left out."""
    commented = []
    for section in sections_of(revision, get_language() or "en"):
        lists = []
        for part in section.lists:
            shown = [subjects[str(finding.key)] for finding in part.findings]
            if is_open_only:
                shown = [subject for subject in shown if subject.threads or subject.is_refused]
            if shown or not is_open_only:
                lists.append((part, shown))
        if lists:
            commented.append(Commented(section, lists))
    return commented


def _counts(revision: Revision) -> dict[bool, int]:
    """Return how many threads are settled (True) and how many are not (False)."""
    counts: dict[bool, int] = defaultdict(int)
    threads = revision.comments.filter(parent__isnull=True)
    for resolved_at in threads.values_list("resolved_at", flat=True):
        counts[resolved_at is not None] += 1
    return counts
