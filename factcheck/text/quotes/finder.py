"""Quotes: what the model saw, and what the layout of the copy says for certain.

A line "NAME: words", a quotation signed with a dash, marks that open and close: these are rules of
print, and hold where the model is unsure.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from factcheck.text.language.paragraphs import CopyParagraph
from factcheck.text.language.quotation_marks import QuotedSpan
from factcheck.text.language.word_lists import word_lists
from factcheck.text.model.network import Seen
from factcheck.text.quotes.attributions import Attribution, find_attributions, kind_of
from factcheck.text.quotes.saying import AS_SAID, POINTS_BACK, mended, words_of
from factcheck.text.reading import Span

_WORDS = word_lists("factcheck.text.quotes", "finder")

# Below this confidence a reading keeps no quote: at this bar, the joint F1 on PolNeAR's dev
# articles was best.
LEAST = 0.7

# And where print alone tells that words are reported. Guessed.
LEAST_OF_PLAIN = 0.6

# Confidence of a quotation without a cue, with a source and without one. Guessed.
_SOURCED, _UNSOURCED = 0.6, 0.5
# And of a line "NAME: words", by whether the words are in marks or the name in capitals. Guessed.
_SPOKEN_IN_MARKS, _SPOKEN_IN_CAPITALS = 0.9, 0.7

_SPEECH_LINE = re.compile(
    r"[\"“]?(?P<name>(?:[A-Z][\w.'’-]*\s+){0,4}[A-Z][\w.'’-]*(?:\s*\([^()]{1,30}\))?)\s*:\s+(?=\S)"
)
_SIGNED = re.compile(r"\s*(?:—|–|--|―|-)\s*(?P<name>(?:[A-Z][\w.'’-]*[ ]?){1,5})(?=[,.\s]|$)")
_RELATIVE = re.compile(r",\s(?:which|who)\s\Z")
_CONCEDES = re.compile(r"(?:While|Although|Though)\b")
# Words that only somebody speaking uses; "US" is a country, and "I" may be a numeral.
_SPOKEN = re.compile(
    r"\b(?:[Ww]e|us|[Oo]urs?|[Mm]y|me|[Yy]ou|[Yy]ours?|I(?=\s[a-z]|['’](?:m|ve|d|ll)\b))\b"
)
_IN_MARKS = re.compile(r"“[^”]*”?|\"[^\"]*\"?")
_LABELS = _WORDS["labels"]
_FULL_STOPS = ".!?:…—–"
# In words: a shorter stretch in marks, without a cue, is a name or a word held at arm's length.
_SENTENCE = 3
# How many quotes before a place may still reach over it; guessed.
_NEAR = 8
# In letters: shorter words of a title, "of" or "the", have no capital; guessed.
_LONG_WORD = 4


def find_quotes(
    text: str,
    paragraphs: Sequence[CopyParagraph],
    seen: Sequence[Seen],
    names: Sequence[Span] = (),
) -> list[Attribution]:
    """Every quote of the copy, in the order of the text; none is cut inside one of the names."""
    lines = _transcript(text, paragraphs)
    # A line of a transcript is one quote of its speaker, whatever the model saw inside it.
    candidates = [
        candidate
        for candidate in find_attributions(text, paragraphs, seen)
        if candidate.block not in lines and _is_quote(text, candidate)
    ]
    attributed = _put_right(text, paragraphs, candidates, names)
    attributed += _pointed_back_to(text, paragraphs, attributed)
    attributed += _said_as(text, paragraphs, attributed)
    quotes = sorted([*attributed, *lines.values()], key=lambda quote: quote.content[0])
    for paragraph in paragraphs:
        for quoted in paragraph.quoted:
            if not _covered(quotes, quoted):
                quotes = _with_loose(text, paragraph, quoted, quotes)
    return quotes


def _pointed_back_to(
    text: str, paragraphs: Sequence[CopyParagraph], quotes: Sequence[Attribution]
) -> list[Attribution]:
    """Return the sentences that "That is according to a study" says of, which nobody saw."""
    found = []
    for paragraph in paragraphs:
        for before, (start, end) in pairwise(paragraph.sentences):
            told = POINTS_BACK.match(text, start, end)
            if told is None or any(quote.cue and start <= quote.cue[0] < end for quote in quotes):
                continue
            content = (before[0], before[1] - 1 if text[before[1] - 1] == "." else before[1])
            stop = end - 1 if text[end - 1] == "." else end
            comma = text.find(", ", told.end(), stop) if told["says"] else -1
            source = (told.end() + 1, comma if comma >= 0 else stop)
            found.append(
                Attribution(
                    (content,),
                    told.span("says" if told["says"] else "cue"),
                    source,
                    "indirect",
                    _SOURCED,
                    paragraph.number,
                )
            )
    return found


def _said_as(
    text: str, paragraphs: Sequence[CopyParagraph], quotes: Sequence[Attribution]
) -> list[Attribution]:
    """Return the sentences of which "As Ana Ruiz once observed," says who said them."""
    taken = sorted(span for quote in quotes for span in quote.content)
    found = []
    for paragraph in paragraphs:
        for start, end in paragraph.sentences:
            told = AS_SAID.match(text, start, end)
            at = bisect_left(taken, (start, start))
            if told is None or (at < len(taken) and taken[at][0] < end):
                continue
            content = (told.end(), end - 1 if text[end - 1] == "." else end)
            kind, closed = kind_of(paragraph.quoted, (content,))
            cue, source, number = told.span("cue"), told.span("source"), paragraph.number
            found.append(Attribution((content,), cue, source, kind, _SOURCED, number, closed))
    return found


def _with_antecedent(text: str, quote: Attribution, names: Sequence[Span]) -> Attribution:
    """Give a quote the source that "which" stands for: "Harrow, which called it …"."""
    if quote.cue is None or quote.source is not None:
        return quote
    relative = _RELATIVE.search(text, max(0, quote.cue[0] - len(", which ")), quote.cue[0])
    n = bisect_right(names, (relative.start(), 0)) - 1 if relative else -1
    beside = relative is not None and n >= 0 and names[n][1] == relative.start()
    return replace(quote, source=names[n]) if beside else quote


def _transcript(text: str, paragraphs: Sequence[CopyParagraph]) -> dict[int, Attribution]:
    """Return the lines "NAME: words" of the copy, each by its paragraph's number."""
    lines = {
        paragraph.number: line
        for paragraph in paragraphs
        if (line := _transcript_line(text, paragraph)) is not None
    }
    # One line in capitals may be a dateline ("MIRAMSHAH: Seven …"); a transcript has several.
    if len(lines) != 1:
        return lines
    return {number: line for number, line in lines.items() if _is_no_dateline(text, line)}


def _put_right(
    text: str,
    paragraphs: Sequence[CopyParagraph],
    candidates: Sequence[Attribution],
    names: Sequence[Span],
) -> list[Attribution]:
    """Return what the model saw with its edges where print has them; what is no quote goes."""
    numbers = {paragraph.number: paragraph for paragraph in paragraphs}
    quotes = []
    for candidate in candidates:
        paragraph = numbers[candidate.block]
        whole = _whole(text, paragraph, _without_dateline(text, candidate))
        quote = mended(text, paragraph, whole, names)
        if quote is not None:
            quotes.append(_with_antecedent(text, quote, names))
    return quotes


def _is_no_dateline(text: str, line: Attribution) -> bool:
    """Return whether a line in capitals is speech by itself: "MAYOR: We held the road.".

    It is all in marks, of a "Q" or "A", or has "we" or "you" outside quotation marks.
    """
    if line.source is None or line.confidence > _SPOKEN_IN_CAPITALS:
        return True
    words = _IN_MARKS.sub(" ", text[slice(*line.content[0])])
    return text[slice(*line.source)] in ("Q", "A") or bool(_SPOKEN.search(words))


def _without_dateline(text: str, candidate: Attribution) -> Attribution:
    """Return a quote without the speaker who is a town: "TESSEL: Seven men were killed, …"."""
    source = candidate.source
    if source is None or not text[slice(*source)].isupper():
        return candidate
    opens = source[0] == 0 or text[source[0] - 1] == "\n"
    return (
        replace(candidate, source=None)
        if opens and text[source[1] : source[1] + 1] == ":"
        else candidate
    )


def _is_quote(text: str, candidate: Attribution) -> bool:
    """Return whether the model is sure enough, and somebody or some word of saying is there."""
    named = bool(candidate.cue or candidate.source)
    if not any(char.isalnum() for a, b in candidate.content for char in text[a:b]):
        return False  # a quotation mark alone
    least = LEAST_OF_PLAIN if _is_plain(text, candidate) else LEAST
    return candidate.confidence >= least and named and not _is_title(text, candidate)


def _is_plain(text: str, candidate: Attribution) -> bool:
    """Return whether print alone tells that words are reported: "alleges that …"."""
    if candidate.cue is None or candidate.source is None:
        return False
    opens = text[slice(*candidate.content[0])].lower().split()[:1]
    return opens == ["that"] or text[slice(*candidate.cue)].lower() == "according to"


def _is_title(text: str, quote: Attribution) -> bool:
    """Return whether the quoted words are a name, of an operation or a song.

    Every long word has a capital, and no sentence ends.
    """
    long_word = rf"[^\W\d_]{{{_LONG_WORD},}}"
    words = [word for a, b in quote.content for word in re.findall(long_word, text[a:b])]
    ended = any(text[a:b].rstrip("”\"’' ")[-1:] in ("!", "?", ".") for a, b in quote.content)
    return (
        quote.kind == "direct"
        and len(words) > 1
        and not ended
        and all(word[0].isupper() for word in words)
    )


def _whole(text: str, paragraph: CopyParagraph, quote: Attribution) -> Attribution:
    """Return the same quote, its spans widened to the quotation marks they all but fill."""
    spans = tuple(
        _to_marks(text, paragraph, _subordinate(text, paragraph, quote, span))
        for span in quote.content
    )
    if spans == quote.content:
        return quote
    kind, closed = kind_of(paragraph.quoted, spans)
    return replace(quote, content=spans, kind=kind, closed=closed)


def _subordinate(text: str, paragraph: CopyParagraph, quote: Attribution, span: Span) -> Span:
    """End the content with the clause that "while" opens: "While she said …, it opened"."""
    at = bisect_right(paragraph.sentences, (span[0], len(text))) - 1
    start = paragraph.sentences[max(at, 0)][0]
    if quote.cue is None or not start < quote.cue[0] < span[0] or not _CONCEDES.match(text, start):
        return span
    comma = text.find(",", *span)
    return (span[0], comma) if comma > 0 and "," not in text[start : quote.cue[0]] else span


def _to_marks(text: str, paragraph: CopyParagraph, span: Span) -> Span:
    start, end = span
    for quote in paragraph.quoted:
        if quote.span[0] < start < quote.inner[1] and not _words(text[quote.inner[0] : start]):
            start = quote.span[0]
        if quote.inner[0] < end < quote.span[1] and not _words(text[end : quote.inner[1]]):
            end = quote.span[1]
    return start, end


def _words(text: str) -> int:
    return len(re.findall(r"\w+", text))


def _transcript_line(text: str, paragraph: CopyParagraph) -> Attribution | None:
    """Return the quote of a line "SPEAKER: text".

    The name is in capitals, or what follows is all in quotation marks.
    """
    start, end = paragraph.span
    match = _SPEECH_LINE.match(text, start, end)
    if match is None:
        return None
    whole = any(q.span[0] == match.end() and q.span[1] >= end - 2 for q in paragraph.quoted)
    if not whole and not _is_spoken(match.group("name"), text[match.end() : end]):
        return None
    return Attribution(
        content=((match.end(), end),),
        cue=None,
        source=match.span("name"),
        kind="direct",
        confidence=_SPOKEN_IN_MARKS if whole else _SPOKEN_IN_CAPITALS,
        block=paragraph.number,
    )


def _is_spoken(name: str, words: str) -> bool:
    """Return whether "NAME: words" is speech: no label, no row of a table, an ended sentence."""
    speaks = name.isupper() and (len(name) > 1 or name in "QA") and name not in _LABELS
    return speaks and "|" not in words and words[-1:] in tuple('.!?…,"”’—-')


def _stands_alone(text: str, paragraph: CopyParagraph, quote: QuotedSpan) -> bool:
    """Return whether a whole sentence is quoted, not a title or a word in scare quotes."""
    inner = text[slice(*quote.inner)]
    if _words(inner) < _SENTENCE:
        return False
    before = text[paragraph.span[0] : quote.span[0]].rstrip()[-1:]
    after = text[quote.span[1] : paragraph.span[1]].strip()
    opens = not before or before in _FULL_STOPS or before in "\"”’'"
    ends = inner.rstrip()[-1:] in ".!?…," or not after or not quote.closed
    return opens and ends and not inner[0].islower()


def _covered(quotes: list[Attribution], quote: QuotedSpan) -> bool:
    at = bisect_right(quotes, quote.span[1], key=lambda candidate: candidate.content[0][0])
    near = quotes[max(0, at - _NEAR) : at]
    return any(
        a < quote.inner[1] and quote.inner[0] < b
        for candidate in near
        for a, b in candidate.content
    )


def _with_loose(
    text: str, paragraph: CopyParagraph, quote: QuotedSpan, quotes: list[Attribution]
) -> list[Attribution]:
    """Add a quotation without an attribution.

    It goes on from a quote, or is signed, or is the last speaker's, or nobody's.
    """
    at = bisect_left(quotes, quote.span, key=lambda attribution: attribution.content[0])
    previous = quotes[at - 1] if at else None
    if previous is not None and _goes_on(text, paragraph, quote, previous):
        joined = replace(previous, content=(*previous.content, quote.span), closed=quote.closed)
        return [*quotes[: at - 1], joined, *quotes[at:]]
    following = quotes[at] if at < len(quotes) else None
    if following is not None and _is_gone_on(text, paragraph, quote, following):
        content = (quote.span, *following.content)
        joined = replace(following, content=content, block=paragraph.number)
        return [*quotes[:at], joined, *quotes[at + 1 :]]
    of = words_of(text, quote.span[0])
    signature = of.span("source") if of else _signature(text, paragraph, quote)
    if signature is None and not _stands_alone(text, paragraph, quote):
        return quotes
    source = signature or _last_speaker(paragraph, previous)
    confidence = _SOURCED if source else _UNSOURCED
    number = paragraph.number
    cue = of.span("cue") if of else None
    loose = Attribution((quote.span,), cue, source, "direct", confidence, number, quote.closed)
    return [*quotes[:at], loose, *quotes[at:]]


def _signature(text: str, paragraph: CopyParagraph, quote: QuotedSpan) -> Span | None:
    """Return the name after a quotation that begins its paragraph: “…” — Ana Ruiz."""
    if quote.span[0] > paragraph.span[0]:
        return None
    signed = _SIGNED.match(text, quote.span[1], paragraph.span[1])
    if signed is None:
        return None
    start = signed.start("name")
    return start, start + len(signed.group("name").rstrip(" ."))


def _last_speaker(paragraph: CopyParagraph, previous: Attribution | None) -> Span | None:
    """Return the source of a quotation in this paragraph or the one before it."""
    if previous is None or previous.kind == "indirect":
        return None
    return previous.source if paragraph.number - previous.block <= 1 else None


def _is_gone_on(
    text: str, paragraph: CopyParagraph, quote: QuotedSpan, following: Attribution
) -> bool:
    """Return whether a paragraph is all quotation, left open, and the next names its speaker."""
    first = following.content[0][0]
    alone = (
        not quote.closed
        and quote.span[0] == paragraph.span[0]
        and quote.span[1] == paragraph.span[1]
    )
    next_opens = following.kind == "direct" and not text[quote.span[1] : first].strip()
    return alone and next_opens and following.block == paragraph.number + 1


def _goes_on(text: str, paragraph: CopyParagraph, quote: QuotedSpan, previous: Attribution) -> bool:
    """Return whether a quotation continues the one before: “We leave,” said Ruiz, “at dawn”.

    So does one that opens a paragraph, after a quotation left open.
    """
    if previous.kind == "indirect":
        return False
    if previous.block != paragraph.number:
        opens = quote.span[0] <= paragraph.span[0] + 1
        return opens and not previous.closed and paragraph.number - previous.block == 1
    between = [
        span
        for span in (previous.cue, previous.source)
        if span and span[0] >= previous.content[-1][1]
    ]
    return bool(between) and text[max(end for _, end in between) : quote.span[0]].strip() in (
        ",",
        ":",
        "—",
        "",
    )
