"""Shows what the store of finished pages holds, or empties it."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat

from profiles.operations import process_counts
from profiles.operations.pages import public_headers
from profiles.page_store import versions
from profiles.page_store.files import ASIDE
from profiles.page_store.versions import LISTS

NGINX = """\
# Pages that {folder} has; all else, and what is put in frames, comes from the program.
# So does what nginx may not read (403): its log says so, and readers have their page.
location ~ ^(?!.*/embed/)(?<page>[A-Za-z0-9_/.-]*)/$ {{
    error_page 403 404 405 418 = @program;
    if ($args) {{ return 418; }}
    rewrite ^ $page/index.html break;
    root {folder};
    charset utf-8;
    gzip_static always;
    gunzip on;
    log_not_found off;
{headers}
}}
location @program {{
    proxy_pass {program}$request_uri;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
}}
location / {{ error_page 418 = @program; return 418; }}"""


class Command(BaseCommand):
    help = (
        "Show the finished pages that this machine keeps: of each server process those in memory, and how it "
        "has answered; of all together the files. --empty makes all of them void. --nginx prints how nginx "
        "sends them by itself."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--empty", action="store_true", help="have every page made anew")
        parser.add_argument("--nginx", action="store_true", help="print the location for nginx")

    def handle(self, *args: Any, empty: bool, **options: Any) -> None:
        if not settings.PAGE_STORE:
            raise CommandError("Nothing is kept: PAGE_STORE is 0.")
        current = versions.of_this_machine()
        if current is None:
            raise CommandError(f"Nothing is kept: {settings.VAR_DIR} cannot be written.")
        if empty:
            current.empty()
            self.stdout.write("All pages will be made anew.")
            return
        if options["nginx"]:
            site = urlsplit(settings.SITE_URL)
            headers = "\n".join(
                f'    add_header {name} "{value}";' for name, value in public_headers().items()
            )
            folder = current.folder / "current" / site.scheme / str(site.hostname)  # what $host is
            address = f"http://{settings.HOST}:{settings.PORT}"
            self.stdout.write(NGINX.format(folder=folder, headers=headers, program=address))
            return
        for line in self._lines(current):
            self.stdout.write(line)

    def _lines(self, current: versions.Versions) -> Iterator[str]:
        processes = process_counts.read()
        for number, counts in processes.items():
            answers = counts.hits + counts.file_hits + counts.misses
            share = f", {(counts.hits + counts.file_hits) / answers:.1%} from the store" if answers else ""
            yield (
                f"Process {number}: {counts.pages} pages in memory ({filesizeformat(counts.bytes)}); "
                f"{answers} answers{share}: {counts.hits} from memory, {counts.file_hits} from files, "
                f"{counts.misses} made"
            )
            if counts.is_database_away:
                yield "  The database does not answer: what is kept is served at any age."
        if not processes:
            yield "No server process runs."
        files = sum(
            1
            for path in current.folder.glob("*/http*/**/*.json")
            if path.relative_to(current.folder).parts[0][-len(ASIDE) :] != ASIDE  # void, and being removed
        )
        yield f"Files: {files} pages ({filesizeformat(current.bytes_of_files)})"
        yield f"Version: {current.values[LISTS]}"
