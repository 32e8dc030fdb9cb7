"""The page that changes the address of a profile or a place; the old one redirects to it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from profiles import permissions, workflow
from profiles.admin.actions import ActionView


class SlugForm(forms.Form):
    slug = forms.CharField(required=False)


class ChangeAddressView(ActionView):
    template_name = "admin/profiles/address.html"
    title = gettext_lazy("Change the address")
    form_class = SlugForm
    can = staticmethod(permissions.can_change_address)
    action = staticmethod(workflow.change_address)
    success_message = gettext_lazy("The address is changed. The old one leads to the new one.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        folder = self.object.get_absolute_url().rstrip("/").rpartition("/")[0]
        slug = self.request.POST.get("slug", self.object.slug)
        return super().get_context_data(
            thing=self.object,
            folder=folder,
            former=self.object.slug_redirects.all(),
            typed=slug.replace("\x00", "").strip(),
            longest=self.object._meta.get_field("slug").max_length,
            **kwargs,
        )
