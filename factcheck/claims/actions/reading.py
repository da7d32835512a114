"""Proofs read.

The reading runs outside any transaction; then one transaction stores what it found.
"""

from __future__ import annotations

from collections import Counter

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.articles.models import Article, Proof
from factcheck.claims.actions.carrying import add_new, bring_back, carry_over
from factcheck.claims.actions.coming_back import moved_back, waiting_marks
from factcheck.claims.actions.links import link
from factcheck.claims.actions.suggestions import Suggestion, suggestions
from factcheck.claims.models import Extraction, Mark
from factcheck.claims.places import FATES
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.text import MarkedBlock, Reading, read


def read_proof(extraction: Extraction) -> bool:
    """Read the proof of a row this worker holds, and store its marks.

    False: the lease was lost, nothing is stored.
    """
    proof = Proof.objects.select_related("article").get(pk=extraction.proof_id)
    blocks = [MarkedBlock(block.kind, (block.start, block.end)) for block in proof.blocks.all()]  # type: ignore[arg-type]
    reading = read(proof.text, proof.article.published, blocks=blocks)
    # Only while the lease holds: another worker's count is not ours to set.
    held = Extraction.objects.filter(
        pk=extraction.pk,
        lease_token=extraction.lease_token,
    )
    held.update(parts_done=1)
    return store_reading(extraction, proof, reading)


@transaction.atomic
def store_reading(extraction: Extraction, proof: Proof, reading: Reading) -> bool:
    """Carry the earlier proof's marks over, add what is new, and end the row; all or nothing.

    A proof that is no longer the current one keeps its reading and gets no marks: they go to the
    newest.
    """
    # An edit waits until the marks stand, or comes first and gets them in its own reading.
    Article.objects.select_for_update().get(pk=proof.article_id)
    kept = {name: value for name, value in reading.as_json().items() if name != "text"}
    if not extraction.finish(reading=kept, parts_done=extraction.parts_total):
        return False
    if not Proof.objects.filter(pk=proof.pk, current=True).exists():
        return True
    # In this order: what people ruled on takes its place before anything new can stand there.
    suggested = suggestions(reading)
    carried, back = _carried(proof, suggested)
    new = add_new(proof, suggested)
    link(proof)
    fates = [f"{carried[fate]} {fate}" for fate in FATES if carried[fate]]
    if back:
        fates.append(f"{back} brought back")
    text = f"Read proof {proof.number}: {new} new marks"
    if fates:
        text += f"; earlier marks: {', '.join(fates)}"
    log(
        by=None,
        verb="read copy",
        subject=proof,
        article_id=proof.article_id,
        text=f"{text}.",
        new=new,
        **carried,
    )
    nudge("claims")
    return True


def _carried(
    proof: Proof, suggested: dict[type[Mark], list[Suggestion]]
) -> tuple[Counter[str], int]:
    """Take the marks of earlier proofs over; return what became of them, and how many came back."""
    if proof.number == 1:
        return carry_over(proof, suggested), 0
    waited = waiting_marks(proof)
    carried = carry_over(proof, suggested)
    back = bring_back(proof, suggested)
    moved_back(proof, waited)
    return carried, back


def retry_reading(*, by: User | None, article: Article) -> None:
    """Have the current proof read again: after a failure, or to look once more.

    Marks made and removed by hand stay as they are.
    """
    require_on_article(by=by, verb="mark copy", article=article)
    with transaction.atomic():
        proof = Proof.objects.get(article=article, current=True)
        rows = Extraction.objects.filter(
            proof=proof,
            work__in=["failed", "done"],
        )
        queued = rows.update(
            work="waiting",
            next_try_at=timezone.now(),
            tries=0,
            error="",
            parts_done=0,
        )
        if not queued:
            raise Refused(_("The copy is being read already."))
        log(
            by=by,
            verb="read copy",
            subject=proof,
            article_id=article.pk,
            text=f"Proof {proof.number} to be read again.",
        )
        nudge("claims")
