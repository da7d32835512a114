"""Asks that only the trained model sees, where no known turn of phrase tells of them.

Who was asked is the model's. What came of it is told by the words of the sentence; where none
tells, there is no ask: what the model takes for one is then a deed or a thought too often.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from factcheck.text.asks.parties import parties_of
from factcheck.text.model.network import ASKED, Seen
from factcheck.text.model.runs import spans_of
from factcheck.text.names.coreference import People
from factcheck.text.reading import MarkedAsk, MarkedParty, Outcome, Span

# How sure the model must be that somebody was asked; chosen on the texts it learned from.
_SURE: Final = 0.8
# In this order: who "could not be reached and has not replied" was not reached.
# "Did not respond to the heckling", "to the treatment": nobody asked anything.
_TO_OTHERS: Final = re.compile(
    r"\brespond(?:ed|ing|s)?\s+to\s+(?:the|an?|this|that|his|her)\s+(?!(?:\w+\s)?(?:requests?|questions?"
    r"|e-?mails?|calls?|messages?|inquir|enquir|quer|comments?|allegations?|claims?|accusations?"
    r"|letters?|findings|complaints?|story|report|paper|newspaper))",
    re.I,
)
_OUTCOMES: Final[tuple[tuple[Outcome, re.Pattern[str]], ...]] = (
    (
        "unreachable",
        re.compile(
            r"\bn(?:o|['’])t (?:be )?(?:reach|contact|locat|trac)\w*|unreachable"
            r"|\bno one (?:was )?available|\bunable to (?:reach|contact)",
            re.I,
        ),
    ),
    (
        "declined",
        re.compile(
            r"\bdeclin|\brefus|\bwould(?: not|n['’]t)\b|\bcould(?: not|n['’]t) comment"
            r"|\bno comment\b|\bnot be drawn|\bchose not\b|\bhung up\b",
            re.I,
        ),
    ),
    (
        "no-response",
        re.compile(
            r"(?:\bnot|n['’]t|\bnever|\bfailed to|\bwithout)\b[^.]{0,30}?\b(?:respon|repl|return"
            r"|answer|provid|acknowledg|call|g[eo]t back)|\bno (?:reply|response|answer|word)"
            r"|\byet to\b|\bunanswered|\bunreturned|\bsilen",
            re.I,
        ),
    ),
    ("referred", re.compile(r"\b(?:referred|directed)\b", re.I)),
    (
        "replied",
        re.compile(
            r"\b(?:said|says|replied|responded|told|confirmed|denie[ds]|wrote|answered|insisted"
            r"|rejected|pointed|added|stressed)\b",
            re.I,
        ),
    ),
)


def with_seen(
    text: str,
    sentences: Sequence[Span],
    asks: Sequence[MarkedAsk],
    seen: Sequence[Seen],
    people: People,
) -> tuple[MarkedAsk, ...]:
    """Return the asks and those the model sees in sentences that hold none, in order."""
    starts = [start for start, _ in sentences]
    told = {bisect_right(starts, ask.span[0]) - 1 for ask in asks}
    asked: dict[int, list[MarkedParty]] = defaultdict(list)
    for span in spans_of(seen, ASKED, surer_than=_SURE):
        number = bisect_right(starts, span[0]) - 1
        if number >= 0 and number not in told and not _TO_OTHERS.search(text, *sentences[number]):
            asked[number] += parties_of(text, span, people, after=True)
    found = [
        MarkedAsk(sentences[number], outcome, tuple(parties))
        for number, parties in asked.items()
        if parties and (outcome := _outcome(text, sentences[number])) is not None
    ]
    return tuple(sorted([*asks, *found], key=lambda ask: ask.span))


def _outcome(text: str, sentence: Span) -> Outcome | None:
    """Return what the words of a sentence say came of the asking; None where they do not."""
    return next((o for o, words in _OUTCOMES if words.search(text, *sentence)), None)
