"""The questions about revisions and translations: may a user, which users may, which texts wait."""

from django.db.models import OuterRef, Q, QuerySet, Subquery

from profiles.choices import Action
from profiles.languages import Language
from profiles.models import LogEntry, Place, Revision, Translation, User
from profiles.permissions import revisions, translations
from profiles.permissions.decisions import Decision
from profiles.permissions.rules import Rule, Text

RULES: dict[type[Text], dict[Action, Rule]] = {
    Revision: revisions.RULES,
    Translation: translations.RULES,
}


def can(action: Action, user: User | None, text: Text) -> Decision:
    """Return whether `user` may take `action`, a key of the rules of such texts, on it."""
    return RULES[type(text)][action].decide(user, text)


def can_comment(user: User | None, text: Text) -> Decision:
    """Comment, or settle a thread: no action of the log, and so none of RULES."""
    rule = translations.COMMENT if isinstance(text, Translation) else revisions.COMMENT
    return rule.decide(user, text)


def has_right_for(user: User, action: Action, model: type[Text] = Revision) -> bool:
    """Return whether `user` may take `action` on any such text at all, as far as their groups go."""
    return RULES[model][action].is_in_groups_of(user)


def users_who_can(action: Action, text: Text) -> QuerySet[User]:
    """Return the users to whom the question of `action` answers yes; one query."""
    return RULES[type(text)][action].users(text)


def revisions_awaiting(user: User) -> QuerySet[Revision]:
    """Return the revisions whose next action is this user's; one query, beside those of `user.has_perm`.

    In review: to approve. Approved and not scheduled: to publish. Sent back: to write.
    """
    revisions = Revision.objects.filter(profile__place__in=Place.objects.assigned_to(user))
    steps = _steps().filter(revision_number=OuterRef("number"), language="")
    return revisions.alias(last_step=Subquery(steps.values("verb")[:1])).filter(_next_is(user, Revision))


def translations_awaiting(user: User) -> QuerySet[Translation]:
    """Return the translations whose next action is this user's; as `revisions_awaiting`."""
    assigned = Q()
    for language in Language:
        places = Place.objects.assigned_to(user, language)
        assigned |= Q(language=language, profile__place__in=places)
    steps = _steps().filter(language=OuterRef("language"))
    translations = Translation.objects.filter(assigned)
    return translations.alias(last_step=Subquery(steps.values("verb")[:1])).filter(
        _next_is(user, Translation)
    )


def _steps() -> QuerySet[LogEntry]:
    """Return the steps by which a text came to its writers or to its reviewers, latest first."""
    verbs = [Action.SUBMIT, Action.SEND_BACK]
    return LogEntry.objects.filter(profile=OuterRef("profile"), verb__in=verbs).order_by("-at", "-pk")


def _next_is(user: User, model: type[Text]) -> Q:
    rules = RULES[model]
    return (
        rules[Action.APPROVE].texts(user)
        | rules[Action.PUBLISH].texts(user) & Q(publish_at__isnull=True)
        | rules[Action.SAVE].texts(user) & Q(last_step=Action.SEND_BACK)
    )
