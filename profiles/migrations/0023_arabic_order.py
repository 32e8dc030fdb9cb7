"""Arabic names are sorted by what follows their article, and found with it and without."""

from django.db import migrations

ARTICLE = "ال"


def pass_over_articles(apps, schema_editor):
    change_names(apps, lambda name: f"{name.removeprefix(ARTICLE)} {name}")


def sort_by_articles(apps, schema_editor):
    change_names(apps, lambda name: name[len(name) // 2 :])


def change_names(apps, change):
    Place = apps.get_model("profiles", "Place")
    places = []
    for place in Place.objects.filter(folded_names__has_key="ar"):
        if place.names.get("ar", place.name).startswith(ARTICLE):
            place.folded_names["ar"] = change(place.folded_names["ar"])
            places.append(place)
    Place.objects.bulk_update(places, ["folded_names"])


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0022_words"),
    ]

    operations = [
        migrations.RunPython(pass_over_articles, sort_by_articles),
    ]
