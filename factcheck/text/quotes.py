"""Quotes by rules: what was said, the word of saying, and the speaker's mention.

`find_quotes` is the seam: a trained model may take its place as long as it gives `Found`s. Everything
before it (tokens, quotation marks, units) and after it (who "he" is) stays.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise

from factcheck.text import lexicon as lx
from factcheck.text.attribution import Verb, complement, find_verbs, main_subject, noun_cues
from factcheck.text.contents import (
    Paragraph,
    clause_start,
    content_end,
    left_content,
    resumed,
    sentence_limit,
    subordinate_limit,
    weight_of,
)
from factcheck.text.cues import CUES
from factcheck.text.lexicon import word_list
from factcheck.text.marks import Quoted
from factcheck.text.phrases import QUOTE, Unit, capital, phrase_after, phrase_before
from factcheck.text.reading import QuoteKind, Span
from factcheck.text.tokens import Tokens

_MOST_ACCORDING = 10
_LOOK_BACK = 12
LEAST = 0.45
"""Below this confidence a reading keeps no quote: at this bar, precision and recall were about even."""

_BULLETS = " \t\xa0•*·▪‣–—-"
_EDGE = " \t\r\n\xa0,;:—–-"


@dataclass(frozen=True, slots=True)
class Found:
    """A quote before anyone knows who "he" is: `source` is the speaker's mention, `block` its paragraph."""

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    kind: QuoteKind
    confidence: float
    block: int
    closed: bool = True


def find_quotes(tokens: Tokens, paragraphs: list[Paragraph]) -> list[Found]:
    """Every quote of the copy, in the order of the text."""
    found: list[Found] = []
    for before, paragraph in pairwise([None, *paragraphs]):
        assert paragraph is not None
        transcript = _transcript_line(tokens, paragraph)
        if transcript is not None:
            found.append(transcript)
            continue
        _read_paragraph(tokens, paragraph, before, found)
    return sorted((f for f in found if f.confidence >= LEAST), key=lambda f: f.content[0])


_SPEECH_LINE = re.compile(r"(?P<name>(?:[A-Z][\w.'’-]*\s+){0,4}[A-Z][\w.'’-]*(?:\s*\([^()]{1,30}\))?)\s*:\s+(?=\S)")


_LABELS = frozenset(
    word_list(
        "TABLE CHART NOTE UPDATE CORRECTION BREAKING PHOTO WATCH READ FILE MORE RELATED TOPIC DATE WHERE WHEN WHAT"
    )
)


def _transcript_line(tokens: Tokens, paragraph: Paragraph) -> Found | None:
    """ "SPEAKER: text", when the name is in capitals or what follows is all in quotation marks."""
    start, end = paragraph.span
    match = _SPEECH_LINE.match(tokens.text, start, end)
    if match is None:
        return None
    name = match.group("name")
    whole = any(q.span[0] == match.end() and q.span[1] >= end - 2 for q in paragraph.quoted)
    spoken = name.isupper() and len(name) > 1 and name not in _LABELS and tokens.text[end - 1] in '.!?…,"”’—-'
    if not whole and (not spoken or "|" in tokens.text[match.end() : end]):
        return None
    return Found(
        content=((match.end(), end),),
        cue=None,
        source=match.span("name"),
        kind="direct",
        confidence=0.9 if whole else 0.7,
        block=paragraph.number,
    )


def _opens_with_quote(paragraph: Paragraph) -> bool:
    return bool(paragraph.quoted) and paragraph.quoted[0].span[0] == paragraph.span[0]


def _subject_before_paragraph(tokens: Tokens, paragraph: Paragraph, before: Paragraph | None) -> Span | None:
    """Who the last sentence before a paragraph was about: a quotation that opens it is often theirs."""
    if before is None or before.number != paragraph.number - 1 or not before.units:
        return None
    unit = Unit(tokens, before.units[-1], before.quoted, [q.span[0] for q in before.quoted])
    subject = main_subject(unit, len(unit)) if len(unit) else None
    return _trimmed_source(unit, subject) if subject else None


def _read_paragraph(tokens: Tokens, paragraph: Paragraph, before: Paragraph | None, found: list[Found]) -> None:
    starts = [q.span[0] for q in paragraph.quoted]
    has_cue = [
        any(tokens.lower[i] in CUES or tokens.lower[i] == "according" for i in tokens.range(u)) for u in paragraph.units
    ]
    last_subject = _subject_before_paragraph(tokens, paragraph, before) if _opens_with_quote(paragraph) else None
    for number, span in enumerate(paragraph.units):
        first = bisect_left(starts, span[0])
        quoted_here = first < len(starts) and starts[first] < span[1]
        followed = number + 1 < len(paragraph.units) and bool(starts) and starts[-1] >= paragraph.units[number + 1][0]
        if not has_cue[number] and not quoted_here and not followed:
            continue
        unit = Unit(tokens, span, paragraph.quoted, starts)
        if not len(unit):
            continue
        new = _read_unit(unit, paragraph)
        if quoted_here:
            _loose_quotes(unit, paragraph, new, found, last_subject)
        subject = main_subject(unit, len(unit)) if followed else None
        last_subject = _trimmed_source(unit, subject) if subject else last_subject
        found.extend(new)


def _read_unit(unit: Unit, paragraph: Paragraph) -> list[Found]:
    verbs = find_verbs(unit)
    found: list[Found] = []
    taken: list[tuple[int, int]] = []
    for n, verb in enumerate(verbs):
        limit = sentence_limit(unit, paragraph, verb.k)
        later = [v for v in verbs[n + 1 :] if v.k < limit]
        one = _quote_of(unit, paragraph, verb, limit, later, taken)
        if one is not None:
            found.append(one)
    found.extend(_according(unit, paragraph))
    found.extend(_signed(unit, paragraph))
    found.extend(_from_nouns(unit, paragraph, taken))
    return found


def _quote_of(
    unit: Unit, paragraph: Paragraph, verb: Verb, limit: int, later: list[Verb], taken: list[tuple[int, int]]
) -> Found | None:
    right = complement(unit, verb, limit)
    left = left_content(unit, paragraph, verb, limit, right)
    ranges: list[tuple[int, int]] = []
    frame = "say"
    if left is not None:
        ranges.append(left)
        tail = resumed(unit, verb, limit, later)
        if tail is not None:
            ranges.append(tail)
    elif right is not None:
        frame = right.frame
        end = content_end(unit, right.start, subordinate_limit(unit, verb, limit), later, frame)
        if end < right.start:
            return None
        ranges.append((right.start, end))
    else:
        return None
    weight = weight_of(unit, verb, frame, ranges, left is not None, taken)
    taken.extend(ranges)
    return _found(unit, paragraph, ranges, (verb.group, verb.k), verb.subject, weight)


def _signed(unit: Unit, paragraph: Paragraph) -> list[Found]:
    """“It’s over.” — Ana Ruiz: a quotation with its speaker's name after a dash, and nothing else."""
    if len(unit) < 3 or unit.low[0] != QUOTE or unit.low[1] not in ("—", "–", "--", "-", "―"):
        return []
    name = phrase_after(unit, 2)
    after = name[1] + 1 if name else 0
    ends = name is not None and (after >= len(unit) or unit.low[after] in (",", "."))
    if name is None or not ends or not capital(unit.words[2]) or len(unit) > 20:
        return []
    one = _found(unit, paragraph, [(0, 0)], None, name, 0.85)
    return [one] if one else []


def _according(unit: Unit, paragraph: Paragraph) -> list[Found]:
    """ "According to X, …" and "…, according to X"."""
    found = []
    places = [k for k in range(len(unit) - 2) if unit.low[k] == "according" and unit.low[k + 1] == "to"]
    for k in places[:_MOST_ACCORDING]:
        source = phrase_after(unit, k + 2)
        if source is None:
            continue
        start = clause_start(unit, paragraph, k)
        limit = sentence_limit(unit, paragraph, k)
        ranges = _around(unit, start, k, source, limit)
        if ranges:
            one = _found(unit, paragraph, ranges, (k, k + 1), source, 0.92)
            if one is not None:
                found.append(one)
    return found


def _around(unit: Unit, start: int, k: int, source: tuple[int, int], limit: int) -> list[tuple[int, int]]:
    left_end = k - 1
    while left_end >= start and unit.low[left_end] in (",", "—", "–", "-", "(", "and", "but"):
        left_end -= 1
    after = next((j for j in range(source[1] + 1, limit) if unit.low[j] == ","), None)
    if left_end - start < 2:
        return [(after + 1, limit - 1)] if after is not None and after + 1 < limit else []
    ranges = [(start, left_end)]
    if after == source[1] + 1 and k > 0 and unit.low[k - 1] == "," and after + 2 < limit:
        low = unit.low[after + 1]
        if low not in ("who", "which", "a", "an", "the", "but", "and", "while") and not low.endswith("ing"):
            ranges.append((after + 1, limit - 1))
    return ranges


def _from_nouns(unit: Unit, paragraph: Paragraph, taken: list[tuple[int, int]]) -> list[Found]:
    found = []
    for a, b, owner, start in noun_cues(unit):
        limit = sentence_limit(unit, paragraph, b)
        if start >= limit or any(x <= b <= y for x, y in taken):
            continue
        end = _noun_end(unit, start, limit)
        one = _found(unit, paragraph, [(start, end)], (a, b), owner, 0.5)
        if one is not None:
            found.append(one)
    return found


def _noun_end(unit: Unit, start: int, limit: int) -> int:
    for j in range(start + 1, limit):
        if unit.low[j] in (",", ";", "—", "–", "--", ":") or (j > start + 1 and unit.low[j] in lx.AUXILIARIES):
            return j - 1
    return limit - 1


def _found(
    unit: Unit,
    paragraph: Paragraph,
    ranges: list[tuple[int, int]],
    cue: tuple[int, int] | None,
    source: tuple[int, int] | None,
    weight: float,
) -> Found | None:
    spans = []
    text = unit.tokens.text
    for a, b in ranges:
        start, end = unit.chars(a, b)
        while end > start and text[start] in _BULLETS:
            start += 1
        while end > start and text[end - 1] in _EDGE:
            end -= 1
        if end > start:
            spans.append((start, end))
    if not spans:
        return None
    quoted = [(a in unit.quotes, b in unit.quotes, any(k in unit.quotes for k in range(a, b + 1))) for a, b in ranges]
    kind: QuoteKind = "indirect"
    if all(first and last for first, last, _ in quoted):
        kind = "direct"
    elif any(some for _, _, some in quoted):
        kind = "mixed"
    closed = all(unit.quotes[b].closed for _, b in ranges if b in unit.quotes)
    return Found(
        content=tuple(spans),
        cue=unit.chars(*cue) if cue else None,
        source=_trimmed_source(unit, source) if source else None,
        kind=kind,
        confidence=round(weight, 3),
        block=paragraph.number,
        closed=closed,
    )


def _trimmed_source(unit: Unit, source: tuple[int, int]) -> Span:
    start, end = unit.chars(*source)
    word = unit.words[source[1]]
    if word.endswith(("'s", "’s")):
        end -= 2
    return start, max(end, start + 1)


def _owner(unit: Unit, k: int) -> Span | None:
    """Whose a quotation after a colon is: "Dana Whitlow: “…”", "She went on: “…”"."""
    if k < 2 or unit.low[k - 1] != ":":
        return None
    subject = main_subject(unit, k - 1) or phrase_before(unit, k - 2)
    return _trimmed_source(unit, subject) if subject else None


def _loose_quotes(
    unit: Unit, paragraph: Paragraph, new: list[Found], found: list[Found], last_subject: Span | None
) -> None:
    """Quotations of this unit that no word of saying claims: joined to the one before, or standing alone."""
    covered = [span for one in new for span in one.content]
    for k, quote in unit.quotes.items():
        if any(s <= quote.inner[0] and quote.inner[1] <= e + 1 for s, e in covered):
            continue
        if not _stands_alone(unit, k):
            continue
        at = _last_speech(found, paragraph)
        previous = found[at] if at is not None else None
        if (
            at is not None
            and previous is not None
            and previous.kind != "indirect"
            and _goes_on(previous, quote, paragraph)
        ):
            found[at] = replace(previous, content=(*previous.content, quote.span), closed=quote.closed)
            continue
        source = _owner(unit, k) or (previous.source if previous is not None else last_subject)
        new.append(Found((quote.span,), None, source, "direct", 0.6 if source else 0.5, paragraph.number, quote.closed))


def _last_speech(found: list[Found], paragraph: Paragraph) -> int | None:
    """Where the quote stands that a loose quotation may go on: in this paragraph, or spoken in the one before."""
    for at in range(len(found) - 1, max(-1, len(found) - 1 - _LOOK_BACK), -1):
        if found[at].block < paragraph.number - 1:
            return None
        if found[at].kind != "indirect" or found[at].block == paragraph.number:
            return at
    return None


def _goes_on(previous: Found, quote: Quoted, paragraph: Paragraph) -> bool:
    if previous.block == paragraph.number:
        return True
    return not previous.closed and quote.span[0] <= paragraph.span[0] + 1


def _stands_alone(unit: Unit, k: int) -> bool:
    """A whole sentence in quotation marks, not a title or a word held at arm's length."""
    before = unit.low[k - 1] if k else "."
    quote = unit.quotes[k]
    text = unit.tokens.text[quote.inner[0] : quote.inner[1]]
    if len(text.split()) < 3:
        return False
    begins = before in (".", "!", "?", ":", "…", "—", "–", QUOTE)
    ends = text.rstrip()[-1:] in ".!?…," or k + 1 == len(unit) or not quote.closed
    return begins and ends and (text[0].isupper() or not text[0].isalpha() or (not capital(text[0]) and k == 0))
