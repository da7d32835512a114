"""What the copy makes of an answer.

The words that rest on it, and its own statements as claims and quotes.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.articles.models import Article, Proof
from factcheck.articles.rules import carry
from factcheck.claims.actions import mark
from factcheck.claims.models import Claim, Quote
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.replies.models import STATEMENT_KINDS, Reply, Statement, Use
from factcheck.replies.reads.vocabulary import in_words

MARKS: dict[str, type[Claim | Quote]] = {"claim": Claim, "quote": Quote}


def _article_of(reply: Reply) -> Article:
    if reply.request is None:
        raise Refused(_("Say first whose answer this is."))
    return reply.request.article


def _current(article: Article) -> Proof:
    """Return the current proof, locked: what is marked on it cannot meet an edit half-way."""
    Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    return Proof.objects.get(article=article, current=True)


def places(words: str, text: str) -> list[tuple[int, int]]:
    """Where `words` stand in `text`, whatever the white space between them."""
    parts = [re.escape(part) for part in words.split()]
    return [match.span() for match in re.finditer(r"\s+".join(parts), text)] if parts else []


@transaction.atomic
def mark_use(*, by: User, reply: Reply, words: str) -> Use:
    """Mark words of the current proof as using the reply.

    Refused where the copy has them nowhere, or more than once.
    """
    reply = Reply.objects.select_related("request__article", "request__party").get(pk=reply.pk)
    article = _article_of(reply)
    require_on_article(by=by, verb="mark copy", article=article)
    proof = _current(article)
    spots = places(words, proof.text)
    if not spots:
        raise Refused(_("The copy does not have these words."))
    if len(spots) > 1:
        raise Refused(
            _("The copy has these words %(count)s times. Give more of the sentence.")
            % {"count": len(spots)}
        )
    start, end = spots[0]
    try:
        with transaction.atomic():
            use = Use.objects.create(
                article=article, proof=proof, first_proof=proof, start=start, end=end,
                text=proof.text[start:end], made_by=by, reply=reply,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(_("These words are marked as using this reply already.")) from error
    text = f"Used of the reply of {_party(reply)}: {use.text}"
    log(by=by, verb="mark copy", subject=use, article_id=article.pk, text=text, reply=reply.pk)
    nudge("replies")
    return use


def _party(reply: Reply) -> str:
    return str(reply.request.party) if reply.request else "nobody we asked"


@transaction.atomic
def unmark_use(*, by: User, use: Use) -> None:
    """Record that these words do not use the reply after all.

    That they once did stays in the record.
    """
    require_on_article(by=by, verb="mark copy", article=use.article)
    rows = Use.objects.filter(pk=use.pk).exclude(standing="archived")
    if rows.update(standing="archived", thrown_out_at=timezone.now()) != 1:
        raise Refused(_("This was taken off already."))
    log(
        by=by,
        verb="mark copy",
        subject=use,
        article_id=use.article_id,
        text=f"Not used of the reply: {use.text}",
    )
    nudge("replies")


@transaction.atomic
def confirm_use(*, by: User, use: Use) -> None:
    """Confirm that the words, where they are now, still use the reply."""
    require_on_article(by=by, verb="mark copy", article=use.article)
    if (
        Use.objects.filter(pk=use.pk, standing="moved", proof__current=True).update(standing="live")
        != 1
    ):
        raise Refused(
            _("There is nothing to confirm: the mark stands, or the copy has changed again.")
        )
    log(
        by=by,
        verb="mark copy",
        subject=use,
        article_id=use.article_id,
        text=f"Still used of the reply: {use.text}",
    )


@transaction.atomic
def carry_uses(article_id: int) -> int:
    """Take the article's uses to its current proof, as other marks are.

    The same words keep theirs. Words that changed or moved wait for a person: the reply may not say
    what they say now. What is gone stays on its last proof. Returns how many were looked at.
    """
    article = Article.objects.filter(pk=article_id).first()
    if article is None:
        return 0
    proof = _current(article)
    left = Use.objects.filter(article=article).exclude(standing="archived").exclude(proof=proof)
    uses = list(left.select_related("proof").order_by("start"))
    taken = set(Use.objects.on(proof).values_list("start", "end", "reply"))
    for use in uses:
        [place] = carry(use.proof.text, proof.text, [(use.start, use.end)])
        if place.span is None or (*place.span, use.reply_id) in taken:
            use.standing = "archived"
        else:
            taken.add((*place.span, use.reply_id))
            use.proof, (use.start, use.end) = proof, place.span
            use.text = proof.text[use.start : use.end]
            use.standing = "moved" if place.kind in ("moved", "changed") else use.standing
        use.save(update_fields=["standing", "proof", "start", "end", "text"])
    return len(uses)


@transaction.atomic
def make_statement(*, by: User, reply: Reply, kind: str, words: str) -> Statement:
    """Make a passage of the reply a claim or a quote of the article.

    A mark is a span of the proof: where the copy has the words once, they are marked there; else
    they are kept as the party's, to be linked once it has them.
    """
    reply = Reply.objects.select_related("request__article", "request__party").get(pk=reply.pk)
    article = _article_of(reply)
    require_on_article(by=by, verb="mark copy", article=article)
    if kind not in STATEMENT_KINDS:
        raise Refused(_("Say whether it is a claim or a quote."))
    passage = places(words, reply.text)
    if not passage:
        raise Refused(_("The reply does not have these words."))
    text = " ".join(reply.text[slice(*passage[0])].split())
    statement, made = Statement.objects.get_or_create(
        reply=reply, kind=kind, text=text, defaults={"made_by": by}
    )
    if not made:
        raise Refused(_("This passage is a %(kind)s already.") % {"kind": in_words(kind, "mark")})
    _link(by, statement, article)
    outcome = (
        "and stands in the copy" if statement.claim or statement.quote else "and is not in the copy"
    )
    text = f"A passage of the reply of {_party(reply)} is a {kind} {outcome}: {statement}"
    log(by=by, verb="mark copy", subject=statement, article_id=article.pk, text=text)
    nudge("replies")
    return statement


@transaction.atomic
def link_statement(*, by: User, statement: Statement) -> Statement:
    """Mark the statement's words in the copy, which has them now."""
    statement = Statement.objects.select_related(
        "reply__request__article", "reply__request__party"
    ).get(pk=statement.pk)
    article = _article_of(statement.reply)
    require_on_article(by=by, verb="mark copy", article=article)
    if not _link(by, statement, article):
        raise Refused(
            _(
                "The copy does not have these words, or has them more than once: "
                "mark them on the proof."
            )
        )
    log(
        by=by,
        verb="mark copy",
        subject=statement,
        article_id=article.pk,
        text=f"Linked to the copy: {statement}",
    )
    return statement


def _link(by: User, statement: Statement, article: Article) -> bool:
    proof = _current(article)
    spots = places(statement.text, proof.text)
    if len(spots) != 1:
        return False
    (start, end), model = spots[0], MARKS[statement.kind]
    made: Any = model.objects.on(proof).filter(start=start, end=end).first()
    if made is None:
        speaker = {"speaker": _party(statement.reply)} if statement.kind == "quote" else {}
        made = mark(
            by=by,
            article=article,
            kind=statement.kind,
            start=start,
            end=end,
            proof=proof,
            **speaker,
        )
    setattr(statement, statement.kind, made)
    statement.save(update_fields=[statement.kind])
    return True
