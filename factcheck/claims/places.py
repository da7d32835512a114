"""Where the marks of earlier proofs are in other copy of the article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from factcheck.articles.models import Proof
from factcheck.articles.rules import Carried, carry
from factcheck.claims.models import Mark, Quote
from factcheck.text import Span

Key = tuple[type[Mark], int]  # kind and id
# What may become of a mark, in the order in which it is told; as `articles.carry` has it.
FATES = ("same", "changed", "moved", "gone")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mark stands after an edit.

    `whole` is the mark itself; the rest is a quote's: its cue, its speaker and its pieces, where
    they still are.
    """

    whole: Carried
    cue: Span | None = None
    speaker: Span | None = None
    pieces: tuple[Span, ...] = ()


def texts_under(marks: Iterable[Mark]) -> dict[int, str]:
    """Return the texts of the proofs the marks stand on, by id. One query."""
    proofs = Proof.objects.filter(pk__in={mark.proof_id for mark in marks})
    return dict(proofs.values_list("pk", "text"))


def places(
    marks: Sequence[Mark],
    texts: Mapping[int, str],
    text: str,
) -> dict[Key, Place]:
    """Return where each mark is in `text`.

    `texts` are the proofs the marks stand on, by id; one alignment for each.
    """
    by_proof: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_proof[mark.proof_id].append(mark)
    at: dict[Key, Place] = {}
    for proof_id, on_proof in by_proof.items():
        # All spans of a proof are carried in one call: the alignment is what takes the time.
        spans_by_mark = [[(mark.start, mark.end), *_parts(mark)] for mark in on_proof]
        every_span = list(chain.from_iterable(spans_by_mark))
        carried = iter(carry(texts[proof_id], text, every_span))
        for mark, spans in zip(on_proof, spans_by_mark, strict=True):
            whole, *parts = islice(carried, len(spans))
            at[(type(mark), mark.pk)] = _place(mark, whole, parts)
    return at


def named_now(quote: Quote, place: Place, before: str, after: str) -> str | None:
    """Return the words that name a quote's speaker after an edit; None where they are unchanged.

    `before` is the text the quote stands on, `after` the new one. "" where nobody is named there.
    """
    if quote.speaker_start is None or quote.speaker_end is None:
        return None
    old = before[quote.speaker_start : quote.speaker_end]
    now = after[slice(*place.speaker)] if place.speaker else ""
    return None if now == old else now


def _parts(mark: Mark) -> list[Span]:
    """Return the spans of a quote's cue, speaker and pieces; an empty one for what it has not."""
    if not isinstance(mark, Quote):
        return []
    cue = (mark.cue_start, mark.cue_end)
    speaker = (mark.speaker_start, mark.speaker_end)
    return [(start or 0, end or 0) for start, end in (cue, speaker, *mark.contents)]


def _place(mark: Mark, whole: Carried, parts: list[Carried]) -> Place:
    if not isinstance(mark, Quote) or whole.span is None:
        return Place(whole)
    cue, speaker, *pieces = [part.span for part in parts]
    if whole.kind == "changed":
        found = [piece for piece in pieces if piece is not None]
        kept = _apart(found, whole.span)
    else:
        # The very words: its pieces lie in them as they did.
        by = whole.span[0] - mark.start
        kept = [(start + by, end + by) for start, end in mark.contents]
    return Place(
        whole,
        cue,
        speaker,
        tuple(kept or [whole.span]),
    )


def _apart(pieces: list[Span], within: Span) -> list[Span]:
    """Return those that lie within the quote and not over each other, in order."""
    kept: list[Span] = []
    free_from = within[0]
    for start, end in sorted(set(pieces)):
        if free_from <= start and end <= within[1]:
            kept.append((start, end))
            free_from = end
    return kept
