"""Which finding of an edition is which of the edition before: as computed, and corrected by hand."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _, gettext_lazy

from profiles import permissions, workflow
from profiles.admin.actions import ButtonView
from profiles.admin.pages import object_url
from profiles.content.edition_diff import edition_before, finding_matches, pairs
from profiles.models import Finding, FindingMatch, Profile, Revision


class MatchForm(forms.Form):
    """A verdict on one finding of each edition, by their keys."""

    earlier = forms.UUIDField()
    later = forms.UUIDField()
    verdict = forms.ChoiceField(choices=[("same", ""), ("apart", "")])


class MatchView(ButtonView):
    """Show the pairs by GET; store a verdict by POST."""

    http_method_names = ["get", "head", "post"]
    template_name = "admin/profiles/profile/matches.html"
    title = gettext_lazy("The same findings as in the edition before")
    form_class = MatchForm
    can = staticmethod(permissions.can_match_findings)

    def perform(self, form: MatchForm) -> FindingMatch:
        keys = (form.cleaned_data["earlier"], form.cleaned_data["later"])
        is_same = form.cleaned_data["verdict"] == "same"
        return workflow.match_findings(self.object, *keys, by=self.request.user, is_same=is_same)

    def form_invalid(self, form: MatchForm) -> HttpResponse:
        if "verdict" in form.errors:
            raise Http404
        return self.refuse(form, _("Choose a finding of each edition. Nothing was changed."))

    def get_success_message(self, form: MatchForm) -> str:
        is_same = form.cleaned_data["verdict"] == "same"
        return _("Saved: these are the same.") if is_same else _("Saved: these are not the same.")

    def get_success_url(self) -> str:
        return object_url(self.object, "matches")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before, text = edition_before(self.object), text_of(self.object)
        context = super().get_context_data(
            before=before, text=text, **(_pairs(before, text) if before and text else {})
        )
        return context | {"can_match": context["decision"]}


class DeleteMatchView(ButtonView):
    """Delete a verdict."""

    action = staticmethod(workflow.delete_match)
    success_message = gettext_lazy("Decision undone. The computed match counts again.")

    def get_object(self, profile: Profile, verdict: int) -> FindingMatch:
        return get_object_or_404(FindingMatch.objects.select_related("later"), pk=verdict, later=profile)

    def get_success_url(self) -> str:
        return object_url(self.object.later, "matches")


def text_of(profile: Profile) -> Revision | None:
    """Return the text that is matched: the live one, or else the open one, which will be live."""
    texts = Revision.objects.with_profile().with_bare_findings().filter(profile=profile)
    return texts.published().first() or texts.open().first()


def _pairs(before: Revision, text: Revision) -> dict[str, Any]:
    earlier, later = list(before.findings.all()), list(text.findings.all())
    verdicts = finding_matches(before.profile, text.profile)
    finding_pairs = pairs(earlier, later, verdicts)
    by_key = {finding.key: finding for finding in (*earlier, *later)}
    return {
        "pairs": finding_pairs,
        "apart": [
            (by_key[verdict.earlier_key], by_key[verdict.later_key], verdict)
            for verdict in verdicts
            if not verdict.is_same and {verdict.earlier_key, verdict.later_key} <= by_key.keys()
        ],
        # Those without a pair first: they are what somebody looks for.
        "earlier_findings": _alone_first(earlier, {pair.earlier.pk for pair in finding_pairs}),
        "later_findings": _alone_first(later, {pair.later.pk for pair in finding_pairs}),
    }


def _alone_first(findings: list[Finding], pair_keys: set[int]) -> list[tuple[str, list[Finding]]]:
    return [
        (_("Without a pair"), [finding for finding in findings if finding.pk not in pair_keys]),
        (_("In a pair"), [finding for finding in findings if finding.pk in pair_keys]),
    ]
