"""Quotes by rules: what was said, the word of saying, and the speaker's mention.

`find_quotes` is the seam: a trained model may take its place as long as it gives `Found`s. Everything
before it (tokens, quotation marks, units) and after it (who "he" is) stays.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace

from factcheck.text import lexicon as lx
from factcheck.text.attribution import Verb, complement, find_verbs, main_subject, noun_cues
from factcheck.text.cues import CUES, WEIGHTS
from factcheck.text.marks import Quoted
from factcheck.text.phrases import QUOTE, Unit, capital, phrase_after, phrase_before
from factcheck.text.reading import QuoteKind, Span
from factcheck.text.tokens import Tokens

_MOST_ACCORDING = 10
_LOOK_BACK = 12
LEAST = 0.45
"""Below this confidence a reading keeps no quote: at this bar, precision and recall were about even."""

_CUT_WORDS = frozenset(["but", "while", "although", "though", "whereas"])
_OPENERS = frozenset("while although though when after as because since if whereas once where who which".split())
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


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block ready to be read: its sentences, quoted stretches and units."""

    number: int
    span: Span
    sentences: list[Span]
    quoted: list[Quoted]
    units: list[Span]


def find_quotes(tokens: Tokens, paragraphs: list[Paragraph]) -> list[Found]:
    """Every quote of the copy, in the order of the text."""
    found: list[Found] = []
    for paragraph, before in zip(paragraphs, [None, *paragraphs[:-1]], strict=True):
        transcript = _transcript_line(tokens, paragraph)
        if transcript is not None:
            found.append(transcript)
            continue
        _read_paragraph(tokens, paragraph, before, found)
    return sorted((f for f in found if f.confidence >= LEAST), key=lambda f: f.content[0])


_SPEECH_LINE = re.compile(r"(?P<name>(?:[A-Z][\w.'’-]*\s+){0,4}[A-Z][\w.'’-]*(?:\s*\([^()]{1,30}\))?)\s*:\s+(?=\S)")


def _transcript_line(tokens: Tokens, paragraph: Paragraph) -> Found | None:
    """ "SPEAKER: text", when the name is in capitals or what follows is all in quotation marks."""
    start, end = paragraph.span
    match = _SPEECH_LINE.match(tokens.text, start, end)
    if match is None:
        return None
    name = match.group("name")
    whole = any(q.span[0] == match.end() and q.span[1] >= end - 2 for q in paragraph.quoted)
    if not whole and not (name.isupper() and len(name) > 1 and end - match.end() > 1):
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
        limit = _sentence_limit(unit, paragraph, verb.k)
        later = [v for v in verbs[n + 1 :] if v.k < limit]
        one = _quote_of(unit, paragraph, verb, limit, later, taken)
        if one is not None:
            found.append(one)
    found.extend(_according(unit, paragraph))
    found.extend(_from_nouns(unit, paragraph, taken))
    return found


def _sentence_limit(unit: Unit, paragraph: Paragraph, k: int) -> int:
    """The item after the last of the sentence that holds item k; a quotation is never cut."""
    at = unit.tokens.starts[unit.first[k]]
    index = bisect_right(paragraph.sentences, (at, 1 << 60)) - 1
    end = paragraph.sentences[max(index, 0)][1]
    limit = k + 1
    while limit < len(unit) and unit.tokens.starts[unit.first[limit]] < end:
        limit += 1
    while limit > k + 1 and unit.low[limit - 1] in (".", "!", "?", "…", "..."):
        limit -= 1
    return limit


def _clause_start(unit: Unit, paragraph: Paragraph, k: int) -> int:
    """The first item of the sentence that holds item k."""
    at = unit.tokens.starts[unit.first[k]]
    index = bisect_right(paragraph.sentences, (at, 1 << 60)) - 1
    start = paragraph.sentences[max(index, 0)][0]
    first = k
    while first > 0 and unit.tokens.starts[unit.first[first - 1]] >= start:
        first -= 1
    while first > 0 and unit.low[first - 1] == QUOTE and unit.tokens.ends[unit.last[first - 1]] > start:
        first -= 1
    return first


def _quote_of(
    unit: Unit, paragraph: Paragraph, verb: Verb, limit: int, later: list[Verb], taken: list[tuple[int, int]]
) -> Found | None:
    right = complement(unit, verb, limit)
    left = _left_content(unit, paragraph, verb, limit, right)
    ranges: list[tuple[int, int]] = []
    frame = "say"
    if left is not None:
        ranges.append(left)
        tail = _resumed(unit, verb, limit, later)
        if tail is not None:
            ranges.append(tail)
    elif right is not None:
        frame = right.frame
        end = _content_end(unit, right.start, _subordinate_limit(unit, verb, limit), later, frame)
        if end < right.start:
            return None
        ranges.append((right.start, end))
    else:
        return None
    weight = _weight(unit, verb, frame, ranges, left is not None, taken)
    taken.extend(ranges)
    return _found(unit, paragraph, ranges, (verb.group, verb.k), verb.subject, weight)


def _subordinate_limit(unit: Unit, verb: Verb, limit: int) -> int:
    """ "While he said the port was closed, it …": what was said ends with the subordinate clause."""
    if verb.order != "left" or verb.subject is None or verb.subject[0] == 0:
        return limit
    if unit.low[verb.subject[0] - 1] not in _OPENERS:
        return limit
    return next((j for j in range(verb.k + 2, limit) if unit.low[j] in (",", "—", "–")), limit)


def _weight(
    unit: Unit, verb: Verb, frame: str, ranges: list[tuple[int, int]], trailing: bool, taken: list[tuple[int, int]]
) -> float:
    lemma = verb.cue.lemma
    frames = {"say": ("say", "that"), "that": ("say", "that", "object"), "particle": ("object",)}.get(frame, (frame,))
    weight = max((WEIGHTS.get((lemma, f), 0.0) for f in frames), default=0.0) or verb.cue.weight * 0.7  # type: ignore[arg-type]
    if any(a in unit.quotes or b in unit.quotes for a, b in ranges) and {"say", "that"} & verb.cue.frames:
        weight = max(weight, 0.9)
    if frame == "that" and unit.low[ranges[0][0]] == "that":
        weight = min(0.97, weight + 0.08)
    if trailing and not {"say", "that"} & verb.cue.frames:
        weight *= 0.3
    if verb.modal:
        weight *= 0.6
    if verb.subject and unit.low[verb.subject[1]] in ("i", "you", "we"):
        weight *= 0.7
    if any(a <= verb.k <= b for a, b in taken):
        weight *= 0.55
    if verb.order == "inherited":
        weight *= 0.9
    return weight


def _left_content(unit: Unit, paragraph: Paragraph, verb: Verb, limit: int, right: object) -> tuple[int, int] | None:
    """What was said, when it stands before its speaker: “…,” he said; or: …, officials said."""
    if verb.order == "inherited" or verb.subject is None or not {"say", "that"} & verb.cue.frames:
        return None
    end = (verb.group if verb.order == "inverted" else verb.subject[0]) - 1
    start = _clause_start(unit, paragraph, verb.k)
    while end >= start and unit.low[end] in (",", "—", "–", "--", "-", "so"):
        end -= 1
    if end < start:
        return None
    if unit.low[end] == QUOTE:
        return _widened(unit, start, end), end
    comma = unit.low[end + 1] in (",", "—", "–", "--")
    if not comma or unit.low[end] in ("and", "but"):
        return None
    if end - start < 2 or (right is not None and not _adverbial_rest(unit, verb, limit)):
        return None
    if unit.low[start] in (
        "while",
        "although",
        "though",
        "after",
        "before",
        "when",
        "if",
        "as",
        "since",
        "because",
    ) and ("," not in unit.low[start:end]):
        return None
    if unit.low[start] in ("but", "and", "yet", "so", "still") and start + 1 < end:
        start += 1
    return start, end


def _widened(unit: Unit, start: int, end: int) -> int:
    """A quotation that ends a sentence begun in the paper's words ("It is “a fraud,” he said") is mixed."""
    if end == start:
        return end
    before = unit.low[end - 1]
    if before in (".", "!", "?", ":", "…") or before == QUOTE:
        return end
    quote = unit.quotes[end]
    first = unit.tokens.text[quote.inner[0]]
    if before == "," and first.isupper():
        return end
    return start


def _adverbial_rest(unit: Unit, verb: Verb, limit: int) -> bool:
    """Whether only time, place or hearer follow the verb ("…, she said in a statement on Friday")."""
    j = verb.k + 1
    if verb.order == "inverted":
        return True
    if verb.cue.lemma in ("tell", "inform"):
        receiver = phrase_after(unit, j)
        j = receiver[1] + 1 if receiver else j
    if j >= limit:
        return True
    low = unit.low[j]
    if low in (",", ";", "—", "–", "--"):
        return True
    return low in lx.TIME_WORDS or low in lx.ADVERBS or (low in lx.PREPOSITIONS and low not in ("like", "about"))


def _resumed(unit: Unit, verb: Verb, limit: int, later: list[Verb]) -> tuple[int, int] | None:
    """The rest of an interrupted quotation: “Cost estimates,” he added, “were…”."""
    after = max(verb.k, verb.subject[1] if verb.subject else 0) + 1
    comma = next((j for j in range(after, min(limit, after + 14)) if unit.low[j] in (",", ".", ":", "—", "--")), None)
    if comma is None or comma + 1 >= limit:
        return None
    j = comma + 1
    if unit.low[j] == QUOTE:
        return j, max(m for m in range(j, limit) if unit.low[m] == QUOTE)
    spoken_out = verb.subject is not None and _follows_quote(unit, verb)
    if unit.low[comma] != "," or comma != after or spoken_out:
        return None
    low = unit.low[j]
    if (low in CUES and CUES[low].form == "ing") or low in (
        "who",
        "which",
        "when",
        "as",
        "according",
        "after",
        "speaking",
    ):
        return None
    if verb.order == "inverted" and (low in lx.DETERMINERS or low[0].isdigit()):
        return None
    if low in ("but", "and", "while", "though", "although") and any(v.k > j for v in later):
        return None
    if low.endswith("ing"):
        return None
    end = _content_end(unit, j, limit, later, "say")
    return (j, end) if end - j >= 1 else None


def _follows_quote(unit: Unit, verb: Verb) -> bool:
    """Whether the words said stand in quotation marks right before the speaker: then only another quotation resumes them."""
    k = (verb.group if verb.order == "inverted" else verb.subject[0] if verb.subject else verb.group) - 1
    while k > 0 and unit.low[k] in (",", "—", "–", "--"):
        k -= 1
    return k >= 0 and unit.low[k] == QUOTE


def _content_end(unit: Unit, start: int, limit: int, later: list[Verb], frame: str) -> int:
    """The last item of what was said, counted from `start`."""
    end = limit - 1
    for verb in later:
        coordinated = verb.order == "inherited" and verb.onset > start
        if coordinated and unit.low[verb.onset] in (",", "and", "but", "—"):
            end = min(end, verb.onset - 1)
    if start in unit.quotes and _complete(unit, start):
        last = start
        while last + 1 <= end and unit.low[last + 1] == QUOTE:
            last += 1
        return last
    for j in range(start + 1, end + 1):
        low = unit.low[j]
        if low == ";" or (low == "," and j < end and unit.low[j + 1] in _CUT_WORDS and not _still_said(unit, j + 2, end)):
            return j - 1
        if low == "according" and j < end and unit.low[j + 1] == "to":
            end = j - 1
            break
        if frame in ("object", "particle", "infinitive") and low == "," and j < end and _object_ends(unit, j + 1, end):
            return j - 1
    while end > start and unit.low[end] in (",", "and", "but", "—", "–", "-"):
        end -= 1
    return end


def _still_said(unit: Unit, j: int, end: int) -> bool:
    return j <= end and unit.low[j] == "that"


def _object_ends(unit: Unit, j: int, end: int) -> bool:
    low = unit.low[j]
    return low in (
        "and",
        "but",
        "which",
        "who",
        "as",
        "after",
        "when",
        "with",
        "where",
        "even",
        "a",
        "the",
    ) or low.endswith("ing")


def _complete(unit: Unit, k: int) -> bool:
    """Whether a quotation closes its own sentence: its last mark stands inside, or nothing follows it."""
    quote = unit.quotes[k]
    text = unit.tokens.text
    if text[quote.inner[1] - 1] in ".,!?…":
        return not (
            k + 1 < len(unit)
            and text[quote.inner[1] - 1] == ","
            and unit.low[k + 1] not in (",", ".")
            and unit.low[k + 1] != QUOTE
        ) or (text[quote.inner[0]].isupper())
    return False


def _according(unit: Unit, paragraph: Paragraph) -> list[Found]:
    """ "According to X, …" and "…, according to X"."""
    found = []
    places = [k for k in range(len(unit) - 2) if unit.low[k] == "according" and unit.low[k + 1] == "to"]
    for k in places[:_MOST_ACCORDING]:
        source = phrase_after(unit, k + 2)
        if source is None:
            continue
        start = _clause_start(unit, paragraph, k)
        limit = _sentence_limit(unit, paragraph, k)
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
        limit = _sentence_limit(unit, paragraph, b)
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
