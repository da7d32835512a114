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
# Closing marks looked at for one opening mark, so that the time stays linear.
_CLOSERS_TRIED = 6

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
    scan = _Scan(text, block)
    for match in _MARK.finditer(text, *block):
        scan.see(match)
    return [quoted for quoted in scan.finish() if text[slice(*quoted.inner)].strip()]


class _Scan:
    """The state of a walk over a paragraph's marks: the stretches found, and the one open."""

    def __init__(self, text: str, block: Span) -> None:
        self.text = text
        self.block = block
        self.found: list[QuotedSpan] = []
        self.opened: tuple[int, int, str] | None = None
        """Start and end of the opening mark, and the mark."""
        self.single_closers = _single_closers(text, block)
        self.last_close = -1

    def see(self, match: re.Match[str]) -> None:
        """Take the next mark."""
        if self.opened is None:
            if match.start() >= self.last_close:
                self._open(match.start(), match.end(), match.group())
            return
        start, end, mark = match.start(), match.end(), match.group()
        if _closes(self.text, self.block, match, self.opened[2]):
            self.found.append(QuotedSpan((self.opened[0], end), (self.opened[1], start)))
            self.opened = None
        elif mark == self.opened[2] and mark in "“«„":
            self.found.append(_cut_open(self.text, self.opened, start))
            self.opened = (start, end, mark)

    def _open(self, start: int, end: int, mark: str) -> None:
        if mark in "‘'‚":
            close = _close_of_single(self.text, self.block, start, mark, self.single_closers)
            if close is not None:
                self.found.append(QuotedSpan((start, close + 1), (end, close)))
                self.last_close = close + 1
            return
        may_open = mark in _STRAIGHT and _may_open(self.text, self.block, start, end)
        if mark in _CLOSER_OF or may_open:
            self.opened = (start, end, mark)

    def finish(self) -> list[QuotedSpan]:
        """Return the stretches; one that is still open runs to the end of the paragraph."""
        end = self.block[1]
        if self.opened is not None and self.opened[1] < end:
            start, inner, _ = self.opened
            self.found.append(QuotedSpan((start, end), (inner, end), closed=False))
        return self.found


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
    """Return places of ’ and ' that can close a single-quoted stretch, the last first."""
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
    fitting = {"‘": "’", "'": "'"}.get(mark, "‘’")
    for place in reversed(closers[-_CLOSERS_TRIED:]):
        at = place + block[0]
        if text[at] in fitting and (place == closers[0] or not _may_be_plural(text, at)):
            return at
    return None


def _may_be_plural(text: str, at: int) -> bool:
    """Return whether a mark may be a plural's apostrophe ("the workers’ union").

    Punctuation after the mark, or the end of the text, rules that out.
    """
    return text[at - 1] == "s" and text[at + 1 : at + 2] not in ".,;:!?)"
