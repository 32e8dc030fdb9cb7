"""Reads documents in processes of their own, with limits: a hostile one costs little, and nobody waits."""

import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.utils.translation import gettext as _

from profiles import processes
from profiles.imports import readers
from profiles.imports.answers import Answers
from profiles.imports.document import DocumentError, Reading
from profiles.imports.text.catalogue import Catalogue, load_catalogue
from profiles.imports.translations import readers as translation_readers
from profiles.imports.translations.document import TranslationFile

MEMORY = 512 * 1024**2
"""Bytes that the reading of a document may take."""
SECONDS = 20
"""Of processor time that it may take."""
LONGEST_WAIT = 90
"""Seconds by the clock, on a machine that does other things too."""
AT_ONCE = 2
"""Documents that one process of the server reads at a time; further ones wait for their turn."""

P = ParamSpec("P")
T = TypeVar("T")

_turns = threading.BoundedSemaphore(AT_ONCE)


def run(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what `function` of a module returns, called in a process with limits; raise what it raises.

    Raises DocumentError where it takes more memory or time than it may, or dies.
    """
    limits = processes.Limits(MEMORY, SECONDS, LONGEST_WAIT)
    try:
        with _turns:
            return processes.run(limits, function, *args, **kwargs)
    except processes.LimitError as error:
        raise DocumentError(_refusal(error)) from None


def _refusal(error: processes.LimitError) -> str:
    if isinstance(error, processes.TimeLimitError):
        text = _("Reading the document took more than %(seconds)s seconds, so it was given up.")
        return text % {"seconds": SECONDS}
    text = _("Reading the document took more than %(most)s MB of memory, so it was given up.")
    return text % {"most": MEMORY // 1024**2}


def read_document(
    data: bytes, name: str, answers: Answers = readers.NO_ANSWERS, known: Catalogue | None = None
) -> Reading:
    """Return readers.read() of a document, in a process with limits. Raises DocumentError."""
    return run(readers.read, data, name, answers, known or load_catalogue())


def read_translation(
    data: bytes, name: str, answers: Answers = readers.NO_ANSWERS
) -> TranslationFile | Reading:
    """Return translations.readers.read() of a document, in a process with limits. Raises DocumentError."""
    return run(translation_readers.read, data, name, answers, load_catalogue())
