"""The CSV as R reads it: `read.csv` with the mark of the button's file, in a cell of each kind."""

import subprocess

import pytest

from profiles import workflow
from profiles.imports.tables.cells import guard
from profiles.models import Finding
from tests import tools
from tests.exports.test_tables_read import TEXTS, content
from tests.factories import make_complete, make_place, make_profile

pytestmark = pytest.mark.usefixtures("domains")

PROGRAM = """
table <- read.csv(commandArgs(TRUE)[1], fileEncoding = "UTF-8-BOM", encoding = "UTF-8",
                  colClasses = "character", na.strings = character(0))
stopifnot(names(table)[1] == "profile", ncol(table) == 22)
out <- file(commandArgs(TRUE)[2], "wb")
for (text in table$finding) writeBin(c(charToRaw(enc2utf8(text)), as.raw(0)), out)
close(out)
"""


def test_r_reads_every_text(client, tmp_path):
    if problem := tools.r_problem():
        tools.skip_or_fail("r", problem)
    for number, text in enumerate(TEXTS):
        draft = make_complete(make_profile(make_place(f"Hardland {number}"), slug=f"hardland-{number:02}"))
        Finding.objects.filter(revision=draft).update(text=text)
        workflow.publish(draft, by=None)
    (tmp_path / "profiles.csv").write_bytes(content(client, "/profiles.csv"))
    (tmp_path / "read.R").write_text(PROGRAM)
    command = ["Rscript", "--vanilla", "read.R", "profiles.csv", "texts"]
    subprocess.run(command, cwd=tmp_path, check=True, env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"})
    texts = (tmp_path / "texts").read_bytes().decode().split("\0")[:-1]
    # R takes a carriage return in a cell for a line feed.
    assert sorted(texts) == sorted(guard(text).replace("\r", "\n") for text in TEXTS for _ in range(12))
