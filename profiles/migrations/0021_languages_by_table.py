"""The table in profiles/languages.py says which languages there are: a row more is no migration."""

import profiles.languages
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0020_place_log'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='alert',
            name='alert_language_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='domaintext',
            name='domain_text_language_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='profile',
            name='profile_language_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='termtext',
            name='term_text_language_is_known',
        ),
        migrations.AlterField(
            model_name='alert',
            name='language',
            field=models.CharField(choices=profiles.languages.language_choices, max_length=5, verbose_name='language'),
        ),
        migrations.AlterField(
            model_name='domaintext',
            name='language',
            field=models.CharField(choices=profiles.languages.language_choices, max_length=5, verbose_name='language'),
        ),
        migrations.AlterField(
            model_name='profile',
            name='language',
            field=models.CharField(choices=profiles.languages.language_choices, default='en', help_text='The language in which the government approved the text.', max_length=5, verbose_name='original language'),
        ),
        migrations.AlterField(
            model_name='termtext',
            name='language',
            field=models.CharField(choices=profiles.languages.language_choices, max_length=5, verbose_name='language'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(('language', ''), _negated=True), name='alert_has_a_language'),
        ),
        migrations.AddConstraint(
            model_name='domaintext',
            constraint=models.CheckConstraint(condition=models.Q(('language', ''), _negated=True), name='domain_text_has_a_language'),
        ),
        migrations.AddConstraint(
            model_name='profile',
            constraint=models.CheckConstraint(condition=models.Q(('language', ''), _negated=True), name='profile_has_a_language'),
        ),
        migrations.AddConstraint(
            model_name='termtext',
            constraint=models.CheckConstraint(condition=models.Q(('language', ''), _negated=True), name='term_text_has_a_language'),
        ),
    ]
