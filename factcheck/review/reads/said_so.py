"""A claim's own quotes: who is given for what it says, and the record that shows they said it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from factcheck.claims.models import Claim, Quote
from factcheck.review.models import Query, Verdict
from factcheck.review.reads.quote_sources import QuoteSource, quote_sources
from factcheck.review.reads.rulings import still_said
from factcheck.review.rules.findings import Finding

# What the method of a paraphrase says of its record, in place of "exact".
LIKE_THESE: Final = "words like these"
_WORD: Final = re.compile(r"\w{1,60}")


@dataclass(frozen=True, slots=True)
class SaidSo:
    """A quote that nobody has ruled on, and the record of it that lies beside its claim.

    `indirect`: the record need not hold its very words, and a person reads the two together.
    `expected`: the id of a verdict on other words or another speaker, which this one follows.
    """

    quote: Quote
    source: QuoteSource
    indirect: bool
    expected: int = 0

    @property
    def chosen(self) -> str:
        """Return what the form sends for it: a name that holds only for what is shown.

        Other words, another speaker, record, passage or verdict give it another.
        """
        quote, source = self.quote, self.source
        seen = (quote.text, quote.said_by, source.key, source.passage, str(self.expected))
        digest = hashlib.sha256("\0".join(seen).encode("utf-8", "surrogatepass")).hexdigest()
        return f"{quote.pk}-{digest[:16]}"

    @property
    def word(self) -> str:
        return LIKE_THESE if self.indirect else self.source.word

    def basis(self) -> dict[str, str]:
        """Return what a verdict that rests on the record names: source, place, passage, method."""
        source = self.source
        return {
            "source": f"{source.title} ({source.place})" if source.place else source.title,
            "locator": source.locator,
            "passage": source.passage,
            "method": f"{source.method}, {self.word}",
        }

    def bears_out(self, words: str) -> bool:
        """Return whether these words of the copy stand in the passage or its speaker, as words."""
        compared = self.source.compared
        speaker = compared.speaker if compared else ""
        there = _WORD.findall(f"{speaker}: {self.source.passage}".casefold())
        here = _WORD.findall(words.casefold())
        spans = range(len(there) - len(here) + 1)
        return bool(here) and any(there[at : at + len(here)] == here for at in spans)


def said_so(claim: Claim) -> list[SaidSo]:
    """Return the quotes in a claim's words that one ruling can confirm with it.

    Those that are open, with a record that holds the words; of a paraphrase, words like them. Never
    one that has them from another speaker.
    """
    quotes = Quote.objects.live().filter(
        proof=claim.proof_id, start__gte=claim.start, start__lt=claim.end
    )
    found = []
    for quote in quotes.select_related("proof").order_by("start"):
        verdict = Verdict.objects.filter(quote=quote, current=True).first()
        if _is_in_hand(quote, verdict):
            continue
        sources = quote_sources(quote)
        source = next((one for one in sources.sources if _holds(one, sources.indirect)), None)
        if source is not None:
            expected = verdict.pk if verdict is not None else 0
            found.append(SaidSo(quote, source, sources.indirect, expected))
    return found


def _holds(source: QuoteSource, indirect: bool) -> bool:
    return source.holds_the_words or (indirect and source.in_other_words)


def _is_in_hand(quote: Quote, verdict: Verdict | None) -> bool:
    """Return whether somebody has ruled on it, or asked about it: it is then dealt with alone."""
    is_ruled = verdict is not None and still_said(verdict, quote)
    return is_ruled or Query.objects.open().filter(quote=quote).exists()


def says_most(found: Sequence[SaidSo], finding: Finding | None) -> SaidSo | None:
    """Return the record that is the best source in view: where no page has a word on the claim.

    A page that bears a value out, or has another, is looked at first.
    """
    has_a_value = finding is not None and (
        finding.differing or finding.agreeing or finding.other_figures
    )
    return None if has_a_value else next(iter(found), None)
