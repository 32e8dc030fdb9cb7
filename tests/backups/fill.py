"""Gives a prepared site a row in every table that a backup has, and a letter. Run by `manage.py shell`."""

from datetime import timedelta
from uuid import uuid4

from axes.models import AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib.admin.models import ADDITION, LogEntry as AdminLogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from profiles import workflow
from profiles.backups import tables
from profiles.choices import JobKind
from profiles.content.serialize import serialize_revision
from profiles.models import (
    Alert,
    Assignment,
    Comment,
    FindingMatch,
    ImportDocument,
    ImportName,
    Job,
    JobRun,
    Profile,
    ReviewLink,
    ReviewVisit,
    Revision,
    SlugRedirect,
    User,
)

LETTER = b"%PDF-1.7 a signed letter \x00\xff"


def fill() -> None:
    user = User.objects.get(username="administrator")
    profile = Profile.objects.get(slug="lunaria-2023")
    publish_with_letter(workflow.start_revision(profile, by=user), user)
    add_around(workflow.start_revision(profile, by=user), user)
    add_records(user)
    Job.objects.all().delete()  # Their moments are now: a worker is to leave them alone.
    Job.objects.create(kind=JobKind.EMAIL, arguments={"b": 1, "a": [None, 0.1]}, run_at=in_a_day())
    JobRun.objects.create(kind=JobKind.EMAIL, finished_at=timezone.now(), seconds=0.1 + 0.2)
    lacking = [model._meta.label for model in tables.models_of(apps) if not model._base_manager.exists()]
    assert lacking == [], lacking


def publish_with_letter(revision: Revision, user: User) -> None:
    content = serialize_revision(revision) | {"introduction": "Anew: “quotes”, a \\ and مثال, 𝔘."}
    revision = workflow.save_content(revision, content, revision.lock_version, user)
    letter = ContentFile(LETTER, "letter.pdf")
    today = timezone.now().date()
    workflow.record_sign_off(revision, user, body="A ministry", signed_on=today, file=letter)
    revision.refresh_from_db()
    revision = workflow.submit(revision, by=user)
    workflow.publish(workflow.approve(revision, by=None), by=None)


def add_around(revision: Revision, user: User) -> None:
    """Add what stands beside an open revision."""
    Comment.objects.create(revision=revision, by=user, text="A comment.")
    link = ReviewLink.objects.create(
        revision=revision, label="A ministry", token_digest="0" * 64, expires_at=in_a_day(), made_by=user
    )
    ReviewVisit.objects.create(link=link, address="192.0.2.1")
    ImportDocument.objects.create(uploaded_by=user, name="a.txt", data=b"\x00\xff", digest="1" * 64)
    ImportName.objects.create(user=user, name="a", target="b")
    SlugRedirect.objects.create(slug="lunaria-long-ago", place=revision.profile.place)
    Assignment.objects.create(user=user, place=revision.profile.place)
    Alert.objects.create(email="reader@example.org", language="ar", place=revision.profile.place)
    earlier = Profile.objects.get(slug="lunaria-2019")
    row = {"earlier_key": uuid4(), "later_key": uuid4(), "is_same": False, "by": user}
    FindingMatch.objects.create(earlier=earlier, later=revision.profile, **row)


def add_records(user: User) -> None:
    user.groups.set(Group.objects.all()[:2])
    user.user_permissions.set(Permission.objects.all()[:2])
    TOTPDevice.objects.create(user=user, name="telephone", confirmed=True)
    StaticDevice.objects.create(user=user, name="codes").token_set.create(token="abcdefgh")
    AccessLog.objects.create(username="administrator", ip_address="192.0.2.1", path_info="/admin/")
    AccessFailureLog.objects.create(username="nobody", ip_address="192.0.2.1", path_info="/admin/")
    row = {"user": user, "content_type": ContentType.objects.get_for_model(User), "object_id": user.pk}
    AdminLogEntry.objects.create(action_flag=ADDITION, **row)


def in_a_day() -> object:
    return timezone.now() + timedelta(days=1)
