"""What each database searches by, beside the columns that both have."""

from django.db import migrations

LANGUAGES = {"en": "english", "fr": "french", "es": "spanish", "ar": "arabic", "pt": "portuguese", "": "simple"}
WORDS = "asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart"
# A hyphen or a slash parts two words here, as it does on SQLite: PostgreSQL would take them for one address.
APART = "translate(text, '-/.@:_&''’', '         ')"
SINGULAR = rf"regexp_replace({APART}, '[õo]es\M', 'ão', 'gi')"

POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS unaccent",
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    *(
        statement
        for code, name in LANGUAGES.items()
        for statement in (
            f"CREATE TEXT SEARCH CONFIGURATION mgi_{code or 'simple'} (COPY = pg_catalog.{name})",
            f"ALTER TEXT SEARCH CONFIGURATION mgi_{code or 'simple'} ALTER MAPPING FOR {WORDS} "
            f"WITH unaccent, {name}{'_stem' if code else ''}",
        )
    ),
    # Without their accents, the singular and the plural of migração would have two stems.
    "ALTER TABLE profiles_searchentry ADD COLUMN words tsvector GENERATED ALWAYS AS (CASE language "
    + " ".join(
        f"WHEN '{code}' THEN to_tsvector('mgi_{code}', {SINGULAR if code == 'pt' else APART})"
        for code in LANGUAGES
        if code
    )
    + f" ELSE to_tsvector('mgi_simple', {APART}) END) STORED",
    "CREATE INDEX profiles_searchentry_words ON profiles_searchentry USING gin (words) WITH (fastupdate = off)",
    "CREATE INDEX profiles_searchword_alike ON profiles_searchword USING gin (word gin_trgm_ops)",
]
POSTGRESQL_BACK = [
    "DROP INDEX profiles_searchword_alike",
    "ALTER TABLE profiles_searchentry DROP COLUMN words",
    *(f"DROP TEXT SEARCH CONFIGURATION mgi_{code or 'simple'}" for code in LANGUAGES),
]

GO = "INSERT INTO profiles_searchtext (profiles_searchtext, rowid, text, stems) VALUES ('delete', OLD.id, OLD.text, OLD.stems);"
COME = "INSERT INTO profiles_searchtext (rowid, text, stems) VALUES (NEW.id, NEW.text, NEW.stems);"
SQLITE = [
    "CREATE VIRTUAL TABLE profiles_searchtext USING fts5 (text, stems, content='profiles_searchentry', "
    "content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='3 4')",
    f"CREATE TRIGGER profiles_searchentry_come AFTER INSERT ON profiles_searchentry BEGIN {COME} END",
    f"CREATE TRIGGER profiles_searchentry_go AFTER DELETE ON profiles_searchentry BEGIN {GO} END",
    f"CREATE TRIGGER profiles_searchentry_change AFTER UPDATE ON profiles_searchentry BEGIN {GO} {COME} END",
]
SQLITE_BACK = [
    "DROP TRIGGER profiles_searchentry_come",
    "DROP TRIGGER profiles_searchentry_go",
    "DROP TRIGGER profiles_searchentry_change",
    "DROP TABLE profiles_searchtext",
]


def there(apps, schema_editor):
    run(schema_editor, {"postgresql": POSTGRESQL, "sqlite": SQLITE})


def back(apps, schema_editor):
    run(schema_editor, {"postgresql": POSTGRESQL_BACK, "sqlite": SQLITE_BACK})


def run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("profiles", "0011_search_index")]

    operations = [migrations.RunPython(there, back)]
