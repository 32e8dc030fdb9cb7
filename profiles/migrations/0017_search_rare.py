"""Levels and languages that few texts are of are found by an index: reading the newest of all took ten times as long."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0016_plain_letters'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(fields=['level', 'id'], name='search_level'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(fields=['language', 'id'], name='search_language'),
        ),
    ]
