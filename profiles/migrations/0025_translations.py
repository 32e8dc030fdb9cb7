"""Translations; whose a snapshot, a line of the log, a comment and an assignment are."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import profiles.languages
from profiles.models import immutability


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0024_revoked'),
    ]

    operations = [
        migrations.RunPython(immutability.drop, immutability.create),
        migrations.CreateModel(
            name='Translation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('approved', 'Approved'), ('published', 'Published'), ('superseded', 'Superseded'), ('withdrawn', 'Withdrawn')], default='draft', max_length=12, verbose_name='state')),
                ('change_note', models.CharField(blank=True, help_text='One sentence on what differs from the revision before.', max_length=300, verbose_name='what changed')),
                ('lock_version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='started')),
                ('changed_at', models.DateTimeField(auto_now_add=True, verbose_name='last changed')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='submitted')),
                ('approved_at', models.DateTimeField(editable=False, null=True, verbose_name='approved')),
                ('publish_at', models.DateTimeField(editable=False, null=True, verbose_name='publication scheduled for')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='published')),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='superseded or withdrawn')),
                ('withdrawal_reason', models.TextField(blank=True, editable=False, help_text='Shown at the public address.', verbose_name='reason of withdrawal')),
                ('language', models.CharField(choices=profiles.languages.language_choices, max_length=5, verbose_name='language')),
                ('number', models.PositiveIntegerField(editable=False, help_text='Counts what was published of one revision in one language, from 1.', null=True, verbose_name='number')),
                ('units', models.JSONField(blank=True, default=dict, editable=False, help_text='Key of a unit -> its text, and the original text that it translates.', verbose_name='units')),
                ('missing_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='missing units')),
                ('outdated_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='outdated units')),
                ('provenance', models.CharField(choices=[('official', 'Official wording'), ('site', 'Translation by this site')], default='site', max_length=10, verbose_name='provenance')),
                ('reference', models.CharField(blank=True, help_text='Of an official translation: who approved it and when, or the edition in which it was printed. Shown to readers.', max_length=300, verbose_name='approval')),
                ('frozen_title', models.CharField(blank=True, default='', editable=False, max_length=400)),
                ('frozen_place_name', models.CharField(blank=True, default='', editable=False, max_length=120)),
                ('approved_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                ('changed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='last changed by')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='superseded or withdrawn by')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='started by')),
                ('profile', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='profiles.profile', verbose_name='profile')),
                ('published_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by')),
                ('revision', models.ForeignKey(help_text='The text that it translates.', on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='profiles.revision', verbose_name='revision')),
                ('submitted_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitted by')),
            ],
            options={
                'verbose_name': 'translation',
                'verbose_name_plural': 'translations',
                'ordering': ['profile', 'language', '-pk'],
                'permissions': [('review_translation', 'Can review translation'), ('publish_translation', 'Can publish translation')],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'in_review', 'approved', 'published', 'superseded', 'withdrawn'])), name='translation_state_is_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('state__in', ('draft', 'in_review', 'approved'))), models.Q(('published_at__isnull', False), ('state__in', ('published', 'superseded', 'withdrawn'))), _connector='OR'), name='translation_published_has_a_moment'),
                    models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state__in', ['draft', 'in_review', 'approved', 'published'])), models.Q(('closed_at__isnull', False), ('state__in', ['superseded', 'withdrawn'])), _connector='OR'), name='translation_closed_has_a_moment'),
                    models.CheckConstraint(condition=models.Q(('publish_at__isnull', True), models.Q(('state__in', ['draft', 'in_review']), _negated=True), _connector='OR'), name='translation_scheduled_is_approved'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'withdrawn'), models.Q(('withdrawal_reason', ''), _negated=True)), models.Q(models.Q(('state', 'withdrawn'), _negated=True), ('withdrawal_reason', '')), _connector='OR'), name='translation_withdrawn_has_a_reason'),
                    models.UniqueConstraint(fields=('revision', 'language', 'number'), name='translation_number_is_unique'),
                    models.UniqueConstraint(condition=models.Q(('state', 'published')), fields=('revision', 'language'), name='translation_one_published'),
                    models.UniqueConstraint(condition=models.Q(('state__in', ('draft', 'in_review', 'approved'))), fields=('profile', 'language'), name='translation_one_open'),
                    models.CheckConstraint(condition=models.Q(('language', ''), _negated=True), name='translation_has_a_language'),
                    models.CheckConstraint(condition=models.Q(('provenance__in', ['official', 'site'])), name='translation_provenance_is_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', True), ('state__in', ('draft', 'in_review', 'approved'))), models.Q(models.Q(('state__in', ('draft', 'in_review', 'approved')), _negated=True), ('number__gte', 1), ('number__isnull', False), models.Q(('frozen_title', ''), _negated=True), models.Q(('frozen_place_name', ''), _negated=True), models.Q(models.Q(('provenance', 'official'), _negated=True), models.Q(('reference', ''), _negated=True), _connector='OR')), _connector='OR'), name='translation_closed_has_its_facts'),
                ],
                'indexes': [
                    models.Index(fields=['profile', 'language', 'state'], name='translation_of_profile'),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name='assignment',
            name='assignment_place_is_unique',
        ),
        migrations.RemoveConstraint(
            model_name='assignment',
            name='assignment_region_is_unique',
        ),
        migrations.RemoveConstraint(
            model_name='assignment',
            name='assignment_everywhere_is_unique',
        ),
        migrations.RemoveConstraint(
            model_name='logentry',
            name='log_verb_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='presence',
            name='presence_is_unique',
        ),
        migrations.RemoveConstraint(
            model_name='snapshot',
            name='snapshot_verb_is_known',
        ),
        migrations.RemoveIndex(
            model_name='snapshot',
            name='snapshot_of_revision',
        ),
        migrations.AddField(
            model_name='assignment',
            name='language',
            field=models.CharField(blank=True, choices=profiles.languages.language_choices, help_text='For translators: only translations into this language. Empty: the profiles themselves, and translations into every language.', max_length=5, verbose_name='language'),
        ),
        migrations.AddField(
            model_name='logentry',
            name='language',
            field=models.CharField(blank=True, choices=profiles.languages.language_choices, max_length=5, verbose_name='language'),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='language',
            field=models.CharField(blank=True, choices=profiles.languages.language_choices, max_length=5, verbose_name='language'),
        ),
        migrations.AlterField(
            model_name='logentry',
            name='verb',
            field=models.CharField(choices=[('create', 'Created the profile'), ('start', 'Started a revision'), ('facts', 'Changed the facts of the profile'), ('save', 'Saved changes'), ('set_aside', 'Set aside after another save'), ('import', 'Imported a document'), ('submit', 'Submitted for review'), ('send_back', 'Sent back to the writers'), ('approve', 'Approved'), ('schedule', 'Scheduled the publication'), ('unschedule', 'Unscheduled the publication'), ('publish', 'Published'), ('withdraw', 'Withdrew from the public'), ('discard', 'Discarded the draft'), ('restore', 'Restored an earlier text'), ('sign_off', 'Recorded a government sign-off'), ('unsign', 'Revoked a sign-off that was recorded by mistake'), ('invite', 'Made a review link'), ('revoke', 'Revoked a review link'), ('move', 'Changed the address'), ('match', 'Corrected which findings are the same as in the edition before'), ('carry', 'Kept the translation for the new revision'), ('move_on', 'Moved the translation to another revision'), ('add_place', 'Added the place'), ('change_place', 'Changed the place'), ('delete_place', 'Deleted the place')], max_length=20, verbose_name='what'),
        ),
        migrations.AlterField(
            model_name='snapshot',
            name='verb',
            field=models.CharField(choices=[('create', 'Created the profile'), ('start', 'Started a revision'), ('facts', 'Changed the facts of the profile'), ('save', 'Saved changes'), ('set_aside', 'Set aside after another save'), ('import', 'Imported a document'), ('submit', 'Submitted for review'), ('send_back', 'Sent back to the writers'), ('approve', 'Approved'), ('schedule', 'Scheduled the publication'), ('unschedule', 'Unscheduled the publication'), ('publish', 'Published'), ('withdraw', 'Withdrew from the public'), ('discard', 'Discarded the draft'), ('restore', 'Restored an earlier text'), ('sign_off', 'Recorded a government sign-off'), ('unsign', 'Revoked a sign-off that was recorded by mistake'), ('invite', 'Made a review link'), ('revoke', 'Revoked a review link'), ('move', 'Changed the address'), ('match', 'Corrected which findings are the same as in the edition before'), ('carry', 'Kept the translation for the new revision'), ('move_on', 'Moved the translation to another revision'), ('add_place', 'Added the place'), ('change_place', 'Changed the place'), ('delete_place', 'Deleted the place')], max_length=20, verbose_name='what'),
        ),
        migrations.AddIndex(
            model_name='snapshot',
            index=models.Index(fields=['profile', 'revision_number', 'language', '-made_at'], name='snapshot_of_revision'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('place__isnull', False)), fields=('user', 'place', 'language'), name='assignment_place_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('region', ''), _negated=True), fields=('user', 'region', 'language'), name='assignment_region_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('is_everywhere', True)), fields=('user', 'language'), name='assignment_everywhere_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='logentry',
            constraint=models.CheckConstraint(condition=models.Q(('verb__in', ['create', 'start', 'facts', 'save', 'set_aside', 'import', 'submit', 'send_back', 'approve', 'schedule', 'unschedule', 'publish', 'withdraw', 'discard', 'restore', 'sign_off', 'unsign', 'invite', 'revoke', 'move', 'match', 'carry', 'move_on', 'add_place', 'change_place', 'delete_place'])), name='log_verb_is_known'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.CheckConstraint(condition=models.Q(('verb__in', ['create', 'start', 'facts', 'save', 'set_aside', 'import', 'submit', 'send_back', 'approve', 'schedule', 'unschedule', 'publish', 'withdraw', 'discard', 'restore', 'sign_off', 'unsign', 'invite', 'revoke', 'move', 'match', 'carry', 'move_on', 'add_place', 'change_place', 'delete_place'])), name='snapshot_verb_is_known'),
        ),
        migrations.AddField(
            model_name='comment',
            name='translation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='profiles.translation', verbose_name='translation'),
        ),
        migrations.AddField(
            model_name='presence',
            name='translation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='profiles.translation', verbose_name='translation'),
        ),
        migrations.AddConstraint(
            model_name='presence',
            constraint=models.UniqueConstraint(condition=models.Q(('translation__isnull', True)), fields=('revision', 'user'), name='presence_is_unique'),
        ),
        migrations.AddConstraint(
            model_name='presence',
            constraint=models.UniqueConstraint(fields=('translation', 'user'), name='presence_in_translation_is_unique'),
        ),
        migrations.RunPython(immutability.create, immutability.drop),
    ]
