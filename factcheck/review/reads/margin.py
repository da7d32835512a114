"""The notes beside the copy, one line a note, in the order of the copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from factcheck.articles.models import Article, Block
from factcheck.claims.models import Accusation, Ask, Claim, Fact, Mark, Party, Quote
from factcheck.replies.models import CommentRequest
from factcheck.review.models import Ruling
from factcheck.review.reads.notes import open_notes
from factcheck.review.reads.states import BLUE, GREEN, PLAIN, RED, Marked, State, key

SENT = ("sent", "queued", "unknown", "failed")
# Where a note's inside is fetched from; the others' insides are all of one kind.
CARDS = {"claim": "claims", "quote": "quotes", "facts": "facts-of-block"}


@dataclass(frozen=True, slots=True)
class Named:
    """A party an ask or accusation names, and the request behind it if there is one."""

    name: str
    state: str
    tone: str
    request_id: int | None
    deadline: datetime | None


@dataclass(slots=True)
class MarginNote:
    """One line in the margin.

    `key` is its mark's ("claim-12"; "facts-3" for the loose facts of block 3), `number` what the
    copy shows beside the mark, `words` how it starts, `parties` whom an ask or accusation names,
    `url` where its inside is, `suggested` whether nobody has taken up yet what the machine marked,
    `open_threads` how many threads of colleagues are open on it.
    """

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
    url: str = ""
    suggested: bool = False
    open_threads: int = 0
    end: int = 0  # of its mark, where the note has a form that asks for it

    @property
    def mark_kind(self) -> str:
        return self.key.partition("-")[0]


@dataclass(slots=True)
class Margin:
    """`leads_to`: the note at which each mark of the copy is dealt with."""

    notes: list[MarginNote] = field(default_factory=list)
    leads_to: dict[str, str] = field(default_factory=dict)


def margin(
    article: Article,
    on: Marked,
    carded: Sequence[Claim],
    states: dict[str, State],
    blocks: Sequence[Block],
) -> Margin:
    """Lay out the notes in the order of the copy and number them."""
    asked = _requests(article) if on.marks.asks or on.marks.accusations else {}
    names = {key(c) for c in carded}
    facts_of = _facts_by_claim(on.marks.facts, names)
    notes = [
        *(_claim_note(c, on, states, facts_of.get(c.pk, [])) for c in carded),
        *(_quote_note(q, on, states) for q in on.marks.quotes),
        *(owing_note(ask, asked) for ask in on.marks.asks),
        *(owing_note(accusation, asked) for accusation in on.marks.accusations),
        *(_tk_note(tk, State("to be filled in", RED, True)) for tk in on.marks.tks),
    ]
    leads_to = {note.key: note.key for note in notes}
    loose = [f for f in on.marks.facts if f"claim-{f.claim_id}" not in names]
    notes += _loose_notes(loose, blocks, states, leads_to)
    leads_to |= _leads_of_facts(facts_of)
    notes.sort(key=lambda note: (note.start, note.kind == "facts", note.key))
    _number(article, notes, leads_to)
    return Margin(notes, leads_to)


def _leads_of_facts(facts_of: Mapping[int, Sequence[Fact]]) -> dict[str, str]:
    """Return, for each fact of a claim that has a note, that claim's note."""
    return {key(fact): f"claim-{pk}" for pk, facts in facts_of.items() for fact in facts}


def _number(article: Article, notes: Sequence[MarginNote], leads_to: dict[str, str]) -> None:
    """Give each note its number, the address of its inside, and its count of open threads."""
    root = reverse("review:proof", args=[article.pk])
    threads = _open_threads(article, leads_to)
    for number, note in enumerate(notes, 1):
        under = CARDS.get(note.mark_kind) or f"marks/{note.mark_kind}"
        note.number = number
        note.url = f"{root}{under}/{note.pk}/"
        note.open_threads = threads[note.key]


def _open_threads(article: Article, leads_to: dict[str, str]) -> Counter[str]:
    """Return how many threads of colleagues are open, by the note at which they are read."""
    counts: Counter[str] = Counter()
    for name, count in open_notes(article).items():
        counts[leads_to.get(name, name)] += count
    return counts


def is_suggested(mark: Mark, on: Marked) -> bool:
    """Return whether the machine marked it and nobody has accepted it, ruled on it or asked."""
    if mark.made_by_id is not None or mark.accepted_by_id is not None:
        return False
    name, rulings = key(mark), on.rulings
    held: Mapping[int, Ruling] = {}
    if isinstance(mark, Fact):
        held = rulings.facts
    elif isinstance(mark, Claim):
        held = rulings.claims
    elif isinstance(mark, Quote):
        held = rulings.quotes
    return mark.pk not in held and name not in on.asked and name not in rulings.stale


def _facts_by_claim(facts: Iterable[Fact], names: set[str]) -> dict[int, list[Fact]]:
    by_claim: dict[int, list[Fact]] = {}
    for fact in facts:
        if fact.claim_id is not None and f"claim-{fact.claim_id}" in names:
            by_claim.setdefault(fact.claim_id, []).append(fact)
    return by_claim


def _claim_note(
    claim: Claim, on: Marked, states: dict[str, State], facts: Sequence[Fact]
) -> MarginNote:
    ticked = sum(not states[key(f)].open for f in facts)
    detail = f"{ticked} of {len(facts)} facts ticked" if facts else ""
    name = key(claim)
    note = MarginNote(
        name, "claim", claim.pk, 0, claim.start, claim.text, states[name], detail, claim.standing
    )
    note.suggested = is_suggested(claim, on)
    return note


def _quote_note(quote: Quote, on: Marked, states: dict[str, State]) -> MarginNote:
    return MarginNote(
        key=key(quote),
        kind=f"{quote.kind} quote",
        pk=quote.pk,
        number=0,
        start=quote.start,
        words=quote.text,
        state=states[key(quote)],
        detail=quote.speaker,
        standing=quote.standing,
        suggested=is_suggested(quote, on),
    )


def _tk_note(tk: Mark, state: State) -> MarginNote:
    return MarginNote(
        key=key(tk),
        kind="TK",
        pk=tk.pk,
        number=0,
        start=tk.start,
        end=tk.end,
        words=tk.text,
        state=state,
        standing=tk.standing,
    )


def _loose_notes(
    facts: Sequence[Fact],
    blocks: Sequence[Block],
    states: dict[str, State],
    leads_to: dict[str, str],
) -> list[MarginNote]:
    """One note a block for the facts that no noted claim holds.

    Both lists are in the order of the copy.
    """
    notes = []
    at = 0
    for index, block in enumerate(blocks):
        while at < len(facts) and facts[at].start < block.start:
            at += 1
        first = at
        while at < len(facts) and facts[at].start < block.end:
            at += 1
        here = facts[first:at]
        if not here:
            continue
        name = f"facts-{index}"
        leads_to |= {key(f): name for f in here}
        still = sum(states[key(f)].open for f in here)
        state = State(
            f"{len(here) - still} of {len(here)} ticked", PLAIN if still else GREEN, bool(still)
        )
        words = ", ".join(f.text for f in here)
        notes.append(MarginNote(name, "facts", index, 0, here[-1].start, words, state))
    return notes


def _requests(article: Article) -> dict[int, CommentRequest]:
    """By party."""
    chosen = (
        CommentRequest.objects.filter(article=article)
        .exclude(state="dropped")
        .select_related("party")
    )
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
        return State(
            f"{missing} of {len(parties)} not asked" if len(parties) > 1 else "not asked", RED, True
        )
    waiting = sum(p.tone == BLUE for p in parties)
    if waiting:
        return State(
            f"{waiting} of {len(parties)} awaited" if len(parties) > 1 else "awaited", BLUE, True
        )
    return State("asked", GREEN, False)


def owing_note(mark: Ask | Accusation, asked: dict[int, CommentRequest]) -> MarginNote:
    """Return the note of an ask or an accusation: its parties, and the state of each request."""
    if isinstance(mark, Ask):
        parties = tuple(_party(p.party, p.name, asked) for p in mark.parties.all())
        words, kind, detail = mark.text, "ask", mark.outcome
    else:
        parties = (_party(mark.party, mark.party.name, asked),)
        by = f"by {mark.accuser}" if mark.accuser else "in the paper’s own voice"
        words, kind, detail = f"{mark.party.name}, {by}", "accusation", ""
    return MarginNote(
        key(mark),
        kind,
        mark.pk,
        0,
        mark.start,
        words,
        _owed(parties),
        detail,
        mark.standing,
        parties,
        end=mark.end,
    )


def plain_note(article: Article, mark: Mark) -> MarginNote:
    """Return the note of an ask, accusation or TK by itself."""
    if isinstance(mark, Ask | Accusation):
        return owing_note(mark, _requests(article))
    return _tk_note(mark, State("", RED, True))
