"""Which marks survive an edit of the copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from factcheck.text import Span


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of a span. `span` is into the new text; None where it is gone."""

    kind: Literal["same", "changed", "moved", "gone"]
    span: Span | None


def carry(old: str, new: str, spans: Sequence[Span]) -> list[Carried]:
    return [Carried("same", span) if new[: span[1]] == old[: span[1]] else Carried("gone", None) for span in spans]
