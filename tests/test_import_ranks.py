"""The order of the house (docs/architecture.md): who may import whom, and what a file may be and hold."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted(
    path
    for folder in ("profiles", "mgi")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts and path != ROOT / "profiles" / "__init__.py"
)

RANKS = {
    0: {"choices"},
    1: {"models"},
    2: {"permissions"},
    3: {
        "workflow",
        "search",
        "compare",
        "changes",
        "diff",
        "matching",
        "payload",
        "reading",
        "completeness",
        "glossary",
        "notices",
        "imports",
        "figures",
    },
    4: {"exports", "filters", "forms", "templatetags"},
    5: {"views", "feeds", "sitemaps", "api", "admin", "management", "middleware"},
    6: {"urls", "apps", "mgi"},
}
RANK_OF = {room: rank for rank, rooms in RANKS.items() for room in rooms}

NEIGHBOURS = {
    ("*", "payload"): "the one form of a profile's content as plain data; all of rank 3 speaks it",
    ("*", "reading"): "what a page shows; further readers of rank 3 build on it",
    ("*", "matching"): "which finding of one text is which of another; imports and editions ask it",
    ("changes", "diff"): "the changes between two editions are a difference, finding by finding",
    ("workflow", "changes"): "a verdict on two findings is about the two editions that are compared",
    ("imports", "diff"): "a plan shows what would differ from what is there",
    ("workflow", "completeness"): "submitting asks what the draft lacks",
    ("workflow", "search"): "what a verb publishes or withdraws is found, or found no more, at once",
    ("workflow", "notices"): "a verb tells those whose turn it is",
    ("middleware", "views"): "answers with the error pages",
    ("api", "views"): "answers with their problems and headers, and leads on from former addresses",
    ("sitemaps", "views"): "asks for the headers of a public page",
}
"""Imports within one rank, from 3 up, that are right: (from, to) -> why. Below, equals may be imported."""

FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "services", "base", "core"}
LONGEST_FILE = 500
REQUESTLESS = 5
"""No function of a room below this rank takes a request."""

ALLOWED_REQUESTS = {("filters", "get_queryset"): "a signature of django-filter's; the request is not read"}


def room_of(path: Path) -> str:
    """Return the room that a file of this project belongs to: `models` for profiles/models/places.py."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return "mgi" if parts[0] == "mgi" else parts[1]


def imported_rooms(tree: ast.AST, path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, room) for each import of this project in `tree`, wherever in the file it stands."""
    package = list(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*start, *([node.module] if node.module else [])])
            whole = module in ("profiles", "mgi")
            names = [f"{module}.{alias.name}" for alias in node.names] if whole else [module]
        for name in names:
            first, _, rest = name.partition(".")
            if first == "mgi":
                yield node.lineno, "mgi"
            elif first == "profiles" and rest:
                yield node.lineno, rest.partition(".")[0]


def wrong_imports(source: str, path: Path) -> list[str]:
    """Return one sentence for each import in `source` that the ranks forbid."""
    own = room_of(path)
    where = path.relative_to(ROOT)
    if own not in RANK_OF:
        return [f"{where}: the room {own} has no rank; give it one in docs/architecture.md and here"]
    problems = []
    for line, room in imported_rooms(ast.parse(source), path):
        rank, theirs = RANK_OF[own], RANK_OF.get(room)
        if room == own:
            continue
        if theirs is None:
            problems.append(f"{where}:{line}: {room} is no room of profiles/")
        elif theirs > rank:
            problems.append(f"{where}:{line}: {own} (rank {rank}) imports {room} (rank {theirs})")
        elif theirs == rank and 3 <= rank <= 5 and not {(own, room), ("*", room)} & NEIGHBOURS.keys():
            problems.append(f"{where}:{line}: {own} imports its neighbour {room} of rank {rank}")
    return problems


def other_faults(source: str, path: Path) -> list[str]:
    """Return one sentence for each other rule of the house that the file breaks."""
    tree = ast.parse(source)
    where = path.relative_to(ROOT)
    problems = []
    if path.stem in FORBIDDEN_NAMES:
        problems.append(f"{where}: the name {path.stem} says nothing; name the file by its noun")
    if source.count("\n") > LONGEST_FILE:
        problems.append(f"{where}: more than {LONGEST_FILE} lines; split it by noun")
    if source.strip() and not ast.get_docstring(tree):
        problems.append(f"{where}: no docstring that says what lives here")
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if any("receiver" in ast.unparse(decorator) for decorator in node.decorator_list):
                problems.append(f"{where}:{node.lineno}: a signal receiver; make it part of the verb")
            arguments = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
            asks = any(argument.arg == "request" for argument in arguments)
            allowed = (room_of(path), node.name) in ALLOWED_REQUESTS
            if asks and not allowed and RANK_OF.get(room_of(path), 0) < REQUESTLESS:
                problems.append(
                    f"{where}:{node.lineno}: {node.name} takes a request below rank {REQUESTLESS}"
                )
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "connect"
        ):
            problems.append(f"{where}:{node.lineno}: a signal is connected; make it part of the verb")
    return problems


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_file_keeps_the_order(path: Path):
    source = path.read_text()
    assert wrong_imports(source, path) + other_faults(source, path) == []


@pytest.mark.parametrize(
    ("path", "source", "complaint"),
    [
        (
            "models/places.py",
            "from profiles.workflow import publish",
            "models (rank 1) imports workflow (rank 3)",
        ),
        ("models/places.py", "from profiles import workflow", "models (rank 1) imports workflow (rank 3)"),
        ("models/places.py", "from .. import workflow", "models (rank 1) imports workflow (rank 3)"),
        ("models/places.py", "from ..views.errors import x", "models (rank 1) imports views (rank 5)"),
        ("choices.py", "import profiles.models.places", "choices (rank 0) imports models (rank 1)"),
        ("workflow.py", "def f():\n    from profiles.filters import x", "imports filters (rank 4)"),
        ("views/home.py", "from profiles.admin import site", "views imports its neighbour admin of rank 5"),
        ("exports/as_pdf.py", "from profiles import forms", "exports imports its neighbour forms of rank 4"),
        ("views/home.py", "from mgi import settings", "views (rank 5) imports mgi (rank 6)"),
        ("views/home.py", "from profiles.nowhere import x", "nowhere is no room"),
        ("nowhere.py", "", "the room nowhere has no rank"),
    ],
)
def test_a_wrong_import_is_complained_of(path, source, complaint):
    problems = wrong_imports(source, ROOT / "profiles" / path)
    assert len(problems) == 1
    assert complaint in problems[0]


@pytest.mark.parametrize(
    ("path", "source", "complaint"),
    [
        ("models/utils.py", '"""Doc."""', "the name utils says nothing"),
        ("models/places.py", '"""Doc."""' + "\n" * 501, "more than 500 lines"),
        ("models/places.py", "x = 1", "no docstring"),
        ("models/places.py", '"""Doc."""\n@receiver(saved)\ndef f(**k): ...', "a signal receiver"),
        ("models/places.py", '"""Doc."""\npost_save.connect(f)', "a signal is connected"),
        ("workflow.py", '"""Doc."""\ndef publish(request): ...', "publish takes a request below rank 5"),
    ],
)
def test_another_fault_is_complained_of(path, source, complaint):
    problems = other_faults(source, ROOT / "profiles" / path)
    assert len(problems) == 1
    assert complaint in problems[0]


def test_every_room_below_the_doors_is_checked_for_types():
    checked = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["files"]
    expected = {room for room in map(room_of, FILES) if RANK_OF.get(room, 9) <= 4}
    assert expected == {Path(name).stem for name in checked if name.startswith("profiles/")}


def test_the_documented_table_says_the_same():
    table = (ROOT / "docs" / "architecture.md").read_text()
    rows = re.findall(r"^\| ([0-6]) \| ([^|]*) \|", table, re.MULTILINE)
    documented = {room: int(rank) for rank, rooms in rows for room in re.findall(r"`(\w+)`", rooms)}
    assert documented == {room: RANK_OF[room] for room in map(room_of, FILES)}
