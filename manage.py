#!/usr/bin/env python
"""Django's command line, with this project's settings."""

import os
import sys


def main() -> None:
    if sys.argv[1:] == ["version"] or "--version" in sys.argv[1:3]:
        from mgi.version import version

        sys.stdout.write(f"{version()}\n")  # ours: Django would name its own
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mgi.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
