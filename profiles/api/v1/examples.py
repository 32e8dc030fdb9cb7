"""How to begin: short programs in three languages, shown on the page of the API and in docs/data-and-api.md.

Tests run each of them against a served site, and hold the manual's against these.
"""

from dataclasses import dataclass

from profiles.site_texts import home_url

SITE = "https://mgi.example"
"""Stands for the address of the site."""


@dataclass(frozen=True)
class Example:
    key: str
    name: str
    code: str

    @property
    def here(self) -> str:
        """The code, asking this site."""
        return self.code.replace(SITE, home_url().rstrip("/"))


CURL = Example(
    "curl",
    "curl",
    r"""curl -s 'https://mgi.example/api/v1/search/?q=%22labour+migration%22&region=011' \
  | python3 -c 'import json, sys
for row in json.load(sys.stdin)["results"]: print(row["described"], row["place_name"], row["text"])'
""",
)

PYTHON = Example(
    "python",
    "Python (pandas)",
    """import pandas

findings = pandas.read_csv("https://mgi.example/api/v1/findings.csv?domain=partnerships")
print(findings[["place_name", "described", "kind", "finding"]].to_string())
""",
)

R = Example(
    "r",
    "R (jsonlite)",
    """library(jsonlite)

address <- "https://mgi.example/api/v1/findings/?domain=partnerships&page_size=100"
pages <- list()
while (!is.null(address)) {
  page <- fromJSON(address)
  pages[[length(pages) + 1]] <- page$results[c("place_name", "described", "kind", "text")]
  address <- page[["next"]]
}
findings <- do.call(rbind, pages)
print(findings)
""",
)

EXAMPLES = (CURL, PYTHON, R)
