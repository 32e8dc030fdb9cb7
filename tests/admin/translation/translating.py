"""The translator's screen, filled in and sent as a browser would."""

from django.test import Client

from profiles.content.translations import build_units
from profiles.models import Assignment, Translation, User
from tests.admin.forms import admin_address, form_data
from tests.factories import make_member

JSON = {"HTTP_ACCEPT": "application/json"}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def make_translator(place, language: str = "", role: str = "Translator") -> User:
    user = make_member(role, place)
    Assignment.objects.filter(user=user).update(language=language)
    return user


def values(client: Client, translation: Translation) -> dict:
    return form_data(client, admin_address(translation), "translation_form")


def keys(translation: Translation) -> list[str]:
    """Return the keys of the units of the findings, in reading order."""
    translation.refresh_from_db()
    units = build_units(translation.revision, translation.units)
    return [unit.key for unit in units if unit.key.startswith("finding/")]


def send(client: Client, translation: Translation, data: dict, **headers):
    return client.post(admin_address(translation), data, **headers)


def text_of(translation: Translation, key: str) -> str:
    return Translation.objects.get(pk=translation.pk).units.get(key, {"text": ""})["text"]
