"""Marks of an earlier proof taken over to the current one, and new ones set beside them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models

from factcheck.articles.models import Proof
from factcheck.claims.actions.coming_back import archived_marks, kinds_archived
from factcheck.claims.actions.suggestions import KINDS, Suggestion, sort_of
from factcheck.claims.models import Accusation, Ask, AskedParty, Claim, Fact, Mark, Quote, Tk
from factcheck.claims.places import Place, named_now, places, texts_under
from factcheck.claims.rules import Around, overlap
from factcheck.text import Span

# The reader's own marks of these kinds are worth nothing once it no longer sees them in changed
# words ("TK" filled in).
_FLEETING = (Fact, Ask, Accusation, Tk)
# The columns that say where a mark is, and those that only one kind of mark has.
_ANCHOR = ["proof", "start", "end", "text", "standing"]
_OWN: dict[type[Mark], list[str]] = {
    Quote: [
        "kind",
        "contents",
        "cue_start",
        "cue_end",
        "speaker_start",
        "speaker_end",
        "speaker",
        "speaker_title",
        "speaker_of",
        "confidence",
    ],
    Claim: ["kinds", "score"],
    Fact: ["value"],
    Ask: ["outcome"],
    Accusation: ["accuser"],
    Tk: [],
}
_SPEAKER = frozenset({"speaker", "speaker_title", "speaker_of"})
# Where two marks come to stand on the same words, the surer one takes them.
_ORDER = {"same": 0, "changed": 1, "moved": 2, "gone": 3}
# Of their joint length a mark and a suggestion must share for the one to become the other.
_LEAST_OVERLAP = 0.5
# Rows in one statement.
_BATCH = 500


def carry_over(proof: Proof, suggested: dict[type[Mark], list[Suggestion]]) -> Counter[str]:
    """Take every mark that stands on an earlier proof of the article to `proof`, or archive it.

    Return how many met which fate. Unchanged words keep their mark as it is; changed words take
    the new text, so that a ruling on the old words no longer counts; moved words wait for a
    person; what is gone stays on its last proof.
    """
    count: Counter[str] = Counter()
    standing = {kind: _standing_elsewhere(kind, proof) for kind in KINDS}
    every_mark = [mark for marks in standing.values() for mark in marks]
    found_at = places(every_mark, texts_under(every_mark), proof.text)
    for kind, marks in standing.items():
        carried = [(mark, found_at[(kind, mark.pk)]) for mark in marks]
        count += _settle(kind, carried, proof, suggested[kind])
    return count


def bring_back(proof: Proof, suggested: dict[type[Mark], list[Suggestion]]) -> int:
    """Let archived marks whose sentence was restored stand again, with their rulings.

    Return how many; to be done after `carry_over` and before `add_new`.
    """
    count = 0
    for kind in sorted(kinds_archived(proof), key=KINDS.index):
        manager: Any = kind._default_manager
        taken = _places_taken(manager.on(proof))
        by_key = {suggestion.key: suggestion for suggestion in suggested[kind]}
        back = []
        for mark, place in archived_marks(kind, proof, suggested[kind]):
            assert place.whole.span is not None
            key = _place_and_sort(mark, place.whole.span)
            if key in taken:
                continue
            mark.standing = "live"
            _take_over(mark, proof, place.whole.span, place, by_key.get(key))
            back.append(mark)
        _save(kind, back)
        count += len(back)
    return count


def _standing_elsewhere(kind: type[Mark], proof: Proof) -> list[Any]:
    of_article: models.QuerySet[Any] = kind._default_manager.filter(article_id=proof.article_id)
    standing = of_article.exclude(standing="archived").exclude(proof=proof)
    rows = standing.select_for_update(of=("self",))
    if kind is Quote:
        rows = rows.select_related("proof")
    if kind is Ask:
        rows = rows.prefetch_related("parties")
    return list(rows)


def _place_and_sort(mark: Any, span: Span) -> tuple[int, int, str | int]:
    """Return what no two marks of one kind on a proof may have in common."""
    return (*span, sort_of(mark))


def _places_taken(marks: Iterable[Any]) -> set[tuple[int, int, str | int]]:
    return {_place_and_sort(mark, (mark.start, mark.end)) for mark in marks}


def _settle(
    kind: type[Mark],
    carried: list[tuple[Any, Place]],
    proof: Proof,
    suggested: list[Suggestion],
) -> Counter[str]:
    """Take the marks of one kind over, or archive them; return how many met which fate."""
    taken = _places_taken(kind._default_manager.on(proof))
    by_key = {suggestion.key: suggestion for suggestion in suggested}
    # Any sort for asks: "has sought" edited to "declined" still is the ask that requests hang on.
    near = _Near(suggested, any_sort=kind is Ask)
    count: Counter[str] = Counter()
    kept = []
    archived = []
    for mark, place in sorted(carried, key=lambda pair: _ORDER[pair[1].whole.kind]):
        span = _span_now(mark, place, near)
        if span is None or _place_and_sort(mark, span) in taken:
            archived.append(mark.pk)
            count["gone"] += 1
            continue
        key = _place_and_sort(mark, span)
        taken.add(key)
        _take_over(mark, proof, span, place, by_key.get(key))
        kept.append(mark)
        count[place.whole.kind] += 1
    kind._default_manager.filter(pk__in=archived).update(standing="archived")
    _save(kind, kept)
    return count


def _save(kind: type[Mark], marks: list[Any]) -> None:
    by_hand = ["speaker_by"] if kind is Quote else []
    kind._default_manager.bulk_update(marks, [*_ANCHOR, *_OWN[kind], *by_hand], batch_size=_BATCH)


def _take_over(mark: Any, proof: Proof, span: Span, place: Place, fresh: Suggestion | None) -> None:
    """Put a mark where its words are now, with what the reader makes of them."""
    named = None
    if isinstance(mark, Quote):
        named = named_now(mark, place, mark.proof.text, proof.text)
    _move(mark, proof, span, place)
    if named is not None:
        # The copy names its speaker in other words: what a person put there was of the old ones.
        mark.speaker, mark.speaker_title, mark.speaker_of, mark.speaker_by = named, "", "", None
    if mark.made_by_id is None and fresh:
        _refresh(mark, fresh)


def _span_now(mark: Any, place: Place, near: _Near) -> Span | None:
    """Return where the mark is now; None where it is to be archived.

    In changed words the reader's own mark takes the extent of what the reader suggests there now.
    """
    span = place.whole.span
    if span is None or place.whole.kind != "changed" or mark.made_by_id is not None:
        return span
    close = near.best(span, sort_of(mark))
    if close is None:
        return None if isinstance(mark, _FLEETING) else span
    if isinstance(mark, Ask):
        mark.outcome = close.own["outcome"]
    return close.start, close.end


class _Near:
    """Finds the suggestion that is most nearly on given words."""

    def __init__(self, suggested: list[Suggestion], *, any_sort: bool) -> None:
        self._any_sort = any_sort
        self._rows = sorted(suggested, key=lambda row: row.start)
        self._starts = [row.start for row in self._rows]
        self._longest = max((row.end - row.start for row in suggested), default=0)

    def best(self, span: Span, sort: str | int) -> Suggestion | None:
        """Return the suggestion that shares most with the span, None where none shares enough."""
        # Only these can touch the span: looking at all would take the square of the marks.
        first = bisect_left(self._starts, span[0] - self._longest)
        last = bisect_right(self._starts, span[1])
        best: Suggestion | None = None
        most = 0.0
        for row in self._rows[first:last]:
            if not self._any_sort and row.sort != sort:
                continue
            share = overlap((row.start, row.end), span)
            if share >= max(most, _LEAST_OVERLAP):
                best, most = row, share
        return best


def _move(
    mark: Any,
    proof: Proof,
    span: Span,
    place: Place,
) -> None:
    text = proof.text[slice(*span)]
    if isinstance(mark, Quote):
        _move_quote(mark, span, place)
    if isinstance(mark, Ask):
        _move_parties(mark, span, unchanged=text == mark.text)
    mark.proof = proof
    mark.start, mark.end = span
    mark.text = text
    if place.whole.kind == "moved":
        mark.standing = "moved"


def _move_quote(quote: Quote, span: Span, place: Place) -> None:
    start, end = span
    inside = [list(piece) for piece in place.pieces if start <= piece[0] and piece[1] <= end]
    quote.contents = inside or [list(span)]
    # Without this a quote that had neither would get the place that was asked for in its stead.
    cue = place.cue if quote.cue_start is not None else None
    speaker = place.speaker if quote.speaker_start is not None else None
    quote.cue_start, quote.cue_end = cue or (None, None)
    quote.speaker_start, quote.speaker_end = speaker or (None, None)


def _move_parties(ask: Ask, span: Span, *, unchanged: bool) -> None:
    """Move an ask's parties along; in edited words they are only known to be within the ask."""
    by = span[0] - ask.start
    asked = list(ask.parties.all())
    for party in asked:
        if unchanged:
            party.start += by
            party.end += by
        else:
            party.start, party.end = span
    AskedParty.objects.bulk_update(asked, ["start", "end"])


def _refresh(mark: Any, fresh: Suggestion) -> None:
    """Give the reader's own mark what the reader makes of it now.

    A date's value may have changed with the copy.
    """
    speaker_by_hand = isinstance(mark, Quote) and mark.speaker_by_id is not None
    kept = _SPEAKER if speaker_by_hand else frozenset()
    for name in _OWN[type(mark)]:
        if name not in kept:
            setattr(mark, name, fresh.own[name])
    if isinstance(mark, Ask):
        mark.parties.all().delete()
        ask_parties([(mark, fresh)])


def ask_parties(asks: Iterable[tuple[Ask, Suggestion]]) -> None:
    """Store whom each ask says was asked, as the reader suggests."""
    AskedParty.objects.bulk_create(
        AskedParty(
            ask=ask,
            party=party,
            start=start,
            end=end,
            name=name,
        )
        for ask, suggestion in asks
        for party, start, end, name in suggestion.parties
    )


def add_new(proof: Proof, suggested: dict[type[Mark], list[Suggestion]]) -> int:
    """Store what is not on the proof yet, and return how many.

    Left out is what stands on words already marked so, within a mark made by hand, or was thrown
    out of this article before.
    """
    return sum(_add_kind(kind, proof, rows) for kind, rows in suggested.items())


def _add_kind(kind: type[Mark], proof: Proof, rows: list[Suggestion]) -> int:
    manager: Any = kind._default_manager
    on_proof = list(manager.on(proof))
    taken = _places_taken(on_proof)
    by_hand = _by_hand(on_proof)
    of_article = manager.filter(article_id=proof.article_id)
    thrown_out = of_article.filter(thrown_out_at__isnull=False)
    unwanted = {(sort_of(mark), mark.text) for mark in thrown_out}
    new = []
    for row in rows:
        text = proof.text[row.start : row.end]
        is_unwanted = (row.sort, text) in unwanted
        if row.key in taken or is_unwanted or _is_within(by_hand.get(row.sort), row):
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
    manager.bulk_create([mark for mark, _ in new], batch_size=_BATCH)
    if kind is Ask:
        ask_parties((mark, row) for mark, row in new if isinstance(mark, Ask))
    return len(new)


def _is_within(marks: Around | None, row: Suggestion) -> bool:
    """Return whether a suggestion stands within one of some marks."""
    return marks is not None and marks.smallest((row.start, row.end)) is not None


def _by_hand(marks: Iterable[Any]) -> dict[str | int, Around]:
    """Return the places of marks made by hand, by their sort."""
    spans: dict[str | int, list[Span]] = defaultdict(list)
    for mark in marks:
        if mark.made_by_id:
            spans[sort_of(mark)].append((mark.start, mark.end))
    return {sort: Around(places) for sort, places in spans.items()}
