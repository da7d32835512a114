"""What a program is told of an article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from factcheck.articles.diff import diff
from factcheck.articles.models import Article, Proof, hash_of
from factcheck.articles.rules import clean
from factcheck.review.models import Clearance
from factcheck.review.reads.gate import cleared_now, coverage, states_of
from factcheck.review.rules.gate import Blocker


def hash_as_kept(text: str) -> str:
    """The hash that this text would have as a proof."""
    return hash_of(clean(text))


def proof_told(proof: Proof) -> dict[str, Any]:
    return {
        "article": proof.article_id,
        "proof": proof.number,
        "hash": proof.hash,
        "link": _whole(proof.article.get_absolute_url()),
    }


def state_told(article: Article, now: datetime) -> dict[str, Any]:
    """The article as it stands: its proof, the gate with links, how far the check is, and its
    clearance.
    """
    proof = article.current_proof()
    standing = states_of([article], now)[article.pk]
    cleared = cleared_now([article.pk]).select_related("by").first()
    done = coverage(article, now)
    return {
        **proof_told(proof),
        "headline": article.headline,
        "restricted": article.restricted,
        "closed": article.closed_at is not None,
        "deadline": article.deadline,
        "state": standing.word,
        "gate": _told(standing.blockers),
        "coverage": {
            name: {"done": part[0], "of": part[1]}
            for name, part in (
                ("claims", done.claims),
                ("quotes", done.quotes),
                ("facts", done.facts),
            )
        },
        "cleared": cleared
        and {"by": str(cleared.by), "at": cleared.at, "overridden": cleared.overridden},
    }


def may_run(article: Article, text: str, now: datetime) -> dict[str, Any]:
    """Whether exactly this text may run: it is the current proof, word for word, an editor cleared
    it, and nothing has come up since.
    """
    proof = article.current_proof()
    reasons: list[dict[str, Any]] = []
    if hash_as_kept(text) != proof.hash:
        told = diff(proof.text, clean(text)).summary
        what = f"This is not proof {proof.number}: {told}."
        reasons.append(_reason("other text", what, article.get_absolute_url()))
    cleared = cleared_now([article.pk]).filter(proof=proof).first()
    blocked = states_of([article], now)[article.pk].blockers
    if cleared is None:
        reasons.append(
            _reason(
                "not cleared",
                f"Nobody has cleared proof {proof.number}.",
                article.get_absolute_url(),
            )
        )
    else:
        blocked = _new_since(cleared, blocked)
    reasons += _told(blocked)
    return {
        "clear": not reasons,
        **proof_told(proof),
        "asked": hash_as_kept(text),
        "reasons": reasons,
    }


def _new_since(cleared: Clearance, blocked: Sequence[Blocker]) -> tuple[Blocker, ...]:
    """What no chief set aside when the proof was cleared: a reply that came in since, say."""
    known = Counter({one["reason"]: one["count"] for one in cleared.overridden})
    return tuple(one for one in blocked if one.count > known[one.reason])


def _told(blocked: Sequence[Blocker]) -> list[dict[str, Any]]:
    return [{**_reason(one.reason, one.what, one.link), "count": one.count} for one in blocked]


def _reason(reason: str, what: str, link: str) -> dict[str, Any]:
    return {"reason": reason, "what": what, "link": _whole(link)}


def _whole(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path
