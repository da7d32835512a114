"""Marks split, given another extent and taken up by people.

Here too, what was thrown out together is brought back together.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from factcheck.articles.actions import require_on_article
from factcheck.articles.models import Article, Proof
from factcheck.claims.actions.links import link
from factcheck.claims.actions.marking import (
    MARKABLE,
    TWICE,
    bring_back,
    held,
    locked_proof,
    trimmed,
    word_for,
)
from factcheck.claims.models import Ask, AskedParty, Claim, Fact, Mark, Quote
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.text import Span


@transaction.atomic
def split(*, by: User | None, mark: Mark, at: int, seen: Span | None = None) -> tuple[Any, Any]:
    """Make two marks of a claim or fact: what stands before offset `at` of its proof, and the rest.

    The whole goes off the copy with what was ruled on it, which speaks of neither half alone;
    `restore` makes it whole again.
    """
    require_on_article(by=by, verb="throw out mark", article=mark.article)
    if not isinstance(mark, Claim | Fact):
        raise Refused("Only a claim or a fact can be split.")
    proof = locked_proof(mark.article, None)
    row = held(mark, seen)
    if not row.start < at < row.end:
        raise Refused("Choose a place within the mark.")
    spans = [trimmed(proof.text, row.start, at), trimmed(proof.text, at, row.end)]
    type(mark)._default_manager.filter(pk=row.pk).update(
        standing="archived", thrown_out_at=timezone.now()
    )
    own = {"kinds": row.kinds, "score": 1.0} if isinstance(row, Claim) else {"kind": row.kind}
    halves = [_made(type(mark), proof, span, made_by=by, split_from=row, **own) for span in spans]
    link(proof)
    text = f"Split in two: “{halves[0]}” and “{halves[1]}”"
    log(
        by=by,
        verb="split mark",
        subject=row,
        article_id=mark.article_id,
        text=text,
        into=[h.pk for h in halves],
    )
    nudge("claims")
    return halves[0], halves[1]


def _made(model: type[Mark], proof: Proof, span: Span, **own: Any) -> Any:
    anchor = {"article_id": proof.article_id, "proof": proof, "first_proof": proof}
    try:
        with transaction.atomic():
            return model._default_manager.create(
                start=span[0], end=span[1], text=proof.text[slice(*span)], **anchor, **own
            )
    except IntegrityError as error:
        raise Refused(TWICE) from error


@transaction.atomic
def reshape(*, by: User | None, mark: Mark, start: int, end: int, seen: Span | None = None) -> Mark:
    """Give a mark other words, in the proof where it stands.

    What was ruled on it spoke of the old ones, and no longer counts. The old words are not
    suggested again.
    """
    require_on_article(by=by, verb="throw out mark", article=mark.article)
    proof = locked_proof(mark.article, None)
    row = held(mark, seen)
    span = trimmed(proof.text, start, end)
    if span == (row.start, row.end):
        raise Refused("The mark has these words already.")
    was = str(row)
    if row.made_by_id is None:
        _keep_as_thrown_out(row)
    row.start, row.end, row.text = *span, proof.text[slice(*span)]
    row.made_by = row.made_by or by
    if isinstance(row, Quote):
        row.contents = [list(span)]
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(TWICE) from error
    if isinstance(row, Ask):
        AskedParty.objects.filter(ask=row, start__lt=row.start).update(start=row.start, end=row.end)
        AskedParty.objects.filter(ask=row, end__gt=row.end).update(start=row.start, end=row.end)
    link(proof)
    text = f"Marked other words: “{row}” instead of “{was}”"
    log(by=by, verb="reshape mark", subject=row, article_id=mark.article_id, text=text)
    nudge("claims")
    mark.refresh_from_db()
    return mark


def _keep_as_thrown_out(row: Any) -> None:
    """Keep what the machine marked in the record, so that a later reading does not suggest it."""
    columns = {
        f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key
    }
    columns |= {"standing": "archived", "thrown_out_at": timezone.now()}
    type(row)._default_manager.create(**columns)


@transaction.atomic
def accept(*, by: User | None, mark: Mark, seen: Span | None = None) -> None:
    """Take up a mark of the machine's: it stands whatever else of its kind is thrown out."""
    require_on_article(by=by, verb="accept mark", article=mark.article)
    row = held(mark, seen)
    if row.made_by_id is not None or row.accepted_by_id is not None:
        raise Refused("This mark is no suggestion any more: a person has taken it up.")
    _accept(by, mark.article, type(mark), [row.pk], f"Accepted: {row}")
    mark.refresh_from_db()


@transaction.atomic
def accept_kind(*, by: User | None, article: Article, kind: str, ids: list[int]) -> int:
    """Take up those of `ids` that still are suggestions, and return how many."""
    require_on_article(by=by, verb="accept mark", article=article)
    if kind not in MARKABLE:
        raise Refused(f"“{kind}” is not one of: {', '.join(MARKABLE)}.")
    rows = MARKABLE[kind]._default_manager.filter(
        article=article, pk__in=ids, made_by=None, accepted_by=None
    )
    open_ = list(rows.exclude(standing="archived").values_list("pk", flat=True))
    return (
        _accept(by, article, MARKABLE[kind], open_, f"{len(open_)} × {kind} accepted")
        if open_
        else 0
    )


def _accept(by: User | None, article: Article, model: type[Mark], ids: list[int], text: str) -> int:
    count: int = model._default_manager.filter(pk__in=ids).update(accepted_by=by)
    subject: Any = model._default_manager.get(pk=ids[0]) if len(ids) == 1 else article
    log(by=by, verb="accept mark", subject=subject, article_id=article.pk, text=text, marks=ids)
    nudge("claims")
    return count


@transaction.atomic
def restore_batch(*, by: User | None, article: Article, kind: str, at: datetime) -> int:
    """Bring back all that was thrown out at one stroke; return how many came back.

    These are the marks of `kind` thrown out at the instant `at`. Those whose words the copy no
    longer has, or that are marked again, stay out.
    """
    require_on_article(by=by, verb="mark copy", article=article)
    if kind not in MARKABLE:
        raise Refused(f"“{kind}” is not one of: {', '.join(MARKABLE)}.")
    proof = locked_proof(article, None)
    model = MARKABLE[kind]
    rows = list(
        model._default_manager.select_for_update(of=("self",)).filter(
            article=article, thrown_out_at=at
        )
    )
    back = [row for row in rows if bring_back(row, proof) == ""]
    if not back:
        raise Refused(
            "Nothing of it can be brought back: it is marked again, "
            "or the copy no longer has the words."
        )
    link(proof)
    what = f"{len(back)} × {word_for(model)} brought back"
    log(
        by=by,
        verb="mark copy",
        subject=article,
        article_id=article.pk,
        text=what,
        marks=[row.pk for row in back],
    )
    nudge("claims")
    return len(back)
