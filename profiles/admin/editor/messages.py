"""What the scripts of the editing screens say."""

from django.utils.translation import gettext as _


def editor_messages() -> dict[str, str]:
    """Return what scripts say, by name; `message()` in static/js/editor/messages.js replaces each {name}."""
    return {
        "unsaved": _("Not saved yet"),
        "saving": _("Saving …"),
        "saved": _("saved at {time}"),
        "refused": _("Not saved: fix the listed problems first. What you typed is kept in this browser."),
        "mend": _("What has to be fixed"),
        "offline": _("Not saved: no connection. What you typed is kept in this browser."),
        "broken": _(
            "Not saved: the site does not answer as it should. What you typed is kept in this browser; "
            "saving is tried again."
        ),
        "signed-out": _("You have been signed out. Sign in again in a new tab; nothing is lost."),
        "gone": _(
            "Somebody has discarded this draft. What you typed is still on this page; what was "
            "saved is in the history of the profile."
        ),
        "history": _("History (new tab)"),
        "sign-in": _("Sign in (new tab)"),
        "somebody-else": _(
            "You are signed in under another name now. What you typed is kept here; sign in as "
            "before to save it."
        ),
        "compare": _("Compare and choose"),
        "newer": _("{name} has saved a newer text, {time}."),
        "newer-own": _("You have saved a newer text in another window, {time}."),
        "load": _("Load it"),
        "editing": _("{name} is editing this (since {time})"),
        "characters": _("{count} characters"),
        "deleted": _("Deleted: {text}"),
        "added": _("Added at the end of: {list}"),
        "moved": _("Moved to position {place} of {count}: {list}"),
        "undone": _("Restored"),
        "undo": _("Undo"),
        "pasted": _("Added to {list}: {count}"),
        "will-add": _("To be added: {count}"),
        "cites": _("Findings that rest on this source: {count}. Remove it from them first."),
    }


def unit_messages() -> dict[str, str]:
    """Return what they say of units, on the translator's screen alone."""
    return {
        "lengths": _("{count} characters; original: {original}"),
        "lengths-of": _("{count} of at most {most} characters; original: {original}"),
        "no-missing": _("No other unit is missing."),
        "no-outdated": _("No other unit is outdated."),
        "no-unit": _("There is no further unit."),
    }
