"""Numbers as statistics send them: as a number, as text, or as a sign that there is none."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_NUMBER: Final = re.compile(r"-?\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,2})?")


def number_of(value: object) -> Decimal | None:
    """Return a number; None of null, ":" (Eurostat) and "." (the Federal Reserve)."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    return Decimal(str(value)) if _NUMBER.fullmatch(str(value)) else None


def canonical(value: Decimal) -> str:
    """Return a plain decimal: "2179412080000.5"."""
    return f"{value.normalize():f}"


def shown(value: Decimal, decimals: int = 2) -> str:
    """Return a number as it is read: "2,179,412,080,000.5"."""
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
