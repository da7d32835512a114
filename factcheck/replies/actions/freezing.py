"""The sentence kept as it stood, with what it rested on."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from factcheck.articles.actions import require_on_article
from factcheck.articles.models import Article, Proof
from factcheck.newsroom.actions import log
from factcheck.newsroom.models import User
from factcheck.replies import rules
from factcheck.replies.models import FrozenSentence
from factcheck.replies.reads import comment_requests


@transaction.atomic
def freeze_sentence(*, by: User, article: Article, proof: Proof, now: datetime) -> FrozenSentence:
    """Keep the sentence of `now` for a proof that is cleared.

    Its clauses with their reasons, its silences, and the facts of every request. A later room calls
    this in the transaction that clears.
    """
    require_on_article(by=by, verb="clear", article=article)
    facts = comment_requests.facts_of_article(article)
    computed = rules.sentence(facts, now, comment_requests.house())
    frozen = FrozenSentence.objects.create(
        article=article,
        proof=proof,
        text=computed.text,
        clauses=[
            {"text": c.text, "reason": c.reason, "requests": list(c.request_ids)}
            for c in computed.clauses
        ],
        silent=[asdict(to_come) for to_come in computed.to_come],
        requests=[rules.evidence(fact) for fact in facts],
        by=by,
        at=now,
    )
    words = computed.text or "nothing to say"
    text = f"The sentence on requests frozen with proof {proof.number}: {words}"
    log(by=by, verb="freeze sentence", subject=frozen, article_id=article.pk, text=text)
    return frozen
