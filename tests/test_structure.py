"""The structure of the code (docs/architecture.md): who may import whom, and what a file may be and hold."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ON_THE_FIRST_DATABASE

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
FROZEN_FILES = {
    ROOT / "tests" / "upgrade" / f"{name}.py" for name in ("data", "record", "addresses", "answers")
}
"""They run in a checkout of the landed version, and stay byte for byte."""

FILES = sorted(
    path
    for folder in ("profiles", "mgi", "scripts", "bench", "tests")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts and path not in FROZEN_FILES
)
CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
LAYERS = CONFIGURATION["importlinter"]["contracts"][0]["layers"]

FORBIDDEN_FILE_NAMES = {"utils", "helpers", "common", "misc", "services", "base", "core"}
FORBIDDEN_NAMES = {
    "said",
    "found",
    "made",
    "given",
    "told",
    "hers",
    "theirs",
    "asked",
    "desk",
    "talk",
}
"""Participles and private words: a variable is named by what it holds."""

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
ABOVE_REQUESTS = {
    "mgi",
    "views",
    "feeds",
    "sitemaps",
    "api",
    "admin",
    "management",
    "middleware",
    "urls",
    "apps",
}
ALLOWED_REQUESTS = {("filters", "get_queryset"): "a signature of django-filter's; the request is not read"}


def package_of(path: Path) -> str:
    """Return the package that a file belongs to: `models` for profiles/models/places.py."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "profiles" else parts[0]


def run_import_linter(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    return subprocess.run(
        [*command, "--no-cache"], cwd=folder, env={"PYTHONPATH": "."}, capture_output=True, text=True
    )


def test_imports_keep_their_ranks():
    result = run_import_linter(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture(scope="module")
def copied_tree(tmp_path_factory) -> Path:
    """A copy of the program's modules, to plant wrong imports into."""
    folder = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", folder)
    ignore = shutil.ignore_patterns("__pycache__", "locale", "fonts")
    for name in ("profiles", "mgi"):
        shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    return folder


@pytest.mark.parametrize(
    ("module", "statement"),
    [
        ("models/places.py", "from profiles.workflow import publish"),
        ("models/places.py", "from profiles import workflow"),
        ("models/places.py", "from ..views.errors import bad_request"),
        ("choices.py", "import profiles.models.places"),
        ("content/diff.py", "def f():\n    from profiles.filters import ProfileFilter"),
        ("workflow/places.py", "from profiles.imports import plan"),
        ("views/home.py", "from profiles.admin import site"),
        ("filters/__init__.py", "from profiles import forms"),
        ("views/home.py", "from mgi import settings"),
        ("nowhere.py", '"""A package without a rank."""'),
    ],
)
def test_a_wrong_import_is_refused(copied_tree, module, statement):
    path = copied_tree / "profiles" / module
    original = path.read_text() if path.exists() else None
    path.write_text(f"{original or ''}\n{statement}\n")
    try:
        assert run_import_linter(copied_tree).returncode == 1
    finally:
        path.unlink() if original is None else path.write_text(original)


def faults(source: str, path: Path) -> Iterator[str]:
    """Yield one sentence for each rule that the file breaks."""
    tree = ast.parse(source)
    where = path.relative_to(ROOT)
    if path.stem in FORBIDDEN_FILE_NAMES:
        yield f"{where}: the name {path.stem} says nothing; name the file by its noun"
    if source.count("\n") > LONGEST_FILE:
        yield f"{where}: more than {LONGEST_FILE} lines; split it by noun"
    if source.strip() and not ast.get_docstring(tree):
        yield f"{where}: no docstring that says what lives here"
    for node in ast.walk(tree):
        name = bound_name(node)
        if name in FORBIDDEN_NAMES:
            yield f"{where}:{node.lineno}: {name} is no name for a variable; say what it holds"
        if where.parts[0] != "tests":
            yield from (f"{where}:{node.lineno}: {fault}" for fault in program_faults(node, source, path))


def program_faults(node: ast.AST, source: str, path: Path) -> Iterator[str]:
    """Yield what the program alone may not: a test may be long where it tells a story, and may connect."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from function_faults(node, source, path)
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "connect":
        yield "a signal is connected; make it part of the action"


def function_faults(node: ast.FunctionDef | ast.AsyncFunctionDef, source: str, path: Path) -> Iterator[str]:
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    has_reason = first > 1 and source.split("\n")[first - 2].lstrip().startswith("# ")
    length = node.end_lineno - node.lineno + 1
    if length > LONGEST_FUNCTION and not has_reason:
        yield f"{node.name} has {length} lines; split it, or say above it why it stays whole"
    if any("receiver" in ast.unparse(decorator) for decorator in node.decorator_list):
        yield "a signal receiver; make it part of the action"
    takes_request = any(
        argument.arg == "request" for argument in ast.walk(node) if isinstance(argument, ast.arg)
    )
    package = package_of(path)
    if takes_request and package not in ABOVE_REQUESTS and (package, node.name) not in ALLOWED_REQUESTS:
        yield f"{node.name} takes a request below the views"


def bound_name(node: ast.AST) -> str:
    """Return the name of the variable, attribute or parameter that `node` binds, or ""."""
    match node:
        case (
            ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()) | ast.arg(arg=name)
        ):
            return name
    return ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_file_keeps_the_rules(path: Path):
    assert list(faults(path.read_text(), path)) == []


@pytest.mark.parametrize(
    ("path", "source", "complaint"),
    [
        ("models/utils.py", '"""Doc."""', "the name utils says nothing"),
        ("models/places.py", '"""Doc."""' + "\n" * 401, "more than 400 lines"),
        ("models/places.py", "x = 1", "no docstring"),
        ("models/places.py", '"""Doc."""\n@receiver(saved)\ndef f(**k): ...', "a signal receiver"),
        ("models/places.py", '"""Doc."""\npost_save.connect(f)', "a signal is connected"),
        ("workflow.py", '"""Doc."""\ndef publish(request): ...', "publish takes a request below the views"),
        ("workflow.py", '"""Doc."""\ndef f():\n' + "    x = 1\n" * 40, "f has 41 lines"),
        ("workflow.py", '"""Doc."""\nfor found in []: pass', "found is no name"),
        ("workflow.py", '"""Doc."""\ndef f(said): ...', "said is no name"),
        ("workflow.py", '"""Doc."""\nx.made = 1', "made is no name"),
        ("../tests/test_home.py", '"""Doc."""\nwith x as asked: ...', "asked is no name"),
        ("../tests/test_home.py", '"""Doc."""' + "\n" * 401, "more than 400 lines"),
    ],
)
def test_another_fault_is_complained_of(path, source, complaint):
    (problem,) = faults(source, (ROOT / "profiles" / path).resolve())
    assert complaint in problem


def test_every_package_below_the_views_is_checked_for_types():
    packages = {name for layer in LAYERS[2:] for name in re.findall(r"\w+(?![\w)])", layer)}
    checked = CONFIGURATION["mypy"]["files"]
    assert packages == {Path(name).stem for name in checked if name.startswith("profiles/")}


def test_what_is_played_on_the_first_database_alone_is_there():
    assert [name for name in ON_THE_FIRST_DATABASE if not (ROOT / "tests" / name).exists()] == []
