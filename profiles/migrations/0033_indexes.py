"""What is paged through is known from an index: the findings of a domain, and the latest publications."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("profiles", "0032_page_versions")]

    operations = [
        migrations.AddIndex(
            "finding", models.Index(name="finding_domain_and_revision", fields=["domain", "revision"])
        ),
        migrations.AddIndex(
            "revision",
            models.Index(
                name="revision_published_at",
                fields=["-published_at", "-id"],
                condition=models.Q(state="published"),
            ),
        ),
    ]
