"""Blocks of documents in a short form, for tests of readers."""

from typing import Any

from profiles.imports import readers
from profiles.imports.blocks import Block, Document, LeftOut, Paragraph, Table


def document_of(data: bytes, name: str) -> Document:
    """Return the blocks of a document of somebody else's."""
    document = readers.READERS[readers.require_readable(data, name, readers.READERS)](data)
    assert isinstance(document, Document)
    return document


def short(blocks: list[Block]) -> list[Any]:
    """Return paragraphs as (style, text), or (style, text, level or number); tables as rows of texts.

    What is left out has “left out: ” and its reason for a style.
    """
    return [_short(block) for block in blocks if not isinstance(block, Paragraph) or block.text.strip()]


def _short(block: Block) -> Any:
    if isinstance(block, LeftOut):
        return (f"left out: {block.reason}", block.text)
    if isinstance(block, Table):
        return [{column: cell_text(cell.blocks) for column, cell in row.items()} for row in block.rows]
    further = [part for part in (block.level, block.number) if part]
    return (block.style.value, block.text, *further)


def cell_text(blocks: list[Block]) -> Any:
    """Return the text of a cell; what is more than plain paragraphs, as short() has it."""
    is_plain = all(isinstance(block, Paragraph) and block.style == "text" for block in blocks)
    return "\n".join(block.text for block in blocks) if is_plain else short(blocks)  # type: ignore[union-attr]
