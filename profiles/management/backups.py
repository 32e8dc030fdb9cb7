"""How the commands of backups say what one holds."""

from profiles.backups.archive import Counts


def counts_text(counts: Counts) -> str:
    text = f"{counts.rows} rows of {len(counts.tables)} tables, {counts.files} uploaded files."
    if counts.missing:
        text += f" Missing already when it was made: {', '.join(counts.missing)}."
    return text
