"""The second reader's signatures, and the word that the copy may run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.articles.models import Article, Proof
from factcheck.claims.models import Claim, Fact, Quote
from factcheck.newsroom.actions import NotAllowed, Refused, log
from factcheck.newsroom.log_chain import extend_chain
from factcheck.newsroom.models import User
from factcheck.newsroom.roles import signing_value
from factcheck.newsroom.sweeps import nudge
from factcheck.newsroom.translating import translated
from factcheck.replies.actions import freeze_sentence
from factcheck.review.actions.guards import lock_article, require_person
from factcheck.review.actions.queries import raise_query
from factcheck.review.models import Clearance, ClearedReport, Query, SignOff
from factcheck.review.reads.gate import gate, gather
from factcheck.review.reads.report import report_of
from factcheck.review.rules.gate import Blocker
from factcheck.review.rules.passes import FACTS, PASSES, answered, why_not, why_not_accepted


@transaction.atomic
def sign_off(
    *,
    by: User | None,
    article: Article,
    proof: Proof,
    reading_pass: str,
    accepted: bool,
    comment: str = "",
    answers: Mapping[str, str] | None = None,
) -> SignOff:
    """Sign one pass over one proof as second reader, or refuse to with a comment.

    A refusal goes to the author as a query. `answers` holds yes, no or does not apply by question
    (rules.passes.QUESTIONS): a signature answers all of them and none with no; a refusal those it
    likes. Whoever checked some of the pass's items signs for the others alone.
    """
    by, article, proof = _reader(by, article, proof, reading_pass)
    given_answers = answered(reading_pass, answers or {})
    if accepted:
        unready = why_not_accepted(given_answers) or (
            _first_check_owed(article) if reading_pass == FACTS else ""
        )
        if unready:
            raise Refused(translated(unready))
    elif not comment.strip():
        raise Refused(_("Say why you refuse to sign."))
    with _signing(proof):
        signed = SignOff.objects.create(
            article=article,
            proof=proof,
            proof_hash=proof.hash,
            reading_pass=reading_pass,
            accepted=accepted,
            answers=given_answers,
            comment=comment.strip(),
            by=by,
        )
    did = "Signed" if accepted else "Refused to sign"
    ending = f": {signed.comment}" if signed.comment else "."
    text = f"{did} the pass “{reading_pass}” on proof {proof.number}{ending}"
    log(
        by=by,
        verb="sign off",
        subject=signed,
        article_id=article.pk,
        text=text,
        proof_hash=proof.hash,
        answers=given_answers,
    )
    if not accepted:
        raise_query(by=by, article=article, text=_from_second_read(reading_pass, signed.comment))
    nudge("review")
    return signed


@transaction.atomic
def send_back(
    *,
    by: User | None,
    article: Article,
    proof: Proof,
    reading_pass: str,
    comment: str,
    mark: Claim | Quote | Fact | None = None,
) -> Query:
    """Send one item of a pass back with a comment: a query at its place, which holds the gate."""
    by, article, proof = _reader(by, article, proof, reading_pass)
    if not comment.strip():
        raise Refused(_("Say what is wrong with it."))
    on: dict[str, Any] = {mark._meta.model_name or "": mark} if mark is not None else {}
    return raise_query(
        by=by, article=article, text=_from_second_read(reading_pass, comment.strip()), **on
    )


def _from_second_read(reading_pass: str, comment: str) -> str:
    return f"Second read, {reading_pass}: {comment}"


def _reader(
    by: User | None, article: Article, proof: Proof, reading_pass: str
) -> tuple[User, Article, Proof]:
    """Return who may read this pass a second time, the article, and its proof, locked."""
    by = require_person(by)
    require_on_article(by=by, verb="sign off", article=article)
    if reading_pass not in PASSES:
        raise Refused(_("There is no pass “%(reading_pass)s”.") % {"reading_pass": reading_pass})
    article = lock_article(article.pk)
    proof = _current(article, proof)
    checked = gather([article], timezone.now())[article.pk].checked
    barred = why_not(
        by.pk, reading_pass, author=article.author_id, maker=proof.created_by_id, checked=checked
    )
    if barred:
        raise Refused(translated(barred))
    return by, article, proof


@contextmanager
def _signing(proof: Proof) -> Iterator[None]:
    """Let rows for this proof through the triggers of SignOff and Clearance in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text")
        value = signing_value(cursor.fetchone()[0], proof.hash)
        cursor.execute("SELECT set_config('factcheck.signing', %s, true)", [value])
        yield
        cursor.execute("SELECT set_config('factcheck.signing', '', true)")


@transaction.atomic
def clear(
    *, by: User | None, article: Article, proof: Proof, overrides: Mapping[str, str] | None = None
) -> Clearance:
    """Say that this proof may run: the one way, for web, admin, API and shell.

    Refused with the gate's reasons, unless a chief overrides each of them with a reason of its own:
    `overrides` says why, by the gate's slug. A reason that came up since the person looked is not
    in it, and so still blocks.
    """
    by = require_person(by)
    require_on_article(by=by, verb="clear", article=article)
    article = lock_article(article.pk)
    proof = _current(article, proof)
    if article.author_id == by.pk:
        raise Refused(_("The author may not clear their own copy. Ask another editor."))
    if Clearance.objects.filter(proof=proof).exists():
        raise Refused(_("This proof is already cleared."))
    now = timezone.now()
    overridden = _overridden(by, gate(article, now), overrides or {})
    with _signing(proof):
        cleared = Clearance.objects.create(
            article=article,
            proof=proof,
            proof_hash=proof.hash,
            sentence=freeze_sentence(by=by, article=article, proof=proof, now=now).text,
            overridden=overridden,
            by=by,
            at=now,
        )
    extend_chain()  # so that the kept report vouches for every line up to here
    ClearedReport.objects.create(clearance=cleared, report=report_of(article, proof, now))
    over = "".join(f" Overrode “{reason['what']}”: {reason['why']}" for reason in overridden)
    data = {
        "proof_hash": proof.hash,
        "overridden": cleared.overridden,
        "sentence": cleared.sentence,
    }
    text = f"Cleared proof {proof.number} to run.{over}"
    verb = "override gate" if overridden else "clear"
    log(by=by, verb=verb, subject=cleared, article_id=article.pk, text=text, **data)
    nudge("review")
    return cleared


def _current(article: Article, proof: Proof) -> Proof:
    """Return the proof, held against an edit until this transaction ends."""
    # Without its usual order, which would join the article and lock that as well.
    held = Proof.objects.select_for_update(no_key=True).order_by("pk")
    fresh = held.filter(pk=proof.pk, article=article).first()
    if fresh is None or not fresh.current or fresh.hash != proof.hash:
        raise Refused(
            _("The copy was edited since: this is no longer its current proof. Read the new one.")
        )
    return fresh


def _first_check_owed(article: Article) -> str:
    missing = [
        b
        for b in gate(article, timezone.now())
        if b.reason in ("claim without verdict", "quote without record")
    ]
    if not missing:
        return ""
    return " ".join([_("The first check is not done."), *(translated(b.what) for b in missing)])


def _overridden(
    by: User, blocked: Sequence[Blocker], overrides: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return what is kept of the reasons set aside."""
    given = {reason: why.strip() for reason, why in overrides.items() if why.strip()}
    left = [b for b in blocked if b.reason not in given]
    if blocked and given and not by.may("override gate"):
        raise NotAllowed(_("%(by)s may not override the gate. Ask a chief.") % {"by": by})
    if left:
        raise Refused(" ".join([_("It may not run yet."), *(translated(b.what) for b in left)]))
    return [
        {
            "reason": b.reason,
            "count": b.count,
            "what": b.what,
            "items": [item.text for item in b.items],
            "links": [item.link for item in b.items],
            "why": given[b.reason],
        }
        for b in blocked
    ]
