"""Several revisions at once, from their list: the transitions of the page of one, with a result line each."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, pgettext_lazy

from profiles import workflow
from profiles.admin.pages import admin_page, object_url
from profiles.admin.revision.action_view import TextActionView, clean_version
from profiles.admin.revision.transitions import ApproveView, PublishView, SubmitView
from profiles.models import Revision, SignOff, Snapshot


def bulk_action(
    view: type[TextActionView], title: str | Promise, result: str | Promise
) -> Callable[..., HttpResponse | None]:
    """Return the action of the list that does what `view` does; `result` is the word for what was done."""

    @admin.action(description=view.label)
    def run(
        model_admin: admin.ModelAdmin, request: HttpRequest, queryset: QuerySet[Revision]
    ) -> HttpResponse | None:
        """Ask first; then act on each revision by itself, in the version that was shown."""
        revisions = list(_with_warnings(queryset.with_profile()).order_by("profile__place__name", "pk"))
        if "confirmed" not in request.POST:
            return _ask(request, revisions, view, title)
        for revision in revisions:
            version = clean_version(request.POST.get(f"version-{revision.pk}", ""))
            level, url, text = messages.SUCCESS, object_url(revision), str(result)
            try:
                view.action(revision, by=request.user, version=version)
            except workflow.WorkflowError as error:
                level, url, text = messages.ERROR, object_url(revision, view.transition.value), str(error)
            line = format_html('<a href="{}">{}</a>: {}', url, revision, text)
            messages.add_message(request, level, line)
        return None

    run.__name__ = view.transition.value
    run.transition = view.transition
    return run


ACTIONS = [
    bulk_action(
        SubmitView, gettext_lazy("Submit these revisions for review?"), pgettext_lazy("result", "submitted")
    ),
    bulk_action(ApproveView, gettext_lazy("Approve these revisions?"), pgettext_lazy("result", "approved")),
    bulk_action(
        PublishView, gettext_lazy("Publish these revisions now?"), pgettext_lazy("result", "published")
    ),
]


def _with_warnings(queryset: QuerySet[Revision]) -> QuerySet[Revision]:
    """With what to know before: `unresolved` threads, the digests of the `signed` text and the `latest`.

    `signed_facts` are the title, month and language that were signed off with it.
    """
    condition = Q(
        comments__parent__isnull=True,
        comments__resolved_at__isnull=True,
        comments__translation__isnull=True,
    )
    open_threads = Count("comments", condition)
    sign_offs = SignOff.objects.current().filter(revision=OuterRef("pk"))
    # Every text that can be approved or published was submitted, and so left a snapshot.
    texts = Snapshot.objects.filter(profile=OuterRef("profile"), language="")
    snapshots = texts.filter(revision_number=OuterRef("number"))
    return queryset.annotate(
        unresolved=open_threads,
        signed=Subquery(sign_offs.values("snapshot__digest")[:1]),
        signed_facts=Subquery(sign_offs.values("facts")[:1]),
        latest=Subquery(snapshots.newest_first().values("digest")[:1]),
    )


def _ask(
    request: HttpRequest, revisions: list[Revision], view: type[TextActionView], title: str | Promise
) -> HttpResponse:
    rows = [
        {
            "revision": revision,
            "decision": view.can(request.user, revision),
            "comments_url": object_url(revision, "comments"),
            "is_sign_off_outdated": _is_sign_off_outdated(revision),
        }
        for revision in revisions
    ]
    context = {
        "title": title,
        "rows": rows,
        "action": request.POST["action"],
        "is_possible": any(row["decision"] for row in rows),
        "is_sign_off_shown": view is PublishView,
    }
    return admin_page(request, Revision, "profiles/revision/transitions/bulk", context)


def _is_sign_off_outdated(revision: Revision) -> bool:
    """Return whether what was signed off is another text, or was under another title."""
    signed_facts, facts = revision.signed_facts or {}, workflow.sign_offs.facts_of(revision)
    is_other_text = revision.signed != revision.latest
    return is_other_text or any(facts[name] != value for name, value in signed_facts.items())
