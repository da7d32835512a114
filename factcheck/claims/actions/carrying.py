"""Marks of an earlier proof taken over to the current one, and new ones set beside them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import models

from factcheck.articles.models import Proof
from factcheck.claims.actions.suggestions import KINDS, Suggestion, sort_of
from factcheck.claims.models import Accusation, Ask, AskedParty, Claim, Fact, Mark, Quote, Tk
from factcheck.claims.places import Place, places
from factcheck.claims.rules import Around, overlap
from factcheck.text import Span

# The reader's own marks of these kinds are worth nothing once it no longer sees them in changed
# words ("TK" filled in).
_FLEETING = (Fact, Ask, Accusation, Tk)
_ANCHOR = ["proof", "start", "end", "text", "standing"]
_OWN: dict[type[Mark], list[str]] = {
    Quote: [
        *(
            "kind",
            "contents",
            "cue_start",
            "cue_end",
            "speaker_start",
            "speaker_end",
            "speaker",
            "speaker_title",
        ),
        *("speaker_of", "confidence"),
    ],
    Claim: ["kinds", "score"],
    Fact: ["value"],
    Ask: ["outcome"],
    Accusation: ["accuser"],
    Tk: [],
}
_SPEAKER = frozenset({"speaker", "speaker_title", "speaker_of"})
_ORDER = {"same": 0, "changed": 1, "moved": 2, "gone": 3}


def carry_over(proof: Proof, found: dict[type[Mark], list[Suggestion]]) -> Counter[str]:
    """Take every mark that stands on an earlier proof of the article to `proof`, or archive it;
    count what became of them.

    Unchanged words keep their mark as it is; changed words take the new text, so that a ruling on
    the old words no longer counts; moved words wait for a person; what is gone stays on its last
    proof.
    """
    count: Counter[str] = Counter()
    standing = {kind: _standing_elsewhere(kind, proof) for kind in KINDS}
    every = [mark for marks in standing.values() for mark in marks]
    texts = dict(
        Proof.objects.filter(pk__in={mark.proof_id for mark in every}).values_list("pk", "text")
    )
    found_at = places(every, texts, proof.text)
    for kind, marks in standing.items():
        carried = [(mark, found_at[(kind, mark.pk)]) for mark in marks]
        count += _settle(kind, carried, proof, found[kind])
    return count


def _standing_elsewhere(kind: type[Mark], proof: Proof) -> list[Any]:
    every: models.QuerySet[Any] = kind._default_manager.filter(article_id=proof.article_id)
    rows = every.exclude(standing="archived").exclude(proof=proof).select_for_update(of=("self",))
    return list(rows.prefetch_related("parties") if kind is Ask else rows)


def _settle(
    kind: type[Mark], carried: list[tuple[Any, Place]], proof: Proof, found: list[Suggestion]
) -> Counter[str]:
    taken = {(m.start, m.end, sort_of(m)) for m in kind._default_manager.on(proof)}
    by_key = {suggestion.key: suggestion for suggestion in found}
    near = _Near(found, any_sort=kind is Ask)
    count: Counter[str] = Counter()
    kept, archived = [], []
    for mark, place in sorted(carried, key=lambda one: _ORDER[one[1].whole.kind]):
        became, span = place.whole.kind, place.whole.span
        if span is not None and became == "changed" and mark.made_by_id is None:
            close = near.best(span, sort_of(mark))
            if close and isinstance(mark, Ask):
                mark.outcome = close.own["outcome"]
            span = (
                (close.start, close.end) if close else None if isinstance(mark, _FLEETING) else span
            )
        if span is None or (*span, sort_of(mark)) in taken:
            archived.append(mark.pk)
            count["gone"] += 1
            continue
        taken.add((*span, sort_of(mark)))
        _move(mark, proof, span, place)
        if mark.made_by_id is None and (fresh := by_key.get((*span, sort_of(mark)))):
            _refresh(mark, fresh)
        kept.append(mark)
        count[became] += 1
    kind._default_manager.filter(pk__in=archived).update(standing="archived")
    kind._default_manager.bulk_update(kept, [*_ANCHOR, *_OWN[kind]], batch_size=500)
    return count


class _Near:
    """Finds the suggestion that is most nearly on given words."""

    def __init__(self, found: list[Suggestion], *, any_sort: bool) -> None:
        # for asks: "has sought" edited to "declined" still is the ask that requests hang on
        self._any_sort = any_sort
        self._rows = sorted(found, key=lambda row: row.start)
        self._starts = [row.start for row in self._rows]
        self._longest = max((row.end - row.start for row in found), default=0)

    def best(self, span: Span, sort: str | int) -> Suggestion | None:
        first = bisect_left(self._starts, span[0] - self._longest)
        near = self._rows[first : bisect_right(self._starts, span[1])]
        alike = [
            (overlap((row.start, row.end), span), n)
            for n, row in enumerate(near)
            if self._any_sort or row.sort == sort
        ]
        share, number = max(alike, default=(0.0, 0))
        return near[number] if share >= 0.5 else None


def _move(mark: Any, proof: Proof, span: Span, place: Place) -> None:
    text = proof.text[slice(*span)]
    by = span[0] - mark.start
    if isinstance(mark, Quote):
        inside = [
            list(piece) for piece in place.pieces if span[0] <= piece[0] and piece[1] <= span[1]
        ]
        mark.contents = inside or [list(span)]
        for name, there in (("cue", place.cue), ("speaker", place.speaker)):
            known = there if getattr(mark, f"{name}_start") is not None else None
            setattr(mark, f"{name}_start", known and known[0])
            setattr(mark, f"{name}_end", known and known[1])
    if isinstance(mark, Ask):
        asked = list(mark.parties.all())
        for one in asked:
            one.start, one.end = (one.start + by, one.end + by) if text == mark.text else span
        AskedParty.objects.bulk_update(asked, ["start", "end"])
    mark.proof, mark.start, mark.end, mark.text = proof, *span, text
    if place.whole.kind == "moved":
        mark.standing = "moved"


def _refresh(mark: Any, fresh: Suggestion) -> None:
    """The reader's own mark takes what the reader says of it now: a date's value may have changed
    with the copy.
    """
    by_hand = isinstance(mark, Quote) and mark.speaker_by_id is not None
    for name in _OWN[type(mark)]:
        if not (by_hand and name in _SPEAKER):
            setattr(mark, name, fresh.own[name])
    if isinstance(mark, Ask):
        mark.parties.all().delete()
        ask_parties([(mark, fresh)])


def ask_parties(asks: Iterable[tuple[Ask, Suggestion]]) -> None:
    AskedParty.objects.bulk_create(
        AskedParty(ask=ask, party=party, start=start, end=end, name=name)
        for ask, suggestion in asks
        for party, start, end, name in suggestion.parties
    )


def add_new(proof: Proof, found: dict[type[Mark], list[Suggestion]]) -> int:
    """Store what is not on the proof yet: not on words already marked so, not within a mark made by
    hand, and not what a person threw out of this article before.

    Return how many.
    """
    return sum(_add_kind(kind, proof, rows) for kind, rows in found.items())


def _add_kind(kind: type[Mark], proof: Proof, rows: list[Suggestion]) -> int:
    manager: Any = kind._default_manager
    here = list(manager.on(proof))
    taken = {(mark.start, mark.end, sort_of(mark)) for mark in here}
    by_hand: dict[str | int, Around] = {}
    for sort in {sort_of(mark) for mark in here if mark.made_by_id}:
        spans = [
            (mark.start, mark.end) for mark in here if mark.made_by_id and sort_of(mark) == sort
        ]
        by_hand[sort] = Around(spans)
    thrown = manager.filter(article_id=proof.article_id, thrown_out_at__isnull=False)
    out = {(sort_of(mark), mark.text) for mark in thrown}
    new = []
    for row in rows:
        text = proof.text[row.start : row.end]
        covered = (
            row.sort in by_hand and by_hand[row.sort].smallest((row.start, row.end)) is not None
        )
        if row.key in taken or covered or (row.sort, text) in out:
            continue
        mark = kind(
            article_id=proof.article_id,
            proof=proof,
            first_proof=proof,
            start=row.start,
            end=row.end,
            text=text,
            **row.own,
        )
        new.append((mark, row))
    manager.bulk_create([mark for mark, _ in new], batch_size=500)
    if kind is Ask:
        ask_parties((mark, row) for mark, row in new if isinstance(mark, Ask))
    return len(new)
