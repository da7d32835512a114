"""The backing of a quote: records, replies and calls, each set against the printed words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.claims.models import Quote
from factcheck.replies.models import Reply, Statement, Use
from factcheck.review.models import Record
from factcheck.review.rules.gate import BACKING
from factcheck.review.rules.verbatim import VerbatimComparison, compare, transcript

WORDS = {
    "exact": ("exact", "green"),
    "cut": ("exact, but for marked cuts", "green"),
    "differs": ("differs", "red"),
    "not found": ("not found", "red"),
}
_QUOTED = re.compile(r"[“\"«„]([^”\"»“]+)[”\"»“]")


@dataclass(frozen=True, slots=True)
class QuoteSource:
    """A record or an answer that holds words.

    `key` names it in the form ("record-3", "reply-8"), `method` is how a verdict that rests on it
    begins (rules.RECORDS).
    """

    key: str
    kind: str
    title: str
    place: str
    method: str
    compared: VerbatimComparison | None  # None: it holds no words
    request_id: int | None = None
    record: Record | None = None
    wrong_speaker: bool = False

    @property
    def word(self) -> str:
        return WORDS[self.compared.kind][0] if self.compared else "no words here: listen or look"

    @property
    def tone(self) -> str:
        return WORDS[self.compared.kind][1] if self.compared else ""

    @property
    def holds_the_words(self) -> bool:
        """Return whether its words are those printed, and nobody else's."""
        is_exact = self.compared is not None and self.compared.kind in ("exact", "cut")
        return is_exact and not self.wrong_speaker

    @property
    def in_other_words(self) -> bool:
        """Return whether the speaker said nearly this there."""
        differs = self.compared is not None and self.compared.kind == "differs"
        return differs and not self.wrong_speaker

    @property
    def locator(self) -> str:
        return self.compared.locator if self.compared else ""

    @property
    def passage(self) -> str:
        return self.compared.passage if self.compared else ""


@dataclass(frozen=True, slots=True)
class QuoteSources:
    """All of it for one quote.

    `printed` are the words compared; a wholly indirect quote has none between marks, so its words
    are only led to their place.
    """

    printed: str
    indirect: bool
    sources: Sequence[QuoteSource]
    removed: Sequence[Record]


def quote_sources(quote: Quote) -> QuoteSources:
    """In three queries: records, replies the copy uses there, replies it was taken from."""
    printed, indirect = printed_words(quote)
    records = list(
        Record.objects.filter(article=quote.article_id).select_related("by").order_by("id")
    )
    kept = [
        r
        for r in records
        if r.removed_at is None and (r.quote_id in (None, quote.pk)) and r.claim_id is None
    ]
    sources = [_of_record(record, quote, printed) for record in kept]
    sources += [_of_reply(reply, quote, printed) for reply in _replies(quote)]
    return QuoteSources(
        printed=printed,
        indirect=indirect,
        sources=sorted(sources, key=_worth),
        removed=[r for r in records if r.removed_at is not None],
    )


def printed_words(quote: Quote) -> tuple[str, bool]:
    """Return the words between quotation marks, and whether there are none.

    Without quotation marks it is the whole of an indirect quote.
    """
    text = quote.proof.text
    pieces = [text[start:end] for start, end in quote.contents] or [quote.text]
    whole = " ".join(pieces)
    if quote.kind == "direct":
        return whole, False
    marked = _QUOTED.findall(whole)
    return (" … ".join(marked), False) if marked else (whole, True)


def _worth(source: QuoteSource) -> tuple[int, str]:
    order = ("exact", "cut", "differs", "not found")
    return order.index(source.compared.kind) if source.compared else len(order), source.key


def _of_record(record: Record, quote: Quote, printed: str) -> QuoteSource:
    compared = compare(printed, transcript(record.text)) if record.text else None
    return QuoteSource(
        key=f"record-{record.pk}",
        kind=record.kind,
        title=record.title,
        place=record.place,
        method=record.kind,
        compared=compared,
        record=record,
        wrong_speaker=compared is not None and _another(compared.speaker, quote.speaker),
    )


def _of_reply(reply: Reply, quote: Quote, printed: str) -> QuoteSource:
    party = reply.request.party.name if reply.request else "unknown"
    called = reply.call_id is not None
    compared = compare(printed, transcript(reply.text)) if reply.text else None
    return QuoteSource(
        key=f"reply-{reply.pk}",
        kind="call" if called else "reply",
        title=f"{'Call with' if called else 'Reply of'} {reply.said_by or party}",
        place=f"{reply.terms_words}. {reply.not_for_use}".strip(". "),
        method="call" if called else "reply",
        compared=compared,
        request_id=reply.request_id,
        wrong_speaker=_another(reply.said_by, quote.speaker),
    )


def _replies(quote: Quote) -> list[Reply]:
    """Those the copy was said to use on these words, or from which the quote was taken."""
    uses = Use.objects.on(quote.proof).filter(start__lt=quote.end, end__gt=quote.start)
    stated = Statement.objects.filter(quote=quote)
    replies = [
        *(use.reply for use in uses.select_related("reply__request__party")),
        *(statement.reply for statement in stated.select_related("reply__request__party")),
    ]
    return list({reply.pk: reply for reply in replies}.values())


def _another(there: str, speaker: str) -> bool:
    """Whether the transcript has these words from somebody of another name."""
    there_words = set(re.findall(r"\w{3,}", there.casefold()))
    here_words = set(re.findall(r"\w{3,}", speaker.casefold()))
    return bool(there_words and here_words) and not there_words & here_words


def backing_of(article_id: int) -> dict[str, list[Record]]:
    """Return notes, photos and witnesses of an article by mark ("claim-12"), in one query."""
    by_mark: dict[str, list[Record]] = {}
    for record in Record.objects.kept().filter(article=article_id, kind__in=BACKING).order_by("id"):
        name = f"claim-{record.claim_id}" if record.claim_id else f"quote-{record.quote_id}"
        by_mark.setdefault(name, []).append(record)
    return by_mark
