"""Measures another checkout of this site beside this one: `python bench/beside.py ../before [PART]`.

Both answer the same addresses, with the profiles that are shipped, in turns and each in a process and an
empty database (SQLite) of its own. The smallest time of each is what is compared: on a machine that does
other things too, it varies least. Only commands and addresses are used that both have; with PART,
those addresses that have it in them.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from io import StringIO
from pathlib import Path

TURNS, ROUNDS = 4, 25
ADDRESSES = [
    *("/healthz", "/", "/ar/", "/profiles/", "/profiles/?region=002&sort=-described", "/places/"),
    *("/places/mali/", "/domains/", "/domains/partnerships/", "/profiles/mali-2021/", "/glossary/"),
    *("/profiles/mali-2021.pdf", "/profiles/mali-2021.docx", "/profiles/mali-2021.png"),
    *("/profiles/lunaria-2023/changes/", "/compare/?profile=mali-2021&profile=lunaria-2023", "/about/"),
    *("/search/?q=migration", "/search/?q=finding&kind=potential", "/feeds/profiles.atom"),
    *("/api/v1/", "/api/v1/profiles/", "/api/v1/profiles/mali-2021/", "/api/v1/places/lunaria/"),
    *("/api/v1/findings/?page_size=100", "/api/v1/profiles/mali-2021/revisions/", "/api/v1/domains/"),
    *("/api/v1/findings/?domain=partnerships", "/api/v1/places/?region=002"),
    *("/api/v1/domains/partnerships/", "/api/v1/search/?q=migration", "/admin/"),
    *("/admin/profiles/board/", "/admin/profiles/profile/", "/admin/profiles/revision/"),
]


def smallest(part: str) -> dict[str, float]:
    """Return the milliseconds of processor time by address, of the code in the current directory."""
    with tempfile.TemporaryDirectory(prefix="mgi-bench-") as folder:
        os.environ |= {"VAR_DIR": folder, "DATABASE_URL": f"sqlite:///{folder}/db", "API_RATE": "0"}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "mgi.settings", "LOG_LEVEL": "ERROR"}
        sys.path.insert(0, str(Path.cwd()))
        import_module("mgi.wsgi")
        settings = import_module("django.conf").settings
        settings.ALLOWED_HOSTS = ["testserver"]
        settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
        call_command = import_module("django.core.management").call_command
        call_command("prepare", stdout=StringIO())
        call_command("load_profiles", "fixtures/demo.json", stdout=StringIO())
        client = import_module("django.test").Client()
        user = import_module("profiles.models").User.objects.create_superuser("bench")
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        return {address: milliseconds(client, address) for address in ADDRESSES if part in address}


def milliseconds(client: object, address: str) -> float:
    times = []
    for _round in range(ROUNDS):
        start = time.process_time()
        status = client.get(address).status_code
        times.append((time.process_time() - start) * 1000)
        if status != 200:
            sys.exit(f"{address}: {status}")
    return min(times)


def main(before: str, part: str = "") -> None:
    checkouts = [Path(before).resolve(), Path(__file__).parents[1]]
    times: dict[str, dict[Path, float]] = {}
    for checkout in checkouts * TURNS:
        command = [sys.executable, __file__, "--measure", part]
        output = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=True).stdout
        for address, best in json.loads(output.splitlines()[-1]).items():
            row = times.setdefault(address, {})
            row[checkout] = min(best, row.get(checkout, best))
    print("| address | before, ms | now, ms | ratio |\n|---|---|---|---|")
    for address, row in times.items():
        old, new = (row[checkout] for checkout in checkouts)
        print(f"| `{address}` | {old:.1f} | {new:.1f} | {new / old:.2f} |")


if __name__ == "__main__":
    if sys.argv[1] == "--measure":
        print(json.dumps(smallest(*sys.argv[2:])))
    else:
        main(*sys.argv[1:])
