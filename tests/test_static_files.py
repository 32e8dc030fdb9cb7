"""What is served is joined: each style sheet and script has in it what it imports, in a browser's order."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command

from mgi.static_files import LEFT_FOR, join
from tests.tools import ROOT

pytestmark = pytest.mark.once

STORAGES = {"staticfiles": {"BACKEND": "mgi.static_files.StaticFiles"}}


def joined(folder: Path, name: str, sources: dict[str, str]) -> str:
    """Join `name` of `sources`, {name: text}, which are written into `folder`."""
    for path, text in sources.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    storage = FileSystemStorage(folder)
    return join(name, {path: (storage, path) for path in sources})


def test_a_script_has_its_imports_before_it_each_once(tmp_path: Path):
    sources = {
        "js/pages/page.js": 'import "../b.js";\nimport { name as own, other } from "../a.js";\nown(other);\n',
        "js/b.js": 'import { name } from "./a.js";\nname("b");\n',
        "js/a.js": "export function name(text) { alert(text); }\nexport const other = 1;\n",
    }
    assert joined(tmp_path, "js/pages/page.js", sources) == (
        "const $js_a_js = (() => {\n"
        "function name(text) { alert(text); }\nconst other = 1;\n\nreturn { name, other };\n})();\n"
        "const $js_b_js = (() => {\n"
        'const { name } = $js_a_js;\nname("b");\n\nreturn {  };\n})();\n'
        "const $js_pages_page_js = (() => {\n"
        "const { name: own, other } = $js_a_js;\nown(other);\n\nreturn {  };\n})();\n"
    )


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ('import "./away.js";', "js/a.js imports ./away.js, which is no static file."),
        ('import "./b.js";', "js/a.js imports itself, by js/b.js."),
        ("export let a = 1;", "js/a.js cannot be joined (mgi/static_files.py): export let a = 1;"),
        ('import all from "./c.js";', "js/a.js cannot be joined (mgi/static_files.py): import all from"),
    ],
)
def test_a_script_that_cannot_be_joined_is_refused(tmp_path: Path, statement: str, refusal: str):
    sources = {"js/a.js": f"{statement}\n", "js/b.js": 'import "./a.js";\n', "js/c.js": ""}
    with pytest.raises(CommandError) as caught:
        joined(tmp_path, "js/a.js", sources)
    assert str(caught.value).startswith(refusal)


def test_a_style_sheet_has_its_imports_in_their_place(tmp_path: Path):
    sources = {
        "css/a.css": '@import url("parts/b.css");\n@import url("c.css") layer(c);\np { top: 0 }\n',
        "css/parts/b.css": "a {\n  color: red; /* Not\n  blue. */\n}\n",
        "css/c.css": "b { color: blue; }\n",
    }
    assert (
        joined(tmp_path, "css/a.css", sources)
        == "a {\ncolor: red; \n}\n@layer c {\nb { color: blue; }\n}\np { top: 0 }\n"
    )


def test_a_style_sheet_of_django_stays_as_it_is(tmp_path: Path):
    assert joined(tmp_path, "admin/css/a.css", {"admin/css/a.css": "a { b: c }\n"}) == "a { b: c }\n"


def test_collecting_ends_with_a_sentence_where_a_source_is_not_there(tmp_path: Path, settings):
    page = tmp_path / "static" / "css" / "page.css"
    page.parent.mkdir(parents=True)
    page.write_text('@import url("away.css");\n')
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = settings.STORAGES | STORAGES
    with pytest.raises(CommandError, match=r"^css/page\.css imports away\.css, which is no static file\.$"):
        call_command("collectstatic", interactive=False, verbosity=0)


def test_files_of_the_version_before_stay_for_a_month_and_no_longer(tmp_path: Path, settings):
    """A page that asks may be open in a browser, or come from a server that is not upgraded yet."""
    page, root = tmp_path / "static" / "css" / "page.css", tmp_path / "collected"
    page.parent.mkdir(parents=True)
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [tmp_path / "static"], root
    settings.STORAGES = settings.STORAGES | STORAGES

    def collect(text: str) -> set[Path]:
        """Collect with this text in the style sheet; return the files that have it."""
        page.write_text(f"a {{ b: c }}\n{text}\n" * 50)
        os.utime(page, (time.time() + len(text),) * 2)
        before = set(root.rglob("page.*"))
        call_command("collectstatic", interactive=False, verbosity=0)
        return set(root.rglob("page.*")) - before

    def pass_by(seconds: float) -> None:
        for path in root.rglob("*.*"):
            os.utime(path, (path.stat().st_atime, path.stat().st_mtime - seconds))

    first = collect("d")
    assert {path.suffix for path in first} == {".css", ".gz", ".br"}
    pass_by(10 * LEFT_FOR)  # In use all the time: what counts is when it is left out.
    second = collect("ee")
    assert all(path.exists() for path in first | second)
    pass_by(LEFT_FOR - 3600)
    third = collect("fff")
    assert all(path.exists() for path in first | second | third)
    pass_by(7200)
    fourth = collect("gggg")
    assert not any(path.exists() for path in first)
    assert all(path.exists() for path in second | third | fourth)
    assert (root / "staticfiles.json").exists()
    assert collect("gggg") == set()  # The same again: nothing goes.
    assert all(path.exists() for path in second | third | fourth)


def test_each_kind_of_page_is_one_script():
    """No template of a public page names a module beside that of its kind, and each kind is some page's."""
    templates = [ROOT / "templates" / "base.html", *(ROOT / "templates" / "profiles").glob("*.html")]
    text = "".join(path.read_text() for path in templates)
    kinds = {f"js/pages/{path.name}" for path in (ROOT / "static" / "js" / "pages").glob("*.js")}
    assert {name.split("'")[0] for name in text.split("{% static '") if name.startswith("js/")} == kinds
