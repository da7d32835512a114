"""What pages show of searches, evidence and documents, as frozen results."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from factcheck.articles.models import Article
from factcheck.claims.models import Ask, Claim
from factcheck.evidence import rules
from factcheck.evidence.constants import SIDES
from factcheck.evidence.models import (
    TIERS,
    CitedSource,
    Comparison,
    Document,
    Evidence,
    Hit,
    Provider,
    Search,
    SentQuery,
)
from factcheck.evidence.models.vocabulary import in_words
from factcheck.evidence.reads.cited import CitedRow, cited_of, cited_rows, with_numbers
from factcheck.evidence.rules.offers import EngineLink, engine_links
from factcheck.evidence.rules.value_signs import DIFFERS, ValueSign, sign_of
from factcheck.evidence.rules.weighing import SHOWN_FROM
from factcheck.evidence.search.key_words import own_words, proposed_words, worded
from factcheck.newsroom.kept_statements import GivenValue, kept_statement
from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.rules import why_not_now

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_RULING_TONES = {"accepted": "state green", "rejected": "state red", "suggested": ""}
# What was ruled on a passage, by the ruling and, of an accepted one, what it does for the claim.
# One accepted before sides were kept has none: nobody said which.
_RULED: Final = {
    ("accepted", "supports"): _lazy("accepted as support"),
    ("accepted", "against"): _lazy("accepted as against the claim"),
    ("accepted", "background"): _lazy("accepted as background"),
    ("accepted", ""): _lazy("accepted"),
    ("rejected", ""): _lazy("rejected"),
    ("suggested", ""): _lazy("suggested"),
}


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One provider and one claim.

    `state` is one of: found, nothing found, never asked, waiting, asking, failing, given up;
    `words` say it in full.
    """

    provider: str
    query: str
    state: str
    words: str
    count: int
    notes: tuple[str, ...]
    asked_at: dt.datetime | None
    left_building: bool
    settled: bool

    @property
    def broken(self) -> bool:
        """Whether it failed at its last try."""
        return self.state in ("failing", "given up")


@dataclass(frozen=True, slots=True)
class EvidenceFactRow:
    kind: str
    text: str
    value: str
    in_source: str
    outcome: str
    sign: ValueSign
    why: str

    @property
    def tone(self) -> str:
        return self.sign.tone

    @property
    def symbol(self) -> str:
        return self.sign.symbol

    @property
    def says(self) -> str:
        """Return what the source says of the value, in the words of every page."""
        return self.sign.words


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A passage beside a claim.

    `pieces` are its stretches, each with whether the claim has that word too; `stale`: it was
    compared with an earlier wording; `flags` are what the machine noticed, kind and reason; `own`:
    a person brought it; `by_author`: the writer gives it as a source of these words; `counted`
    says whether it counts as an independent source, and why; `copies` carry the same story.
    """

    id: int
    document_id: int
    title: str
    url: str
    source: str
    tier: str
    published: dt.date | None
    fetched_at: dt.datetime | None
    passage: str
    seen: str
    pieces: tuple[tuple[str, bool], ...]
    facts: tuple[EvidenceFactRow, ...]
    same: int
    other: int
    ruling: str
    ruled_by: str
    ruled_at: dt.datetime | None
    reason: str
    rating: str
    score: float
    stale: bool
    changed_at: dt.datetime | None  # since when the live page has other words than the kept one
    flags: tuple[tuple[str, str], ...]
    leans: float
    side: str  # of an accepted passage; else as the machine reads it
    own: bool
    origin: int
    outlet: str
    credits: tuple[str, ...]  # on whose word it rests
    owner: str
    by_author: bool = False
    counts: bool = False
    counted: str = ""
    copies: tuple[EvidenceRow, ...] = ()

    @property
    def name(self) -> str:
        return self.source or self.title

    @property
    def tone(self) -> str:
        """Return the tone of the ruling; an accepted passage against the claim is no green one."""
        if self.ruling == "accepted" and self.side in ("against", "background"):
            return "state red" if self.side == "against" else "state"
        return _RULING_TONES[self.ruling]

    @property
    def ruled_words(self) -> str:
        """Return "rejected by Ann: another storm"."""
        words = str(_RULED[self.ruling, self.side if self.ruling == "accepted" else ""])
        if self.ruled_by:
            words = _("%(ruled)s by %(by)s") % {"ruled": words, "by": self.ruled_by}
        return f"{words}: {self.reason}" if self.ruling == "rejected" else words

    @property
    def leaning(self) -> str:
        """Return that the passage may support the claim, "" where that is not clear.

        That it may speak against the claim is not said: on real pages that was never so. A value
        that surely differs says it, with its sign.
        """
        return _("may support the claim") if self.leans >= SHOWN_FROM else ""


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A page that was offered and is not kept.

    Waiting, forbidden, or failed, with `words` that say which and why.
    """

    document_id: int
    title: str
    url: str
    words: str
    failed: bool


@dataclass(frozen=True, slots=True)
class AskedWith:
    """The words a claim is asked with, over which days, in which languages.

    `by` put them, where a person did; `language` is the code that person chose. `engines` are where
    a person may put the shortest wording themselves.
    """

    words: str
    proposed: str
    since: dt.date | None
    until: dt.date | None
    by: str
    at: dt.datetime | None
    languages: str
    language: str
    engines: tuple[EngineLink, ...]


@dataclass(frozen=True, slots=True)
class ClaimEvidence:
    """Everything found for one claim.

    `stories` counts independent ones: copies of one wire story are one. `done` of `total` steps
    (searches, fetches, comparisons) are behind us. `cited` are the writer's own sources, in the
    order of the copy; `naked`: it holds a number, and the writer gives no source for it.
    """

    claim_id: int
    restricted: bool
    searches: tuple[SearchRow, ...]
    evidence: tuple[EvidenceRow, ...]
    unread: tuple[UnreadRow, ...]
    stories: int
    copies: int
    off_topic: int
    independence: rules.Independence
    done: int
    total: int
    cited: tuple[CitedRow, ...] = ()
    naked: bool = False
    asked: AskedWith | None = None

    @property
    def under_way(self) -> bool:
        return self.done < self.total

    @property
    def none_found(self) -> str:
        """Return why there is no passage."""
        if self.under_way:
            return _("No passage yet.")
        if self.off_topic:
            none_in = ngettext(
                "No passage on this claim in %(count)s page kept.",
                "No passage on this claim in %(count)s pages kept.",
                self.off_topic,
            )
            return none_in % {"count": self.off_topic}
        return (
            _("No source found for this claim.")
            if self.searches
            else _("This claim was not searched for.")
        )


def evidence_of(claims: Iterable[Claim]) -> dict[int, ClaimEvidence]:
    """By claim id, in at most seven queries however many claims there are."""
    by_id = {claim.pk: claim for claim in claims}
    # An article that its claim brought along is not read again.
    prefetch_related_objects(list(by_id.values()), "article")
    restricted = {pk for pk, claim in by_id.items() if claim.article.restricted}
    searches: dict[int, list[Search]] = defaultdict(list)
    for search in _searches(by_id):
        searches[search.claim_id].append(search)
        if search.is_restricted:  # meanwhile: no page that a search found will be fetched
            restricted.add(search.claim_id)
    hits: dict[int, list[Hit]] = defaultdict(list)
    for hit in _hits(by_id):
        hits[hit.search.claim_id].append(hit)
    cited = cited_of(by_id)
    evidence = _evidence_rows(by_id, hits, cited)
    numbered = with_numbers(by_id)
    return {
        pk: _with_cited(
            _of_claim(claim, pk in restricted, searches[pk], hits[pk], evidence[pk]),
            cited[pk],
            hits[pk],
            numbered=pk in numbered,
        )
        for pk, claim in by_id.items()
    }


@kept_statement
def _searches(claims: GivenValue) -> QuerySet[Any]:
    searches = Search.objects.filter(claim__any_of=claims).select_related("provider")
    with_article = searches.annotate(is_restricted=F("claim__article__restricted"))
    return with_article.order_by("provider__name")


@kept_statement
def _hits(claims: GivenValue) -> QuerySet[Hit]:
    rows = Hit.objects.filter(search__claim__any_of=claims).select_related("search", "document")
    of_document = (f"document__{name}" for name in ("url", "title", "work", "error"))
    own = ("search", "document", "title", "rating", "compared_at", "search__claim")
    return rows.order_by("rank", "pk").only(*own, *of_document)


def _with_cited(
    found: ClaimEvidence, rows: list[CitedSource], hits: list[Hit], *, numbered: bool
) -> ClaimEvidence:
    beside = [copy for row in found.evidence for copy in (row, *row.copies)]
    shown = cited_rows(
        rows,
        restricted=found.restricted,
        compared={hit.document_id for hit in hits if hit.compared_at is not None},
        agreement={row.document_id: (row.same, row.other) for row in beside},
    )
    return replace(found, cited=shown, naked=numbered and not shown)


def _language(code: str) -> str:
    """Return what a language is called; Django has the names in its own catalogue."""
    return _(rules.language_name(code))


def evidence_beside(claim: Claim) -> ClaimEvidence:
    """Everything found for one claim, and the words it is asked with."""
    own, proposed = own_words(claim), proposed_words(claim)
    words = worded(own, proposed)
    asked = AskedWith(
        words=words.text,
        proposed=proposed.text,
        since=words.since,
        until=words.until,
        by=str(own.by) if own else "",
        at=own.at if own else None,
        languages=", ".join(map(_language, words.languages)),
        language=own.language if own else "",
        engines=engine_links(next((short.text for short in rules.ladder(words)), "")),
    )
    return replace(evidence_of([claim])[claim.pk], asked=asked)


def beside_claim(claim: Claim, user: User) -> dict[str, object]:
    """Return what the evidence fragment is given, on its own page and in a card alike."""
    article = claim.article
    stands = {
        "is_author": article.author_id == user.pk,
        "closed": article.closed_at is not None,
        "cleared": article.is_cleared(),
    }

    def may(verb: str) -> bool:
        return user.may(verb) and not why_not_now(verb, **stands)

    return {
        "claim": claim,
        "found": evidence_beside(claim),
        "tiers": TIERS,
        "sides": SIDES,
        "languages": sorted(((code, _language(code)) for code in rules.CODES), key=itemgetter(1)),
        "may_rule": may("rule on evidence"),
        "may_search": may("search"),
        "may_add": may("add source"),
    }


@dataclass(frozen=True, slots=True)
class _Offered:
    """The pages offered for a claim: each once, and where its comparison stands."""

    documents: dict[int, Hit]
    # Pages that are kept and not compared yet.
    uncompared: set[int]

    @classmethod
    def of(cls, hits: Iterable[Hit]) -> _Offered:
        documents: dict[int, Hit] = {}
        uncompared: set[int] = set()
        for hit in hits:
            documents.setdefault(hit.document_id, hit)
            if hit.compared_at is None and hit.document.work == "done":
                uncompared.add(hit.document_id)
        return cls(documents, uncompared)

    def unread(self, restricted: bool) -> list[UnreadRow]:
        """Return the pages that are not kept."""
        hits = self.documents.values()
        return [_unread_row(hit, restricted) for hit in hits if hit.document.work != "done"]

    def off_topic(self, beside: set[int]) -> int:
        """Return how many pages were read and say nothing of the claim."""
        kept = {pk for pk, hit in self.documents.items() if hit.document.work == "done"}
        return len(kept - self.uncompared - beside)


def _of_claim(
    claim: Claim, restricted: bool, searches: list[Search], hits: list[Hit], rows: list[EvidenceRow]
) -> ClaimEvidence:
    shown = [_search_row(search) for search in searches]
    offered = _Offered.of(hits)
    unread = offered.unread(restricted)
    done, total = _steps(shown, offered, unread, restricted)
    beside = {copy.document_id for row in rows for copy in (row, *row.copies)}
    standing = [row for row in rows if row.ruling != "rejected"]
    independence = _independence(rows)
    counted = {leg.id: leg for leg in independence.counted}
    return ClaimEvidence(
        claim_id=claim.pk,
        restricted=restricted,
        searches=tuple(shown),
        evidence=tuple(_counted(row, counted) for row in rows),
        unread=tuple(unread),
        stories=len(standing),
        copies=sum(len(row.copies) for row in standing),
        off_topic=offered.off_topic(beside),
        independence=independence,
        done=done,
        total=total,
    )


def _steps(
    searches: list[SearchRow], offered: _Offered, unread: list[UnreadRow], restricted: bool
) -> tuple[int, int]:
    """Return steps done and steps in all; of restricted copy no page will be fetched."""
    pending = 0 if restricted else sum(not row.failed for row in unread)
    total = len(searches) + len(offered.documents) - (len(unread) if restricted else 0)
    left = sum(not row.settled for row in searches) + pending + len(offered.uncompared)
    return max(total - left, 0), total


def _independence(rows: Iterable[EvidenceRow]) -> rules.Independence:
    accepted = [
        one
        for row in rows
        for one in (row, *row.copies)
        if one.ruling == "accepted" and not one.stale
    ]
    return rules.independence(
        [
            rules.Leg(
                one.id,
                one.source or one.title,
                one.outlet,
                one.tier,
                one.origin,
                one.side,
                one.credits,
                one.owner,
            )
            for one in accepted
        ]
    )


def _counted(row: EvidenceRow, counted: Mapping[int, rules.IndependentSources]) -> EvidenceRow:
    copies = tuple(_counted(copy, counted) for copy in row.copies)
    one = counted.get(row.id)
    return replace(
        row, copies=copies, counts=bool(one and one.counts), counted=one.why if one else ""
    )


def _search_row(search: Search) -> SearchRow:
    state, words = _outcome(search)
    return SearchRow(
        provider=search.provider.label,
        query=search.query,
        state=state,
        words=words,
        count=search.count,
        notes=tuple(search.notes),
        asked_at=search.asked_at,
        left_building=search.left_building,
        settled=search.work in ("done", "failed") or bool(search.found),
    )


# What a search came to, the first that fits: when, the state, and the words for it.
_OUTCOMES: Final[tuple[tuple[Callable[[Search], bool], str, StrPromise], ...]] = (
    (
        lambda s: s.found == "forbidden",
        "never asked",
        _lazy("never asked: the article is restricted"),
    ),
    (
        lambda s: s.found == "no question",
        "never asked",
        _lazy("not asked: nothing in this claim can be looked up there"),
    ),
    (lambda s: s.work == "failed", "given up", _lazy("failed, and given up: %(error)s")),
    (
        lambda s: bool(s.error) and s.work != "done",
        "failing",
        _lazy("failing: %(error)s It will be asked again."),
    ),
    (lambda s: s.found == "some", "found", _lazy("asked, %(count)s found")),
    (lambda s: s.found == "nothing", "nothing found", _lazy("asked, nothing found")),
    (lambda s: s.work == "running", "asking", _lazy("being asked now")),
    (
        lambda s: s.provider.failing_since is not None,
        "waiting",
        _lazy("not yet asked; failing elsewhere: %(elsewhere)s"),
    ),
    (lambda _: True, "waiting", _lazy("not yet asked")),
)


def _outcome(search: Search) -> tuple[str, str]:
    """Return the state of a search, and the words for it."""
    state, words = next((state, words) for fits, state, words in _OUTCOMES if fits(search))
    values = {"count": search.count, "error": search.error, "elsewhere": search.provider.last_error}
    return state, str(words) % values


def _unread_row(hit: Hit, restricted: bool) -> UnreadRow:
    document = hit.document
    failed = document.work == "failed"
    words, error = _("being fetched"), {"error": document.error}
    if failed:
        words = _("could not be kept: %(error)s") % error
    elif restricted:
        words = _("not fetched: the article is restricted")
    elif document.error:
        words = _("not fetched yet: %(error)s It will be tried again.") % error
    title = document.title or hit.title or document.url
    return UnreadRow(hit.document_id, title, document.url, words, failed)


def _evidence_rows(
    claims: dict[int, Claim], hits: dict[int, list[Hit]], cited: Mapping[int, list[CitedSource]]
) -> dict[int, list[EvidenceRow]]:
    given = {(pk, row.document_id) for pk, rows in cited.items() for row in rows}
    ratings = _ratings(hits)
    facts = _fact_rows(claims)
    stories: dict[int, dict[int, list[EvidenceRow]]] = defaultdict(lambda: defaultdict(list))
    for e in _beside(claims):
        stale = e.claim_text != claims[e.claim_id].text
        if stale and e.ruling == "suggested":
            continue  # the machine's word on an earlier wording is worth nothing
        pair = e.claim_id, e.document_id
        row = _evidence_row(e, tuple(facts[e.pk]), ratings.get(pair, ""), stale)
        row = replace(row, by_author=pair in given)
        stories[e.claim_id][e.document.origin_id or e.document_id].append(row)
    return defaultdict(
        list,
        {
            claim_id: sorted((_with_copies(rows) for rows in by_origin.values()), key=_worth)
            for claim_id, by_origin in stories.items()
        },
    )


def _ratings(hits: dict[int, list[Hit]]) -> dict[tuple[int, int | None], str]:
    """Return the rating of each claim's pages that have one.

    Of several providers' hits on one page the first that has a rating counts.
    """
    return {
        (pk, hit.document_id): hit.rating
        for pk, offered in hits.items()
        for hit in reversed(offered)
        if hit.rating
    }


@kept_statement
def _beside(claims: GivenValue) -> QuerySet[Evidence]:
    rows = Evidence.objects.filter(claim__any_of=claims)
    joined = rows.select_related("document__source", "document__recheck", "ruled_by")
    return joined.defer(*(f"document__{name}" for name in ("text", "sketch", "headers")))


@kept_statement
def _compared(claims: GivenValue) -> QuerySet[Comparison]:
    rows = Comparison.objects.filter(evidence__claim__any_of=claims, fact__standing="live")
    joined = rows.select_related("fact", "evidence__document__source")
    light = joined.defer(*(f"evidence__document__{name}" for name in ("text", "sketch", "headers")))
    return light.order_by("fact__start", "fact__end")


def _fact_rows(claims: Collection[int]) -> dict[int, list[EvidenceFactRow]]:
    """Return the claims' facts beside each passage, by the evidence's id, in their order."""
    facts: dict[int, list[EvidenceFactRow]] = defaultdict(list)
    for c in _compared(claims):
        facts[c.evidence_id].append(
            EvidenceFactRow(
                kind=c.fact.kind,
                text=c.fact.text,
                value=c.value,
                in_source=c.in_source,
                outcome=c.outcome,
                sign=sign_of(
                    c.outcome,
                    c.fact.kind,
                    sure=c.sure,
                    lead=c.evidence.usual_tier == "lead only",
                ),
                why=c.why,
            )
        )
    return facts


def _evidence_row(
    e: Evidence, facts: tuple[EvidenceFactRow, ...], rating: str, stale: bool
) -> EvidenceRow:
    document = e.document
    outlet = _outlet_of(document)
    outcomes = [fact.outcome for fact in facts]
    return EvidenceRow(
        id=e.pk,
        document_id=e.document_id,
        title=document.title or document.url,
        url=document.final_url or document.url,
        source=outlet.name,
        tier=e.usual_tier,
        published=document.published,
        fetched_at=document.fetched_at,
        passage=e.passage,
        seen=mark_of(e.passage),
        pieces=tuple(rules.pieces(e.passage, e.matched_words)),
        facts=facts,
        same=outcomes.count("same"),
        other=outcomes.count("other"),
        ruling=e.ruling,
        ruled_by=str(e.ruled_by) if e.ruled_by else "",
        ruled_at=e.ruled_at,
        reason=e.reason,
        rating=rating,
        score=e.score,
        stale=stale,
        flags=tuple((str(flag["kind"]), str(flag["why"])) for flag in e.flags),
        leans=e.leans,
        side=e.side
        if e.ruling == "accepted"
        else rules.side_of(differs=DIFFERS in [fact.sign for fact in facts], tier=e.usual_tier),
        own=document.only_for_id is not None,
        origin=document.origin_id or e.document_id,
        outlet=outlet.domain,
        credits=tuple(map(str, e.credits)),
        owner=outlet.owner,
        changed_at=_changed_at(document),
    )


@dataclass(frozen=True, slots=True)
class _Outlet:
    """Who publishes a page: `owner` is who stands behind it, "" unknown."""

    name: str
    domain: str
    owner: str


def _outlet_of(document: Document) -> _Outlet:
    source = document.source
    if source is None:
        return _Outlet("", document.url, "")
    return _Outlet(source.name, source.domain, source.owner or source.state)


def _changed_at(document: Document) -> dt.datetime | None:
    recheck = getattr(document, "recheck", None)
    changed: dt.datetime | None = recheck.changed_at if recheck else None
    return changed


def mark_of(passage: str) -> str:
    """Return a short mark of a passage, by which a form says which one its reader saw."""
    return hashlib.sha256(passage.encode("utf-8", "replace")).hexdigest()[:12]


def _worth(row: EvidenceRow) -> tuple[bool, tuple[int, int, int, float]]:
    """Return a sort key, best first: what the writer rests the words on comes before all else."""
    first = row.by_author and row.ruling != "rejected"
    return not first, rules.worth(row.ruling, row.tier, row.score, row.same, row.other)


def _with_copies(rows: Sequence[EvidenceRow]) -> EvidenceRow:
    """Return the best of the copies of one story, with the others under it."""
    first, *others = sorted(rows, key=_worth)
    if not others:
        return first
    return replace(first, copies=tuple(others))


def claims_at_bar() -> QuerySet[Claim]:
    """Return claims of current copy that the desk wants checked against sources.

    At or above its bar, and no part of an ask. An ask ("… has sought comment from …") is borne out
    by our own letters; whom we ask is nobody else's business.
    """
    asks = Ask.objects.live().filter(
        proof=OuterRef("proof"), start__lt=OuterRef("end"), end__gt=OuterRef("start")
    )
    return Claim.objects.live().filter(
        ~Exists(asks), score__gte=Desk.load().bar, proof__current=True
    )


def progress(article: Article) -> tuple[int, int]:
    """Return steps done and steps in all for the article's claims.

    Searches (also those not planned yet), pages compared.
    """
    claims = Claim.objects.live().filter(article=article, proof__current=True)
    wanted = claims_at_bar().filter(article=article)
    on = Provider.objects.asked()
    searches = Search.objects.filter(claim__in=claims)
    counts = searches.aggregate(
        all=Count("pk"),
        done=Count("pk", filter=Q(work__in=["done", "failed"]) | ~Q(found="")),
        of_bar=Count("pk", filter=Q(provider__in=on, claim__in=wanted)),
    )
    hits = Hit.objects.filter(search__in=searches)
    if article.restricted:
        hits = hits.filter(document__work="done")
    fetching = Q(document__work__in=["waiting", "running"])
    uncompared = Q(document__work="done", compared_at=None)
    # A page counts once for each claim it was found for: fetched, then set beside it.
    pairs = hits.order_by().values("search__claim", "document")
    pages = pairs.annotate(still=Count("pk", filter=fetching | uncompared)).aggregate(
        all=Count("document"), open=Count("document", filter=Q(still__gt=0))
    )
    missing = max(wanted.count() * on.count() - counts["of_bar"], 0)
    return counts["done"] + pages["all"] - pages["open"], counts["all"] + missing + pages["all"]


def still_searching(article_ids: Iterable[int]) -> set[int]:
    """Of these articles, those whose `progress` is not at its end, in a fixed number of queries."""
    ids = list(article_ids)
    if not ids:
        return set()
    wanted = claims_at_bar().filter(article__in=ids)
    on = list(Provider.objects.asked().values_list("pk", flat=True))
    searches = Search.objects.filter(
        claim__in=Claim.objects.live().filter(article__in=ids, proof__current=True)
    )
    asking = searches.filter(work__in=["waiting", "running"], found="")
    fetching = Q(
        document__work__in=["waiting", "running"], search__claim__article__restricted=False
    )
    uncompared = Q(document__work="done", compared_at=None)
    pages = Hit.objects.filter(fetching | uncompared, search__in=searches)
    found = {
        *asking.order_by().values_list("claim__article", flat=True).distinct(),
        *pages.order_by().values_list("search__claim__article", flat=True).distinct(),
    }
    owed = wanted.order_by().values_list("article").annotate(n=Count("pk"))
    planned = searches.filter(provider__in=on, claim__in=wanted).order_by()
    made = dict(planned.values_list("claim__article").annotate(n=Count("pk")))
    return found | {pk for pk, claims in owed if claims * len(on) > made.get(pk, 0)}


@dataclass(frozen=True, slots=True)
class LeftRow:
    """One thing that went out about an article: a query as sent, or a page visited."""

    at: dt.datetime
    to: str
    what: str
    claim_text: str
    outcome: str
    note: str

    @property
    def ended(self) -> str:
        """Return how it ended, in words; a worker that died noted nothing."""
        outcome = _("no answer noted") if self.outcome == "sending" else in_words(self.outcome)
        return f"{outcome}: {self.note}" if self.note else outcome


def queries_that_left(article: Article) -> list[LeftRow]:
    """Return every query that left the building for this article, newest first.

    Those that broke off are included.
    """
    sent = (
        SentQuery.objects.filter(article=article)
        .exclude(outcome="not sent")
        .select_related("provider")
    )
    return [
        LeftRow(s.at, s.provider.label, s.query or s.erased_note, s.claim_text, s.outcome, s.note)
        for s in sent
    ]


def pages_visited(article: Article) -> list[LeftRow]:
    """Return pages fetched that were offered for this article's claims.

    One kept before was not visited again for it.
    """
    pages = (
        Document.objects.light()
        .filter(
            hits__search__claim__article=article,
            fetched_at__gte=article.created_at,
            url__startswith="http",
        )
        .distinct()
        .order_by("-fetched_at")
    )
    return [
        LeftRow(d.fetched_at, rules.domain_of(d.url), d.url, "", d.work, d.error)
        for d in pages
        if d.fetched_at
    ]


def failing_providers() -> list[Provider]:
    return list(Provider.objects.filter(failing_since__isnull=False).order_by("failing_since"))


@dataclass(frozen=True, slots=True)
class DocumentParagraph:
    """A paragraph in stretches, each with whether it lies in the passage asked for.

    `begins` says that the passage begins here.
    """

    pieces: tuple[tuple[str, bool], ...]
    begins: bool


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A page as kept; `headers` as the server sent them.

    `copies` are other pages with the same story.
    """

    document: Document
    url: str
    source: str
    tier: str
    paragraphs: tuple[DocumentParagraph, ...]
    headers: tuple[tuple[str, str], ...]
    copies: tuple[Document, ...]
    sent_to: str


def document_page(document: Document, evidence: Evidence | None = None) -> DocumentPage:
    origin = document.origin_id or document.pk
    copies = (
        Document.objects.light().filter(Q(origin=origin) | Q(pk=origin)).exclude(pk=document.pk)
    )
    source = document.source
    final = document.final_url or document.url
    return DocumentPage(
        document=document,
        url=final,
        source=source.name if source else "",
        tier=(evidence.tier if evidence else "") or document.usual_tier,
        paragraphs=_paragraphs(
            document.text, (evidence.start, evidence.end) if evidence else (0, 0)
        ),
        headers=tuple(sorted((str(k), str(v)) for k, v in document.headers.items())),
        copies=tuple(copies.select_related("source").order_by("pk")[:50])
        if document.work == "done"
        else (),
        sent_to=final if final != document.url else "",
    )


def _paragraphs(text: str, span: tuple[int, int]) -> tuple[DocumentParagraph, ...]:
    found = []
    at = 0
    for line in text.split("\n"):
        start, end = max(span[0], at), min(span[1], at + len(line))
        whole = [(line, False)]
        if start < end:
            whole = [
                (text[at:start], False),
                (text[start:end], True),
                (text[end : at + len(line)], False),
            ]
        pieces = tuple((words, marked) for words, marked in whole if words.strip())
        if pieces:
            found.append(
                DocumentParagraph(pieces, at <= span[0] < span[1] and span[0] < at + len(line))
            )
        at += len(line) + 1
    return tuple(found)
