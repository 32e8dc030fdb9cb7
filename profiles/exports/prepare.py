"""The files that take long, made before somebody waits for them. A job does it after a publication."""

from functools import partial

from django.utils.translation import override

from profiles.content.text_state import text_state
from profiles.content.translations import read_in
from profiles.exports.bulk.archive import archive
from profiles.exports.context import build_export, file_name
from profiles.exports.formats import FORMATS
from profiles.exports.kept_files import KEPT_ENDINGS, kept_file
from profiles.exports.web import share_picture
from profiles.languages import interface_languages
from profiles.models import Revision


def prepare_files(pk: int) -> None:
    """Make the files and share pictures of a live text that are kept, in each language of the pages."""
    for language, _name in interface_languages():
        revision = Revision.objects.published().with_profile().filter(pk=pk).first()
        if revision is None:
            return
        slug = revision.profile.slug
        state = text_state(slug, None, language)
        if state is None:
            return
        keep = partial(kept_file, state=state, read_state=partial(text_state, slug, None, language))
        with override(language):
            keep(f"picture-{slug}-{language}", "png", make=partial(share_picture.render, revision, language))
            read_in(language, revision)
            name = file_name(slug, state.number, language, state.translation)
            for ending in KEPT_ENDINGS:
                export = build_export(revision, language)
                keep(name, ending, make=partial(FORMATS[ending].render, export))


def prepare_archive() -> None:
    """Make the ZIP of all profiles."""
    archive().close()
