"""The files that take long, made before somebody waits for them. A job does it after a publication."""

from django.utils.translation import override

from profiles.content.translations import read_in
from profiles.exports.bulk.archive import archive
from profiles.exports.context import build_export
from profiles.exports.formats import pdf
from profiles.exports.web import share_picture
from profiles.languages import interface_languages
from profiles.models import Revision


def prepare_files(pk: int) -> None:
    """Make the reports and share pictures of a live text, in each language of the pages."""
    for language, _name in interface_languages():
        revision = Revision.objects.published().with_profile().filter(pk=pk).first()
        if revision is None:
            return
        read_in(language, revision)
        with override(language):
            pdf.render(build_export(revision, language))
            share_picture.render(revision, language)


def prepare_archive() -> None:
    """Make the ZIP of all profiles."""
    archive().close()
