"""Measures how long pages take to make, without any cache: `python -m bench.pages` (or `make bench`).

Every page is measured on this machine beside two things in the same run, so that the figures mean
something elsewhere: the smallest answer that Django can give (`/healthz`), and the profile page as it
would be if its queries were left to the template, one for each finding (“lazy”). Results in bench/README.md.
"""

from io import StringIO
from typing import Any
from unittest import mock

from bench import measure, world

ROUNDS = 60
PAGES = [
    *("/healthz", "/", "/profiles/", "/places/", "/places/mali/"),
    *("/domains/partnerships/", "/profiles/mali-2021/", "/profiles/lunaria-2023/changes/", "/compare/"),
    *("/profiles/sixty/", "/profiles/sixty-later/changes/"),
    "/compare/?profile=sixty&profile=mali-2021&profile=lunaria-2023&profile=zanbaqia-2024",
]


def main() -> None:
    with measure.site():
        prepare()
        report()


def prepare() -> None:
    """Fill the site with the examples, and two editions of 60 findings, reworded a little in the second."""
    from django.core.management import call_command

    from profiles import search
    from profiles.models import Place, Profile

    call_command("prepare", stdout=StringIO())
    call_command("load_profiles", "fixtures/demo.json", stdout=StringIO())
    place = Place.objects.get(slug="zanbaqia")
    earlier = Profile(place=place, edition=9, year=2030, slug="sixty")
    later = Profile(place=place, edition=10, year=2034, slug="sixty-later")
    world.publish([earlier], findings=60)
    world.publish([later], findings=60, text=lambda n: world.usual_text(n).replace("usual", "common", 3))
    search.rebuild()


def report() -> None:
    from django.test import Client

    from profiles import workflow
    from profiles.models import Profile
    from profiles.models.revisions import RevisionQuerySet

    client = Client()
    smallest = measure.milliseconds(lambda: client.get("/healthz"), ROUNDS).median
    measure.print_head("page", "median ms", "p95 ms", "queries", "x healthz")

    def print_page(client: Any, address: str, label: str = "") -> None:
        times = measure.milliseconds(lambda: client.get(address), ROUNDS)
        count = measure.queries(client, address)
        measure.print_row(label or address, times.median, times.late, count, times.median / smallest)

    for address in PAGES:
        print_page(client, address)
    # The alternative: findings and sources fetched one by one, as a template's loops would.
    with mock.patch.object(RevisionQuerySet, "with_findings", lambda self: self):
        print_page(client, "/profiles/sixty/", "the profile of 60 findings, lazy")
    client = measure.staff_client()
    draft = workflow.start_revision(Profile.objects.get(slug="sixty"), by=None)
    print_page(client, "/admin/")
    print_page(client, f"/admin/profiles/revision/{draft.pk}/change/", "the editor, 60 findings")


if __name__ == "__main__":
    main()
