"""What stands inside quotation marks: “…”, "…", ''…'', ‘…’, '…', „…“, «…», »…«, 「…」."""

from __future__ import annotations

import re
from dataclasses import dataclass

from factcheck.text.reading import Span

_MARK = re.compile(r"''|``|[\"“”„‟«»‘’‚'「」『』＂]")
_CLOSER_OF = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "‘": "’",
    "‚": "‘’",
}
_STRAIGHT = {'"', "''", "``", "＂"}
_ELISIONS = re.compile(r"(?:\d0s|\d\d\b|em\b|tis\b|twas\b|til\b|cause\b|n['’])", re.I)


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """One stretch in quotation marks: `span` with its marks, `inner` without them.

    `closed` is false where the closing mark is missing and the stretch runs to the end of its
    paragraph.
    """

    span: Span
    inner: Span
    closed: bool = True


def find_quoted(text: str, block: Span) -> list[QuotedSpan]:
    """Return the outermost quoted stretches of one paragraph, in order.

    Marks inside another pair are not listed.
    """
    found: list[QuotedSpan] = []
    opened: tuple[int, int, str] | None = None
    singles = _single_closers(text, block)
    last_close = -1
    for match in _MARK.finditer(text, *block):
        start, end, mark = match.start(), match.end(), match.group()
        if opened is None:
            if start < last_close:
                continue
            if mark in "‘'‚":
                close = _close_of_single(text, block, start, mark, singles)
                if close is not None:
                    found.append(QuotedSpan((start, close + 1), (end, close)))
                    last_close = close + 1
            elif mark in _CLOSER_OF or (mark in _STRAIGHT and _may_open(text, block, start, end)):
                opened = (start, end, mark)
        elif _closes(text, block, match, opened[2]):
            found.append(QuotedSpan((opened[0], end), (opened[1], start)))
            opened = None
        elif mark == opened[2] and mark in "“«„":
            found.append(_cut_open(text, opened, start))
            opened = (start, end, mark)
    if opened is not None and opened[1] < block[1]:
        found.append(QuotedSpan((opened[0], block[1]), (opened[1], block[1]), closed=False))
    return [q for q in found if text[q.inner[0] : q.inner[1]].strip()]


def _cut_open(text: str, opened: tuple[int, int, str], until: int) -> QuotedSpan:
    """End a stretch never closed with its last sentence, or where the next stretch begins."""
    stop = max(text.rfind(c, opened[1], until) for c in ".!?") + 1
    stop = stop if stop > opened[1] else until
    stop = opened[1] + len(text[opened[1] : stop].rstrip())
    return QuotedSpan((opened[0], stop), (opened[1], stop), closed=False)


def _closes(text: str, block: Span, match: re.Match[str], opener: str) -> bool:
    mark = match.group()
    if opener in _STRAIGHT:
        return mark in (_STRAIGHT | {"”"}) and (
            not _may_open(text, block, match.start(), match.end())
            or _may_close(text, block, match.start(), match.end())
        )
    return mark in _CLOSER_OF[opener] or (
        mark in _STRAIGHT and _may_close(text, block, *match.span())
    )


def _may_open(text: str, block: Span, start: int, end: int) -> bool:
    before = text[start - 1] if start > block[0] else " "
    after = text[end] if end < block[1] else " "
    return not after.isspace() and (before.isspace() or before in "([{—–-/:'‘“")


def _may_close(text: str, block: Span, start: int, end: int) -> bool:
    before = text[start - 1] if start > block[0] else " "
    after = text[end] if end < block[1] else " "
    return not before.isspace() and not after.isalnum()


def _single_closers(text: str, block: Span) -> list[int]:
    """Places of ’ and ' that can close a single-quoted stretch, from the last to the first."""
    return [
        m.start()
        for m in re.finditer(r"(?<=[^\s(])[’'‘](?=[^\w]|$)", text[block[0] : block[1]])
        if text[block[0] + m.start() : block[0] + m.start() + 2] != "''"
    ][::-1]


def _close_of_single(
    text: str, block: Span, start: int, mark: str, closers: list[int]
) -> int | None:
    if not _may_open(text, block, start, start + 1) or _ELISIONS.match(text, start + 1):
        return None
    while closers and closers[-1] + block[0] <= start:
        closers.pop()
    wanted = "’" if mark == "‘" else "'" if mark == "'" else "‘’"
    for place in reversed(closers[-6:]):
        at = place + block[0]
        # A plural's apostrophe ("the workers’ union") looks the same; punctuation before it settles
        # the matter.
        certain = (
            text[at - 1] in ".,!?…" or text[at - 1] != "s" or text[at + 1 : at + 2] in ".,;:!?)"
        )
        if text[at] in wanted and (certain or place == closers[0]):
            return at
    return None
