"""What was said: where the words begin and end around a word of saying, and how sure that is."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from factcheck.text import lexicon as lx
from factcheck.text.attribution import Verb
from factcheck.text.cues import CUES, WEIGHTS
from factcheck.text.lexicon import word_list
from factcheck.text.marks import Quoted
from factcheck.text.phrases import QUOTE, Unit, phrase_after
from factcheck.text.reading import Span

_CUT_WORDS = frozenset(["but", "while", "although", "though", "whereas"])
_OPENERS = frozenset(word_list("while although though when after as because since if whereas once where who which"))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block ready to be read: its sentences, quoted stretches and units."""

    number: int
    span: Span
    sentences: list[Span]
    quoted: list[Quoted]
    units: list[Span]


def sentence_limit(unit: Unit, paragraph: Paragraph, k: int) -> int:
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


def clause_start(unit: Unit, paragraph: Paragraph, k: int) -> int:
    """The first item of the sentence that holds item k."""
    at = unit.tokens.starts[unit.first[k]]
    index = bisect_right(paragraph.sentences, (at, 1 << 60)) - 1
    start = paragraph.sentences[max(index, 0)][0]
    first = k
    while first > 0 and unit.tokens.starts[unit.first[first - 1]] >= start:
        first -= 1
    # The tokenizer ends a sentence inside “Why?”, though the speaker after it belongs to it.
    while first > 0 and unit.low[first - 1] == QUOTE:
        first -= 1
    return first


def subordinate_limit(unit: Unit, verb: Verb, limit: int) -> int:
    """ "While he said the port was closed, it …": what was said ends with the subordinate clause."""
    if verb.order != "left" or verb.subject is None or verb.subject[0] == 0:
        return limit
    if unit.low[verb.subject[0] - 1] not in _OPENERS:
        return limit
    return next((j for j in range(verb.k + 2, limit) if unit.low[j] in (",", "—", "–")), limit)


def weight_of(
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


def left_content(unit: Unit, paragraph: Paragraph, verb: Verb, limit: int, right: object) -> tuple[int, int] | None:
    """What was said, when it stands before its speaker: “…,” he said; or: …, officials said."""
    if verb.order == "inherited" or verb.subject is None or not {"say", "that"} & verb.cue.frames:
        return None
    end = (verb.group if verb.order == "inverted" else verb.subject[0]) - 1
    start = clause_start(unit, paragraph, verb.k)
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


def resumed(unit: Unit, verb: Verb, limit: int, later: list[Verb]) -> tuple[int, int] | None:
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
    end = content_end(unit, j, limit, later, "say")
    return (j, end) if end - j >= 1 else None


def _follows_quote(unit: Unit, verb: Verb) -> bool:
    """Whether the words said stand in quotation marks before the speaker: then only another quotation resumes them."""
    k = (verb.group if verb.order == "inverted" else verb.subject[0] if verb.subject else verb.group) - 1
    while k > 0 and unit.low[k] in (",", "—", "–", "--"):
        k -= 1
    return k >= 0 and unit.low[k] == QUOTE


def content_end(unit: Unit, start: int, limit: int, later: list[Verb], frame: str) -> int:
    """The last item of what was said, counted from `start`."""
    end = limit - 1
    for verb in later:
        coordinated = verb.order == "inherited" and verb.onset > start
        if coordinated and unit.low[verb.onset] in (",", "and", "but", "—"):
            end = min(end, verb.onset - 1)
    if start in unit.quotes and (_complete(unit, start) or _set_off(unit, start)):
        last = start
        while last + 1 <= end and unit.low[last + 1] == QUOTE:
            last += 1
        return last
    for j in range(start + 1, end + 1):
        low = unit.low[j]
        if low == ";" or (
            low == "," and j < end and unit.low[j + 1] in _CUT_WORDS and not _still_said(unit, j + 2, end)
        ):
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


def _set_off(unit: Unit, k: int) -> bool:
    """Whether a quotation is led in by a comma or colon and begins with a capital: it stands for itself."""
    return k > 0 and unit.low[k - 1] in (",", ":") and unit.tokens.text[unit.quotes[k].inner[0]].isupper()


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
