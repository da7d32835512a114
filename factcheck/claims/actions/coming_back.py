"""Marks whose words come back: of a sentence restored, or moved to where it was."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from django.db.models import QuerySet, Value

from factcheck.articles.models import Proof
from factcheck.articles.rules import carry
from factcheck.claims.actions.suggestions import KINDS, Suggestion, sort_of
from factcheck.claims.models import Mark
from factcheck.claims.places import Place, places
from factcheck.text import Span

# An edit is taken back soon or never: this many earlier proofs are looked at.
PROOFS_LOOKED_AT: Final = 6
MarkKey = tuple[type[Mark], int]  # kind and id


def archived_marks(
    kind: type[Mark], proof: Proof, suggested: Sequence[Suggestion]
) -> list[tuple[Any, Place]]:
    """Return the archived marks of a kind whose words stand in `proof` again, with their places.

    The newest of those on the same words alone. A mark thrown out by a person stays so, and one of
    the reader's comes back only where the reader marks the same words now.
    """
    rows: Any = kind._default_manager.filter(**_archived(proof)).select_related("proof")
    marks = [mark for mark in rows.order_by("-proof__number", "-pk") if mark.text in proof.text]
    texts = _texts({mark.proof_id for mark in marks})
    found_at = places(marks, texts, proof.text)
    wanted = {suggestion.key for suggestion in suggested}
    back: dict[tuple[int, int, str | int], tuple[Any, Place]] = {}
    for mark in marks:
        place = found_at[(kind, mark.pk)]
        span = place.whole.span
        if span is None or place.whole.kind not in ("same", "moved"):
            continue
        key = (*span, sort_of(mark))
        if mark.made_by_id is not None or key in wanted:
            back.setdefault(key, (mark, place))
    return list(back.values())


def _texts(proofs: set[int]) -> dict[int, str]:
    return dict(Proof.objects.filter(pk__in=proofs).values_list("pk", "text"))


def waiting_marks(proof: Proof) -> set[MarkKey]:
    """Return the marks of the article that wait to be confirmed where they moved, in one query."""
    return _keys({"article_id": proof.article_id, "standing": "moved"})


def kinds_archived(proof: Proof) -> set[type[Mark]]:
    """Return the kinds of which a mark may come back to the proof, in one query."""
    return {kind for kind, _ in _keys(_archived(proof))}


def _archived(proof: Proof) -> dict[str, Any]:
    """Return what filters the marks that an edit took off one of the last proofs."""
    return {
        "article_id": proof.article_id,
        "standing": "archived",
        "thrown_out_at": None,
        "proof__number__gte": proof.number - PROOFS_LOOKED_AT,
        "proof__number__lt": proof.number,
    }


def _keys(which: dict[str, Any]) -> set[MarkKey]:
    rows = [_keys_of(kind, which) for kind in KINDS]
    named = {kind._meta.model_name: kind for kind in KINDS}
    return {(named[name], pk) for name, pk in rows[0].union(*rows[1:], all=True)}


def _keys_of(kind: type[Mark], which: dict[str, Any]) -> QuerySet[Any, Any]:
    rows = kind._default_manager.filter(**which).order_by()
    named: QuerySet[Any, Any] = rows.annotate(mark=Value(kind._meta.model_name))
    return named.values_list("mark", "pk")


def moved_back(proof: Proof, waited: set[MarkKey]) -> int:
    """Let moved marks stand that are back where they stood, unasked, before; return how many.

    Where that was is read off earlier proofs. `waited` are the marks that waited before this edit:
    of those only the proofs from before the move count.
    """
    waiting = _waiting(proof)
    if not waiting:
        return 0
    # A mark that waited is looked for again once the edit that moved it has been passed.
    asked = {id(mark): (type(mark), mark.pk) in waited for mark in waiting}
    back = 0
    for newer, older in pairwise(_texts_before(proof)):
        for mark, span in _passed(waiting, asked, newer, older):
            [now] = carry(older, proof.text, [span])
            if now.kind == "same" and now.span == (mark.start, mark.end):
                rows = type(mark)._default_manager.filter(pk=mark.pk, standing="moved")
                back += rows.update(standing="live")
    return back


def _waiting(proof: Proof) -> list[Any]:
    """Return the marks that an edit moved and nobody has confirmed, kind by kind."""
    which = {"proof": proof, "standing": "moved"}
    kinds = {kind for kind, _ in _keys(which)}
    return [
        mark
        for kind in sorted(kinds, key=KINDS.index)
        for mark in kind._default_manager.filter(**which)
    ]


def _texts_before(proof: Proof) -> list[str]:
    """Return the copy of the proofs before this one, newest first."""
    before = Proof.objects.filter(article=proof.article_id, number__lt=proof.number)
    return list(before.order_by("-number").values_list("text", flat=True)[:PROOFS_LOOKED_AT])


def _passed(
    waiting: Sequence[Any], asked: dict[int, bool], newer: str, older: str
) -> list[tuple[Any, Span]]:
    """Return the marks that stood unasked in `older`, each with where it stood there."""
    once = [(mark, _only_place(mark.text, older)) for mark in waiting]
    placed = [(mark, span) for mark, span in once if span is not None]
    carried = carry(older, newer, [span for _, span in placed])
    found = []
    for (mark, span), now in zip(placed, carried, strict=True):
        if now.kind == "moved":
            asked[id(mark)] = False
        if not asked[id(mark)]:
            found.append((mark, span))
    return found


def _only_place(words: str, text: str) -> Span | None:
    """Return where the words stand; None where they stand nowhere or more than once."""
    start = text.find(words)
    if start < 0 or text.find(words, start + 1) >= 0:
        return None
    return start, start + len(words)
