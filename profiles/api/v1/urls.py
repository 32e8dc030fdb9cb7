"""The addresses of the API, below /api/v1/; its page for people has languages: profiles/urls.py."""

from django.urls import path

from profiles.api.v1.views import domains, findings, generic, places, profiles, root, search

app_name = "api"
urlpatterns = [
    path("api/v1/", root.Root.as_view(), name="root"),
    path("api/v1/openapi.json", root.OpenApi.as_view(), name="openapi"),
    path("api/v1/profiles/", profiles.Profiles.as_view(), name="profiles"),
    path("api/v1/profiles/<slug:slug>/", profiles.OneProfile.as_view(), name="profile"),
    path("api/v1/profiles/<slug:slug>/revisions/", profiles.Revisions.as_view(), name="revisions"),
    path(
        "api/v1/profiles/<slug:slug>/revisions/<int:number>/", profiles.OneRevision.as_view(), name="revision"
    ),
    path(
        "api/v1/profiles/<slug:slug>/revisions/<int:number>/translations/",
        profiles.Translations.as_view(),
        name="translations",
    ),
    path(
        "api/v1/profiles/<slug:slug>/revisions/<int:number>/translations/<slug:language>/<int:translation>/",
        profiles.OneTranslation.as_view(),
        name="translation",
    ),
    path("api/v1/findings/", findings.Findings.as_view(), name="findings"),
    path("api/v1/findings.csv", findings.FindingsTable.as_view(), name="findings_table"),
    path("api/v1/findings/<uuid:key>/", findings.OneFinding.as_view(), name="finding"),
    path("api/v1/places/", places.Places.as_view(), name="places"),
    path("api/v1/places/<slug:slug>/", places.OnePlace.as_view(), name="place"),
    path("api/v1/domains/", domains.Domains.as_view(), name="domains"),
    path("api/v1/domains/<slug:slug>/", domains.OneDomain.as_view(), name="domain"),
    path("api/v1/search/", search.Search.as_view(), name="search"),
    path("api/<path:rest>", generic.NotThere.as_view(), name="not_there"),
]
