"""Measures how long pages take, without a store of whole ones: `python -m bench pages` (or `make bench`).

As they are once their parts are kept (docs/decisions/0028), and in the last column made anew. Every page is
measured on this machine beside two things in the same run, so that the figures mean something elsewhere: the
smallest answer that Django can give (`/healthz`), and the profile page as it would be if its queries were
left to the template, one for each finding (“lazy”). The last line is the report (PDF) of Mali's profile.
Ends with the number of promises that are broken.
"""

import json
import statistics
import time
from collections.abc import Callable
from io import StringIO
from unittest import mock

from django.core.cache import caches
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client

from bench import measure, world
from profiles import search, workflow
from profiles.exports.context import build_export
from profiles.exports.formats import pdf
from profiles.exports.typesetting import typeset_report
from profiles.languages import Language
from profiles.models import Place, Profile, Revision
from profiles.models.revisions import RevisionQuerySet

ROUNDS = 60
PDF_LIMIT = 150
"""Milliseconds, by the clock, warm."""
LIMITS = {
    "/": 8,
    "/profiles/": 10,
    "/profiles/mali-2021/": 9,
    "/compare/?profile=mali-2021&profile=lunaria-2023": 12,
    **{f"/profiles/mali-2021.{ending}": 2 for ending in ("pdf", "docx", "png")},
}
"""Milliseconds of the processor, median, of what is kept."""
PAGES = [
    *("/healthz", "/", "/profiles/", "/places/", "/places/mali/"),
    *("/domains/partnerships/", "/profiles/mali-2021/", "/profiles/lunaria-2023/changes/", "/compare/"),
    "/compare/?profile=mali-2021&profile=lunaria-2023",
    *("/profiles/mali-2021.pdf", "/profiles/mali-2021.docx", "/profiles/mali-2021.png"),
    *("/profiles/sixty/", "/profiles/sixty-later/changes/"),
    "/compare/?profile=sixty&profile=mali-2021&profile=lunaria-2023&profile=zanbaqia-2024",
]

Ask = Callable[[Client, str], HttpResponse]


def prepare() -> None:
    """Fill the site with the examples, and two editions of 60 findings, reworded a little in the second."""
    call_command("prepare", stdout=StringIO())
    call_command("load_profiles", "fixtures/demo.json", stdout=StringIO())
    place = Place.objects.get(slug="zanbaqia")
    earlier = Profile(place=place, edition=9, year=2030, slug="sixty")
    later = Profile(place=place, edition=10, year=2034, slug="sixty-later")
    world.publish([earlier], findings=60)
    world.publish([later], findings=60, text=lambda n: world.usual_text(n).replace("usual", "common", 3))
    search.rebuild()


def report() -> int:
    """Print a line for each page; return how many promises are broken."""
    prepare()
    client = Client()
    smallest = measure.milliseconds(lambda: client.get("/healthz"), ROUNDS).median
    measure.print_head("page", "median ms", "p95 ms", "queries", "x healthz", "anew, median ms")

    def print_page(client: Client, address: str, label: str = "", ask: Ask = Client.get) -> bool:
        times = measure.milliseconds(lambda: ask(client, address), ROUNDS)
        anew = measure.milliseconds(lambda: ask_anew(client, address), ROUNDS)
        if ask is ask_anew:
            caches["parts"].clear()
        count = measure.queries(client, address)
        shares = (times.median / smallest, anew.median)
        measure.print_row(label or address, times.median, times.late, count, *shares)
        return times.median > LIMITS.get(address, times.median)

    broken = sum(print_page(client, address) for address in PAGES)
    # The alternative: findings and sources fetched one by one, as a template's loops would.
    with mock.patch.object(RevisionQuerySet, "with_findings", lambda self: self):
        print_page(client, "/profiles/sixty/", "the profile of 60 findings, lazy", ask_anew)
    client = measure.staff_client()
    draft = workflow.start_revision(Profile.objects.get(slug="sixty"), by=None)
    print_page(client, "/admin/")
    print_page(client, f"/admin/profiles/revision/{draft.pk}/change/", "the editor, 60 findings")
    median = pdf_milliseconds()
    print(f"\nThe report (PDF) of Mali's profile, warm: {median:.0f} ms by the clock, median of 20")
    return broken + (median >= PDF_LIMIT)


def ask_anew(client: Client, address: str) -> HttpResponse:
    """Ask for a page of which nothing is kept; files that are kept stay."""
    caches["parts"].clear()
    return client.get(address)


def pdf_milliseconds() -> float:
    """Return the median of twenty makings of Mali's report, by the clock, after two that do not count.

    No two are the same: typst remembers what it has set.
    """
    mali = Revision.objects.published().with_profile().get(profile__slug="mali-2021")
    times = []
    for number in range(22):
        start = time.perf_counter()
        mali.number = 1000 + number
        export = build_export(mali, list(Language)[number % len(Language)])
        data = json.dumps(pdf.report(export), ensure_ascii=False, sort_keys=True)
        typeset_report(pdf.TEMPLATE, data, number)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[2:])
