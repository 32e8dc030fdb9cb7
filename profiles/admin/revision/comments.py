"""The comments on a revision: the text as it is read, and beside each finding what is said about it."""

from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext as _

from profiles import permissions, workflow
from profiles.admin.actions import ButtonView
from profiles.admin.pages import admin_page, object_url
from profiles.admin.revision.action_view import FormOnPageView, not_stored, revision_path
from profiles.content.sections import domain_texts, group
from profiles.forms import CommentForm
from profiles.models import Comment, Finding, Revision

OPEN = "open"
WHOLE = "whole"


@dataclass
class Subject:
    """What comments are about: a finding, or the whole where there is none.

    A thread is its first comment, with the `form` of the reply that was refused, or None.
    """

    anchor: str
    finding: Finding | None = None
    threads: list[Comment] = field(default_factory=list)
    form: CommentForm | None = None
    """That of a comment which was refused."""

    @property
    def key(self) -> str:
        return str(self.finding.key) if self.finding else ""


def subjects_of(
    revision: Revision, is_open_only: bool, refused: dict[str, CommentForm] | None
) -> dict[str, Subject]:
    """Return the subjects of a revision by their finding's key, "" for the whole; three queries.

    Threads on findings that are no longer in the draft stand with the whole. `refused` has the form that was
    refused, by the key of the finding, or by reply-<thread's id>.
    """
    refused = dict(refused or {})
    subjects = {"": Subject(WHOLE)}
    for finding in revision.findings.all():
        subjects[str(finding.key)] = Subject(finding.anchor, finding)
    for first in revision.comments.threads().select_related("link"):
        first.form = refused.pop(f"reply-{first.pk}", None)
        if first.form or not (is_open_only and first.resolved_at):
            subjects.get(str(first.finding_key or ""), subjects[""]).threads.append(first)
    for key, form in refused.items():
        subjects.get(key, subjects[""]).form = form
    return subjects


def comments(
    request: HttpRequest, revision: Revision, refused: dict[str, CommentForm] | None = None
) -> HttpResponse:
    revision = Revision.objects.with_profile().with_findings().get(pk=revision.pk)
    is_open_only = (request.POST or request.GET).get("show") == OPEN
    subjects = subjects_of(revision, is_open_only, refused)
    whole, findings = subjects.pop(""), list(subjects.values())
    if is_open_only:
        findings = [subject for subject in findings if subject.threads or subject.form]
    texts = domain_texts(revision.profile.place.variant, get_language() or "en")
    sections = group(findings, texts, attrgetter("finding.list_name"), revision.none_identified)
    resolved_at = [*revision.comments.filter(parent__isnull=True).values_list("resolved_at", flat=True)]
    context = {
        "title": _("Comments"),
        "may_comment": permissions.can_comment(request.user, revision),
        "whole": whole,
        "sections": [section for section in sections if section.findings or not is_open_only],
        "show": OPEN if is_open_only else "",
        "unresolved": resolved_at.count(None),
        "resolved": len(resolved_at) - resolved_at.count(None),
        "address": object_url(revision, "comments"),
    }
    return admin_page(request, revision, "comments/comments", context, status=400 if refused else 200)


class AddCommentView(FormOnPageView):
    form_class = CommentForm
    can = staticmethod(permissions.can_comment)

    @property
    def subject(self) -> str:
        """The form of the page that was sent: the key of a finding, or reply-<thread's id>."""
        return self.request.POST.get("finding", "")

    def perform(self, form: CommentForm) -> Comment:
        text, key = form.cleaned_data["text"], form.finding_key
        return workflow.comment(self.object, text, self.request.user, finding_key=key)

    def get_success_url(self) -> str:
        return subject_url(self.result, self.request.POST.get("show", ""))

    def render_page(self, form: CommentForm) -> HttpResponse:
        return comments(self.request, self.object, {self.subject: form})


class ReplyView(AddCommentView):
    def get_object(self, revision: Revision, comment: int) -> Revision:
        self.parent = revision.comments.filter(pk=comment).first()
        return revision

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.parent is None:
            reason = _("This comment is no longer there.")
            return not_stored(request, reason, status=404, revision=self.object)
        return super().post(request, *args, **kwargs)

    @property
    def subject(self) -> str:
        return f"reply-{self.parent.parent_id or self.parent.pk}"

    def perform(self, form: CommentForm) -> Comment:
        return workflow.reply(self.parent, form.cleaned_data["text"], self.request.user)


class ResolveView(ButtonView):
    action = staticmethod(workflow.resolve)

    def get_object(self, revision: Revision, comment: int) -> Comment:
        return get_object_or_404(revision.comments.filter(parent__isnull=True), pk=comment)

    def get_success_url(self) -> str:
        return subject_url(self.object, self.request.POST.get("show", ""))


class ReopenView(ResolveView):
    action = staticmethod(workflow.reopen)


def subject_url(comment: Comment, show: str) -> str:
    """Return the address of what `comment` is about, with the filter that was on."""
    revision = comment.revision
    finding = revision.findings.filter(key=comment.finding_key).first() if comment.finding_key else None
    query = f"?show={OPEN}" if show == OPEN else ""
    return f"{object_url(revision, 'comments')}{query}#{finding.anchor if finding else WHOLE}"


urlpatterns = [
    revision_path("comments/", comments, "comments"),
    revision_path("comments/add/", AddCommentView.as_view(), "comment"),
    revision_path("comments/<int:comment>/reply/", ReplyView.as_view(), "reply"),
    revision_path("comments/<int:comment>/resolve/", ResolveView.as_view(), "resolve"),
    revision_path("comments/<int:comment>/reopen/", ReopenView.as_view(), "reopen"),
]
