"""Measures how fast the site is: `python -m bench NAME [postgres://…]`, NAME a module beside this one.

It gets a site of its own that is thrown away, in a file (SQLite) or in a new database of that server. Ends
with the number of promises that are broken. Results in bench/README.md.
"""

import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import connections
from psycopg import connect


@contextmanager
def database(server: str) -> Iterator[str]:
    """Yield the address of an empty database on the PostgreSQL server `server`; it is removed in the end."""
    name = f"mgi_bench_{secrets.token_hex(4)}"
    with connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def site(folder: str, database_url: str) -> Iterator[None]:
    """Load the site in this process, as the server does; its database has no tables yet."""
    os.environ |= {"VAR_DIR": folder, "DATABASE_URL": database_url, "LOG_LEVEL": "WARNING"}
    os.environ |= {"DJANGO_SETTINGS_MODULE": "mgi.settings", "API_RATE": "0", "FILE_RATE": "0"}
    import_module("mgi.wsgi")
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    try:
        yield
    finally:
        connections.close_all()
        with suppress(AttributeError):
            connections["default"].close_pool()


def main(name: str, *arguments: str) -> int:
    """Run one measurement, with what of `arguments` is no server; return how many promises are broken."""
    servers = [argument for argument in arguments if argument.startswith("postgres")]
    others = [argument for argument in arguments if argument not in servers]
    with tempfile.TemporaryDirectory(prefix="mgi-bench-") as folder, ExitStack() as stack:
        url = f"sqlite:///{folder}/bench.sqlite3"
        if servers:
            url = stack.enter_context(database(servers[0]))
        stack.enter_context(site(folder, url))
        # Only now: models need a set-up Django.
        return import_module(f"bench.{name}").report(*others) or 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
