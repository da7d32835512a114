"""The signs by which a program's mail is told from a person's, from `data/signs.toml`."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from math import inf
from typing import Any, Final


@dataclass(frozen=True)
class Sign:
    """One row of the table: what a mail shows, and how much it may say and still be a program's."""

    marks: tuple[str, ...]  # fields of `classify._Marks` that must all hold
    without: tuple[str, ...]  # those that must not
    most: float  # words of its own, from which on it is a person's
    told: str  # the reason as a person reads it

    def is_shown(self, marks: object) -> bool:
        """Tell whether the marks of a mail are those of this sign."""
        has_all = all(getattr(marks, name) for name in self.marks)
        return has_all and not any(getattr(marks, name) for name in self.without)


@dataclass(frozen=True)
class MachineHeaders:
    """Names of headers, and the values that deny a program."""

    sure: tuple[str, ...]
    marked: tuple[str, ...]
    carriers: tuple[str, ...]
    nobody: tuple[str, ...]


@dataclass(frozen=True)
class Lengths:
    """Characters of a message in which something is looked for."""

    beginning: int
    moderation: int
    daemon: int


def _sign(row: dict[str, Any]) -> Sign:
    return Sign(
        marks=tuple(row["marks"]),
        without=tuple(row.get("without", ())),
        most=row.get("most", inf),
        told=row["told"],
    )


_TABLE: Final = tomllib.loads(
    (files("factcheck.outside.mail") / "data" / "signs.toml").read_text(encoding="utf-8")
)
SIGNS: Final = tuple(_sign(row) for row in _TABLE["signs"])
HEADERS: Final = MachineHeaders(**{name: tuple(some) for name, some in _TABLE["headers"].items()})
LENGTHS: Final = Lengths(**_TABLE["lengths"])
# By the module that asks: how long what it looks at may be.
LIMITS: Final[dict[str, dict[str, int]]] = _TABLE["limits"]
