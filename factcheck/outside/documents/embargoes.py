"""Embargo lines: in headers, in "Eds:" lines, at the head of the copy."""

from __future__ import annotations

import re

_EMBARGO = re.compile(
    r"\b(?:(?:strictly )?embargo(?:ed)?\b(?:[^.\n]|\.(?=\d)|(?<=[ap])\.(?=m))|"
    r"(?:hold|not) for (?:release|publication|use) (?:until|before)\b[^.\n])"
    r"(?:[^.\n]|\.(?=\d)|(?<=\b[ap])\.(?=m)|(?<=[ap]\.m)\.){0,200}",
    re.I,
)


def embargo_in(text: str) -> str:
    """Return the words that set an embargo, to their full stop; "" where there are none."""
    found = _EMBARGO.search(text)
    return " ".join(found[0].split()).strip(" .,;:-") if found else ""
