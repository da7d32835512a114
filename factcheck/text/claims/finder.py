"""Sentences that state something, with what makes them checkable and a score that ranks them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from factcheck.text.language.sentences import DATELINE
from factcheck.text.reading import MarkedAsk, MarkedClaim, MarkedFact, MarkedQuote, Span

_KINDS: dict[str, re.Pattern[str]] = {
    "comparison": re.compile(
        r"\b(?:more|less|fewer|higher|lower|greater|larger|smaller|bigger|better|worse|faster"
        r"|older|younger|twice|double|half|than|compared|versus|increase[sd]?|decrease[sd]?|rose"
        r"|fell|grew|dropped|doubled|tripled|surged|declined|gained|lost)\b",
        re.I,
    ),
    "cause": re.compile(
        r"\b(?:because|caused?|causing|led|leads?|resulted?|due|thanks|triggered|blamed|therefore|sparked|prompted)\b",
        re.I,
    ),
    "accusation": re.compile(
        r"\b(?:accus\w+|alleg\w+|blam\w+|lied|lying|fraud\w*|corrupt\w*|crimes?|criminal\w*"
        r"|illegal\w*|unlawful\w*|violat\w+|murder\w*|kill(?:ed|ing|s)|massacre\w*|tortur\w+"
        r"|abus\w+|brib\w+|stole|stolen|cover-up|orchestrat\w+|guilty|sued|terroris\w+"
        # A rhino charges a car, and a battery is charged.
        r"|(?:is|are|was|were|been|being)\s+(?:\w+ly\s+)?charged(?!\s+(?:for|at|up|by|per))"
        r"|charged\s+(?:[\w’'-]{1,30}\s+){0,6}?(?:with|over)"
        r"|attack(?:ed|ing)|bomb(?:ed|ing)|responsible|misled|mislead\w*|rap(?:ed|ing)|assault\w*"
        r"|harass\w*|discriminat\w+|neglig\w+|failed)\b",
        re.I,
    ),
    "prediction": re.compile(
        r"\b(?:will|won['’]t|shall|going|expected|likely|plans?|forecast|predict\w*|could|may|might)\b",
        re.I,
    ),
}
_OPINION = re.compile(
    r"\b(?:think|believe|feel|hope|should|must|ought|need|want|wish|good|bad|great|best|worst"
    r"|wonderful|terrible|important|beautiful|love|hate|right|wrong|sure|perhaps|maybe|glad"
    r"|proud|thank|sorry|please|guess|agree)\b",
    re.I,
)
_IMPERATIVE = re.compile(
    r"(?:let(?:['’]s| me| us)?|please|look|listen|consider|imagine|remember|note|see|read|click"
    r"|visit|call|write|email|watch|stop|go|do|don['’]t|get|keep|take|tell|vote)\b",
    re.I,
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|has|have|been|\w{3,}ed|went|came|took|made|gave|left|met|said|told)\b",
    re.I,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|will|would|can|could|may|might|must"
    r"|should|shall|'s|'re|'ve|'ll|said|says|went|came|took|made|gave|left|met|told|began|won|lost"
    r"|held|saw|led|fell|rose|cut|hit|put|set|sent|brought|got|ran|spent|paid|built|knew|thought"
    r"|kept|became|wrote|spoke|broke|drew|fought|struck|\w{2,}(?:ed|es|s|ing|en))\b|['’](?:s|re|ve"
    r"|ll|d)\b",
    re.I,
)
# What the paper says of its own asking is borne out by its letters, and seldom worth a search:
# its score is cut to this share. Guessed.
_OWN_ASKING = 0.2
# A score at which even a question or a fragment is listed: the model saw that it states something.
_SURE = 0.7


def find_claims(
    text: str,
    sentences: Sequence[Span],
    worth: Sequence[float],
    chances: Sequence[Mapping[str, float]],
    facts: Sequence[MarkedFact],
    quotes: Sequence[MarkedQuote],
    asks: Sequence[MarkedAsk],
) -> tuple[MarkedClaim, ...]:
    """Return every sentence that states something, in order; `worth` is each sentence's score.

    `chances` are each sentence's by kind.

    Sentences in a speaker's mouth count too. Questions, orders and fragments state nothing, unless
    there is a figure in them or the score is high.
    """
    fact_starts = [fact.span[0] for fact in facts]
    asking = {ask.span for ask in asks}
    spoken = sorted(span for quote in quotes for span in quote.content)
    claims = []
    for span, score, by_kind in zip(sentences, worth, chances, strict=True):
        sentence = text[slice(*span)]
        inside = facts[bisect_left(fact_starts, span[0]) : bisect_left(fact_starts, span[1])]
        kinds_of_facts = [kind for fact in inside if (kind := _kind_of_fact(fact))]
        if not _is_listed(sentence, kinds_of_facts, score):
            continue
        if span in asking:
            # The paper's own asking is proved by its letters, so it ranks below what must be looked
            # up.
            claims.append(MarkedClaim(span, ("ask",), round(score * _OWN_ASKING, 4)))
        else:
            kinds = _kinds(sentence, kinds_of_facts, _is_spoken(span, spoken))
            claims.append(MarkedClaim(span, kinds, score, by_kind))
    return tuple(claims)


def _is_listed(sentence: str, kinds_of_facts: list[str], score: float) -> bool:
    """Return whether a sentence states something, by its form or by the model's score."""
    if not _can_be_checked(sentence):
        return False
    return score >= _SURE or _states(sentence, kinds_of_facts)


def _is_spoken(span: Span, spoken: list[Span]) -> bool:
    """Return whether a sentence overlaps one of the sorted contents of quotes."""
    at = bisect_right(spoken, span[1] - 1, key=lambda content: content[0]) - 1
    return at >= 0 and spoken[at][1] > span[0]


def _kind_of_fact(fact: MarkedFact) -> str | None:
    """Return the kind of claim that a fact makes of its sentence, if it makes one."""
    if fact.kind in ("date", "superlative"):
        return fact.kind
    if fact.kind != "number":
        return None
    unit = (fact.value or "").partition(" ")[2]
    if unit == "%":
        return "percent"
    return "money" if len(unit) == 3 and unit.isupper() else "number"


def _can_be_checked(sentence: str) -> bool:
    return any(c.isalpha() for c in sentence) and not DATELINE.match(f"{sentence} — x")


def _states(sentence: str, kinds_of_facts: list[str]) -> bool:
    if sentence.rstrip("”\"’' ").endswith("?"):
        return False
    if (
        _IMPERATIVE.match(sentence.lstrip("“\"'‘ "))
        and not _PAST.search(sentence)
        and "number" not in kinds_of_facts
    ):
        return False
    return _VERB.search(sentence) is not None or any(kind != "date" for kind in kinds_of_facts)


def _kinds(sentence: str, kinds_of_facts: list[str], quoted: bool) -> tuple[str, ...]:
    kinds: list[str] = [
        kind
        for kind in ("number", "money", "percent", "date", "superlative")
        if kind in kinds_of_facts
    ]
    kinds += [kind for kind, pattern in _KINDS.items() if pattern.search(sentence)]
    if quoted:
        kinds.append("quote")
    if not kinds and _OPINION.search(sentence):
        kinds.append("opinion")
    return tuple(kinds or ["statement"])
