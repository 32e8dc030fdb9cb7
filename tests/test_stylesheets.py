"""What the style sheets promise: no dead selector, one file for all public pages, Django's rules below ours.

Each class and id that one of ours names is written by a template, by Python or by a script.
What Django's administration writes counts, too: its pages are ours to dress. It is read from Django itself.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from django.contrib.staticfiles import finders

from mgi.static_files import CSS_NOTE, join
from tests.tools import ROOT

TEMPLATES = ROOT / "templates"
STYLESHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))
COMPONENTS = sorted((ROOT / "static" / "css" / "components").glob("*.css"))
FORMS = Path(django.__file__).parent / "forms"
ADMIN = Path(django.__file__).parent / "contrib" / "admin"
OF_DJANGO = [
    path
    for path in sorted((ADMIN / "static" / "admin" / "css").rglob("*.css"))
    # We leave the first out (admin/base_site.html); forms.css imports the second.
    if path.name not in ("dark_mode.css", "widgets.css")
]

pytestmark = pytest.mark.once

# No dead selector

NAME = re.compile(r"-?[A-Za-z_][\w-]*")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
QUOTED = re.compile(r"""(["'`])(.*?)\1""")
SELECTOR = re.compile(r"(?:^|[{};])([^{};@]+)\{")
ATTRIBUTE = re.compile(
    r"""\b(?:class|id)=(?:"((?:\{[{%].*?[}%]\}|[^"])*)"|([\w-]+))|\{% block bodyclass %\}(.*?)\{% endblock""",
    re.DOTALL,
)
STEM = re.compile(r"([\w-]+-)\{[{%]")


def attributes(folder: Path) -> Iterator[str]:
    """Yield what the attributes class and id of the templates say."""
    for path in folder.rglob("*.html"):
        yield from map("".join, ATTRIBUTE.findall(path.read_text()))


def strings(folder: Path) -> Iterator[str]:
    """Yield every string of the modules and of the scripts."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
    for path in folder.rglob("*.js"):
        if "vendor" not in path.parts:
            yield from (text for _, text in QUOTED.findall(path.read_text()))


@pytest.fixture(scope="module")
def names() -> set[str]:
    own = [*attributes(TEMPLATES), *strings(ROOT / "profiles"), *strings(ROOT / "static" / "js")]
    of_django = [*attributes(ADMIN), *strings(ADMIN), *attributes(FORMS), *strings(FORMS)]
    return {name for text in own + of_django for name in NAME.findall(text)}


@pytest.fixture(scope="module")
def stems() -> tuple[str, ...]:
    """The beginnings of names that go on with a variable, as in class="domain-{{ number }}"."""
    return tuple({stem for text in attributes(TEMPLATES) for stem in STEM.findall(text)})


@pytest.mark.parametrize("path", STYLESHEETS, ids=lambda path: path.name)
def test_no_selector_is_dead(path: Path, names: set[str], stems: tuple[str, ...]):
    selectors = SELECTOR.findall(QUOTED.sub("", COMMENT.sub("", path.read_text())))
    names_in_selectors = {name for text in selectors for name in re.findall(rf"[.#]({NAME.pattern})", text)}
    assert {name for name in names_in_selectors - names if not name.startswith(stems)} == set()


# Joined for serving, and Django's below ours


@pytest.fixture(scope="module")
def collected() -> dict[str, Any]:
    """The files as collectstatic hands them to the storage: of two with one name, the first."""
    files = [file for finder in finders.get_finders() for file in finder.list([])]
    return {
        str(Path(getattr(storage, "prefix", "") or "", path)): (storage, path)
        for path, storage in reversed(files)
    }


def test_the_public_style_sheet_has_every_component_in_it(collected: dict[str, Any]):
    text = join("css/site.css", collected)
    assert [path.name for path in COMPONENTS if CSS_NOTE.sub("", path.read_text()) not in text] == []


def test_public_pages_share_one_style_sheet():
    """But for the columns of a comparison, which a narrow screen does without."""
    templates = [*(TEMPLATES / "profiles").glob("*.html"), *(TEMPLATES / "components").glob("*.html")]
    sheets = {
        sheet for path in templates for sheet in re.findall(r"{% static '(css/.*?)' %}", path.read_text())
    }
    assert sheets == {"css/site.css", "css/compare-columns.css"}


@pytest.mark.parametrize("path", OF_DJANGO, ids=lambda path: path.name)
def test_each_style_sheet_of_django_is_in_a_layer(path: Path, collected: dict[str, Any]):
    """What Django adds in a later version fails here: outside a layer it would win over all of ours."""
    text = COMMENT.sub("", join(str(path.relative_to(ADMIN / "static")), collected))
    assert re.match(r"(@layer django, [\w, ]+;\n)?@layer django {\n", text)
    assert "@import" not in text
