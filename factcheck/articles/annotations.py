"""What a draft brings with its words, stored and carried across edits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from factcheck.articles.importers.copy import Copy, CopyNote, CopySource
from factcheck.articles.models import Annotation, AuthorSource, DeskNote, LeftOut, Proof
from factcheck.articles.rules import carry

_MOST = 2_000  # of one draft; more is an index, not a story's sources


def store(proof: Proof, copy: Copy) -> None:
    """Store what a document brought; what its words have on this article already is left alone."""
    sources = [_source_row(proof, copy, source) for source in copy.sources[:_MOST]]
    notes = [_note_row(proof, copy, note) for note in copy.notes[:_MOST]]
    _add(AuthorSource, proof, sources)
    _add(DeskNote, proof, notes)
    LeftOut.objects.bulk_create(
        LeftOut(proof=proof, what=row.what[:200], count=row.count, text=row.text)
        for row in copy.left_out
    )


def _add(model: type[Annotation], proof: Proof, rows: Iterable[Any]) -> None:
    manager = model._default_manager
    known = {_key(row) for row in manager.on(proof)}
    fresh = {_key(row): row for row in rows}
    manager.bulk_create(row for key, row in fresh.items() if key not in known)


def _key(row: Any) -> tuple[Any, ...]:
    """Return what makes two annotations one, whoever wrote them."""
    return (row.start, row.end, row.text, getattr(row, "address", ""))


def _source_row(proof: Proof, copy: Copy, source: CopySource) -> AuthorSource:
    return AuthorSource(
        **_place(proof, copy, source),
        address=source.address[:2000],
        text=source.text,
    )


def _note_row(proof: Proof, copy: Copy, note: CopyNote) -> DeskNote:
    return DeskNote(
        **_place(proof, copy, note),
        text=note.text,
        at=note.at[:40],
    )


def _place(proof: Proof, copy: Copy, given: CopySource | CopyNote) -> dict[str, Any]:
    start, end = given.span or (None, None)
    return {
        "article_id": proof.article_id,
        "proof": proof,
        "start": start,
        "end": end,
        "words": copy.words(given.span),
        "by_name": given.by[:200],
    }


def carry_annotations(old: Proof, new: Proof) -> None:
    """Take what stands on the old proof over to the new one; what lost its words stays behind."""
    for model in (AuthorSource, DeskNote):
        rows: list[Any] = list(model._default_manager.on(old))
        placed = [row for row in rows if row.start is not None]
        fates = carry(
            old.text,
            new.text,
            [(row.start, row.end) for row in placed],
        )
        for row, fate in zip(placed, fates, strict=True):
            if fate.span is None:
                row.standing = "gone"
            else:
                row.start, row.end = fate.span
        # What is of the whole story goes along whatever the edit.
        for row in rows:
            row.proof = old if row.standing == "gone" else new
        model._default_manager.bulk_update(
            rows, ["proof", "start", "end", "standing"], batch_size=500
        )
