"""Makes files/ anew, with the programs of programs.py: `python -m tests.imports.documents.make [NAME …]`.

With words, those alone whose names hold one of them. Programs put dates and identifiers into what they write,
and so the bytes are others each time: commit what is meant.
"""

import os
import sys

import django


def main(words: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from tests.imports.documents.catalogue import FILES, examples

    FILES.mkdir(exist_ok=True)
    chosen = [example for example in examples() if not words or any(word in example.name for word in words)]
    for example in chosen:
        data = example.write(example.text, example.names)
        example.path.write_bytes(data)
        print(f"{len(data):8} {example.name}", flush=True)
    if not words:
        for path in set(FILES.iterdir()) - {example.path for example in chosen}:
            path.unlink()


if __name__ == "__main__":
    main(sys.argv[1:])
