"""Marks made, removed, brought back and confirmed by people."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.articles.models import Article, Proof
from factcheck.articles.rules import carry
from factcheck.articles.sentences import without_outer_space
from factcheck.claims.actions.links import link
from factcheck.claims.actions.parties import Parties
from factcheck.claims.actions.suggestions import KINDS
from factcheck.claims.models import (
    FACT_KINDS,
    OUTCOMES,
    QUOTE_KINDS,
    Ask,
    AskedParty,
    Claim,
    Fact,
    Mark,
    Quote,
    Tk,
)
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import LogEntry, User
from factcheck.newsroom.sweeps import nudge
from factcheck.text import Span

MARKABLE: dict[str, type[Mark]] = {
    "claim": Claim,
    "fact": Fact,
    "quote": Quote,
    "ask": Ask,
    "tk": Tk,
}
TWICE = "Those words are marked already."


def locked_proof(article: Article, seen: Proof | None) -> Proof:
    """Return the current proof, locked; raise Refused when it is not the one the person saw."""
    # What acts on copy and marks lock first, all of them: none then waits for another in a circle.
    Article.objects.select_for_update().get(pk=article.pk)
    proof = Proof.objects.get(article=article, current=True)
    if seen is not None and seen.pk != proof.pk:
        raise Refused(
            _("Someone changed the copy since you opened it. Mark the words in the newest proof.")
        )
    return proof


def require_markable(kind: str) -> None:
    """Raise Refused unless people may mark words as this kind."""
    if kind not in MARKABLE:
        raise Refused(
            _("“%(kind)s” is not one of: %(known)s.") % {"kind": kind, "known": ", ".join(MARKABLE)}
        )


def trimmed(text: str, start: int, end: int) -> Span:
    """Return the place without white space at its ends; raise Refused where it holds no words."""
    if not 0 <= start < end <= len(text):
        raise Refused(_("That is not a place in this copy."))
    span = without_outer_space(text, (start, end))
    if span is None:
        raise Refused(_("Mark some words."))
    return span


def held(mark: Mark, seen: Span | None) -> Any:
    """Return the mark's row, locked.

    `seen` is its extent as the person saw it; raise Refused where it has changed since.
    """
    row: Any = type(mark)._default_manager.select_for_update(of=("self",)).get(pk=mark.pk)
    if row.standing == "archived":
        raise Refused(
            _("%(person)s took this mark off the copy while you looked.") % {"person": _last(row)}
        )
    if seen is not None and (row.start, row.end) != seen:
        raise Refused(
            _(
                "%(person)s changed this mark while you looked: it now reads “%(words)s”. Look "
                "again."
            )
            % {"person": _last(row), "words": row}
        )
    return row


def _last(row: Mark) -> str:
    """Return who last did something to a mark, by the log."""
    entries = LogEntry.objects.filter(
        subject=row._meta.label_lower,
        subject_id=row.pk,
    )
    names = entries.order_by("-id").values_list("by_name", flat=True)
    return names.first() or "A colleague"


def _own(
    kind: str,
    span: Span,
    given: dict[str, Any],
) -> dict[str, Any]:
    """Return the columns that only this kind of mark has, out of what the person entered."""
    values: dict[str, Any] = {}
    if kind == "fact":
        values["kind"] = _one_of(FACT_KINDS, given.pop("fact_kind", "name"))
        values["value"] = given.pop("value", None) or None
    elif kind == "quote":
        values["kind"] = _one_of(QUOTE_KINDS, given.pop("quote_kind", "direct"))
        values["contents"] = [list(span)]
        for name in ("speaker", "speaker_title", "speaker_of"):
            values[name] = str(given.pop(name, "")).strip()[:300]
    elif kind == "ask":
        values["outcome"] = _one_of(OUTCOMES, given.pop("outcome", "sought"))
    if given:
        raise TypeError(f"A {kind} has no {', '.join(sorted(given))}.")
    return values


def _one_of(known: Sequence[str], value: str) -> str:
    if value not in known:
        raise Refused(
            _("“%(value)s” is not one of: %(known)s.") % {"value": value, "known": ", ".join(known)}
        )
    return value


def mark(
    *,
    by: User | None,
    article: Article,
    kind: str,
    start: int,
    end: int,
    proof: Proof | None = None,
    parties: Sequence[str] = (),
    **given: Any,
) -> Mark:
    """Mark any words of the current proof as a claim, fact, quote, ask or tk.

    White space at the ends is left out. `proof` is the one the person saw. A fact takes
    `fact_kind` and `value`; a quote `quote_kind`, `speaker`, `speaker_title`, `speaker_of`; an ask
    `outcome` and the names of its `parties`.
    """
    require_on_article(by=by, verb="mark copy", article=article)
    require_markable(kind)
    with transaction.atomic():
        current = locked_proof(article, proof)
        span = trimmed(current.text, start, end)
        values = _own(kind, span, given)
        made: Mark = new_mark(
            MARKABLE[kind],
            current,
            span,
            made_by=by,
            **values,
        )
        if isinstance(made, Ask):
            _ask_of(made, parties)
        link(current)
        log(
            by=by,
            verb="mark copy",
            subject=made,
            article_id=article.pk,
            text=f"Marked as {kind}: {made.text}",
        )
        nudge("claims")
    made.refresh_from_db()
    return made


def new_mark(
    model: type[Mark],
    proof: Proof,
    span: Span,
    **own: Any,
) -> Any:
    """Return a new mark on words of a proof; raise Refused where they are marked so already."""
    start, end = span
    try:
        # In a transaction of its own: a broken constraint would end the caller's.
        with transaction.atomic():
            return model._default_manager.create(
                article_id=proof.article_id,
                proof=proof,
                first_proof=proof,
                start=start,
                end=end,
                text=proof.text[start:end],
                **own,
            )
    except IntegrityError as error:
        raise Refused(TWICE) from error


def _ask_of(ask: Ask, names: Sequence[str]) -> None:
    """Store whom a marked ask says was asked, each at its name in the ask where that stands."""
    known = Parties()
    for name in (name.strip() for name in names):
        if not name:
            continue
        start, end = _place_of(name, ask)
        AskedParty.objects.get_or_create(
            ask=ask,
            party=known.named(name),
            defaults={"name": name[:200], "start": start, "end": end},
        )


def _place_of(name: str, ask: Ask) -> Span:
    at = ask.text.casefold().find(name.casefold())
    if at < 0:
        return ask.start, ask.end
    start = ask.start + at
    # Folding may make text longer ("ß" is "ss"): never beyond the ask.
    return start, min(start + len(name), ask.end)


def throw_out(
    *,
    by: User | None,
    mark: Mark,
    reason: str = "",
    seen: Span | None = None,
) -> None:
    """Take a mark off the copy: it is none.

    The same words are not suggested again on this article. Throwing out what is off already changes
    nothing; but with `seen`, its extent on the person's screen, a change since is Refused.
    """
    require_on_article(
        by=by,
        verb="throw out mark",
        article=mark.article,
    )
    with transaction.atomic():
        if seen is not None:
            locked_proof(mark.article, None)
            held(mark, seen)
        # Before it goes: the log says it in the words that were on the screen.
        what = f"Not a {word_for(type(mark))}: {mark}"
        _throw_out(
            by,
            mark.article,
            type(mark),
            [mark.pk],
            what,
            reason,
        )
    mark.refresh_from_db()


def throw_out_kind(
    *,
    by: User | None,
    article: Article,
    kind: str,
    of: str = "",
    reason: str = "",
    ids: Collection[int] | None = None,
) -> int:
    """Throw out every suggestion of a kind that stands in the current proof; return how many.

    `of` narrows facts to one kind of fact ("title") and claims to one kind of claim, `ids` to
    those the person saw. Marks made or taken up by people stay.
    """
    require_on_article(by=by, verb="throw out mark", article=article)
    require_markable(kind)
    rows = open_suggestions(article, kind).filter(proof__current=True)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    if of:
        # A claim may be of several kinds, a fact is of one.
        rows = rows.filter(kinds__contains=[of]) if kind == "claim" else rows.filter(kind=of)
    thrown = list(rows.values_list("pk", flat=True))
    if not thrown:
        return 0
    what = f"{of} {kind}".strip()
    text = f"{len(thrown)} × {what} removed"
    return _throw_out(by, article, MARKABLE[kind], thrown, text, reason)


def open_suggestions(article: Article, kind: str) -> models.QuerySet[Any]:
    """Return the machine's marks of a kind that no person has taken up."""
    rows: models.QuerySet[Any] = MARKABLE[kind]._default_manager.filter(
        article=article,
        made_by=None,
        accepted_by=None,
    )
    return rows.exclude(standing="archived")


def _throw_out(
    by: User | None,
    article: Article,
    model: type[Mark],
    ids: list[int],
    text: str,
    reason: str,
) -> int:
    """Take the marks off the copy that are still on it; return how many."""
    with transaction.atomic():
        proof = locked_proof(article, None)
        rows = model._default_manager.filter(pk__in=ids).exclude(standing="archived")
        count: int = rows.update(
            standing="archived",
            thrown_out_at=timezone.now(),
        )
        if not count:
            return 0
        # Facts of a claim fall to the next larger one, claims of a quote to nobody.
        if issubclass(model, Claim | Quote):
            link(proof)
        subject: Any = model._default_manager.get(pk=ids[0]) if len(ids) == 1 else article
        text = f"{text} ({reason})" if reason else text
        log(
            by=by,
            verb="throw out mark",
            subject=subject,
            article_id=article.pk,
            text=text,
            marks=ids,
        )
        nudge("claims")
    return count


def word_for(model: type[Mark]) -> str:
    """Return what a kind of mark is called in the log, which is in English whoever reads it."""
    return str(model._meta.verbose_name_raw)


def restore(
    *,
    by: User | None,
    mark: Mark,
    thrown_out_at: datetime | None = None,
) -> Mark:
    """Bring a thrown-out mark back, to where its words stand in the current proof.

    `thrown_out_at` says of which throwing out the person's page told.

    One that was split is whole again: its halves go off the copy, with what was ruled on them.
    """
    require_on_article(
        by=by,
        verb="mark copy",
        article=mark.article,
    )
    with transaction.atomic():
        proof = locked_proof(mark.article, None)
        row: Any = type(mark)._default_manager.select_for_update(of=("self",)).get(pk=mark.pk)
        if row.thrown_out_at is None:
            raise Refused(_("This mark was not removed."))
        if thrown_out_at is not None and row.thrown_out_at != thrown_out_at:
            raise Refused(
                _("%(person)s removed this mark again while you looked. Look again.")
                % {"person": _last(row)}
            )
        refused = bring_back(row, proof)
        if refused:
            raise Refused(refused)
        link(proof)
        log(
            by=by,
            verb="mark copy",
            subject=row,
            article_id=mark.article_id,
            text=f"Brought back: {row}",
        )
        nudge("claims")
    mark.refresh_from_db()
    return mark


def bring_back(row: Any, proof: Proof) -> str:
    """Set a thrown-out mark where its words stand now; why not, where it cannot be."""
    [place] = carry(
        row.proof.text,
        proof.text,
        [(row.start, row.end)],
    )
    if place.span is None or place.kind == "changed":
        return "The copy no longer has those words."
    _anchor(row, proof, place.span)
    row.standing = "live" if place.kind == "same" else "moved"
    row.thrown_out_at = None
    try:
        with transaction.atomic():
            # Halves and whole cannot stand together: both would be ruled on.
            if isinstance(row, Claim | Fact):
                row.pieces.exclude(standing="archived").update(standing="archived")
            row.save()
    except IntegrityError:
        return TWICE
    return ""


def _anchor(row: Any, proof: Proof, span: Span) -> None:
    """Put a mark, and what belongs to it, on unchanged words at another place."""
    by = span[0] - row.start
    edited = row.proof_id != proof.pk
    row.proof = proof
    row.start, row.end = span
    if isinstance(row, Quote):
        row.contents = [[start + by, end + by] for start, end in row.contents]
        # Cue and speaker stand outside the quoted words: after an edit they may be elsewhere, and
        # are not guessed.
        if edited:
            row.cue_start = row.cue_end = row.speaker_start = row.speaker_end = None
    if isinstance(row, Ask):
        for asked in row.parties.all():
            moved = {"start": asked.start + by, "end": asked.end + by}
            AskedParty.objects.filter(pk=asked.pk).update(**moved)


def confirm_moved(*, by: User | None, mark: Mark, seen: Span | None = None) -> int:
    """Record that the words, where they stand now, still are the ones marked and ruled on.

    With them every other mark of the same paragraph that moved: one question for what moved
    together. `seen` is where the person saw the words. Return how many marks stand again.
    """
    require_on_article(
        by=by,
        verb="give verdict",
        article=mark.article,
    )
    with transaction.atomic():
        held(mark, seen)
        together = _moved_with(mark)
        if mark.pk not in together.get(type(mark), ()):
            raise Refused(
                _("There is nothing to confirm: the mark stands, or the copy has changed again.")
            )
        count = 0
        for kind, ids in together.items():
            rows = kind._default_manager.filter(pk__in=ids, standing="moved", proof__current=True)
            for row in rows:
                log(
                    by=by,
                    verb="give verdict",
                    subject=row,
                    article_id=mark.article_id,
                    text=f"Still stands, moved: {row}",
                )
            count += rows.update(standing="live")
        nudge("claims")
    mark.refresh_from_db()
    return count


def _moved_with(mark: Mark) -> dict[type[Mark], list[int]]:
    """Return the moved marks of a mark's paragraph by kind, itself among them; {} if it stands."""
    row = type(mark)._default_manager.filter(pk=mark.pk, standing="moved", proof__current=True)
    now = row.select_related("proof").first()
    if now is None:
        return {}
    block = now.proof.blocks.filter(start__lte=now.start, end__gt=now.start).first()
    start, end = (block.start, block.end) if block else (now.start, now.end)
    found = {
        kind: list(
            kind._default_manager.filter(
                proof=now.proof_id, standing="moved", start__gte=start, start__lt=end
            ).values_list("pk", flat=True)
        )
        for kind in KINDS
    }
    return {kind: ids for kind, ids in found.items() if ids}
