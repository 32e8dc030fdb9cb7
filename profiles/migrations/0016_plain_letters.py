"""Œ is found as oe, and so on: names are folded anew, and the index is made anew when the site starts."""

from django.db import migrations

PLAIN = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t"}
)


def fold_anew(apps, schema_editor):
    Place = apps.get_model("profiles", "Place")
    changed = []
    for place in Place.objects.only("folded_names").iterator():
        folded = {code: name.translate(PLAIN) for code, name in place.folded_names.items()}
        if folded != place.folded_names:
            place.folded_names = folded
            changed.append(place)
    Place.objects.bulk_update(changed, ["folded_names"], batch_size=500)


def have_the_index_made_anew(apps, schema_editor):
    # An index without the domains is one that lacks something (profiles/search/index.py). Until `prepare`
    # makes it anew, domains are not found, nor, on SQLite, words with such letters.
    apps.get_model("profiles", "SearchEntry").objects.filter(what="domain").delete()


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0015_alerts'),
    ]

    operations = [
        migrations.RunPython(fold_anew, migrations.RunPython.noop),
        migrations.RunPython(have_the_index_made_anew, migrations.RunPython.noop),
    ]
