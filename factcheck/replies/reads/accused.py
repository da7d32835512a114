"""Whom the copy accuses and nobody has decided about: neither asked nor set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from factcheck.claims.models import Accusation, Party
from factcheck.replies.models import CommentRequest
from factcheck.replies.reads.points import speaks_for
from factcheck.replies.rules import parties_to_decide


@dataclass(frozen=True, slots=True)
class AccusedParty:
    """An accused party without a request.

    `words` is the first sentence that accuses it; `spoken_for` a request to somebody who would
    answer for it, None where there is none.
    """

    accusation: Accusation
    words: str
    spoken_for: CommentRequest | None

    @property
    def party(self) -> Party:
        return self.accusation.party


def accused_without_request(
    charges: Sequence[tuple[Accusation, str]], requests: Sequence[CommentRequest]
) -> list[AccusedParty]:
    """Return each such party once, in the order of the copy.

    `charges` are an article's own (see `charges_of`), `requests` all of the article, those set
    aside too.
    """
    to_decide = parties_to_decide(
        (accusation.party_id for accusation, _ in charges),
        ((request.party_id, request.state) for request in requests),
    )
    of_requests = {request.party_id for request in requests}
    live = [request for request in requests if request.state != "dropped"]
    found: dict[int, AccusedParty] = {}
    for accusation, words in charges:
        party = accusation.party
        if party.pk not in to_decide or party.pk in of_requests or party.pk in found:
            continue
        speaking = (one for one in live if speaks_for(one, party.pk, party.name))
        found[party.pk] = AccusedParty(accusation, words, next(speaking, None))
    return list(found.values())
