"""Tables: a row of figures is one line, its cells apart.

A table that only lays out a page is none.
"""

from __future__ import annotations

from factcheck.outside.documents.drafts import Paragraph, joined

SEPARATOR = " | "
_WITHIN = " / "  # between the paragraphs of a cell
_MOST = 300  # characters of a cell; a longer one is a column of a page
_MOST_PARAGRAPHS = 4


def rows_to_paragraphs(cells: list[list[Paragraph]]) -> list[Paragraph]:
    """Return one row's cells as one paragraph, or as they are where they hold running text."""
    filled = [cell for cell in cells if cell]
    paragraphs = [paragraph for cell in filled for paragraph in cell]
    if len(filled) < 2 or any(map(_is_column, filled)):
        return paragraphs
    for paragraph in paragraphs:
        # Of equal length: the places of links and notes stay exact.
        paragraph.text = paragraph.text.replace("\n", " ")
    cell_texts = [joined(cell, _WITHIN) for cell in filled]
    return [joined(cell_texts, SEPARATOR, "body")]


def _is_column(cell: list[Paragraph]) -> bool:
    return len(cell) > _MOST_PARAGRAPHS or sum(len(p.text) for p in cell) > _MOST
