"""The examples do what they say: each is run against a served site, and the manual has the same."""

import subprocess
import sys

import pytest

from profiles.api.v1.examples import CURL, EXAMPLES, PYTHON, SITE, Example, R
from tests import server, tools

MANUAL = (tools.ROOT / "docs" / "data-and-api.md").read_text(encoding="utf-8")
LANGUAGES = {CURL: "sh", PYTHON: "python", R: "r"}

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    shared = server.shared_folder(tmp_path_factory)
    with server.site(tmp_path_factory.mktemp("site"), shared) as instance:
        yield instance


def example_of(site: server.Site, example: Example) -> str:
    """Return the code, asked of `site`; two rows a page, so that there is more than one."""
    assert SITE in example.code
    return example.code.replace(SITE, site.url).replace("page_size=100", "page_size=2")


def run_example(*command: str) -> str:
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.key)
def test_the_manual_and_the_page_have_it(client, example, settings):
    assert f"```{LANGUAGES[example]}\n{example.code}```\n" in MANUAL
    assert settings.SITE_URL in example.here


def test_curl(site):
    output = run_example("bash", "-c", example_of(site, CURL).replace("python3", sys.executable))
    assert "2021-09 Mali " in output


def test_python(site):
    output = run_example(sys.executable, "-c", example_of(site, PYTHON))
    assert "Mali" in output
    assert len(output.splitlines()) > 5, "all pages, not only the first"


def test_r(site):
    if problem := tools.r_problem():
        tools.skip_or_fail("r", problem)
    output = run_example("Rscript", "-e", example_of(site, R))
    assert "Mali" in output
    assert "Lunaria" in output
