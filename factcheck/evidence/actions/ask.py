"""One provider asked about one claim: key words out, hits and documents in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Final

from django.db import transaction
from django.utils import timezone

from factcheck.claims.models import Claim
from factcheck.evidence import rules
from factcheck.evidence.actions.look_up import look_up
from factcheck.evidence.actions.plan import FORBIDDEN
from factcheck.evidence.actions.providers import note_failure, note_success
from factcheck.evidence.actions.turns import (
    IN_A_ROW,
    next_of,
    put_off,
    start_query,
    takes_turns,
    waits_with,
    why_not_now,
)
from factcheck.evidence.models import Document, Hit, Search, SentQuery
from factcheck.evidence.search.key_words import key_words
from factcheck.evidence.search.provider_registry import code_of, lacks, look_up_of
from factcheck.newsroom.page_reads import one_look
from factcheck.newsroom.sweeps import nudge
from factcheck.outside import search as outside
from factcheck.outside.egress_guard import no_egress
from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.look_ups import LookUp

LEASE: Final = dt.timedelta(minutes=3)
AT_MOST: Final = 6  # tries of one search
_PLAN_RUNS: Final = dt.timedelta(seconds=20)  # the plan is made anew within; guessed
_SECONDS_TO_A_TURN: Final = 5.0  # where a paced provider names no moment; guessed
_RATING_CHARACTERS: Final = 200  # as `Hit.rating` holds them
OWN_FILE: Final = "urn:factcheck:own:"
HITS: Final = 10
ENOUGH_HITS: Final = 3  # pages after which no other wording is tried; guessed


@dataclass
class _Answer:
    """What the queries of one search brought."""

    sent: str = ""
    hits: tuple[outside.SearchHit, ...] = ()
    notes: list[str] = field(default_factory=list)

    def take(self, results: outside.Results) -> None:
        """Add what one query brought, each page once."""
        self.sent = results.query_sent
        known = {hit.url for hit in self.hits}
        self.hits += tuple(hit for hit in results.hits if hit.url not in known)
        self.notes += results.notes


def ask_in_turn(search_id: int) -> None:
    """Ask one search, and those after it as long as they need no turn of their provider."""
    search = _taken(search_id)
    if search is None:
        return
    if takes_turns(search.provider):
        _ask_until_one_leaves(search)
    else:
        _ask_for_story(search)


def _ask_for_story(first: Search) -> None:
    """Ask a provider of our own for a story's claims, one after the other."""
    following = waits_with(first, IN_A_ROW - 1)
    with one_look():  # the story's speakers and language are those of all its claims
        _ask_taken(first)
        for search_id in following:
            search = _taken(search_id)
            if search is None:
                return  # whoever has taken it goes on from there
            _ask_taken(search)


def _ask_until_one_leaves(search: Search | None) -> None:
    """Ask a look-up for one claim after the other, as long as it can answer nothing of them."""
    for _ in range(IN_A_ROW):
        if search is None:
            return
        _ask_taken(search)
        following = next_of(search)
        search = _taken(following) if following is not None else None


def ask(search_id: int) -> bool:
    """Ask one search that is due; False when it is another's, done, or no longer wanted."""
    search = _taken(search_id)
    return search is not None and _ask_taken(search)


def _taken(search_id: int) -> Search | None:
    rows = Search.objects.select_related("provider", "claim__article", "claim__ask_words")
    search: Search | None = rows.claim(search_id, timezone.now(), LEASE)
    return search


def _ask_taken(search: Search) -> bool:
    """Ask one search that this worker has taken.

    Whether the article may be searched for was read with the row, after it was taken and right
    before anything leaves: it may have been restricted since the row was made.
    """
    claim = search.claim
    if claim.article.restricted and search.provider.outside:
        return search.finish(**FORBIDDEN)
    if _is_unwanted(search, claim):
        return _no_longer_wanted(search)
    if claim.text != search.claim_text:
        # Changed between planning and asking: the plan puts the row right.
        return search.finish(work="waiting", next_try_at=timezone.now() + _PLAN_RUNS)
    values = look_up_of(search.provider)
    provider = None if values else code_of(search.provider, about=claim.text)
    if not_now := why_not_now(search.provider):
        return put_off(search, *not_now)
    if values:
        return _look_up(search, claim, values)
    return _ask(search, claim, provider) if provider else _cannot_be_asked(search)


def _is_unwanted(search: Search, claim: Claim) -> bool:
    """Return whether the claim left the desk, or its provider was switched off."""
    left = claim.standing == "archived" or claim.article.closed_at is not None
    return left or not search.provider.on


def _look_up(search: Search, claim: Claim, provider: LookUp) -> bool:
    try:
        with no_egress(claim.article.restricted):
            done = look_up(search, claim, provider)
    except OutsideError as error:
        return _failed(search, error)
    note_success(search.provider)
    return done


def _cannot_be_asked(search: Search) -> bool:
    wanting = lacks(search.provider) or "other code"
    error = f"{search.provider.label} cannot be asked: it needs {wanting}."
    note_failure(search.provider, error)
    return search.finish(work="failed", error=error)


def _ask(search: Search, claim: Claim, provider: outside.SearchProvider) -> bool:
    query = key_words(claim)
    if not query.count:
        return search.finish(
            found="nothing", count=0, notes=["The claim has no key words to search for."]
        )
    try:
        with no_egress(claim.article.restricted):
            answer = _put(search, claim, provider, query)
    except OutsideError as error:
        return _failed(search, error)
    note_success(search.provider)
    return record(search, answer.sent, answer.hits, answer.notes)


def _no_longer_wanted(search: Search) -> bool:
    """Return whether nobody wants the search any more; its row then goes.

    A search that was asked before keeps its row and its outcome.
    """
    if search.asked_at:
        return search.finish()
    gone, _ = Search.objects.filter(pk=search.pk, lease_token=search.lease_token).delete()
    return gone > 0


def _put(
    search: Search, claim: Claim, provider: outside.SearchProvider, words: rules.KeyWords
) -> _Answer:
    """Ask an outside provider with shorter wordings until enough is found.

    Most of them want every word. What each wording found is kept, each page once. A search that had
    to wait for its provider's turn goes on with the wording after those that were answered.
    """
    answer = _Answer()
    wordings = _wordings(words, provider)
    if provider.outside:  # our own are asked with no row of what left
        wordings = wordings[_answered(search, claim) :]
    asked_in: set[str] = set()
    for number, wording in enumerate(wordings):
        language = wording.languages[0]
        if len(answer.hits) >= ENOUGH_HITS and language in asked_in:
            continue
        asked_in.add(language)
        query = _provider_query(wording, allowed_outside=not claim.article.restricted)
        try:
            results = _results(search, claim, provider, query)
        except OutsideError as error:
            if error.kind == Kind.PACED and answer.hits:
                answer.notes.append("Not asked with other words: its turn had not come.")
                break
            raise
        answer.take(results)
        if len(answer.hits) < ENOUGH_HITS and number + 1 < len(wordings):
            answer.notes.append(_asked_again(results))
    return answer


def _provider_query(wording: rules.KeyWords, *, allowed_outside: bool) -> outside.ProviderQuery:
    """Return one wording as a provider takes it, in the wording's one language."""
    return outside.ProviderQuery(
        words=wording.words,
        phrases=wording.phrases,
        since=wording.since,
        until=wording.until,
        language=wording.languages[0],
        limit=HITS,
        allowed_outside=allowed_outside,
    )


def _results(
    search: Search, claim: Claim, provider: outside.SearchProvider, query: outside.ProviderQuery
) -> outside.Results:
    """Return what a provider finds; only a query that leaves the building has a row."""
    if provider.outside:
        return _sent(search, claim, provider, query)
    return provider.search(query)


def _asked_again(results: outside.Results) -> str:
    """Return the note of a wording that found too little."""
    count = f"{len(results.hits)} found" if results.hits else "Nothing"
    return f"{count} for “{results.query_sent}”; asked again with other words."


def _wordings(
    words: rules.KeyWords, provider: outside.SearchProvider
) -> tuple[rules.KeyWords, ...]:
    """Return the wordings one provider is asked with; our own archive is asked once."""
    if not provider.outside:
        return (words,)
    if not provider.takes_language:
        words = replace(words, languages=words.languages[:1])
    return rules.ladder(words)


def _answered(search: Search, claim: Claim) -> int:
    """Return how many wordings of this asking were answered already, all with nothing."""
    answered = SentQuery.objects.filter(search=search, claim_text=claim.text, outcome="answered")
    if search.asked_at is not None:
        answered = answered.filter(at__gt=search.asked_at)
    return answered.count()


def _sent(
    search: Search, claim: Claim, provider: outside.SearchProvider, query: outside.ProviderQuery
) -> outside.Results:
    """One query that leaves the building, with its row written first."""
    row = start_query(search, claim, query.text)
    try:
        results = provider.search(query)
    except OutsideError as error:
        row.outcome = "not sent" if error.kind in (Kind.PACED, Kind.RESTRICTED) else "failed"
        row.note = str(error)
        row.save(update_fields=["outcome", "note"])
        raise
    row.outcome, row.query, row.note = "answered", results.query_sent, f"{len(results.hits)} found"
    row.save(update_fields=["outcome", "query", "note"])
    return results


def _failed(search: Search, error: OutsideError) -> bool:
    if error.kind == Kind.RESTRICTED:
        return search.finish(**FORBIDDEN)
    if error.kind == Kind.PACED:
        return _wait(search, error.retry_after or _SECONDS_TO_A_TURN)
    if error.kind == Kind.REFUSED:
        return search.finish(
            work="failed", error=error.message
        )  # it cannot be asked this, and is none the worse
    note_failure(search.provider, str(error), asked=error.retry_after)
    if not error.temporary and error.kind != Kind.LOGIN:
        return search.finish(work="failed", error=str(error))
    return search.retry(
        error=str(error), after=rules.backoff(search.tries, error.retry_after), at_most=AT_MOST
    )


def _wait(search: Search, seconds: float) -> bool:
    """Its turn has not come: no try. The row keeps the turn as its next try."""
    turn = timezone.now() + dt.timedelta(seconds=seconds)
    return search.finish(work="waiting", tries=search.tries - 1, next_try_at=turn)


@transaction.atomic
def record(
    search: Search, sent: str, hits: tuple[outside.SearchHit, ...], notes: list[str]
) -> bool:
    """Store what was found, all or nothing; nothing when the lease was lost meanwhile."""
    places = {url: hit for hit in hits if (url := _place_of(hit.url))}
    dropped = sum(1 for hit in hits if not _place_of(hit.url))
    if dropped:
        notes = [*notes, f"{dropped} without a usable address left out."]
    done = search.finish(
        found="some" if places else "nothing",
        count=len(places),
        query=_storable(sent),
        notes=[_storable(note) for note in notes],
        asked_at=timezone.now(),
    )
    if not done:
        return False
    Hit.objects.bulk_create(
        _hits_of(search, places),
        update_conflicts=True,
        unique_fields=["search", "document"],
        update_fields=["title", "snippet", "rating", "rank"],
    )
    nudge("evidence")
    return True


def _hits_of(search: Search, places: dict[str, outside.SearchHit]) -> list[Hit]:
    """Return the rows of the pages found, by rank; each page once, its documents made where new."""
    documents = documents_at(list(places))
    ranked = list(enumerate(places.items()))
    # Two addresses may lead to one page.
    pages = {documents[url]: (rank, hit) for rank, (url, hit) in reversed(ranked)}
    return [
        Hit(
            search=search,
            document_id=document,
            title=_storable(hit.title),
            snippet=_storable(hit.snippet),
            rating=_storable(hit.rating or "")[:_RATING_CHARACTERS],
            rank=rank,
        )
        for document, (rank, hit) in sorted(pages.items(), key=lambda pair: pair[1][0])
    ]


def _place_of(url: str) -> str | None:
    """Return the address a found page is kept under; a file of our own has no address."""
    return url if url.startswith(OWN_FILE) else rules.canonical_url(url)


def documents_at(urls: list[str], **fields: object) -> dict[str, int]:
    """Return the documents kept at these addresses, made (and so to be fetched) where they are new.

    A page that names the address as its own is not fetched again under it.
    """
    if not urls:
        return {}
    columns = ("pk", "erased_at")
    named = Document.objects.filter(canonical__in=urls, work="done").order_by("-pk")
    at_them = Document.objects.filter(url__in=urls)
    kept = [*named.values_list("canonical", *columns), *at_them.values_list("url", *columns)]
    documents = {url: pk for url, pk, _ in kept}
    # In one order everywhere, so that two workers never wait for each other in a ring.
    new = sorted(url for url in urls if url not in documents)
    if new:
        rows = [Document(url=url, **fields) for url in new]
        Document.objects.bulk_create(rows, ignore_conflicts=True)
        documents |= dict(Document.objects.filter(url__in=new).values_list("url", "pk"))
    if erased := [pk for _, pk, at in kept if at is not None]:
        # Their words were erased by their age, and are wanted again.
        Document.objects.filter(pk__in=erased, erased_at__isnull=False).fetch_anew()
    return documents


def _storable(text: str) -> str:
    """PostgreSQL stores no NUL, and no half of a surrogate pair."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
