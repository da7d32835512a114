"""The order in which the lines of a PDF's page are read: columns, and rows of tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Protocol, TypeVar

_WIDE = 0.6  # of the page's text a line must span to stand across the columns
_LEAST_LINES = 3  # of a column
_LEAST_WORDS = 2.5  # in the median line of a column of text; a table's cells have fewer


class Placed(Protocol):
    """A line with its place on the page: left, foot, right, top."""

    box: tuple[float, float, float, float]

    @property
    def text(self) -> str:
        """Return its words."""


Line = TypeVar("Line", bound=Placed)


@dataclass
class _Column:
    left: float
    right: float
    count: int = 1

    def overlaps(self, line: Placed) -> bool:
        """Return whether a line stands in this column."""
        return min(self.right, line.box[2]) - max(self.left, line.box[0]) > 0

    def take(self, line: Placed) -> None:
        """Widen the column by a line."""
        self.left, self.right = min(self.left, line.box[0]), max(self.right, line.box[2])
        self.count += 1


def reading_order(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the rows of a page in the order in which they are read.

    A row is a line of text, or the cells that stand beside each other.
    """
    columns = _columns(lines)
    if len(columns) < 2:
        return list(_rows(lines))
    ordered: list[list[Line]] = []
    band: list[Line] = []
    for line in sorted(lines, key=lambda row: -row.box[3]):
        if sum(column.overlaps(line) for column in columns) > 1:
            ordered += _by_column(band, columns)
            ordered.append([line])
            band = []
        else:
            band.append(line)
    return ordered + _by_column(band, columns)


def _columns(lines: Sequence[Line]) -> list[_Column]:
    """Return the columns of text on a page, from left to right; one where there are none."""
    if not lines:
        return []
    left, right = min(row.box[0] for row in lines), max(row.box[2] for row in lines)
    narrow = [row for row in lines if row.box[2] - row.box[0] < _WIDE * (right - left)]
    columns: list[_Column] = []
    for line in sorted(narrow, key=lambda row: row.box[0]):
        known = next((column for column in columns if column.overlaps(line)), None)
        if known is None:
            columns.append(_Column(line.box[0], line.box[2]))
        else:
            known.take(line)
    columns = [column for column in columns if column.count >= _LEAST_LINES]
    if not narrow or median(len(row.text.split()) for row in narrow) < _LEAST_WORDS:
        return []
    return columns if 2 * len(narrow) > len(lines) else []


def _by_column(lines: Iterable[Line], columns: Sequence[_Column]) -> list[list[Line]]:
    kept = list(lines)
    ordered: list[list[Line]] = []
    for column in columns:
        inside = [line for line in kept if column.overlaps(line)]
        kept = [line for line in kept if not column.overlaps(line)]
        ordered += _rows(inside)
    return ordered + list(_rows(kept))


def _rows(lines: Iterable[Line]) -> Iterable[list[Line]]:
    """Yield lines from top to foot, those at one height together from left to right."""
    row: list[Line] = []
    for line in sorted(lines, key=lambda placed: -placed.box[3]):
        if row and not _beside(row[0], line):
            yield sorted(row, key=lambda placed: placed.box[0])
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda placed: placed.box[0])


def _beside(first: Placed, line: Placed) -> bool:
    height = min(first.box[3] - first.box[1], line.box[3] - line.box[1])
    return min(first.box[3], line.box[3]) - max(first.box[1], line.box[1]) > 0.6 * height
