"""The second reader's signatures, and the word that the copy may run."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from factcheck.articles.actions import require
from factcheck.articles.models import Article, Proof
from factcheck.newsroom.actions import NotAllowed, Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.replies.actions import freeze_sentence
from factcheck.review.actions.common import lock_article, person
from factcheck.review.models import Clearance, SignOff
from factcheck.review.reads.gate import gate
from factcheck.review.reads.rulings import checkers_of
from factcheck.review.rules import FACTS, PASSES, Blocker, why_not_second_reader


@transaction.atomic
def sign_off(
    *, by: User | None, article: Article, proof: Proof, reading_pass: str, accepted: bool, comment: str = ""
) -> SignOff:
    """A second reader signs one pass over one proof, or refuses to with a comment. The latest on a pass counts."""
    by = person(by)
    require(by=by, verb="sign off", article=article)
    if reading_pass not in PASSES:
        raise Refused(f"There is no pass “{reading_pass}”.")
    article = lock_article(article.pk)
    proof = _current(article, proof)
    why_not = why_not_second_reader(
        by.pk, author=article.author_id, maker=proof.created_by_id, checkers=checkers_of(article.pk)
    )
    if why_not:
        raise Refused(why_not)
    if not accepted and not comment.strip():
        raise Refused("Say why you refuse to sign.")
    if accepted and reading_pass == FACTS:
        _first_check_done(article)
    signed = SignOff.objects.create(
        article=article,
        proof=proof,
        proof_hash=proof.hash,
        reading_pass=reading_pass,
        accepted=accepted,
        comment=comment.strip(),
        by=by,
    )
    did = "Signed" if accepted else "Refused to sign"
    said = f": {signed.comment}" if signed.comment else "."
    text = f"{did} the pass “{reading_pass}” on proof {proof.number}{said}"
    log(by=by, verb="sign off", subject=signed, article_id=article.pk, text=text, proof_hash=proof.hash)
    nudge()
    return signed


@transaction.atomic
def clear(*, by: User | None, article: Article, proof: Proof, override_reason: str = "") -> Clearance:
    """Say that this proof may run. Refused with the gate's reasons, unless a chief overrides them with a reason."""
    by = person(by)
    require(by=by, verb="clear", article=article)
    article = lock_article(article.pk)
    proof = _current(article, proof)
    if article.author_id == by.pk:
        raise Refused("The author may not clear their own copy. Ask another editor.")
    if Clearance.objects.filter(proof=proof).exists():
        raise Refused("This proof is already cleared.")
    now = timezone.now()
    blocked = gate(article, now)
    reason = override_reason.strip() if blocked else ""
    if blocked:
        _override(by, blocked, reason)
    cleared = Clearance.objects.create(
        article=article,
        proof=proof,
        proof_hash=proof.hash,
        sentence=freeze_sentence(by=by, article=article, proof=proof, now=now).text,
        overridden=[{"reason": b.reason, "count": b.count} for b in blocked],
        override_reason=reason,
        by=by,
    )
    text = f"Cleared proof {proof.number} to run." + (f" Overrode the gate: {reason}" if blocked else "")
    data = {"proof_hash": proof.hash, "overridden": cleared.overridden, "sentence": cleared.sentence}
    log(by=by, verb="override gate" if blocked else "clear", subject=cleared, article_id=article.pk, text=text, **data)
    nudge()
    return cleared


def _current(article: Article, proof: Proof) -> Proof:
    """The proof, held against an edit until this transaction ends."""
    # Without its usual order, which would join the article and lock that as well.
    held = Proof.objects.select_for_update(no_key=True).order_by("pk")
    fresh = held.filter(pk=proof.pk, article=article).first()
    if fresh is None or not fresh.current or fresh.hash != proof.hash:
        raise Refused("The copy was edited since: this is no longer its current proof. Read the new one.")
    return fresh


def _first_check_done(article: Article) -> None:
    owed = [b for b in gate(article, timezone.now()) if b.reason in ("claim without verdict", "quote without record")]
    if owed:
        raise Refused("The first check is not done. " + " ".join(b.what for b in owed))


def _override(by: User, blocked: list[Blocker], reason: str) -> None:
    if not reason:
        raise Refused("It may not run yet. " + " ".join(b.what for b in blocked))
    if not by.may("override gate"):
        raise NotAllowed(f"{by} may not override the gate. Ask a chief.")
