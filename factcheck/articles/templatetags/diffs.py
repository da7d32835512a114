"""A paragraph of a difference as HTML. Built by hand: a long proof has thousands of pieces."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from factcheck.articles.diff import Side

register = template.Library()


@register.simple_tag
def words_of(side: Side, tag: str) -> SafeString:
    """Return the paragraph's words as HTML, the changed ones in `tag`.

    The tag is "del" in the old proof, "ins" in the new one. White space that changed by itself has
    a class, or nobody would see it.
    """
    parts = []
    for piece in side.pieces:
        words: str = escape(piece.text)
        if piece.changed:
            space = ' class="space"' if piece.text.isspace() else ""
            words = f"<{tag}{space}>{words}</{tag}>"
        parts.append(words)
    return mark_safe("".join(parts))  # noqa: S308  every part is escaped above  # nosec B308, B703


@register.filter
def kind_of(side: Side, kinds: Mapping[int, str]) -> str:
    """Return "headline", "caption"…; "" for body. `kinds` are by where their block starts."""
    lead = "".join(piece.text for piece in side.pieces)
    return kinds.get(side.span[0] + len(lead) - len(lead.lstrip()), "")


@register.filter
def kind_after_comma(side: Side, kinds: Mapping[int, str]) -> str:
    """Return ", headline" and the like; "" for body."""
    kind = kind_of(side, kinds)
    return f", {kind}" if kind else ""
