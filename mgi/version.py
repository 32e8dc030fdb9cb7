"""Which version of the site this is. Knows neither Django nor the settings, as `manage.py --version` asks."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def version() -> str:
    """Return the version that pyproject.toml carries."""
    text = (Path(__file__).resolve().parent.parent / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])
