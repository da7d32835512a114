"""Marks split, given another extent and taken up by people.

Here too, what was removed together is brought back together.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.articles.models import Article
from factcheck.claims.actions.links import link
from factcheck.claims.actions.marking import (
    MARKABLE,
    TWICE,
    bring_back,
    held,
    locked_proof,
    new_mark,
    open_suggestions,
    require_markable,
    trimmed,
    word_for,
)
from factcheck.claims.models import Ask, AskedParty, Claim, Fact, Mark, Quote
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.text import Span


@transaction.atomic
def split(
    *,
    by: User | None,
    mark: Mark,
    at: int,
    seen: Span | None = None,
) -> tuple[Any, Any]:
    """Make two marks of a claim or fact: what stands before offset `at` of its proof, and the rest.

    The whole goes off the copy with what was ruled on it, which speaks of neither half alone;
    `restore` makes it whole again.
    """
    require_on_article(
        by=by,
        verb="throw out mark",
        article=mark.article,
    )
    if not isinstance(mark, Claim | Fact):
        raise Refused(_("Only a claim or a fact can be split."))
    proof = locked_proof(mark.article, None)
    row = held(mark, seen)
    # At an edge one half would be empty.
    if not row.start < at < row.end:
        raise Refused(_("Choose a place within the mark."))
    spans = [
        trimmed(proof.text, row.start, at),
        trimmed(proof.text, at, row.end),
    ]
    type(mark)._default_manager.filter(pk=row.pk).update(
        standing="archived", thrown_out_at=timezone.now()
    )
    own: dict[str, Any] = {"made_by": by, "split_from": row}
    if isinstance(row, Claim):
        # A person made the halves, so they are worth checking for certain.
        own |= {"kinds": row.kinds, "score": 1.0}
    else:
        own["kind"] = row.kind
    before, after = (new_mark(type(mark), proof, span, **own) for span in spans)
    link(proof)
    text = f"Split in two: “{before}” and “{after}”"
    log(
        by=by,
        verb="split mark",
        subject=row,
        article_id=mark.article_id,
        text=text,
        into=[before.pk, after.pk],
    )
    nudge("claims")
    return before, after


@transaction.atomic
def reshape(
    *,
    by: User | None,
    mark: Mark,
    start: int,
    end: int,
    seen: Span | None = None,
) -> Mark:
    """Give a mark other words, in the proof where it stands.

    What was ruled on it spoke of the old ones, and no longer counts. The old words are not
    suggested again.
    """
    require_on_article(
        by=by,
        verb="throw out mark",
        article=mark.article,
    )
    proof = locked_proof(mark.article, None)
    row = held(mark, seen)
    span = trimmed(proof.text, start, end)
    if span == (row.start, row.end):
        raise Refused(_("The mark has these words already."))
    was = str(row)
    # A person's own words need no such memory: the reader never suggested them.
    if row.made_by_id is None:
        _keep_as_thrown_out(row)
    row.start, row.end = span
    row.text = proof.text[slice(*span)]
    row.made_by = row.made_by or by
    if isinstance(row, Quote):
        row.contents = [list(span)]
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(TWICE) from error
    if isinstance(row, Ask):
        _keep_parties_within(row)
    link(proof)
    text = f"Marked other words: “{row}” instead of “{was}”"
    log(
        by=by,
        verb="reshape mark",
        subject=row,
        article_id=mark.article_id,
        text=text,
    )
    nudge("claims")
    mark.refresh_from_db()
    return mark


def _keep_parties_within(ask: Ask) -> None:
    """Put the parties whose names the ask no longer holds on the whole of it."""
    parties = AskedParty.objects.filter(ask=ask)
    outside = Q(start__lt=ask.start) | Q(end__gt=ask.end)
    parties.filter(outside).update(
        start=ask.start,
        end=ask.end,
    )


def _keep_as_thrown_out(row: Any) -> None:
    """Keep what the machine marked in the record, so that a later reading does not suggest it."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    columns = {field.attname: getattr(row, field.attname) for field in fields}
    # A row of its own, since this one goes on under its number, with what hangs on it.
    columns |= {"standing": "archived", "thrown_out_at": timezone.now()}
    type(row)._default_manager.create(**columns)


@transaction.atomic
def accept(*, by: User | None, mark: Mark, seen: Span | None = None) -> None:
    """Take up a mark of the machine's: it stands whatever else of its kind is removed."""
    require_on_article(
        by=by,
        verb="accept mark",
        article=mark.article,
    )
    row = held(mark, seen)
    if row.made_by_id is not None or row.accepted_by_id is not None:
        raise Refused(_("This mark is no longer a suggestion: somebody has accepted it."))
    _accept(
        by,
        mark.article,
        type(mark),
        [row.pk],
        f"Accepted: {row}",
    )
    mark.refresh_from_db()


@transaction.atomic
def accept_kind(
    *,
    by: User | None,
    article: Article,
    kind: str,
    ids: list[int],
) -> int:
    """Take up those of `ids` that still are suggestions, and return how many."""
    require_on_article(by=by, verb="accept mark", article=article)
    require_markable(kind)
    suggested = open_suggestions(article, kind).filter(pk__in=ids)
    accepted = list(suggested.values_list("pk", flat=True))
    if not accepted:
        return 0
    text = f"{len(accepted)} × {kind} accepted"
    return _accept(by, article, MARKABLE[kind], accepted, text)


def _accept(
    by: User | None,
    article: Article,
    model: type[Mark],
    ids: list[int],
    text: str,
) -> int:
    count: int = model._default_manager.filter(pk__in=ids).update(accepted_by=by)
    subject: Any = model._default_manager.get(pk=ids[0]) if len(ids) == 1 else article
    log(
        by=by,
        verb="accept mark",
        subject=subject,
        article_id=article.pk,
        text=text,
        marks=ids,
    )
    nudge("claims")
    return count


@transaction.atomic
def restore_batch(
    *,
    by: User | None,
    article: Article,
    kind: str,
    at: datetime,
) -> int:
    """Bring back all that was removed at one stroke; return how many came back.

    These are the marks of `kind` removed at the instant `at`. Those whose words the copy no
    longer has, or that are marked again, stay out.
    """
    require_on_article(by=by, verb="mark copy", article=article)
    require_markable(kind)
    proof = locked_proof(article, None)
    model = MARKABLE[kind]
    thrown_out = model._default_manager.filter(article=article, thrown_out_at=at)
    rows = list(thrown_out.select_for_update(of=("self",)))
    # One by one: that one cannot come back keeps no other away.
    back = [row for row in rows if bring_back(row, proof) == ""]
    if not back:
        raise Refused(
            _(
                "Nothing of it can be brought back: it is marked again, or the copy no longer "
                "has the words."
            )
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
