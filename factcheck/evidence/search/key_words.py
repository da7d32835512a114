"""The words a claim is asked with: a checker's own, or the machine's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from factcheck.claims.models import Claim, Extraction, Fact, Quote
from factcheck.evidence import rules
from factcheck.evidence.models import AskWords


def key_words(claim: Claim) -> rules.KeyWords:
    """Return what will leave, or has left, for the claim as it stands."""
    return worded(own_words(claim), proposed_words(claim))


def worded(own: AskWords | None, proposed: rules.KeyWords) -> rules.KeyWords:
    """Return a person's words and language; the machine's where a person put none."""
    if own is None:
        return proposed
    languages = (own.language,) if own.language else proposed.languages
    if not own.words and not own.phrases:
        return replace(proposed, languages=languages)
    return replace(
        proposed, words=tuple(own.words), phrases=tuple(own.phrases), languages=languages
    )


def own_words(claim: Claim) -> AskWords | None:
    """Return a checker's words, unless the claim has changed since."""
    return AskWords.objects.select_related("by").filter(claim=claim, claim_text=claim.text).first()


def proposed_words(claim: Claim) -> rules.KeyWords:
    speakers = (
        Quote.objects.live().filter(proof=claim.proof_id).exclude(speaker="").order_by("start")
    )
    names = [
        name for name in dict.fromkeys(speakers.values_list("speaker", flat=True)) if " " in name
    ]
    facts = stated_in(claim)
    words = rules.query_for(claim.text, facts, names, claim.article.published)
    places = [fact.value or fact.text for fact in facts if fact.kind == "place"]
    return replace(words, languages=rules.languages_to_ask(_language(claim), places))


def _language(claim: Claim) -> str:
    """Return the language of the copy as it was read; "" where its reading names none."""
    read = Extraction.objects.filter(proof=claim.proof_id)
    return read.values_list("reading__language", flat=True).first() or ""


def facts_of(claim: Claim) -> list[Fact]:
    """Return the live facts a claim states, in the order of the copy."""
    return facts_by_claim([claim.pk])[claim.pk]


def facts_by_claim(claims: Iterable[int]) -> dict[int, list[Fact]]:
    """Return, for each claim's id, what `facts_of` returns; read in one statement."""
    by_claim: dict[int, list[Fact]] = {pk: [] for pk in claims}
    for fact in Fact.objects.live().filter(claim__in=by_claim).order_by("start", "end"):
        if fact.claim_id is not None:
            by_claim[fact.claim_id].append(fact)
    return by_claim


def stated_in(claim: Claim) -> list[rules.StatedFact]:
    return [as_stated(fact, claim) for fact in facts_of(claim)]


def as_stated(fact: Fact, claim: Claim) -> rules.StatedFact:
    return rules.StatedFact(
        fact.kind, fact.text, fact.value, fact.start - claim.start, fact.end - claim.start
    )
