"""What of a person is kept although they wish it erased, and why."""

from __future__ import annotations

from collections.abc import Set as AbstractSet


def why_kept(
    articles: AbstractSet[int],
    *,
    held: AbstractSet[int],
    cleared: AbstractSet[int],
    asked: AbstractSet[int],
) -> str:
    """Return why a row of these articles stays, "" where it may go.

    `held`, `cleared` and `asked` are the articles under legal hold, those of which a proof was
    cleared, and those in which the person's answer is still awaited.
    """
    if articles & held:
        return "its article is under legal hold"
    if articles & cleared:
        return "it is the record of a cleared story"
    if articles & asked:
        return "a request to them is still open"
    return ""
