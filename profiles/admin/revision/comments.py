"""The comments on a revision or a translation: its text, and beside each finding what is said of it."""

from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern
from django.utils.translation import get_language, gettext as _

from profiles import permissions, workflow
from profiles.admin.actions import ButtonView
from profiles.admin.pages import admin_page, object_url
from profiles.admin.revision.action_view import FormOnPageView, Text, not_stored, text_path
from profiles.content.sections import domain_texts, group
from profiles.content.translations import read_translation
from profiles.forms import CommentForm
from profiles.models import Comment, Finding, Revision, Translation

OPEN = "open"
WHOLE = "whole"


@dataclass
class Subject:
    """What comments are about: a finding, or the whole where there is none.

    A thread is its first comment, with the `form` of the reply that was refused, or None.
    """

    anchor: str
    finding: Finding | None = None
    number: int = 0
    """Which finding of the text it is, as the translator's screen counts them."""
    threads: list[Comment] = field(default_factory=list)
    form: CommentForm | None = None
    """That of a comment which was refused."""

    @property
    def key(self) -> str:
        return str(self.finding.key) if self.finding else ""


def subjects_of(
    text: Text, revision: Revision, is_open_only: bool, refused: dict[str, CommentForm] | None
) -> dict[str, Subject]:
    """Return the subjects of a text by their finding's key, "" for the whole; three queries.

    `revision` is the text itself, or the one that it translates, with its findings.

    Threads on findings that are no longer in the draft stand with the whole. `refused` has the form that was
    refused, by the key of the finding, or by reply-<thread's id>.
    """
    refused = dict(refused or {})
    subjects = {"": Subject(WHOLE)}
    for number, finding in enumerate(revision.findings.all(), start=1):
        subjects[str(finding.key)] = Subject(finding.anchor, finding, number)
    for first in Comment.objects.of(text).threads().select_related("link"):
        first.form = refused.pop(f"reply-{first.pk}", None)
        if first.form or not (is_open_only and first.resolved_at):
            subjects.get(str(first.finding_key or ""), subjects[""]).threads.append(first)
    for key, form in refused.items():
        subjects.get(key, subjects[""]).form = form
    return subjects


def comments(request: HttpRequest, text: Text, refused: dict[str, CommentForm] | None = None) -> HttpResponse:
    is_translation = isinstance(text, Translation)
    pk = text.revision_id if is_translation else text.pk
    revision = Revision.objects.with_profile().with_findings().get(pk=pk)
    if is_translation:
        read_translation(revision, text)
    is_open_only = (request.POST or request.GET).get("show") == OPEN
    subjects = subjects_of(text, revision, is_open_only, refused)
    whole, findings = subjects.pop(""), list(subjects.values())
    if is_open_only:
        findings = [subject for subject in findings if subject.threads or subject.form]
    texts = domain_texts(revision.profile.place.variant, get_language() or "en")
    sections = group(findings, texts, attrgetter("finding.list_name"), revision.none_identified)
    threads = Comment.objects.of(text).filter(parent__isnull=True)
    resolved_at = [*threads.values_list("resolved_at", flat=True)]
    context = {
        "title": _("Comments"),
        "may_comment": permissions.can_comment(request.user, text),
        "whole": whole,
        "sections": [section for section in sections if section.findings or not is_open_only],
        "show": OPEN if is_open_only else "",
        "unresolved": resolved_at.count(None),
        "resolved": len(resolved_at) - resolved_at.count(None),
        "address": object_url(text, "comments"),
        "introduction": revision.introduction,
    }
    return admin_page(request, text, "comments/comments", context, status=400 if refused else 200)


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
    def get_object(self, text: Text, comment: int) -> Text:
        self.parent = Comment.objects.of(text).filter(pk=comment).first()
        return text

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.parent is None:
            reason = _("This comment is no longer there.")
            return not_stored(request, reason, status=404, text=self.object)
        return super().post(request, *args, **kwargs)

    @property
    def subject(self) -> str:
        return f"reply-{self.parent.parent_id or self.parent.pk}"

    def perform(self, form: CommentForm) -> Comment:
        return workflow.reply(self.parent, form.cleaned_data["text"], self.request.user)


class ResolveView(ButtonView):
    action = staticmethod(workflow.resolve)

    def get_object(self, text: Text, comment: int) -> Comment:
        return get_object_or_404(Comment.objects.of(text).filter(parent__isnull=True), pk=comment)

    def get_success_url(self) -> str:
        return subject_url(self.object, self.request.POST.get("show", ""))


class ReopenView(ResolveView):
    action = staticmethod(workflow.reopen)


def subject_url(comment: Comment, show: str) -> str:
    """Return the address of what `comment` is about, with the filter that was on."""
    revision = comment.revision
    finding = revision.findings.filter(key=comment.finding_key).first() if comment.finding_key else None
    query = f"?show={OPEN}" if show == OPEN else ""
    address = object_url(comment.translation or revision, "comments")
    return f"{address}{query}#{finding.anchor if finding else WHOLE}"


def paths(model: type[Text]) -> list[URLPattern]:
    """Return the addresses of the comments on texts of `model`."""
    return [
        text_path(model, "comments/", comments, "comments"),
        text_path(model, "comments/add/", AddCommentView.as_view(), "comment"),
        text_path(model, "comments/<int:comment>/reply/", ReplyView.as_view(), "reply"),
        text_path(model, "comments/<int:comment>/resolve/", ResolveView.as_view(), "resolve"),
        text_path(model, "comments/<int:comment>/reopen/", ReopenView.as_view(), "reopen"),
    ]


urlpatterns = paths(Revision)
