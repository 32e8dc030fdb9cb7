"""The public addresses. URL name = view = template. English has no prefix, the other languages theirs."""

from django.contrib.sitemaps import views as sitemap_views
from django.urls import path

from profiles import sitemaps
from profiles.views import directory, domains, home, machines, places, profiles, review
from profiles.views.site import public

machine_patterns = [
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
    path("robots.txt", machines.robots, name="robots"),
    path(
        "sitemap.xml",
        public()(sitemaps.index),
        name="sitemap",
    ),
    path(
        "sitemap-<section>.xml",
        public()(sitemap_views.sitemap),
        {"sitemaps": sitemaps.SITEMAPS},
        name="sitemap_section",
    ),
    # Private, in the language that it is asked for: neither a page of the site nor for machines.
    path("review/<str:token>/", review.review, name="review"),
]

page_patterns = [
    path("", home.home, name="home"),
    path("picture.png", home.site_picture, name="site_picture"),
    path("about/", home.about, name="about"),
    path("about/accessibility/", home.accessibility, name="accessibility"),
    path("profiles/", directory.profile_list, name="profile_list"),
    path("profiles/<slug:slug>/", profiles.profile, name="profile"),
    path("profiles/<slug:slug>.png", profiles.profile_picture, name="profile_picture"),
    path("profiles/<slug:slug>/r/<int:number>/", profiles.revision, name="revision"),
    path("findings/<uuid:key>/", profiles.finding, name="finding"),
    path("places/", places.place_list, name="place_list"),
    path("places/<slug:slug>/", places.place, name="place"),
    path("domains/", domains.domain_list, name="domain_list"),
    path("domains/<slug:slug>/", domains.domain, name="domain"),
]
