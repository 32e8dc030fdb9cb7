"""Whose wording a text of a domain is, and other usual names of places."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0027_search_analysis'),
    ]

    operations = [
        migrations.AddField(
            model_name='domaintext',
            name='description_provenance',
            field=models.CharField(choices=[('official', 'Official wording'), ('site', 'Translation by this site')], default='official', help_text='Whose words the description is. The public reads it where it is a translation by this site.', max_length=10, verbose_name='provenance of the description'),
        ),
        migrations.AddField(
            model_name='domaintext',
            name='description_source',
            field=models.CharField(blank=True, help_text='Where the official description is published: a document and its page, or an address.', max_length=500, verbose_name='source of the description'),
        ),
        migrations.AddField(
            model_name='domaintext',
            name='title_provenance',
            field=models.CharField(choices=[('official', 'Official wording'), ('site', 'Translation by this site')], default='official', help_text='Whose words the title is. The public reads it where it is a translation by this site.', max_length=10, verbose_name='provenance of the title'),
        ),
        migrations.AddField(
            model_name='domaintext',
            name='title_source',
            field=models.CharField(blank=True, help_text='Where the official title is published: a document and its page, or an address.', max_length=500, verbose_name='source of the title'),
        ),
        migrations.AddField(
            model_name='place',
            name='aliases',
            field=models.JSONField(blank=True, default=list, help_text='Usual other names in any language, one a line: former names, short forms, abbreviations. The place is found by them; no page shows them.', verbose_name='other usual names'),
        ),
        migrations.AddField(
            model_name='place',
            name='shipped_names',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AlterField(
            model_name='domaintext',
            name='description',
            field=models.TextField(help_text='The programme’s description, word for word; where it has none in this language, a translation. Shown as “About this domain”.', verbose_name='description'),
        ),
        migrations.AlterField(
            model_name='domaintext',
            name='title',
            field=models.CharField(help_text='The programme’s title, word for word; where it has none in this language, a translation.', max_length=120, verbose_name='title'),
        ),
        migrations.AlterField(
            model_name='place',
            name='names',
            field=models.JSONField(blank=True, default=dict, help_text='Short names by language code: of countries, the United Nations’ or CLDR’s. Shown on pages in that language.', verbose_name='names by language'),
        ),
        migrations.AddConstraint(
            model_name='domaintext',
            constraint=models.CheckConstraint(condition=models.Q(('title_provenance__in', ['official', 'site'])), name='domain_text_title_provenance_is_known'),
        ),
        migrations.AddConstraint(
            model_name='domaintext',
            constraint=models.CheckConstraint(condition=models.Q(('description_provenance__in', ['official', 'site'])), name='domain_text_description_provenance_is_known'),
        ),
    ]
