"""The glossary, and who may read and change it."""

import django.db.models.deletion
from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


READ = ("view_term", "view_termtext")
CHANGE = tuple(f"{verb}_{model}" for verb in ("add", "change", "delete") for model in ("term", "termtext"))
RIGHTS = {
    "Analyst": READ,
    "Reviewer": READ,
    "Publisher": READ,
    "Administrator": READ + CHANGE,
}


def grant(apps, schema_editor):
    # Permissions are usually made after the last migration: make them now, so that groups can have them.
    create_permissions(all_apps.get_app_config("profiles"), verbosity=0, using=schema_editor.connection.alias)
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for group in Group.objects.filter(name__in=RIGHTS):
        wanted = Permission.objects.filter(content_type__app_label="profiles", codename__in=RIGHTS[group.name])
        assert wanted.count() == len(RIGHTS[group.name]), group.name
        group.permissions.add(*wanted)


def take_back(apps, schema_editor):
    Permission = apps.get_model("auth", "Permission")
    Permission.objects.filter(content_type__app_label="profiles", codename__in=READ + CHANGE).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0013_search_country'),
    ]

    operations = [
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(help_text='The term’s part of the address: /glossary/#term-edition. Others link to it: it stays for ever.', max_length=60, unique=True, verbose_name='slug')),
                ('domain', models.ForeignKey(blank=True, help_text='Where the term belongs to one domain: the glossary then leads to that domain’s page.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='terms', to='profiles.indicatordomain', verbose_name='domain')),
            ],
            options={
                'verbose_name': 'glossary term',
                'verbose_name_plural': 'glossary terms',
                'ordering': ['slug'],
            },
        ),
        migrations.CreateModel(
            name='TermText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('en', 'English'), ('fr', 'Français'), ('es', 'Español'), ('ar', 'العربية'), ('pt', 'Português')], max_length=5, verbose_name='language')),
                ('word', models.CharField(help_text='The term as the glossary lists it, in the singular. It is marked where a profile has it.', max_length=120, verbose_name='word')),
                ('is_everyday', models.BooleanField(default=False, help_text='The word alone also has an everyday meaning, as “edition” or “domain” do. Then it is not marked in profiles: only the further forms are.', verbose_name='everyday word')),
                ('forms', models.TextField(blank=True, help_text='What else is marked as this term, one a line: the plural, an abbreviation, a phrase. Capitals make no difference; accents do. Of two forms the longer one is taken. In Arabic, words before which و, ف, ب, ك, ل or ال is written are found as well.', verbose_name='further forms')),
                ('definition', models.TextField(help_text='What it means, in one to three plain sentences. The public reads it beside the text and in the glossary.', verbose_name='definition')),
                ('source_title', models.CharField(help_text='Where the definition is from: the title of the publication that it is quoted from or rests on. For words of your own: “This site’s own explanation”.', max_length=200, verbose_name='source of the definition')),
                ('source_url', models.URLField(blank=True, help_text='Where the public can read the source.', verbose_name='address of the source')),
                ('term', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='profiles.term', verbose_name='glossary term')),
            ],
            options={
                'verbose_name': 'text of a glossary term',
                'verbose_name_plural': 'texts of glossary terms',
                'ordering': ['term', 'language'],
                'constraints': [models.UniqueConstraint(fields=('term', 'language'), name='term_text_is_unique'), models.CheckConstraint(condition=models.Q(('language__in', ['en', 'fr', 'es', 'ar', 'pt'])), name='term_text_language_is_known'), models.CheckConstraint(condition=models.Q(('word', ''), ('definition', ''), ('source_title', ''), _connector='OR', _negated=True), name='term_text_is_whole')],
            },
        ),
        migrations.RunPython(grant, take_back),
    ]
