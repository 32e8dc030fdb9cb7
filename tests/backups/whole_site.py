"""What a site answers and keeps, in figures that two sites can be compared by. Run by `manage.py shell`.

print(json.dumps(whole_site.figures()))
"""

import hashlib
import json
import re
from urllib.parse import urldefrag, urljoin, urlsplit

from django.apps import apps
from django.test import Client

from profiles.backups import tables

HOST = "http://mgi.example"
BEGIN = [
    *("/", "/ar/", "/profiles/", "/places/", "/glossary/", "/compare/", "/about/data/", "/search/?q=law"),
    *("/sitemap.xml", "/feeds/profiles.atom", "/api/v1/", "/api/v1/profiles/", "/api/v1/findings/"),
    *("/api/v1/places/?page_size=100", "/api/v1/search/?q=law", "/profiles.csv", "/profiles.json"),
]
LINK = re.compile(r"""(?:href="|<loc>|"url": ?")([^"<]+)""")
LARGE = re.compile(r"\.(pdf|docx|xlsx|png|zip)$|/(static|admin)/")


def rows() -> dict[str, str]:
    """Return the digest of the rows of each table, the history among them."""
    return {
        model._meta.label: hashlib.sha256(b"".join(map(tables.canonical, tables.rows_of(model)))).hexdigest()
        for model in tables.models_of(apps)
    }


def answers(languages: str) -> dict[str, str]:
    """Return the digest of each public address: of whatever pages link to, but files that take seconds.

    `languages`: the codes of those that are followed beside English.
    """
    client, waiting, seen = Client(headers={"host": "mgi.example"}), list(BEGIN), {}
    while waiting:
        address = waiting.pop()
        if address in seen or not re.match(rf"/(?!(ar|es|fr|pt)/)|/({languages})/", address):
            continue
        response = client.get(address)
        content = response.getvalue() if response.streaming else response.content
        seen[address] = f"{response.status_code} {digest(content, response['Content-Type'])}"
        if response.status_code == 200:
            waiting += links(content.decode(errors="replace"), address)
    return seen


def digest(content: bytes, media_type: str) -> str:
    """Return the digest of an answer; the members of a JSON object have no order, in PostgreSQL neither."""
    if "json" in media_type:
        content = json.dumps(json.loads(content), sort_keys=True).encode()
    return hashlib.sha256(content).hexdigest()


def links(text: str, address: str) -> list[str]:
    parts = [urlsplit(urldefrag(urljoin(f"{HOST}{address}", link)).url) for link in LINK.findall(text)]
    return [part.path for part in parts if part.netloc == "mgi.example" and not LARGE.search(part.path)]
