"""A translation by file: taken away in three formats, brought back, looked at unit by unit, imported.

Nothing is stored in the translation before it is imported; until then the document is kept for its uploader.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_POST

from profiles import permissions, workflow
from profiles.admin.actions import View
from profiles.admin.imports import decisions as import_decisions
from profiles.admin.pages import admin_page, object_url
from profiles.admin.site import PlaceScopedAdmin
from profiles.choices import Action, Language
from profiles.content.translations import finding_key, units_digest
from profiles.exports.translations import TRANSLATION_FORMATS, build_translation_export
from profiles.imports import readers as document_readers
from profiles.imports.document import DocumentError, Reading
from profiles.imports.translations import readers
from profiles.imports.translations.aligned import NONE, AlignedPlan, Match, plan_document
from profiles.imports.translations.plan import TranslationPlan, plan_file
from profiles.imports.worker import read_translation
from profiles.models import ImportDocument, Translation

DECISION = "is-"
"""What the field of a text of the document is called, before its name."""
MOST_DECISIONS = 300
"""No page has more of them."""
LONGEST_LABEL = 110


def links(translation: Translation) -> list[tuple[str, str]]:
    """Return name and address of the translation in each format."""
    return [
        (str(file_format.name), object_url(translation, f"file_{ending}"))
        for ending, file_format in TRANSLATION_FORMATS.items()
    ]


def import_link(translation: Translation) -> str:
    """Return the address at which a file is brought back."""
    return object_url(translation, "import")


def urls(model_admin: PlaceScopedAdmin) -> list[URLPattern]:
    """Return the paths below that of a translation."""
    views = {f"file.{ending}": (partial(_file, ending), f"file_{ending}") for ending in TRANSLATION_FORMATS}
    views |= {
        "import/": (_for_translators(begin), "import"),
        "import/<int:document>/": (_for_translators(look), "import_document"),
        "import/<int:document>/drop/": (require_POST(_for_translators(drop)), "import_drop"),
    }
    return [
        model_admin.object_path(route, _with_one_profile(view), name) for route, (view, name) in views.items()
    ]


def _with_one_profile(view: View) -> View:
    """Return `view`, called with a translation whose revision has the profile that is in memory already."""

    def prepared(request: HttpRequest, translation: Translation, **kwargs: Any) -> HttpResponse:
        translation.revision.profile = translation.profile
        return view(request, translation, **kwargs)

    return prepared


def _file(ending: str, request: HttpRequest, translation: Translation) -> HttpResponse:
    file_format = TRANSLATION_FORMATS[ending]
    export = build_translation_export(translation, get_language() or Language.ENGLISH)
    response = HttpResponse(file_format.render(export), content_type=file_format.content_type)
    add_never_cache_headers(response)
    response["Content-Disposition"] = f'attachment; filename="{export.file_name}.{ending}"'
    return response


def _for_translators(view: View) -> View:
    """Let in who may save the translation; others read why not."""

    def allowed(request: HttpRequest, translation: Translation, **kwargs: Any) -> HttpResponse:
        decision = permissions.can(Action.SAVE, request.user, translation)
        if not decision:
            return _render(request, translation, "refused", {"reason": decision.reason}, status=403)
        return view(request, translation, **kwargs)

    return allowed


class FileForm(forms.Form):
    """An uploaded file; `document` of its cleaned data are the bytes and the name."""

    file = forms.Field(required=False, widget=forms.FileInput)

    def clean(self) -> dict[str, Any]:
        file = self.cleaned_data["file"]
        if file is None:
            raise forms.ValidationError(_("Choose a file."))
        if file.size > document_readers.MAX_BYTES:
            most = {"most": document_readers.MAX_BYTES // 1024**2}
            raise forms.ValidationError(_("The document is larger than %(most)s MB."), params=most)
        data, name = file.read(), str(file.name).replace("\x00", "")
        try:
            read_translation(data, name)
        except DocumentError as error:
            raise forms.ValidationError(error.problems) from None
        return {"document": (data, name)}


def begin(request: HttpRequest, translation: Translation) -> HttpResponse:
    """Take a file, and lead on to what it would change."""
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        document = workflow.store_translation_document(
            translation, *form.cleaned_data["document"], by=request.user
        )
        return redirect(object_url(translation, "import_document", document.pk))
    context = {
        "form": form,
        "files": links(translation),
        "endings": ", ".join(readers.ENDINGS),
        "largest": document_readers.MAX_BYTES // 1024**2,
        "documents": _documents(request, translation).defer("data"),
    }
    return _render(request, translation, "upload", context, status=400 if form.is_bound else 200)


def look(request: HttpRequest, translation: Translation, document: int) -> HttpResponse:
    """Show what would change; by POST, keep what was decided, or import what was shown."""
    row = get_object_or_404(_documents(request, translation), pk=document)
    try:
        if request.method == "POST":
            return _post(request, translation, row)
        return _show(request, translation, row, _build_plan(request, translation, row))
    except DocumentError as error:
        messages.error(request, str(error))
        return redirect(import_link(translation))


def drop(request: HttpRequest, translation: Translation, document: int) -> HttpResponse:
    """Remove a document that is not to be imported."""
    row = get_object_or_404(_documents(request, translation).defer("data"), pk=document)
    row.delete()
    messages.success(request, _("%(name)s is removed. The translation was not changed.") % {"name": row.name})
    return redirect(import_link(translation))


def _documents(request: HttpRequest, translation: Translation) -> Any:
    return ImportDocument.objects.for_user(request.user).for_translation(translation)


def _build_plan(
    request: HttpRequest, translation: Translation, row: ImportDocument
) -> AlignedPlan | TranslationPlan:
    """Return what the file would do, with what its uploader has decided here and on the page of its lines."""
    answers = import_decisions.answers_of(row.choices, workflow.answered_names(request.user))
    reading = read_translation(bytes(row.data), row.name, answers)
    if isinstance(reading, Reading):
        reading = replace(
            import_decisions.corrected(reading, row.choices), **import_decisions.facts_of(row.choices)
        )
        return plan_document(translation, reading, row.choices.get("decisions", {}))
    return plan_file(translation, reading)


def _post(request: HttpRequest, translation: Translation, row: ImportDocument) -> HttpResponse:
    """Keep the decisions. Only what was shown is imported: after another decision the user looks again."""
    before = _build_plan(request, translation, row)
    decisions = _posted_decisions(request, before)
    has_changed = decisions != row.choices.get("decisions", {})
    if has_changed:
        workflow.store_choices(row, row.choices | {"decisions": decisions})
    if "take" not in request.POST:
        return redirect(object_url(translation, "import_document", row.pk))
    aligned = _build_plan(request, translation, row) if has_changed else before
    refusal = _refusal(request, _plan_of(aligned), has_changed=has_changed)
    if refusal:
        return _show(request, translation, row, aligned, refusal, status=409)
    plan = _plan_of(aligned)
    try:
        workflow.import_translation_document(
            row, translation, plan.units, translation.lock_version, by=request.user
        )
    except workflow.WorkflowError as error:
        translation.refresh_from_db()
        plan = _build_plan(request, translation, row)
        return _show(request, translation, row, plan, str(error), status=409)
    messages.success(request, _("The file is imported. The public sees nothing of it until it is published."))
    return redirect(object_url(translation))


def _refusal(request: HttpRequest, plan: TranslationPlan, *, has_changed: bool) -> str:
    """Return why the file is not imported as it was sent; empty where nothing stands in the way."""
    if plan.refusals:
        return " ".join(plan.refusals)
    if has_changed:
        return _("You have changed something. Check the result, then import the document.")
    if request.POST.get("seen", "") != seen_mark(plan):
        return _("The translation was changed after the file was compared with it. Look at the result again.")
    if not plan.changes:
        return _("Nothing changes: the translation already says exactly this.")
    return ""


def seen_mark(plan: TranslationPlan) -> str:
    """Return which text the file was compared with, and what came of it, as the form sends it along."""
    return f"{plan.translation.lock_version}-{units_digest(plan.units)[:20]}"


def _plan_of(plan: AlignedPlan | TranslationPlan) -> TranslationPlan:
    return plan.plan if isinstance(plan, AlignedPlan) else plan


def _matches(plan: AlignedPlan | TranslationPlan) -> list[Match]:
    return [*plan.findings, *plan.sources] if isinstance(plan, AlignedPlan) else []


def _posted_decisions(request: HttpRequest, plan: AlignedPlan | TranslationPlan) -> dict[str, str]:
    """Return what was chosen other than what is taken anyway."""
    decisions = {}
    for match in _matches(plan)[:MOST_DECISIONS]:
        chosen = request.POST.get(f"{DECISION}{match.name}", "")[:100]
        if chosen and not (match.is_certain and chosen == match.proposal):
            decisions[match.name] = chosen
    return decisions


def _show(
    request: HttpRequest,
    translation: Translation,
    row: ImportDocument,
    aligned: AlignedPlan | TranslationPlan,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    plan = _plan_of(aligned)
    context = {
        "document": row,
        "plan": plan,
        "refusal": refusal,
        "seen": seen_mark(plan),
        "title": _("Import: %(name)s") % {"name": row.name},
        "profile": translation.profile,
        "has_lines": bool(row.choices.get("is_profile")) and permissions.can_create_profile(request.user),
    }
    if isinstance(aligned, AlignedPlan):
        context |= {"match_lists": _match_lists(aligned), "open_count": aligned.open_count, "none": NONE}
    return _render(request, translation, "plan", context, status)


def _match_lists(aligned: AlignedPlan) -> list[dict[str, Any]]:
    """Return the findings and the sources of the document with their fields, those for a decision first."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for finding in aligned.content["findings"]:
        # “2 · Partnerships · Areas with … · 3 · Text”
        group, number, _field = aligned.plan.names[finding_key(finding["key"])].rsplit(" · ", 2)
        label = f"{number} · {finding['text'][:LONGEST_LABEL]}"
        groups.setdefault(group, []).append((finding["key"], label))
    sources = [(source["key"], source["title"][:LONGEST_LABEL]) for source in aligned.content["sources"]]
    lists = (
        (_("Findings"), aligned.findings, groups),
        (_("Sources"), aligned.sources, {_("Sources"): sources}),
    )
    left = MOST_DECISIONS
    rows = []
    for heading, matches, options in lists:
        listed = sorted(matches[:left], key=lambda match: not match.is_open)
        left -= len(listed)
        labels = {key: label for group in options.values() for key, label in group}
        if listed:
            fields = [_row(match, labels) for match in listed]
            rows.append({"heading": heading, "groups": options, "matches": fields})
    return rows


def _row(match: Match, labels: Mapping[str, str]) -> dict[str, Any]:
    """Return a text of the document with its field; `proposal` is (key, label) of what is only likely."""
    chosen = match.decision or (match.proposal if match.is_certain else "")
    is_likely = match.proposal and not match.is_certain
    proposal = (match.proposal, labels[match.proposal]) if is_likely else None
    return {"match": match, "name": f"{DECISION}{match.name}", "chosen": chosen, "proposal": proposal}


def _render(
    request: HttpRequest,
    translation: Translation,
    template: str,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    context = {
        "title": _("Translation by file"),
        "translation": translation,
        "is_nav_sidebar_enabled": False,
    } | context
    return admin_page(request, translation, f"profiles/translation/files/{template}", context, status)
