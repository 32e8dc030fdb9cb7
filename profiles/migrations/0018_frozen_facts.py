"""A closed revision keeps what it is called and describes; a line of the log, the text that it left."""

from collections import defaultdict
from datetime import timedelta

import django.db.models.deletion
from django.db import migrations, models
from django.utils.translation import gettext, override

from profiles.choices import EDITION_WORDS
from profiles.models import immutability

FACTS = ["title", "place_name", "place_official_name", "year", "month", "language"]
CLOSED_STATES = ["published", "superseded", "withdrawn"]
BEFORE, AFTER = timedelta(minutes=10), timedelta(seconds=5)
"""The history showed a snapshot in the line of the log that was written within this time of it."""


def freeze(apps, schema_editor):
    """Give every closed revision the facts that its page shows today."""
    Revision = apps.get_model("profiles", "Revision")
    closed = Revision.objects.filter(state__in=CLOSED_STATES).select_related("profile__place")
    for revision in closed.defer("introduction").order_by("pk"):
        set_facts(revision)
        revision.save(update_fields=[f"frozen_{name}" for name in FACTS])


def set_facts(revision):
    profile, place, language = revision.profile, revision.profile.place, revision.profile.language
    name = place.name if language == "en" else place.names.get(language) or place.name
    official_name = place.official_name if language == "en" else name
    with override(language):
        edition = EDITION_WORDS.get(profile.edition) or gettext("Edition %(number)s") % {
            "number": profile.edition
        }
        revision.frozen_title = gettext(
            "Migration Governance Indicators: %(place)s %(edition)s Profile (%(year)s)"
        ) % {"place": official_name, "edition": edition, "year": profile.year}
    revision.frozen_place_name, revision.frozen_place_official_name = name, official_name
    revision.frozen_year, revision.frozen_month = profile.year, profile.month
    revision.frozen_language = language


def join_snapshots(apps, schema_editor):
    """Join each line of the log with the text that the history showed in it."""
    LogEntry, Snapshot = apps.get_model("profiles", "LogEntry"), apps.get_model("profiles", "Snapshot")
    for profile in LogEntry.objects.order_by().values_list("profile", flat=True).distinct():
        waiting = defaultdict(list)
        snapshots = Snapshot.objects.filter(profile=profile).order_by("-made_at", "-pk")
        for snapshot in snapshots.only("verb", "made_by_id", "made_at"):
            waiting[snapshot.verb, snapshot.made_by_id].append(snapshot)
        joined = []
        for entry in LogEntry.objects.filter(profile=profile).order_by("-at", "-pk"):
            candidates = waiting[entry.verb, entry.by_id]
            own = next((s for s in candidates if entry.at - BEFORE <= s.made_at <= entry.at + AFTER), None)
            if own:
                candidates.remove(own)
                entry.snapshot = own
                joined.append(entry)
        LogEntry.objects.bulk_update(joined, ["snapshot"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0017_search_rare"),
    ]

    operations = [
        migrations.RunPython(immutability.drop, immutability.create),
        migrations.AddField(
            model_name="revision",
            name="frozen_title",
            field=models.CharField(blank=True, editable=False, max_length=400, default=""),
        ),
        migrations.AddField(
            model_name="revision",
            name="frozen_place_name",
            field=models.CharField(blank=True, editable=False, max_length=120, default=""),
        ),
        migrations.AddField(
            model_name="revision",
            name="frozen_place_official_name",
            field=models.CharField(blank=True, editable=False, max_length=200, default=""),
        ),
        migrations.AddField(
            model_name="revision",
            name="frozen_year",
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="revision",
            name="frozen_month",
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="revision",
            name="frozen_language",
            field=models.CharField(blank=True, editable=False, max_length=5, default=""),
        ),
        migrations.RunPython(freeze, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("draft", "in_review", "approved")),
                    models.Q(
                        ("frozen_year__isnull", False),
                        models.Q(("frozen_title", ""), _negated=True),
                        models.Q(("frozen_place_name", ""), _negated=True),
                        models.Q(("frozen_language", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="revision_closed_has_its_facts",
            ),
        ),
        migrations.AddField(
            model_name="logentry",
            name="snapshot",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="log_entries",
                to="profiles.snapshot",
                verbose_name="text",
            ),
        ),
        migrations.RunPython(join_snapshots, migrations.RunPython.noop),
        migrations.RunPython(immutability.create, immutability.drop),
    ]
