"""Both databases search by the same analysis of words: PostgreSQL by vectors that the index writes.

The index is emptied; `prepare` makes it anew.
"""

import django.db.models.deletion
from django.db import migrations, models

import profiles.models.search

GO = (
    "INSERT INTO profiles_searchtext (profiles_searchtext, rowid, stems, joined, words) "
    "VALUES ('delete', OLD.id, OLD.stems, OLD.joined, OLD.words);"
)
COME = (
    "INSERT INTO profiles_searchtext (rowid, stems, joined, words) "
    "VALUES (NEW.id, NEW.stems, NEW.joined, NEW.words);"
)
DROP_TRIGGERS = [f"DROP TRIGGER profiles_searchentry_{name}" for name in ("come", "go", "change")]
DROP = {
    "postgresql": [
        "DROP INDEX profiles_searchword_alike",
        "ALTER TABLE profiles_searchentry DROP COLUMN words",
    ],
    "sqlite": [*DROP_TRIGGERS, "DROP TABLE profiles_searchtext"],
}
CREATE = {
    "postgresql": [
        "CREATE INDEX profiles_searchentry_words ON profiles_searchentry USING gin (words) WITH (fastupdate = off)",
    ],
    "sqlite": [
        "CREATE VIRTUAL TABLE profiles_searchtext USING fts5 (stems, joined, words, "
        "content='profiles_searchentry', content_rowid='id', tokenize='unicode61 remove_diacritics 0', prefix='3 4')",
        f"CREATE TRIGGER profiles_searchentry_come AFTER INSERT ON profiles_searchentry BEGIN {COME} END",
        f"CREATE TRIGGER profiles_searchentry_go AFTER DELETE ON profiles_searchentry BEGIN {GO} END",
        f"CREATE TRIGGER profiles_searchentry_change AFTER UPDATE ON profiles_searchentry BEGIN {GO} {COME} END",
    ],
}


def drop_old(apps, schema_editor):
    for name in ("SearchEntry", "SearchWord"):
        apps.get_model("profiles", name).objects.all().delete()
    run(schema_editor, DROP)
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT oid::regconfig::text FROM pg_ts_config WHERE cfgname LIKE 'mgi\\_%'")
            for (name,) in cursor.fetchall():
                schema_editor.execute(f"DROP TEXT SEARCH CONFIGURATION {name}")


def create(apps, schema_editor):
    run(schema_editor, CREATE)


def drop(apps, schema_editor):
    for name in ("SearchEntry", "SearchWord"):
        apps.get_model("profiles", name).objects.all().delete()
    run(schema_editor, {"postgresql": ["DROP INDEX profiles_searchentry_words"], "sqlite": DROP["sqlite"]})


def create_old(apps, schema_editor):
    import importlib

    old = importlib.import_module("profiles.migrations.0012_search_by_database")
    old.there(apps, schema_editor)


def run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("profiles", "0026_translators")]

    operations = [
        migrations.RunPython(drop_old, create_old),
        migrations.AddField("searchentry", "unit", models.BigIntegerField(default=0)),
        migrations.AddField("searchentry", "joined", models.TextField(blank=True)),
        migrations.AddField("searchentry", "words", profiles.models.search.LexemesField(default="")),
        migrations.AlterField("searchword", "word", models.CharField(db_index=True, max_length=60)),
        migrations.AddField("searchword", "written", models.CharField(default="", max_length=120), preserve_default=False),
        migrations.AddConstraint(
            "searchword",
            models.UniqueConstraint(fields=("word", "written"), name="search_word_is_unique"),
        ),
        migrations.CreateModel(
            name="SearchName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(db_index=True, max_length=200)),
                *(
                    (
                        name,
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to=f"profiles.{model}",
                        ),
                    )
                    for name, model in (("place", "place"), ("domain", "indicatordomain"), ("term", "term"))
                ),
            ],
            options={"verbose_name": "search name", "verbose_name_plural": "search names"},
        ),
        migrations.RunPython(create, drop),
    ]
