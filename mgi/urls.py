"""The root addresses: the administration, answers for machines, and the public pages in each language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from profiles.admin import board, jobs, language_board
from profiles.admin.accounts import views as accounts
from profiles.admin.dashboard import views as dashboard
from profiles.admin.imports import views as imports
from profiles.urls import machine_patterns, page_patterns

urlpatterns = [
    path("admin/", include(accounts.urlpatterns)),
    path("admin/", include(dashboard.urlpatterns)),
    path("admin/", include(board.urlpatterns)),
    path("admin/", include(language_board.urlpatterns)),
    path("admin/", include(jobs.urlpatterns)),
    path("admin/", include(imports.urlpatterns)),
    path("admin/", admin.site.urls),
    *machine_patterns,
    *i18n_patterns(*page_patterns, prefix_default_language=False),
    # Last, as it answers all that stands below /api/; its page for people is one of the pages.
    path("", include("profiles.api.v1.urls")),
]

handler400 = "profiles.views.errors.bad_request"
handler403 = "profiles.views.errors.forbidden"
handler404 = "profiles.views.errors.not_found"
handler500 = "profiles.views.errors.server_error"
