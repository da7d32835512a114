"""The order in which the lines of a PDF's page are read: columns, and rows of tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple, Protocol, TypeVar

# These are set by hand on the PDFs of tests/gold/files.
_WIDE = 0.6  # of the page's text a line must span to stand across the columns
_LEAST_LINES = 3  # of a column
_LEAST_WORDS = 2.5  # in the median line of a column of text; a table's cells have fewer
_BESIDE = 0.6  # of the lower line's height two lines must share to stand beside each other


class PageBox(NamedTuple):
    """Where something stands on its page, in points from the lower left (ISO 32000-1, 8.3.2.3)."""

    left: float
    foot: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.foot

    def holds(self, other: PageBox) -> bool:
        """Return whether the middle of another box lies within this one."""
        across = (other.left + other.right) / 2
        up = (other.foot + other.top) / 2
        return self.left <= across <= self.right and self.foot <= up <= self.top

    def shared_width(self, other: PageBox) -> float:
        """Return how much of their widths two boxes share; negative: how far they are apart."""
        return min(self.right, other.right) - max(self.left, other.left)

    def shared_height(self, other: PageBox) -> float:
        """Return how much of their heights two boxes share; negative: how far they are apart."""
        return min(self.top, other.top) - max(self.foot, other.foot)


class Placed(Protocol):
    """A line with its place on the page."""

    box: PageBox

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
        return self.left < line.box.right and line.box.left < self.right

    def take(self, line: Placed) -> None:
        """Widen the column by a line."""
        self.left = min(self.left, line.box.left)
        self.right = max(self.right, line.box.right)
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
    for line in _from_top(lines):
        crossed = sum(column.overlaps(line) for column in columns)
        if crossed <= 1:
            band.append(line)
            continue
        # A headline across the columns ends what stands above it in each of them.
        ordered += _by_column(band, columns)
        ordered.append([line])
        band = []
    return ordered + _by_column(band, columns)


def _columns(lines: Sequence[Line]) -> list[_Column]:
    """Return the columns of text on a page, from left to right; none where it is set in one."""
    narrow = _narrow(lines)
    mostly_narrow = 2 * len(narrow) > len(lines)
    if not mostly_narrow or _are_cells(narrow):
        return []
    return [column for column in _side_by_side(narrow) if column.count >= _LEAST_LINES]


def _narrow(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that are too narrow to stand across the columns."""
    left = min((line.box.left for line in lines), default=0.0)
    right = max((line.box.right for line in lines), default=0.0)
    widest = _WIDE * (right - left)
    return [line for line in lines if line.box.width < widest]


def _side_by_side(lines: Iterable[Line]) -> list[_Column]:
    """Return lines gathered into columns, from left to right: those of one overlap in width."""
    columns: list[_Column] = []
    for line in _from_left(lines):
        known = next((column for column in columns if column.overlaps(line)), None)
        if known is None:
            columns.append(_Column(line.box.left, line.box.right))
        else:
            known.take(line)
    return columns


def _are_cells(lines: Sequence[Placed]) -> bool:
    """Return whether lines are too short for text, as a table's cells are."""
    return median(len(line.text.split()) for line in lines) < _LEAST_WORDS


def _by_column(lines: Iterable[Line], columns: Sequence[_Column]) -> list[list[Line]]:
    """Return the rows of one column after the other, then what stands in none of them."""
    rest = list(lines)
    ordered: list[list[Line]] = []
    for column in columns:
        inside = [line for line in rest if column.overlaps(line)]
        rest = [line for line in rest if not column.overlaps(line)]
        ordered += _rows(inside)
    return ordered + list(_rows(rest))


def _rows(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Yield lines from top to foot, those at one height together from left to right."""
    row: list[Line] = []
    for line in _from_top(lines):
        if row and not _beside(row[0], line):
            yield _from_left(row)
            row = []
        row.append(line)
    if row:
        yield _from_left(row)


def _from_top(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: -line.box.top)


def _from_left(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: line.box.left)


def _beside(first: Placed, line: Placed) -> bool:
    lower = min(first.box.height, line.box.height)
    return first.box.shared_height(line.box) > _BESIDE * lower
