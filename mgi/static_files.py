"""Static files with a digest in their name, where each style sheet has in it what it imports.

With DEBUG the browser follows the imports itself; what is served is joined, so that a page asks for one file.
"""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(
    r"""^@import url\(["'](?P<path>[^"']+)["']\)(?: layer\((?P<layer>\w+)\))?;\n""", re.MULTILINE
)


class StaticFiles(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Join the style sheets before their names get digests; `paths` is {name: (storage, path)}."""
        if dry_run:
            return
        joined = {name: join(name, paths) for name in paths if name.endswith(".css")}
        for name, text in joined.items():
            Path(self.path(name)).write_text(text)
        yield from super().post_process(paths | {name: (self, name) for name in joined}, **options)


def join(name: str, paths: dict[str, Any]) -> str:
    """Return the style sheet with what it imports; a url() there must mean the same from both folders."""

    def imported(statement: re.Match[str]) -> str:
        text = join(posixpath.normpath(posixpath.join(posixpath.dirname(name), statement["path"])), paths)
        return f"@layer {statement['layer']} {{\n{text}}}\n" if statement["layer"] else text

    storage, path = paths[name]
    with storage.open(path) as file:
        return IMPORT.sub(imported, file.read().decode())
