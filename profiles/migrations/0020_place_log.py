"""The log of places; what happened to a place is the only thing that an older release cannot keep."""

import django.db.models.deletion
from django.db import migrations, models

from profiles.models import immutability


def delete_log_of_places(apps, schema_editor):
    apps.get_model("profiles", "LogEntry").objects.filter(profile__isnull=True).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0019_slug_redirect'),
    ]

    operations = [
        # On SQLite the table of snapshots is made anew, and its triggers with it.
        migrations.RunPython(immutability.drop, immutability.create),
        migrations.RemoveConstraint(
            model_name='logentry',
            name='log_verb_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='snapshot',
            name='snapshot_verb_is_known',
        ),
        migrations.AddField(
            model_name='logentry',
            name='place',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='log', to='profiles.place', verbose_name='place'),
        ),
        migrations.AddField(
            model_name='logentry',
            name='place_name',
            field=models.CharField(blank=True, max_length=120, verbose_name='place'),
        ),
        migrations.AlterField(
            model_name='logentry',
            name='profile',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='log', to='profiles.profile', verbose_name='profile'),
        ),
        migrations.AlterField(
            model_name='logentry',
            name='verb',
            field=models.CharField(choices=[('create', 'Created the profile'), ('start', 'Started a revision'), ('facts', 'Changed the facts of the profile'), ('save', 'Saved changes'), ('set_aside', 'Set aside after somebody else had saved'), ('import', 'Took in a document'), ('submit', 'Submitted for review'), ('send_back', 'Sent back to the writers'), ('approve', 'Approved'), ('schedule', 'Scheduled the publication'), ('unschedule', 'Took back the schedule'), ('publish', 'Published'), ('withdraw', 'Withdrew from the public'), ('discard', 'Discarded the draft'), ('restore', 'Restored an earlier text'), ('sign_off', 'Recorded a government sign-off'), ('unsign', 'Took back a sign-off that was recorded by mistake'), ('invite', 'Made a review link'), ('revoke', 'Revoked a review link'), ('move', 'Changed the address'), ('match', 'Corrected which findings are the same as in the edition before'), ('add_place', 'Added the place'), ('change_place', 'Changed the place'), ('delete_place', 'Deleted the place')], max_length=20, verbose_name='what'),
        ),
        migrations.AlterField(
            model_name='snapshot',
            name='verb',
            field=models.CharField(choices=[('create', 'Created the profile'), ('start', 'Started a revision'), ('facts', 'Changed the facts of the profile'), ('save', 'Saved changes'), ('set_aside', 'Set aside after somebody else had saved'), ('import', 'Took in a document'), ('submit', 'Submitted for review'), ('send_back', 'Sent back to the writers'), ('approve', 'Approved'), ('schedule', 'Scheduled the publication'), ('unschedule', 'Took back the schedule'), ('publish', 'Published'), ('withdraw', 'Withdrew from the public'), ('discard', 'Discarded the draft'), ('restore', 'Restored an earlier text'), ('sign_off', 'Recorded a government sign-off'), ('unsign', 'Took back a sign-off that was recorded by mistake'), ('invite', 'Made a review link'), ('revoke', 'Revoked a review link'), ('move', 'Changed the address'), ('match', 'Corrected which findings are the same as in the edition before'), ('add_place', 'Added the place'), ('change_place', 'Changed the place'), ('delete_place', 'Deleted the place')], max_length=20, verbose_name='what'),
        ),
        migrations.AddConstraint(
            model_name='logentry',
            constraint=models.CheckConstraint(condition=models.Q(('verb__in', ['create', 'start', 'facts', 'save', 'set_aside', 'import', 'submit', 'send_back', 'approve', 'schedule', 'unschedule', 'publish', 'withdraw', 'discard', 'restore', 'sign_off', 'unsign', 'invite', 'revoke', 'move', 'match', 'add_place', 'change_place', 'delete_place'])), name='log_verb_is_known'),
        ),
        migrations.AddConstraint(
            model_name='logentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('place__isnull', True), ('place_name', ''), ('profile__isnull', False)), models.Q(('profile__isnull', True), models.Q(('place_name', ''), _negated=True)), _connector='OR'), name='log_is_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='snapshot',
            constraint=models.CheckConstraint(condition=models.Q(('verb__in', ['create', 'start', 'facts', 'save', 'set_aside', 'import', 'submit', 'send_back', 'approve', 'schedule', 'unschedule', 'publish', 'withdraw', 'discard', 'restore', 'sign_off', 'unsign', 'invite', 'revoke', 'move', 'match', 'add_place', 'change_place', 'delete_place'])), name='snapshot_verb_is_known'),
        ),
        migrations.RunPython(immutability.create, immutability.drop),
        migrations.RunPython(migrations.RunPython.noop, delete_log_of_places),
    ]
