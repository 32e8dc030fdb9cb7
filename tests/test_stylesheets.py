"""Each class and id that a style sheet of ours names is written by a template, by Python or by a script.

What Django's administration writes counts, too: its pages are ours to dress. It is read from Django itself.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import django
import pytest

from tests.tools import ROOT

STYLESHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))
FORMS = Path(django.__file__).parent / "forms"
ADMIN = Path(django.__file__).parent / "contrib" / "admin"

NAME = re.compile(r"-?[A-Za-z_][\w-]*")
NO_SELECTOR = re.compile(r"/\*.*?\*/|\"[^\"]*\"", re.DOTALL)
SELECTOR = re.compile(r"(?:^|[{};])([^{};@]+)\{")
STRING = re.compile(r"""(["'`])(.*?)\1""")
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
            yield from (text for _, text in STRING.findall(path.read_text()))


@pytest.fixture(scope="module")
def names() -> set[str]:
    own = [*attributes(ROOT / "templates"), *strings(ROOT / "profiles"), *strings(ROOT / "static" / "js")]
    of_django = [*attributes(ADMIN), *strings(ADMIN), *attributes(FORMS), *strings(FORMS)]
    return {name for text in own + of_django for name in NAME.findall(text)}


@pytest.fixture(scope="module")
def stems() -> tuple[str, ...]:
    """The beginnings of names that go on with a variable, as in class="domain-{{ number }}"."""
    return tuple({stem for text in attributes(ROOT / "templates") for stem in STEM.findall(text)})


@pytest.mark.once
@pytest.mark.parametrize("path", STYLESHEETS, ids=lambda path: path.name)
def test_no_selector_is_dead(path: Path, names: set[str], stems: tuple[str, ...]):
    selectors = SELECTOR.findall(NO_SELECTOR.sub("", path.read_text()))
    selected = {name for text in selectors for name in re.findall(rf"[.#]({NAME.pattern})", text)}
    assert {name for name in selected - names if not name.startswith(stems)} == set()
