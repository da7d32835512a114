"""The words a claim is asked with: a checker's own, or the machine's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from factcheck.claims.models import Claim, Extraction, Fact, Quote
from factcheck.claims.reads import facts_on
from factcheck.evidence import rules
from factcheck.evidence.models import AskWords
from factcheck.newsroom.kept_statements import GivenValue, kept_statement
from factcheck.newsroom.page_reads import if_read, once_a_page


def key_words(claim: Claim) -> rules.KeyWords:
    """Return what will leave, or has left, for the claim as it stands.

    A checker's words are read with the claim where it was selected with `ask_words`.
    """
    own: AskWords | None = getattr(claim, "ask_words", None)
    is_current = own is not None and own.claim_text == claim.text
    return worded(own if is_current else None, proposed_words(claim))


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
    return next(iter(_own_words(claim.pk, claim.text)), None)


@kept_statement
def _own_words(claim: GivenValue, text: GivenValue) -> QuerySet[AskWords]:
    return AskWords.objects.select_related("by").filter(claim=claim, claim_text=text)


def proposed_words(claim: Claim) -> rules.KeyWords:
    facts = stated_in(claim)
    story = story_words(claim.proof_id)
    words = rules.query_for(claim.text, facts, story.speakers, claim.article.published)
    places = [fact.value or fact.text for fact in facts if fact.kind == "place"]
    return replace(words, languages=rules.languages_to_ask(story.language, places))


@dataclass(frozen=True, slots=True)
class WordsOfStory:
    """What a proof says of the words of all its claims.

    `speakers` are those quoted by first and last name, in the order of the copy; `language` is the
    copy's as it was read, "" where its reading names none.
    """

    speakers: tuple[str, ...]
    language: str


@once_a_page(lambda proof_id: proof_id)
def story_words(proof_id: int) -> WordsOfStory:
    speakers = dict.fromkeys(_speakers(proof_id))
    language = next(iter(_languages(proof_id)), None) or ""
    return WordsOfStory(tuple(name for name in speakers if " " in name), language)


@kept_statement
def _speakers(proof: GivenValue) -> QuerySet[Quote, Any]:
    quotes = Quote.objects.live().filter(proof=proof).exclude(speaker="").order_by("start")
    return quotes.values_list("speaker", flat=True)


@kept_statement
def _languages(proof: GivenValue) -> QuerySet[Extraction, Any]:
    return Extraction.objects.filter(proof=proof).values_list("reading__language", flat=True)


def facts_of(claim: Claim) -> list[Fact]:
    """Return the live facts a claim states, in the order of the copy."""
    on_page = if_read(facts_on, [claim.article_id])
    if on_page is None:
        return facts_by_claim([claim.pk])[claim.pk]
    return [fact for fact in on_page if fact.claim_id == claim.pk and fact.standing == "live"]


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
