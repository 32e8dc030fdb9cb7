"""Validates HTML with the Nu checker (npm vnu-jar, needs Java): many pages in one run, offline.

from tests import html
assert html.validate({"/profiles/": page}) == []
"""

import json
import subprocess
import tempfile
from pathlib import Path

from tests import tools

ACCEPTED: tuple[str, ...] = ()
"""Beginnings of messages that are accepted, each with its reason beside it."""


def validate(pages: dict[str, str]) -> list[str]:
    """Return one line for each mistake in `pages` (address -> HTML): address, line, what is wrong.

    Skips the test that asks where Java or the checker is missing; fails it where TEST_REQUIRE names vnu.
    """
    if problem := tools.vnu_problem():
        tools.skip_or_fail("vnu", problem)
    with tempfile.TemporaryDirectory(prefix="mgi-html-") as folder:
        addresses = {}
        for number, (address, page) in enumerate(pages.items()):
            file = Path(folder) / f"{number}.html"
            file.write_text(page, encoding="utf-8")
            addresses[file.name] = address
        return _messages(folder, addresses)


def _messages(folder: str, addresses: dict[str, str]) -> list[str]:
    options = ["--format", "json", "--exit-zero-always", "--skip-non-html"]
    command = ["java", "-Xss1024k", "-jar", str(tools.VNU), *options, folder]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    messages = json.loads(answer.stderr)["messages"]  # Anything but JSON is no verdict: let it fail.
    return [
        f"{addresses[Path(message['url']).name]} line {message.get('lastLine', '?')}: {message['message']}"
        for message in messages
        if not message["message"].startswith(ACCEPTED)
    ]
