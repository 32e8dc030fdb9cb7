"""What test_withdrawal.py has done by `manage.py shell`: texts with words of their own, and their addresses.

It runs in the site's own process, on the site's own database. No test lives here.
"""

import json
import sys
from urllib.parse import quote

SLUG = "lunaria-2023"
WORD, TRANSLATED_WORD = "Zyxwort", "Traduxion"
"""Words of the text, and of its French translation, that stand nowhere else."""
QUESTION, TRANSLATED_QUESTION = "Quibble", "Bagarre"
"""Words beside them, by which they are searched for: a page repeats what was asked."""


def publish() -> None:
    """Publish a revision and its translation into French that have the words in each text."""
    from profiles import workflow
    from profiles.models import Finding, Profile, Revision, Source
    from tests.factories import make_published_translation

    draft = workflow.start_revision(Profile.objects.get(slug=SLUG), by=None)
    Revision.objects.filter(pk=draft.pk).update(introduction=f"{WORD} {QUESTION} in the introduction.")
    for finding in Finding.objects.filter(revision=draft):
        Finding.objects.filter(pk=finding.pk).update(
            text=f"{WORD} {QUESTION} {finding.position} in a finding."
        )
    Source.objects.filter(revision=draft, position=0).update(title=f"{WORD} in a source")
    live = workflow.publish(Revision.objects.get(pk=draft.pk), by=None)
    translation = make_published_translation(live)
    units = {
        key: unit | {"text": f"{TRANSLATED_WORD} {TRANSLATED_QUESTION} {key}"}
        if WORD in unit["original"]
        else unit
        for key, unit in translation.units.items()
    }
    again = workflow.start_translation(live.profile, "fr", None)
    again = workflow.save_translation(again, units, again.lock_version, None)
    translation = workflow.publish(again, by=None)
    print_addresses(live, translation.number)


def print_addresses(live, translation: int) -> None:
    """Print every address at which readers and programs meet the text, in English and French, as JSON."""
    from django.urls import reverse
    from django.utils.translation import override

    from profiles.models import Finding
    from tests.pages import (
        addresses_of,
        listing_addresses,
        machine_addresses,
        public_addresses,
        translation_addresses,
    )

    finding = Finding.objects.filter(revision=live).first()
    place = live.profile.place.slug
    addresses = [*machine_addresses(), reverse("everything"), reverse("oembed") + "?url=" + page_of(live)]
    addresses += [address for address in addresses_of(live) if address.startswith(("/fr/", "/profiles/"))]
    for language in ("en", "fr"):
        with override(language):
            query = f"?q={QUESTION if language == 'en' else TRANSLATED_QUESTION}"
            embeds = (reverse("embed", args=[SLUG]), reverse("embed_wheel", args=[SLUG]))
            addresses += [
                *public_addresses(language),
                *(path.replace("?q=a*", query) for path in listing_addresses(language)),
                *embeds,
                reverse("embed_domain", args=[SLUG, finding.domain.slug]),
                reverse("changes", args=[SLUG]),
                *(reverse(name) + query for name in ("search", "search_feed")),
                *(f"{reverse(name)}?q=luna" for name in ("search_names", "compare_names")),
                f"{reverse('compare')}?profile={SLUG}&profile=mali-2021",
                f"{reverse('profile_list')}?q=Lunaria",
                reverse("feed"),
                reverse("place_feed", args=[place]),
                reverse("domain_feed", args=[finding.domain.slug]),
                reverse("place", args=[place]),
                reverse("site_picture"),
            ]
    with override("fr"):
        addresses += translation_addresses(live, translation)
    addresses += [f"/api/v1/{path}" for path in api_paths(live, translation, finding, place)]
    sys.stdout.write(json.dumps(list(dict.fromkeys(addresses))) + "\n")


def api_paths(live, translation: int, finding, place: str) -> list[str]:
    own = f"profiles/{SLUG}/revisions/{live.number}/"
    return [
        *("profiles/", f"profiles/{SLUG}/", f"profiles/{SLUG}/?language=fr", f"profiles/{SLUG}/revisions/"),
        *(own, f"{own}translations/", f"{own}translations/fr/{translation}/"),
        *(f"findings/?profile={SLUG}", "findings/?page_size=100", f"findings.csv?q={QUESTION}"),
        *(f"findings/{finding.key}/", f"places/{place}/", f"search/?q={QUESTION}"),
        *(f"search/?q={TRANSLATED_QUESTION}&language=fr", "places/", "domains/"),
    ]


def page_of(live) -> str:
    from django.conf import settings

    return quote(f"{settings.SITE_URL}{live.profile.get_absolute_url()}")


def withdraw(what: str) -> None:
    """Withdraw the “translation”, or the live text of the profile with this slug."""
    from profiles import workflow
    from profiles.models import Revision, Translation

    if what == "translation":
        text = Translation.objects.live().get(profile__slug=SLUG, language="fr")
    else:
        text = Revision.objects.published().get(profile__slug=what)
    workflow.withdraw(text, by=None, reason="It was not approved.")
