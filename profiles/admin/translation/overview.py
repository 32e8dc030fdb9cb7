"""The translations of a profile by language, as the pages of the profile and of its texts list them."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _, gettext_lazy

from profiles import permissions, workflow
from profiles.admin.actions import Button, ButtonView
from profiles.admin.pages import object_url
from profiles.choices import Action
from profiles.languages import Language, interface_languages
from profiles.models import Profile, Revision, Translation, User

START = gettext_lazy("Start a translation")


@dataclass(frozen=True)
class LanguageRow:
    """One language of the site: what there is of a profile in it, and how it goes on."""

    language: Language
    live: Translation | None
    open: Translation | None
    start: Button | None
    """None where one is open: that is continued."""
    can_edit: permissions.Decision | None


def language_rows(user: User, profile: Profile) -> list[LanguageRow]:
    """Return the languages that a profile can be translated into; one query, and those of the rights."""
    translations: dict[tuple[str, str], Translation] = {}
    rows = profile.translations.open() | profile.translations.live()
    for row in rows.select_related("revision", "changed_by"):
        row.profile = profile
        translations[row.language, "live" if row.is_published else "open"] = row
    return [
        _row(
            user, profile, Language(code), translations.get((code, "live")), translations.get((code, "open"))
        )
        for code, _name in interface_languages()
        if code != profile.language
    ]


def _row(
    user: User, profile: Profile, language: Language, live: Translation | None, opened: Translation | None
) -> LanguageRow:
    if opened is not None:
        can_edit = permissions.can(Action.SAVE, user, opened)
        return LanguageRow(language, live, opened, None, can_edit)
    return LanguageRow(language, live, None, _start(user, profile, language), None)


def _start(user: User, profile: Profile, language: Language) -> Button:
    return Button(
        name=f"translate-{language.value}",
        label=str(START),
        url=object_url(profile, "translate", language.value),
        decision=permissions.can_start_translation(user, profile, language.value),
        is_post=True,
    )


def buttons_after(user: User, translation: Translation) -> list[Button]:
    """Return how somebody who may translate goes on from a translation that the public reads; one or none.

    Where there are two texts to translate, the page of the profile asks which.
    """
    if not (translation.is_published and translation.revision.is_published):
        return []
    profile = translation.profile
    opened = profile.translations.open().filter(language=translation.language).first()
    if opened is not None:
        decision = permissions.can(Action.SAVE, user, opened)
        row = Button("continue", _("Continue the translation"), object_url(opened), decision)
    else:
        row = _start(user, profile, Language(translation.language))
        if len(source_texts(profile)) > 1:
            row = replace(row, url=f"{object_url(profile)}#translations", is_post=False)
    return [row] if row.decision else []


def source_texts(profile: Profile) -> list[Revision]:
    """Return the texts that a translation can be of: the open one, and the live one."""
    texts = profile.revisions.open() | profile.revisions.published()
    return sorted(texts.select_related("profile__place"), key=lambda text: not text.is_open)


class StartTranslationView(ButtonView):
    """Begin a translation of the text `revision`, a number; without one of the open text, or the live one."""

    success_message = gettext_lazy(
        "The translation is open. Readers see nothing of it until it is published."
    )

    def get_object(self, profile: Profile, language: str) -> Profile:
        self.language = language
        return profile

    def perform(self, form: object) -> Translation:
        number = self.request.POST.get("revision", "")
        texts = [text for text in source_texts(self.object) if str(text.number) == number]
        revision = texts[0] if texts else None
        return workflow.start_translation(self.object, self.language, self.request.user, revision=revision)

    def get_refused_url(self) -> str:
        return f"{object_url(self.object)}#translations"
