"""PDF files: pages that Chromium prints, documents that LibreOffice exports, and what typst sets."""

import io
from collections.abc import Callable

from PIL import Image

from tests.imports.documents import layouts, programs
from tests.imports.documents.catalogue import ASKED, REFUSED, Shape
from tests.imports.documents.layouts import Block
from tests.imports.documents.profile_text import ProfileText
from tests.imports.documents.shapes_office import whole
from tests.imports.documents.typesetting import typst
from tests.imports.documents.web import body, page
from tests.imports.documents.word import word

COLUMNS = "main{column-count:2;column-gap:24pt}h1{column-span:all}"


def by_domain(text: ProfileText, names: str) -> list[Block]:
    return whole(text, layouts.by_domain(text, names))


def with_annex(text: ProfileText, names: str) -> list[Block]:
    return [*whole(text, layouts.by_domain(text, names, descriptions=True)), *layouts.annex(text)]


def side_by_side(text: ProfileText, names: str) -> list[Block]:
    return whole(text, layouts.side_by_side(text, names))


def rows(text: ProfileText, names: str) -> list[Block]:
    return whole(text, layouts.rows(text, names))


def browser(blocks: Callable[..., list[Block]], style: str = "") -> Callable[[ProfileText, str], bytes]:
    def write(text: ProfileText, names: str) -> bytes:
        inner = f"<main>{body(blocks(text, names))}</main>"
        return programs.chromium_pdf(page(text, inner, style))

    return write


def office(text: ProfileText, names: str) -> bytes:
    about = {"header": text.title_line, "footer": text.page["footer"]}
    return programs.office(word(with_annex(text, names), text.language, **about), "docx", "pdf")


def typeset(
    blocks: Callable[..., list[Block]], *, columns: int = 1, running: bool = False, hyphenate: bool = False
) -> Callable[[ProfileText, str], bytes]:
    def write(text: ProfileText, names: str) -> bytes:
        title = text.title_line if running else ""
        options = {"columns": columns, "running": title, "hyphenate": hyphenate}
        return programs.typst_pdf(typst(blocks(text, names), text.language, **options))

    return write


def picture(text: ProfileText, names: str) -> bytes:
    out = io.BytesIO()
    Image.new("L", (120, 170), 255).save(out, "PDF")
    return out.getvalue()


SHAPES = [
    Shape("browser", "pdf", "fr ar", browser(by_domain)),
    Shape("browser-columns", "pdf", "es en+seen", browser(by_domain, COLUMNS)),
    Shape("browser-side-by-side", "pdf", "pt de", browser(side_by_side)),
    Shape("office", "pdf", "fr+seen de", office),
    Shape("typst", "pdf", "en pt", typeset(with_annex, running=True)),
    Shape("typst-columns", "pdf", "es fr", typeset(by_domain, columns=2)),
    Shape("typst-rows", "pdf", "fr en", typeset(rows)),
    Shape("typst-hyphens", "pdf", "de en", typeset(by_domain, columns=2, hyphenate=True)),
    Shape("typst-arabic", "pdf", "ar", typeset(by_domain)),
    Shape("typst-unknown", "pdf", "pt+unknown es+unknown", typeset(by_domain), ASKED),
    Shape("picture", "pdf", "en", picture, REFUSED),
]
