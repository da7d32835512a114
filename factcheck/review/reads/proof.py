"""The proof page: the copy in pieces with its marks, and beside each block the notes on it, one line a note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from factcheck.articles.models import Article, Block, Proof
from factcheck.claims import reads as claims
from factcheck.claims.models import Accusation, Ask, Claim, Fact, Hole, Party, Quote
from factcheck.evidence import reads as evidence
from factcheck.newsroom.models import Desk, LogEntry
from factcheck.replies.frozen import drift_of
from factcheck.replies.models import CommentRequest, Use
from factcheck.replies.rules import Drift
from factcheck.replies.used import uses_on
from factcheck.review.models import Clearance, Query, Ruling
from factcheck.review.reads.passes import on_author
from factcheck.review.reads.states import (
    BLUE,
    GREEN,
    PLAIN,
    RED,
    Marked,
    State,
    has_note,
    key,
    marked,
    state_of_fact,
    state_of_ruled,
)
from factcheck.review.segments import Laid, Piece, cut

TAGS = {"headline": "h1", "standfirst": "p", "byline": "p", "caption": "figcaption", "pull quote": "blockquote"}
SENT = ("sent", "queued", "unknown", "failed")


@dataclass(frozen=True, slots=True)
class Named:
    """A party an ask or accusation names, and the request behind it if there is one."""

    name: str
    state: str
    tone: str
    request_id: int | None
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class Note:
    """One line in the margin. `key` is its mark's ("claim-12"; "facts-3" for the loose facts of block 3), `number`
    what the copy shows beside the mark, `words` how it starts, `parties` whom an ask or accusation names."""

    key: str
    kind: str
    pk: int
    number: int
    start: int
    words: str
    state: State
    detail: str = ""
    standing: str = "live"
    parties: tuple[Named, ...] = ()
    url: str = ""  # of its card, fetched when it is opened; empty where all is said here

    @property
    def mark_kind(self) -> str:
        return self.key.partition("-")[0]


@dataclass(frozen=True, slots=True)
class BlockView:
    """A block of the copy: `tag` is its element, `pieces` its words under their marks, `gap` the white space after."""

    kind: str
    tag: str
    start: int
    pieces: Sequence[Piece[str]]
    notes: Sequence[Note]


@dataclass(frozen=True, slots=True)
class Coverage:
    facts: int
    ticked: int
    queries: int
    claims_open: int
    quotes_open: int


@dataclass(frozen=True, slots=True)
class Progress:
    """What the machine still does: `doing` and `stage` ("read", "search") are empty when nothing is left."""

    stage: str
    doing: str
    done: int
    total: int
    error: str = ""


@dataclass(frozen=True, slots=True)
class ThrownOut:
    """A mark a person threw out, which a person may bring back."""

    kind: str
    pk: int
    words: str


@dataclass(frozen=True, slots=True)
class ProofPage:
    article: Article
    proof: Proof
    blocks: Sequence[BlockView]
    states: dict[str, State]
    leads_to: dict[str, str]
    numbers: dict[str, int]
    coverage: Coverage
    progress: Progress
    queries: Sequence[Query]
    on_author: Sequence[Ruling]
    thrown_out: Sequence[ThrownOut]
    below_bar: int
    show_all: bool
    cleared: Clearance | None
    cleared_before: bool
    drift: Sequence[Drift]  # what of the record the cleared sentence no longer rests on
    uses: Sequence[Use]
    last_log: int

    @property
    def has_headline(self) -> bool:
        return any(block.kind == "headline" for block in self.blocks)


@dataclass(slots=True)
class _Margin:
    """Notes being gathered: what each mark of the copy leads to."""

    notes: list[Note] = field(default_factory=list)
    leads_to: dict[str, str] = field(default_factory=dict)


def proof_page(article: Article, *, show_all: bool = False) -> ProofPage:
    """Everything the proof page shows but the gate and the cards' insides. The number of queries is fixed."""
    proof = article.current_proof()
    cleared = article.clearances.select_related("by").filter(proof=proof).first()
    bar = Desk.load().bar
    on = marked(proof)
    states = states_of(on, bar)
    blocks = list(proof.blocks.all())
    carded = [c for c in on.marks.claims if show_all or has_note(c, on, bar)]
    margin = _margin(article, on, carded, states, blocks)
    numbers = {note.key: note.number for note in margin.notes}
    return ProofPage(
        article=article,
        proof=proof,
        blocks=_blocks(proof, blocks, on, margin.notes),
        states=states,
        leads_to=margin.leads_to,
        numbers=numbers,
        coverage=coverage_of(on, states),
        progress=progress(article, proof),
        queries=standing_queries(article),
        on_author=on_author(on.rulings),
        thrown_out=_thrown_out(article),
        below_bar=len(on.marks.claims) - len(carded),
        show_all=show_all,
        cleared=cleared,
        cleared_before=cleared is None and article.clearances.exists(),
        drift=drift_of(article, timezone.now()) if cleared else (),
        uses=uses_on(proof),
        last_log=last_log(article),
    )


def last_log(article: Article) -> int:
    """The id of the newest thing anyone did to the article: a page that has seen it has seen everything."""
    newest = LogEntry.objects.filter(article_id=article.pk).order_by("-id").values_list("id", flat=True).first()
    return newest or 0


def states_of(on: Marked, bar: float) -> dict[str, State]:
    return {
        **{key(f): state_of_fact(f, on) for f in on.marks.facts},
        **{key(q): state_of_ruled(q, on, owed=True) for q in on.marks.quotes},
        **{key(c): state_of_ruled(c, on, owed=c.score >= bar) for c in on.marks.claims},
    }


def coverage_of(on: Marked, states: dict[str, State]) -> Coverage:
    return Coverage(
        facts=len(on.marks.facts),
        ticked=sum(not states[key(f)].open or key(f) in on.asked for f in on.marks.facts),
        queries=on.queries,
        claims_open=sum(states[key(c)].open for c in on.marks.claims),
        quotes_open=sum(states[key(q)].open for q in on.marks.quotes),
    )


def standing_queries(article: Article) -> list[Query]:
    """Those open, and those whose change was decided: the copy may not have it yet."""
    chosen = Query.objects.filter(article=article).exclude(state="decided", decision__in=["stet", "withdrawn"])
    return list(chosen.told().order_by("id"))


def progress(article: Article, proof: Proof) -> Progress:
    """Reading first, then searching."""
    reading = claims.progress(proof)
    if reading.state == "failed":
        return Progress("", "", 0, 0, f"The copy could not be read. {reading.error}")
    if reading.state != "done":
        return Progress("read", "The copy is being read", reading.done, reading.total)
    done, total = evidence.progress(article)
    if done >= total:
        return Progress("", "", done, total)
    return Progress("search", "Sources are being searched", done, total)


def _thrown_out(article: Article) -> list[ThrownOut]:
    return [
        ThrownOut(kind._meta.model_name or "", mark.pk, str(mark))
        for kind in (Claim, Quote, Fact, Ask, Accusation, Hole)
        for mark in kind._default_manager.filter(article=article, thrown_out_at__isnull=False, standing="archived")
    ]


def _margin(
    article: Article, on: Marked, carded: Sequence[Claim], states: dict[str, State], blocks: Sequence[Block]
) -> _Margin:
    """Lay out the notes in the order of the copy and number them."""
    margin = _Margin()
    asked = _requests(article)
    names = {key(c) for c in carded}
    facts_of = _facts_by_claim(on.marks.facts, names)
    margin.notes += [_claim_note(c, states, facts_of.get(c.pk, [])) for c in carded]
    margin.notes += [
        Note(key(q), f"{q.kind} quote", q.pk, 0, q.start, q.text, states[key(q)], detail=q.speaker, standing=q.standing)
        for q in on.marks.quotes
    ]
    margin.notes += [_ask_note(a, asked) for a in on.marks.asks]
    margin.notes += [_accusation_note(a, asked) for a in on.marks.accusations]
    margin.notes += [
        Note(key(h), "TK", h.pk, 0, h.start, h.text, State("to be filled in", RED, True), standing=h.standing)
        for h in on.marks.holes
    ]
    margin.leads_to = {note.key: note.key for note in margin.notes}
    loose = [f for f in on.marks.facts if f"claim-{f.claim_id}" not in names]
    margin.notes += _loose_notes(loose, blocks, states, margin.leads_to)
    margin.leads_to |= {key(f): f"claim-{f.claim_id}" for f in on.marks.facts if f"claim-{f.claim_id}" in names}
    margin.notes.sort(key=lambda note: (note.start, note.kind == "facts", note.key))
    margin.notes = [_placed(note, number, article.pk) for number, note in enumerate(margin.notes, 1)]
    return margin


def _placed(note: Note, number: int, article: int) -> Note:
    kind = note.mark_kind
    url = reverse(f"review:{kind}", args=[article, note.pk]) if kind in ("claim", "quote", "facts") else ""
    return replace(note, number=number, url=url)


def _facts_by_claim(facts: Iterable[Fact], names: set[str]) -> dict[int, list[Fact]]:
    found: dict[int, list[Fact]] = {}
    for fact in facts:
        if fact.claim_id is not None and f"claim-{fact.claim_id}" in names:
            found.setdefault(fact.claim_id, []).append(fact)
    return found


def _claim_note(claim: Claim, states: dict[str, State], facts: Sequence[Fact]) -> Note:
    ticked = sum(not states[key(f)].open for f in facts)
    detail = f"{ticked} of {len(facts)} facts ticked" if facts else ""
    return Note(key(claim), "claim", claim.pk, 0, claim.start, claim.text, states[key(claim)], detail, claim.standing)


def _loose_notes(
    facts: Sequence[Fact], blocks: Sequence[Block], states: dict[str, State], leads_to: dict[str, str]
) -> list[Note]:
    """One note a block for the facts that no noted claim holds."""
    notes = []
    for index, block in enumerate(blocks):
        here = [f for f in facts if block.start <= f.start < block.end]
        if not here:
            continue
        name = f"facts-{index}"
        leads_to |= {key(f): name for f in here}
        still = sum(states[key(f)].open for f in here)
        state = State(f"{len(here) - still} of {len(here)} ticked", PLAIN if still else GREEN, bool(still))
        words = ", ".join(f.text for f in here)
        notes.append(Note(name, "facts", index, 0, here[-1].start, words, state))
    return notes


def _requests(article: Article) -> dict[int, CommentRequest]:
    """By party."""
    chosen = CommentRequest.objects.filter(article=article).exclude(state="dropped").select_related("party")
    return {request.party_id: request for request in chosen}


def _party(party: Party, name: str, asked: dict[int, CommentRequest]) -> Named:
    request = asked.get(party.pk)
    if not party.askable:
        return Named(name, "no one can be asked", PLAIN, None, None)
    if request is None:
        return Named(name, "not asked", RED, None, None)
    state = request.outcome or request.state
    tone = GREEN if request.outcome else BLUE if request.state in SENT else RED
    return Named(name, state, tone, request.pk, request.deadline)


def _owed(parties: Sequence[Named]) -> State:
    missing = sum(p.tone == RED for p in parties)
    if missing:
        return State(f"{missing} of {len(parties)} not asked" if len(parties) > 1 else "not asked", RED, True)
    waiting = sum(p.tone == BLUE for p in parties)
    if waiting:
        return State(f"{waiting} of {len(parties)} awaited" if len(parties) > 1 else "awaited", BLUE, True)
    return State("asked", GREEN, False)


def _ask_note(ask: Ask, asked: dict[int, CommentRequest]) -> Note:
    parties = tuple(_party(p.party, p.name, asked) for p in ask.parties.all())
    return Note(key(ask), "ask", ask.pk, 0, ask.start, ask.text, _owed(parties), ask.outcome, ask.standing, parties)


def _accusation_note(accusation: Accusation, asked: dict[int, CommentRequest]) -> Note:
    parties = (_party(accusation.party, accusation.party.name, asked),)
    by = f"by {accusation.accuser}" if accusation.accuser else "in the paper’s own voice"
    words = f"{accusation.party.name}, {by}"
    return Note(
        key(accusation),
        "accusation",
        accusation.pk,
        0,
        accusation.start,
        words,
        _owed(parties),
        "",
        accusation.standing,
        parties,
    )


def tag_of(kind: str, *, first: bool) -> str:
    """The element of a block; only the first headline is the page's."""
    return "h2" if kind == "headline" and not first else TAGS.get(kind, "p")


def laid(on: Marked) -> list[Laid[str]]:
    """Every mark as it lies on the copy: a quote in its pieces, all else in one."""
    marks: list[Laid[str]] = []
    for quote in on.marks.quotes:
        marks += [Laid(start, end, key(quote)) for start, end in quote.contents]
    for mark in (*on.marks.claims, *on.marks.facts, *on.marks.asks, *on.marks.accusations, *on.marks.holes):
        marks.append(Laid(mark.start, mark.end, key(mark)))
    return marks


def _blocks(proof: Proof, blocks: Sequence[Block], on: Marked, notes: Sequence[Note]) -> list[BlockView]:
    edges = [edge for block in blocks for edge in (block.start, block.end)]
    pieces = cut(proof.text, laid(on), edges)
    views: list[BlockView] = []
    at = note_at = 0
    for block in blocks:
        while at < len(pieces) and pieces[at].start < block.start:
            at += 1
        first = at
        while at < len(pieces) and pieces[at].start < block.end:
            at += 1
        note_first = note_at
        while note_at < len(notes) and notes[note_at].start < block.end:
            note_at += 1
        views.append(
            BlockView(
                kind=block.kind,
                tag=tag_of(block.kind, first=not any(view.kind == "headline" for view in views)),
                start=block.start,
                pieces=pieces[first:at],
                notes=notes[note_first:note_at],
            )
        )
    return views
