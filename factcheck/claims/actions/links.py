"""Which fact stands in which claim, and which claim is a speaker's.

Both follow from where the marks stand.
"""

from __future__ import annotations

from collections.abc import Sequence

from factcheck.articles.models import Proof
from factcheck.claims.models import Claim, Fact, Quote
from factcheck.claims.rules import Around
from factcheck.text import Span

_BATCH = 500  # rows in one statement


def link(proof: Proof) -> None:
    """Give every fact of the proof its smallest claim, and every claim a speaker makes its quote.

    Such a claim stands within the quoted words, or most of it is quoted words (the rest being "she
    said").
    """
    claims = list(Claim.objects.on(proof))
    quotes = list(Quote.objects.on(proof))
    # Only rows that change are written: after most acts on a mark that is one, or none.
    spoken = []
    for claim, quote_id in zip(claims, _quotes_of(claims, quotes), strict=True):
        if claim.quote_id != quote_id:
            claim.quote_id = quote_id
            spoken.append(claim)
    Claim.objects.bulk_update(spoken, ["quote"], batch_size=_BATCH)
    around = Around([(claim.start, claim.end) for claim in claims])
    stated = []
    for fact in Fact.objects.on(proof):
        number = around.smallest((fact.start, fact.end))
        claim_id = None if number is None else claims[number].pk
        if fact.claim_id != claim_id:
            fact.claim_id = claim_id
            stated.append(fact)
    Fact.objects.bulk_update(stated, ["claim"], batch_size=_BATCH)


def _quotes_of(claims: Sequence[Claim], quotes: Sequence[Quote]) -> list[int | None]:
    """Return for each claim the quote it stands in, or that makes up most of it."""
    pieces = [((start, end), quote.pk) for quote in quotes for start, end in quote.contents]
    quote_of = _around_claims(claims, pieces)
    claim_around = Around([(claim.start, claim.end) for claim in claims])
    for piece, quote_id in pieces:
        number = claim_around.smallest(piece)
        if number is None or quote_of[number] is not None:
            continue
        if _fills(piece, claims[number]):
            quote_of[number] = quote_id
    return quote_of


def _around_claims(
    claims: Sequence[Claim],
    pieces: Sequence[tuple[Span, int]],
) -> list[int | None]:
    """Return for each claim the quote of the smallest piece it stands in, None where in none."""
    around = Around([piece for piece, _ in pieces])
    numbers = [around.smallest((claim.start, claim.end)) for claim in claims]
    return [None if number is None else pieces[number][1] for number in numbers]


def _fills(piece: Span, claim: Claim) -> bool:
    """Return whether a piece of a quote is most of a claim's words: then its speaker claims it."""
    start, end = piece
    return 2 * (end - start) > len(claim.text)
