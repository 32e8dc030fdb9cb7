"""Who is told when it is their turn, and the letter. It is sent after the transaction, never in it."""

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from profiles.choices import Verb
from profiles.models import Place, Revision, User

logger = logging.getLogger(__name__)


def reviewers(revision: Revision, but: User | None) -> list[User]:
    """Return those who may review the place and want mail."""
    return _with_right("review_revision", revision, but)


def publishers(revision: Revision, but: User | None) -> list[User]:
    """Return those who may publish the place and want mail."""
    return _with_right("publish_revision", revision, but)


def writers(revision: Revision, but: User | None) -> list[User]:
    """Return whoever began, last changed or submitted the revision, and wants mail."""
    ids = (revision.created_by_id, revision.changed_by_id, revision.submitted_by_id)
    return _who_work_on(revision, _reachable(but).filter(pk__in=[pk for pk in ids if pk is not None]))


def tell(people: list[User], verb: Verb, revision: Revision, by: User | None, note: str = "") -> None:
    """Write to `people` once the transaction is done: what happened, why, and where to go on."""
    page = f"{settings.SITE_URL}{reverse('admin:profiles_revision_change', args=[revision.pk])}"
    context = {
        "verb": verb,
        "revision": revision,
        "profile": revision.profile,
        "by": by.name if by else settings.SITE_NAME,
        "note": note,
        "page": page,
        "site_name": settings.SITE_NAME,
        "preferences": f"{settings.SITE_URL}{reverse('account')}",
    }
    for person in people:
        transaction.on_commit(lambda person=person: _send(person, context), robust=True)  # type: ignore[misc]


def _send(person: User, context: dict[str, object]) -> None:
    subject = f"{context['profile']}: {Verb(str(context['verb'])).label}"
    text = render_to_string("admin/mail/turn.txt", context | {"person": person})
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [person.email])
    except OSError as error:
        logger.warning("A letter to %s could not be sent: %s", person.pk, error)


def _with_right(codename: str, revision: Revision, but: User | None) -> list[User]:
    right = Q(groups__permissions__codename=codename) | Q(user_permissions__codename=codename)
    return _who_work_on(revision, _reachable(but).filter(right | Q(is_superuser=True)).distinct())


def _who_work_on(revision: Revision, people: QuerySet[User]) -> list[User]:
    place = revision.profile.place_id
    return [person for person in people if Place.objects.visible_to(person).filter(pk=place).exists()]


def _reachable(but: User | None) -> QuerySet[User]:
    people = User.objects.filter(is_active=True, is_staff=True, gets_mail=True).exclude(email="")
    return people.exclude(pk=but.pk) if but else people
