"""The next proof: an edit of the copy, or the end of a clearance."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from factcheck.articles import rules
from factcheck.articles.actions.permission import require_on_article
from factcheck.articles.actions.proofs import Outdated, checked_copy, new_proof, store_document
from factcheck.articles.annotations import carry_annotations
from factcheck.articles.importers.copy import Copy
from factcheck.articles.models import Article, Proof
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.text import MarkedBlock as Part
from factcheck.text.language.blocks import find_blocks


@transaction.atomic
def edit_copy(
    *,
    by: User | None,
    article: Article,
    text: str,
    base: Proof,
    blocks: Sequence[Part] | None = None,
    medium: str = "paste",
    document: Copy | None = None,
    why: str = "",
) -> Proof:
    """Make the next proof.

    Refused when `base`, the proof the person edited, is no longer the current one. The same copy
    again makes no proof: the current one is returned. A cleared proof is corrected with a reason
    (`why`): its clearance ends.
    """
    require_on_article(by=by, verb="edit copy", article=article)
    current = _proof_to_edit(article, base)
    text, parts = checked_copy(text, blocks)
    blocks_before = _blocks_of(current)
    if parts is None:
        parts = rules.keep_kinds(current.text, blocks_before, text, find_blocks)
    same_blocks = blocks is None or list(parts) == blocks_before
    if text == current.text and same_blocks:
        return current
    corrects = by is not None and current.cleared_at is not None
    if corrects:
        _require_reason(current, why)
    proof = _next_proof(
        current,
        text,
        parts,
        by=by,
        medium=medium,
    )
    # After what the old proof had: a document that comes again brings its notes only once.
    if document is not None:
        store_document(proof, document)
    what_changed = f"Proof {proof.number}: {rules.describe_change(current.text, text)}."
    if corrects:
        what_changed += f" A correction of what was cleared: {why.strip()}"
    log(
        by=by,
        verb="edit copy",
        subject=proof,
        article_id=article.pk,
        text=what_changed,
        base=current.pk,
        hash=proof.hash,
        medium=medium,
        changes={"proof": [str(current.number), str(proof.number)]},
    )
    nudge("articles")
    return proof


def _proof_to_edit(article: Article, base: Proof) -> Proof:
    """Lock the article and return its current proof, which must be the one the person edited."""
    locked = Article.objects.select_for_update().get(pk=article.pk)
    # Asked again under the lock: a colleague may have closed it since the permission was looked at.
    if locked.closed_at is not None:
        raise Refused(_("This article is closed. Reopen it to change the copy."))
    current = locked.current_proof()
    if current.pk != base.pk:
        raise Outdated(
            "Someone changed the copy since you opened it. "
            "Take your change over into the newest proof."
        )
    return current


def _require_reason(cleared: Proof, why: str) -> None:
    """Refuse to correct a cleared proof without saying why."""
    if why.strip():
        return
    raise Refused(
        _(
            "Proof %(number)s is cleared to run. Say why it is corrected: whoever cleared it "
            "is notified."
        )
        % {"number": cleared.number},
        field="why",
    )


@transaction.atomic
def reopen_copy(
    *,
    by: User | None,
    article: Article,
    base: Proof,
    why: str,
) -> Proof:
    """End a clearance without an edit: the same words, as the next proof.

    `base` is the cleared proof that the person looked at. Rulings and signatures on the words hold.
    """
    require_on_article(by=by, verb="reopen copy", article=article)
    if not why.strip():
        raise Refused(_("Say why the clearance ends."), field="why")
    locked = Article.objects.select_for_update().get(pk=article.pk)
    current = locked.current_proof()
    if current.pk != base.pk:
        raise Outdated("Someone changed the copy since you looked. Look at the newest proof.")
    if current.cleared_at is None:
        raise Refused(_("This proof is not cleared: there is nothing to reopen."))
    proof = _next_proof(
        current,
        current.text,
        _blocks_of(current),
        by=current.created_by,  # whoever made the words: they sign nothing of them
        medium=current.medium,
    )
    log(
        by=by,
        verb="reopen copy",
        subject=proof,
        article_id=article.pk,
        text=f"Reopened: {why.strip()} Proof {proof.number} has the words of {current.number}.",
        base=current.pk,
        changes={"proof": [str(current.number), str(proof.number)]},
    )
    nudge("articles")
    return proof


def _blocks_of(proof: Proof) -> list[Part]:
    blocks = proof.blocks.all()
    return [Part(block.kind, (block.start, block.end)) for block in blocks]  # type: ignore[arg-type]


def _next_proof(
    current: Proof,
    text: str,
    blocks: Sequence[Part],
    *,
    by: User | None,
    medium: str,
) -> Proof:
    """Make the proof that takes the place of the current one, with its annotations."""
    # First, for the database lets an article have one current proof.
    Proof.objects.filter(pk=current.pk).update(current=False)
    proof = new_proof(
        current.article,
        current.number + 1,
        text,
        blocks,
        by=by,
        medium=medium,
    )
    carry_annotations(current, proof)
    return proof
