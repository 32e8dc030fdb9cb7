"""Static files with a digest in their name, where each style sheet and each script has in it what it imports.

With DEBUG the browser follows the imports itself; what is served is joined, so that a page asks for one
file of each. `prepare` collects them only where a source has changed.

A page of the version before may still ask for its files (it is open in a browser, kept by a cache, or comes
from a server that is not upgraded yet): a file that a collection leaves out stays for LEFT_FOR more.
"""

import os
import posixpath
import re
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from whitenoise.storage import CompressedManifestStaticFilesStorage

CSS_IMPORT = re.compile(
    r"""^@import url\(["'](?P<path>[^"']+)["']\)(?: layer\((?P<layer>\w+)\))?;\n""", re.MULTILINE
)
CSS_NOTE = re.compile(r"/\*.*?\*/|^\s+", re.DOTALL | re.MULTILINE)
"""A comment, or what a line is indented by: a seventh of what a style sheet weighs when it is compressed."""
JS_IMPORT = re.compile(r'^import (?:\{(?P<names>[^}]*)\} from )?"(?P<path>[^"]+)";\n', re.MULTILINE)
JS_EXPORT = re.compile(r"^export (?=(?:(?:async )?function|class|const) (?P<name>\w+))", re.MULTILINE)
NOT_JOINED = re.compile(r"^\s*(?:(?:import|export)\b|@import).*", re.MULTILINE)

LEFT_FOR = 30 * 24 * 3600
"""Seconds, from the collection that leaves a file out until one that removes it."""

Paths = dict[str, Any]
"""What collectstatic collects: {name: (storage, path in it)}."""


class StaticFiles(CompressedManifestStaticFilesStorage):
    def post_process(self, paths: Paths, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Join before names get digests, and remove what was left out long ago.

        Raises CommandError as `join` does.
        """
        if dry_run:
            return
        before = set(self.hashed_files.values())
        joined = {name: join(name, paths) for name in paths if name.endswith(".css") or is_ours(name, ".js")}
        for name, text in joined.items():
            Path(self.path(name)).write_text(text)
        yield from super().post_process(paths | {name: (self, name) for name in joined}, **options)
        remove_left_out(Path(self.location), set(self.hashed_files.values()), before)


def remove_left_out(folder: Path, names: Collection[str], before: Collection[str]) -> None:
    """Remove the files of `folder` that neither are `names` nor were until LEFT_FOR ago.

    Those of `before`, the last collection, are left out now: the time of a file says since when.
    """
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        name = path.relative_to(folder).as_posix()
        plain = re.sub(r"\.(gz|br)$", "", name)
        if plain in names or name == StaticFiles.manifest_name:
            continue
        if plain in before:
            os.utime(path)
        elif path.stat().st_mtime < time.time() - LEFT_FOR:
            path.unlink()


def is_ours(name: str, ending: str) -> bool:
    return name.startswith(f"{ending[1:]}/") and name.endswith(ending)


def join(name: str, paths: Paths) -> str:
    """Return the style sheet or script with what it imports; style sheets of ours without their comments.

    Raises CommandError where a file is imported that is not there, or in a way that is not joined.
    """
    text = join_script(name, paths) if name.endswith(".js") else join_style_sheet(name, paths)
    if rest := NOT_JOINED.search(text):
        raise CommandError(f"{name} cannot be joined (mgi/static_files.py): {rest[0].strip()}")
    return CSS_NOTE.sub("", text) if is_ours(name, ".css") else text


def join_style_sheet(name: str, paths: Paths) -> str:
    """Return the style sheet with what it imports; a url() there must mean the same from both folders."""

    def imported(statement: re.Match[str]) -> str:
        text = join_style_sheet(imported_name(name, statement["path"], paths), paths)
        return f"@layer {statement['layer']} {{\n{text}}}\n" if statement["layer"] else text

    return CSS_IMPORT.sub(imported, source(name, paths))


def join_script(name: str, paths: Paths) -> str:
    """Return the module behind all that it imports, each once, in the order in which a browser runs them."""
    modules: dict[str, str] = {}
    add_module(name, paths, modules, ())
    return "".join(modules.values())


def add_module(name: str, paths: Paths, modules: dict[str, str], importers: tuple[str, ...]) -> str:
    """Add the module and what it imports to `modules`, {name: text}, once; return its variable.

    Each keeps its names in a function that returns what it exports (never `let`, which might change later).
    """
    if name in importers:
        raise CommandError(f"{name} imports itself, by {importers[-1]}.")
    if name not in modules:

        def imported(statement: re.Match[str]) -> str:
            other = imported_name(name, statement["path"], paths)
            variable = add_module(other, paths, modules, (*importers, name))
            names = statement["names"]
            return f"const {{{names.replace(' as ', ': ')}}} = {variable};\n" if names else ""

        text = JS_IMPORT.sub(imported, source(name, paths))
        exports = ", ".join(JS_EXPORT.findall(text))
        text = JS_EXPORT.sub("", text)
        modules[name] = f"const {variable_of(name)} = (() => {{\n{text}\nreturn {{ {exports} }};\n}})();\n"
    return variable_of(name)


def variable_of(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name)


def imported_name(name: str, path: str, paths: Paths) -> str:
    """Return the name of what `name` imports by `path`; raise CommandError where it is not there."""
    other = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
    if other not in paths:
        raise CommandError(f"{name} imports {path}, which is no static file.")
    return other


def source(name: str, paths: Paths) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
