"""Measures how long pages take to make, without any cache: `python -m bench.pages` (or `make bench`).

Every page is measured on this machine beside two things in the same run, so that the figures mean
something elsewhere: the smallest answer that Django can give (`/healthz`), and the profile page as it
would be if its queries were left to the template, one for each finding (“lazy”). Results in bench/README.md.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from io import StringIO
from unittest import mock

ROUNDS = 60
PAGES = [
    *("/healthz", "/", "/profiles/", "/places/", "/places/mali/"),
    *("/domains/partnerships/", "/profiles/mali-2021/", "/profiles/lunaria-2023/changes/", "/compare/"),
]


def main() -> None:
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="mgi-bench-")
    os.environ["DATABASE_URL"] = f"sqlite:///{os.environ['VAR_DIR']}/bench.sqlite3"
    os.environ["LOG_LEVEL"] = "WARNING"
    os.environ["DJANGO_SETTINGS_MODULE"] = "mgi.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    call_command("prepare", stdout=StringIO())
    call_command("load_profiles", "fixtures/demo.json", stdout=StringIO())
    sixty_findings()
    report()


def sixty_findings() -> None:
    """Publish a fictional profile of 60 findings, each with a source."""
    from profiles import workflow
    from profiles.choices import Kind
    from profiles.models import Finding, FindingSource, IndicatorDomain, Place, Profile, Revision, Source

    place = Place.objects.get(slug="zanbaqia")
    profile = Profile.objects.create(place=place, edition=9, year=2030, slug="sixty")
    draft = Revision.objects.create(profile=profile, number=1, introduction="A fictional example.")
    source = Source.objects.create(revision=draft, title="A fictional law")
    domains = list(IndicatorDomain.objects.all())
    for number in range(60):
        finding = Finding.objects.create(
            revision=draft,
            domain=domains[number % 6],
            kind=list(Kind)[number % 2],
            position=number,
            text=f"Fictional finding {number}: {'words of a usual length ' * 8}",
        )
        FindingSource.objects.create(finding=finding, source=source, locator=f"art. {number}")
    workflow.publish(draft, by=None)
    sixty_reworded(profile)


def sixty_reworded(earlier: object) -> None:
    """Publish the next edition of that profile, in which every finding is reworded a little."""
    from profiles import workflow
    from profiles.models import Finding, Profile, Revision

    profile = Profile.objects.create(place=earlier.place, edition=10, year=2034, slug="sixty-later")  # type: ignore[attr-defined]
    draft = Revision.objects.create(profile=profile, number=1, introduction="A fictional example.")
    for finding in Finding.objects.filter(revision__profile=earlier):
        Finding.objects.create(
            revision=draft,
            domain=finding.domain,
            kind=finding.kind,
            position=finding.position,
            text=finding.text.replace("usual", "common", 3),
        )
    workflow.publish(draft, by=None)


def report() -> None:
    from django.test import Client

    client = Client()
    smallest = milliseconds(lambda: client.get("/healthz"))
    print(f"{'page':42} {'median ms':>10} {'p95 ms':>8} {'queries':>8} {'x healthz':>10}")
    beside = "/compare/?profile=sixty&profile=mali-2021&profile=lunaria-2023&profile=zanbaqia-2024"
    for address in [*PAGES, "/profiles/sixty/", "/profiles/sixty-later/changes/", beside]:
        row(client, address, nullcontext(), smallest[0])
    row(client, "/profiles/sixty/", lazy(), smallest[0], "  the same, lazy")
    desk, draft = signed_in_with_a_draft()
    row(desk, "/admin/", nullcontext(), smallest[0])
    row(
        desk,
        f"/admin/profiles/revision/{draft}/change/",
        nullcontext(),
        smallest[0],
        "the editor, 60 findings",
    )


def signed_in_with_a_draft() -> tuple[object, int]:
    """Return the client of an administrator, and the id of an open draft of the 60 findings."""
    from django.test import Client

    from profiles import workflow
    from profiles.models import Profile, User

    draft = workflow.start_revision(Profile.objects.get(slug="sixty"), by=None)
    client = Client()
    client.force_login(User.objects.get(is_superuser=True), "django.contrib.auth.backends.ModelBackend")
    return client, draft.pk


def row(client: object, address: str, how: AbstractContextManager, smallest: float, label: str = "") -> None:
    with how:
        median, late = milliseconds(lambda: client.get(address))  # type: ignore[attr-defined]
        asked = queries(client, address)
        print(f"{label or address:42} {median:10.1f} {late:8.1f} {asked:8} {median / smallest:10.1f}")


def queries(client: object, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        client.get(address)  # type: ignore[attr-defined]
    return len(captured)


def lazy() -> AbstractContextManager:
    """The alternative: findings and sources fetched one by one, as a template's loops would."""
    from profiles.models.revisions import RevisionQuerySet

    return mock.patch.object(RevisionQuerySet, "with_findings", lambda self: self)


def milliseconds(call: Callable[[], object]) -> tuple[float, float]:
    """Return the median and the 95th percentile of ROUNDS calls, after five to warm up.

    Processor time of one core: what else the machine is doing does not count. SQLite works in this process,
    so its queries are in it.
    """
    times = []
    for number in range(ROUNDS + 5):
        begun = time.process_time()
        response = call()
        taken = (time.process_time() - begun) * 1000
        if getattr(response, "status_code", 200) != 200:
            sys.exit(f"{response}")
        if number >= 5:
            times.append(taken)
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.95)]


if __name__ == "__main__":
    main()
