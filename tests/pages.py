"""Reading a page in a test."""

from __future__ import annotations

import re
from typing import Any


def seen_at(client: Any, url: str) -> dict[str, str]:
    """Return what a form sends back of what it showed: of the admin's, or of a page's own."""
    context = client.get(url).context
    form = context["adminform"].form if "adminform" in context else context["form"]
    return {"seen": form.initial["seen"]}


def one_line(answer: Any) -> str:
    """Return a page as one line: where its template breaks lines is not what a test is about."""
    return re.sub(r"\s+", " ", answer.content.decode()).replace(" >", ">")
