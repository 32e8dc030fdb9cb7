"""What the documents promise: links lead somewhere, pictures are there, labels are those of the screens."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import django
import pytest

from tests.tools import ROOT

DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md"))]
IMAGES = ROOT / "docs" / "images"
GUIDE = ROOT / "docs" / "editors-guide.md"
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
CODE = re.compile(r"^(?: {4}|```[\s\S]*?^```).*$|`[^`\n]*`", re.MULTILINE)
FILES = [
    f"/{path.relative_to(ROOT)}"
    for path in ROOT.rglob("*.*")
    if not {"node_modules", ".venv", "var"} & {*path.relative_to(ROOT).parts}
]
PACKAGES = [
    path.parent
    for path in ROOT.glob("profiles/**/__init__.py")
    if path.parent.parent.name in ("profiles", "api")
    and path.parent.name not in ("migrations", "management", "templatetags")
]
SCREENS = [
    *ROOT.glob("templates/**/*.html"),
    *(path for path in ROOT.glob("profiles/**/*.py") if "migrations" not in path.parts),
    *(path for app in ("admin", "auth") for path in Path(django.__path__[0], "contrib", app).glob("*.py")),
    *Path(django.__path__[0], "contrib", "admin", "templates").glob("**/*.html"),
]


def links(document: Path) -> Iterator[tuple[bool, str, str]]:
    """Yield whether it is a picture, its words and its target, for each link of `document` to a file."""
    for mark, words, target in LINK.findall(CODE.sub("", document.read_text())):
        if not re.match(r"\w+:", target):
            yield bool(mark), words, target


def anchors(document: Path) -> set[str]:
    """Return the names that GitHub gives the headings of `document`."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(document: Path):
    wrong = []
    for _is_picture, _words, target in links(document):
        name, _hash, anchor = target.partition("#")
        file = (document.parent / name).resolve() if name else document
        if not file.exists() or (anchor and anchor not in anchors(file)):
            wrong.append(target)
    assert wrong == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_picture_says_in_words_what_it_shows(document: Path):
    assert [target for is_picture, words, target in links(document) if is_picture and len(words) < 20] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_is_named_is_there(document: Path):
    names = re.findall(r"`([\w./-]+\.(?:py|typ|txt|html|css|js|mjs))\b", document.read_text())
    assert [name for name in names if not any(file.endswith(f"/{name}") for file in FILES)] == []


def test_every_module_that_the_code_points_to_is_there():
    """In docstrings and comments, by path or by name: `content/schema.py`."""
    wrong = []
    for path in [*ROOT.glob("profiles/**/*.py"), *ROOT.glob("static/js/**/*.js")]:
        if "migrations" not in path.parts:
            names = re.findall(r"(?<![\w/*.])\w[\w/]*\.py\b", path.read_text())
            wrong += [(path.name, name) for name in names if not any(f.endswith(f"/{name}") for f in FILES)]
    assert wrong == []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_the_map_of_a_package_names_what_is_in_it(package: Path):
    docstring = ast.get_docstring(ast.parse((package / "__init__.py").read_text())) or ""
    modules = {path.stem for path in package.glob("*.py")} - {"__init__"}
    packages = {path.parent.name for path in package.glob("*/__init__.py")}
    assert (modules | packages) - set(re.findall(r"\w+", docstring)) == set()


def test_make_screenshots_makes_every_picture():
    names = re.findall(r'Picture\("([\w-]+)"', (ROOT / "scripts" / "screenshots.py").read_text())
    assert sorted(names) == sorted(path.stem for path in IMAGES.iterdir())


def test_every_label_that_the_guide_names_is_on_a_screen():
    """Words in bold are labels: whoever renames a button finds here that the guide names it."""
    screens = " ".join(" ".join(path.read_text().split()) for path in SCREENS).casefold()
    labels = re.findall(r"\*\*([^*]+)\*\*", CODE.sub("", GUIDE.read_text()))
    assert len(labels) > 100
    assert [label for label in labels if " ".join(label.split()).casefold() not in screens] == []


HEADER = re.compile(r"\{#(.*?)#\}", re.DOTALL)
DOTTED_NAME = re.compile(r"(?<![\w./:-])(?:profiles\.)?((?:[a-z_]+\.)+(?:[A-Z]\w+|[a-z]+_\w+))(?![\w./]|\()")
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in ROOT.glob("profiles/**/*.py")
}


def defines(dotted: str) -> bool:
    """Whether a module is called so, or one whose name ends as `dotted` says has what comes last in it."""

    def modules(name: str) -> list[str]:
        return [module for module in MODULES if module.endswith(f".{name}")]

    module_name, _dot, name = dotted.rpartition(".")
    has_name = any(hasattr(importlib.import_module(module), name) for module in modules(module_name))
    return has_name or bool(modules(dotted))


@pytest.mark.parametrize("template", sorted(ROOT.glob("templates/**/*.html")), ids=lambda path: path.name)
def test_the_names_in_the_head_of_a_template_are_those_of_the_code(template: Path):
    first = HEADER.match(template.read_text())
    dotted_names = DOTTED_NAME.findall(first[1]) if first else []
    assert [name for name in dotted_names if not defines(name)] == []
