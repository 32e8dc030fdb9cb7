"""The public addresses. URL name = view = template. English has no prefix, the other languages theirs."""

import re

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from profiles import feeds, sitemaps
from profiles.api.v1 import docs
from profiles.exports.bulk.formats import TABLES
from profiles.exports.formats import CITATIONS, FORMATS, json_schema
from profiles.views import (
    alerts,
    changes,
    compare,
    directory,
    domains,
    embed,
    files,
    glossary,
    home,
    metrics,
    names,
    notices,
    own_files,
    places,
    profiles,
    review,
    search,
    system,
)
from profiles.views.redirects import follow_slug_redirects
from profiles.views.site import public


class EndingConverter(StringConverter):
    """The ending of a file's name, one of those that a profile is given away in."""

    regex = "|".join(map(re.escape, (*FORMATS, *CITATIONS)))


class TableConverter(StringConverter):
    """The ending of the name of a file of many profiles."""

    regex = "|".join(TABLES)


register_converter(EndingConverter, "ending")
register_converter(TableConverter, "table")

machine_patterns = [
    path("healthz", system.healthz, name="healthz"),
    path("readyz", system.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("robots.txt", system.robots, name="robots"),
    path("sitemap.xml", public()(sitemaps.index), name="sitemap"),
    path("sitemap-<section>.xml", public()(sitemaps.sitemap), name="sitemap_section"),
    path("about/data/profiles.zip", files.everything, name="everything"),
    path("about/data/profile.schema.json", files.schema, {"build": json_schema.schema}, name="schema"),
    path(
        "about/data/findings.schema.json",
        files.schema,
        {"build": json_schema.findings_schema},
        name="findings_schema",
    ),
    path("own/<str:name>", own_files.own_file, name="own_file"),
    path("oembed/", embed.oembed, name="oembed"),
    # Private, in the language that it is asked for: neither a page of the site nor for machines.
    path("review/<str:token>/", review.review, name="review"),
]

page_patterns = [
    path("", home.home, name="home"),
    path("picture.png", home.site_picture, name="site_picture"),
    path("about/", home.about, name="about"),
    path("about/data/", files.data, name="data"),
    path("about/accessibility/", home.accessibility, name="accessibility"),
    path("about/privacy/", notices.privacy, name="privacy"),
    path("about/legal/", notices.legal, name="legal"),
    path("api/v1/docs/", docs.docs, name="api_docs"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("profiles/", directory.profile_list, name="profile_list"),
    path("profiles.<table:table>", directory.profile_list_file, name="profile_list_file"),
    path("profiles/<slug:slug>/", profiles.profile, name="profile"),
    path("profiles/<slug:slug>.png", profiles.profile_picture, name="profile_picture"),
    path("profiles/<slug:slug>/r/<int:number>/", profiles.profile, name="revision"),
    path("profiles/<slug:slug>/r/<int:number>/t/<int:translation>/", profiles.profile, name="translation"),
    path("profiles/<slug:slug>/changes/", changes.changes, name="changes"),
    path("compare/", compare.compare, name="compare"),
    path("compare/names.json", names.compare_names, name="compare_names"),
    path("compare.<table:table>", compare.compare_file, name="compare_file"),
    path("profiles/<slug:slug>.<ending:ending>", files.profile_file, name="profile_file"),
    path("profiles/<slug:slug>/r/<int:number>.<ending:ending>", files.profile_file, name="revision_file"),
    path(
        "profiles/<slug:slug>/r/<int:number>/t/<int:translation>.<ending:ending>",
        files.profile_file,
        name="translation_file",
    ),
    path("embed/profiles/<slug:slug>/", embed.embed, name="embed"),
    path("embed/profiles/<slug:slug>/wheel/", embed.embed, {"has_findings": False}, name="embed_wheel"),
    path("embed/profiles/<slug:slug>/<slug:domain>/", embed.embed, name="embed_domain"),
    path("feeds/search.atom", public()(feeds.search), name="search_feed"),
    path("feeds/profiles.atom", public()(feeds.profiles), name="feed"),
    path("feeds/places/<slug:slug>.atom", public()(follow_slug_redirects(feeds.place)), name="place_feed"),
    path("feeds/domains/<slug:slug>.atom", public()(feeds.domain), name="domain_feed"),
    path("alerts/", alerts.alerts, name="alerts"),
    path("alerts/asked/", alerts.asked, name="alerts_asked"),
    path("alerts/confirm/<str:token>/", alerts.confirm, name="alert_confirm"),
    path("alerts/stop/<uuid:key>/", alerts.stop, name="alert_stop"),
    path("findings/<uuid:key>/", profiles.finding, name="finding"),
    path("places/", places.place_list, name="place_list"),
    path("places/<slug:slug>/", places.place, name="place"),
    path("places/<slug:slug>.<table:table>", places.place_file, name="place_file"),
    path("search/", search.search, name="search"),
    path("search.<table:table>", search.search_file, name="search_file"),
    path("search/names.json", names.search_names, name="search_names"),
    path("domains/", domains.domain_list, name="domain_list"),
    path("domains/<slug:slug>/", domains.domain, name="domain"),
]
