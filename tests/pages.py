"""Reading a page in a test."""

from __future__ import annotations

import re
from typing import Any


def one_line(answer: Any) -> str:
    """Return a page as one line: where its template breaks lines is not what a test is about."""
    return re.sub(r"\s+", " ", answer.content.decode()).replace(" >", ">")
