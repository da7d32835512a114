"""An article as JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from factcheck.articles.diff import diff
from factcheck.articles.models import Article, Proof, hash_of
from factcheck.articles.rules import clean
from factcheck.review.reads.findings import ClaimFinding, findings_of
from factcheck.review.reads.gate import cleared_now, coverage, states_of
from factcheck.review.rules.findings import Finding
from factcheck.review.rules.gate import Blocker, not_overridden


def hash_as_kept(text: str) -> str:
    """Return the hash that this text would have as a proof."""
    return hash_of(clean(text))


def proof_json(proof: Proof) -> dict[str, Any]:
    """Return which proof this is, with its hash and its page."""
    return {
        "article": proof.article_id,
        "proof": proof.number,
        "hash": proof.hash,
        "link": _whole(proof.article.get_absolute_url()),
    }


def article_json(article: Article, now: datetime) -> dict[str, Any]:
    """Return the article: its proof, the gate with links, the coverage, and the clearance."""
    proof = article.current_proof()
    state = states_of([article], now)[article.pk]
    cleared = cleared_now([article.pk]).select_related("by").first()
    done = coverage(article, now)
    findings = findings_of(article)
    return {
        **proof_json(proof),
        "headline": article.headline,
        "restricted": article.restricted,
        "closed": article.closed_at is not None,
        "deadline": article.deadline,
        "state": state.word,
        "state_words": state.words,
        "gate": _reasons(state.blockers),
        "coverage": {
            name: {"done": part[0], "of": part[1]}
            for name, part in (
                ("claims", done.claims),
                ("quotes", done.quotes),
                ("facts", done.facts),
            )
        },
        "findings": {"counts": findings.counts(), "conflicts": findings.conflicts},
        "claims": [_claim_json(claim) for claim in findings.by_claim.values()],
        "cleared": cleared
        and {"by": str(cleared.by), "at": cleared.at, "overridden": cleared.overridden},
    }


def _claim_json(claim: ClaimFinding) -> dict[str, Any]:
    """Return a claim with what the sources say of it and of each of its facts."""
    return {
        "id": claim.claim,
        "span": [claim.start, claim.end],
        "text": claim.text,
        "score": claim.score,
        "finding": _finding_json(claim.finding),
        "facts": [
            {
                "id": fact.fact,
                "kind": fact.kind,
                "text": fact.text,
                "finding": _finding_json(fact.finding),
            }
            for fact in claim.facts
        ],
    }


def _finding_json(found: Finding) -> dict[str, Any]:
    return {
        "state": found.state,
        "supported_by": found.supported_by,
        "accepted": found.accepted,
        "words": found.words,
        "differing": [{"source": s.source, "value": s.value} for s in found.differing],
        "agreeing": [{"source": s.source, "value": s.value} for s in found.agreeing],
    }


def may_run_json(article: Article, text: str, now: datetime) -> dict[str, Any]:
    """Return whether exactly this text may run, with the reasons against.

    It may when it is the current proof, word for word, an editor cleared it, and nothing has come
    up since.
    """
    proof = article.current_proof()
    reasons: list[dict[str, Any]] = []
    if hash_as_kept(text) != proof.hash:
        changes = diff(proof.text, clean(text)).summary
        what = f"This is not proof {proof.number}: {changes}."
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
        # Nothing but what no chief set aside when the proof was cleared, such as a later reply.
        blocked = tuple(not_overridden(blocked, cleared.overridden))
    reasons += _reasons(blocked)
    return {
        "clear": not reasons,
        **proof_json(proof),
        "asked": hash_as_kept(text),
        "reasons": reasons,
    }


def _reasons(blocked: Sequence[Blocker]) -> list[dict[str, Any]]:
    return [
        {
            **_reason(b.reason, b.what, b.link),
            "count": b.count,
        }
        for b in blocked
    ]


def _reason(reason: str, what: str, link: str) -> dict[str, Any]:
    return {"reason": reason, "what": what, "link": _whole(link)}


def _whole(path: str) -> str:
    return settings.SITE_URL.rstrip("/") + path
