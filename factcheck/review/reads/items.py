"""The items beside the copy: what a checker rules on, one for each sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Final

from django.urls import reverse

from factcheck.articles.models import Article, Block
from factcheck.claims.models import Accusation, Ask, Claim, Fact, Mark, Party, Quote
from factcheck.newsroom.phrases import gettext_noop
from factcheck.replies.models import CommentRequest
from factcheck.replies.reads.points import speaks_for
from factcheck.replies.reads.with_record import records_of
from factcheck.review.models import Ruling
from factcheck.review.reads.findings import ArticleFindings
from factcheck.review.reads.notes import open_notes
from factcheck.review.reads.states import (
    BLUE,
    GREEN,
    PLAIN,
    QUERY,
    RED,
    STET,
    Marked,
    State,
    has_note,
    is_fact_left,
    key,
    marked_on,
    states_of_marks,
)
from factcheck.review.rules.findings import Finding

SENT = ("sent", "queued", "unknown", "failed")
# The list's groups in their order: the first that an item answers to is its own.
DIFFERS: Final = "differs"
OWED: Final = "owed"
NUMBERS: Final = "numbers"
REST: Final = "rest"
WAITING: Final = "waiting"
DONE: Final = "done"
GROUPS: Final = {
    DIFFERS: gettext_noop("A source differs"),
    OWED: gettext_noop("Not asked, or to be filled in"),
    NUMBERS: gettext_noop("Numbers"),
    REST: gettext_noop("The rest"),
    WAITING: gettext_noop("Waiting for an answer"),
    DONE: gettext_noop("Done"),
}
# The kinds of box with something to rule on.
RULED_BOXES: Final = ("claim", "quote", "facts")
# Which of an item's states is said for all of it: what blocks, what was asked, what is open.
_LOUDEST: Final = {RED: 0, BLUE: 1, PLAIN: 2, GREEN: 3}


@dataclass(frozen=True, slots=True)
class Named:
    """A party an ask or accusation names, and the request behind it if there is one."""

    name: str
    state: str
    tone: str
    request_id: int | None
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class OwedNote:
    """An ask or accusation with its parties, or a TK: what is owed there, and its state."""

    key: str
    kind: str
    pk: int
    start: int
    end: int
    words: str
    state: State
    standing: str = "live"
    parties: tuple[Named, ...] = ()

    @property
    def mark_kind(self) -> str:
        return self.key.partition("-")[0]


@dataclass(slots=True)
class Item:
    """One thing to rule on, and its line in the list.

    `key` is that of its first box, `boxes` are the marks with something to rule on or to do
    ("claim-12", "quote-3"; "facts-3" for the loose facts of block 3). `paragraph` counts from 1.
    `said_by` is the speaker, empty in the paper's own voice. `suggested`: nobody has taken up yet
    what the machine marked. `open_threads` are the colleagues' threads still open on it.
    """

    key: str
    kind: str
    start: int
    end: int
    words: str
    boxes: list[str]
    states: list[State]
    said_by: str = ""
    standing: str = "live"
    suggested: bool = False
    number: int = 0
    paragraph: int = 0
    url: str = ""
    facts: int = 0
    facts_open: int = 0
    has_numbers: bool = False
    alarm: str = ""
    finding: Finding | None = None  # of its claim
    open_threads: int = 0
    owed: list[OwedNote] = field(default_factory=list)

    @property
    def is_asked(self) -> bool:
        """Return whether the author was asked about it, and a decision is still to come."""
        return any(state.word == QUERY for state in self.states)

    @property
    def to_rule(self) -> bool:
        """Return whether a checker has something to rule on in it.

        Where the author was asked, it waits for the answer.
        """
        return not self.is_asked and any(state.open for state in self.states)

    @property
    def states_by_box(self) -> dict[str, State]:
        """Return the state of each box that is ruled on, in their order."""
        # Each has its state at the same place; what is owed has none.
        ruled = (name for name in self.boxes if name.partition("-")[0] in RULED_BOXES)
        return dict(zip(ruled, self.states, strict=True))

    @property
    def boxes_in_order(self) -> list[str]:
        """Return its boxes, those already ruled on after the others."""
        states = self.states_by_box
        return sorted(self.boxes, key=lambda name: name in states and not states[name].open)

    def box_after(self, box: str) -> str:
        """Return the other box of it that is still to be ruled on; "" where none is."""
        if self.is_asked:
            return ""
        states = self.states_by_box
        return next((name for name, one in states.items() if one.open and name != box), "")

    @property
    def tone(self) -> str:
        """Return the tone of its hairline in the copy, which says how far the ruling is."""
        if self.to_rule and self.contradicted:
            return RED
        still = [state.tone for state in self.states if state.open]
        return min(still, key=_LOUDEST.__getitem__) if still else GREEN if self.states else PLAIN

    @property
    def state(self) -> State:
        """Return how far its ruling is: the loudest state that is open, else that of its first box.

        A box let stand against a doubt comes before the first; where nothing is ruled on, the state
        of what is owed.
        """
        every = self.states or [note.state for note in self.owed]
        still = [state for state in every if state.open]
        if still:
            return min(still, key=lambda state: _LOUDEST[state.tone])
        # What an editor let stand against a doubt is said before what was confirmed beside it.
        return next((state for state in every if state.word.endswith(STET)), every[0])

    @property
    def owing(self) -> list[State]:
        """Return what is still owed beside the ruling: a party not asked, a TK."""
        return [note.state for note in self.owed if note.state.open] if self.states else []

    @property
    def differs(self) -> bool:
        return self.finding is not None and self.finding.state == "differs"

    @property
    def contradicted(self) -> bool:
        """Return whether a passage as a whole speaks against it: no fact of it bears the sign."""
        return self.finding is not None and not all(says.value for says in self.finding.differing)

    @property
    def group(self) -> str:
        """Return the first group that it answers to."""
        answers = (
            (self.to_rule and (self.differs or bool(self.alarm)), DIFFERS),
            (any(note.state.tone == RED for note in self.owed), OWED),
            (self.to_rule and self.has_numbers, NUMBERS),
            (self.to_rule, REST),
            (self.state.open or bool(self.owing), WAITING),
        )
        return next((group for holds, group in answers if holds), DONE)


@dataclass
class Items:
    """`leads_to`: the item at which each mark of the copy is dealt with."""

    all: list[Item] = field(default_factory=list)
    leads_to: dict[str, str] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> dict[str, Item]:
        return {item.key: item for item in self.all}

    @property
    def in_order(self) -> list[Item]:
        """Return them as the list has them: by group, then in the order of the copy."""
        by_group: dict[str, list[Item]] = defaultdict(list)
        for item in self.all:
            by_group[item.group].append(item)
        return [item for group in GROUPS for item in by_group[group]]


@dataclass(frozen=True, slots=True)
class CheckFigures:
    """How far the check is, as every page says it.

    Of `items` with something to rule on, `left` are to be ruled on and `asked` wait for the
    author's answer.
    """

    items: int = 0
    left: int = 0
    asked: int = 0

    @property
    def ruled(self) -> int:
        return self.items - self.left


def figures_of(found: Iterable[Item]) -> CheckFigures:
    """Return the figures over the items of one proof."""
    counted = [item for item in found if item.states]
    return CheckFigures(
        items=len(counted),
        left=sum(item.to_rule for item in counted),
        asked=sum(item.is_asked for item in counted),
    )


def figures_on(article_ids: Collection[int], bar: float) -> dict[int, CheckFigures]:
    """Return the figures of each article, in a fixed number of queries."""
    blocks: dict[int, list[Block]] = defaultdict(list)
    of_current = Block.objects.filter(proof__article__in=article_ids, proof__current=True)
    for block in of_current.select_related("proof").only("start", "end", "proof__article"):
        blocks[block.proof.article_id].append(block)
    figures = {}
    for pk, on in marked_on(article_ids).items():
        carded = [claim for claim in on.marks.claims if has_note(claim, on, bar)]
        found = _Builder(on, states_of_marks(on, bar), carded)
        if blocks[pk]:
            found.add_facts(blocks[pk])
        figures[pk] = figures_of(found.made.values())
    return figures


def items(
    article: Article,
    on: Marked,
    carded: Sequence[Claim],
    states: Mapping[str, State],
    blocks: Sequence[Block],
    alarms: Mapping[str, str],
    findings: ArticleFindings,
) -> Items:
    """Return the items of a proof, numbered in the order of the copy.

    `carded` are the claims that are ruled on, `alarms` an alarm's words by fact.
    """
    found = _Builder(on, states, carded)
    found.add_owed(_requests(article) if on.marks.asks or on.marks.accusations else {})
    found.add_facts(blocks)
    all_items = sorted(found.made.values(), key=lambda item: (item.start, item.key))
    _number(article, all_items, found.leads_to, blocks)
    for name, text in alarms.items():
        item = found.made.get(found.leads_to.get(name, ""))
        if item is not None and not item.alarm:
            item.alarm = text
    for claim in carded:
        said = findings.by_claim.get(claim.pk)
        found.made[key(claim)].finding = said.finding if said else None
    return Items(all_items, found.leads_to)


class _Builder:
    """Items by their key, and the item each mark belongs to: that in which it begins."""

    def __init__(self, on: Marked, states: Mapping[str, State], carded: Sequence[Claim]) -> None:
        self.on, self.states = on, states
        self.carded = {claim.pk for claim in carded}
        self.made: dict[str, Item] = {}
        self.leads_to: dict[str, str] = {}
        for claim in carded:
            self._add(claim, "claim", claim.text, claim.end)
        self._place()
        for quote in on.marks.quotes:
            self._add_quote(quote)
        self._place()

    def _place(self) -> None:
        """Lay the items out by where they begin, so that a mark finds its own."""
        self._spans = sorted((item.start, item.end, item.key) for item in self.made.values())
        self._starts = [start for start, _, _ in self._spans]

    def _at(self, place: int) -> Item | None:
        index = bisect_right(self._starts, place) - 1
        if index < 0 or place >= self._spans[index][1]:
            return None
        return self.made[self._spans[index][2]]

    def _add(self, mark: Mark, kind: str, words: str, end: int) -> Item:
        name = key(mark)
        item = Item(
            key=name,
            kind=kind,
            start=mark.start,
            end=end,
            words=words,
            boxes=[name],
            states=[self.states[name]] if name in self.states else [],
            standing=mark.standing,
            suggested=is_suggested(mark, self.on),
        )
        self.made[name] = item
        self.leads_to[name] = name
        return item

    def _add_quote(self, quote: Quote) -> None:
        item = self._at(quote.start)
        if item is None:
            item = self._add(quote, f"{quote.kind} quote", quote.text, quote.end)
        else:
            name = key(quote)
            item.boxes.append(name)
            item.states.append(self.states[name])
            self.leads_to[name] = item.key
        item.said_by = item.said_by or quote.speaker

    def add_owed(self, asked: dict[int, CommentRequest]) -> None:
        """Add what is owed a party, and the TKs."""
        for mark in (*self.on.marks.asks, *self.on.marks.accusations, *self.on.marks.tks):
            note = owed_note(mark, asked)
            item = self._at(mark.start)
            if item is None:
                item = self._add(mark, note.kind, note.words, mark.end)
            else:
                item.boxes.append(note.key)
                self.leads_to[note.key] = item.key
            item.owed.append(note)
        self._place()

    def add_facts(self, blocks: Sequence[Block]) -> None:
        """Add each fact to its claim's item, else those of a block to one item there."""
        loose: dict[int, list[Fact]] = defaultdict(list)
        ends = [block.end for block in blocks]
        for fact in self.on.marks.facts:
            if fact.claim_id in self.carded:
                self._count(fact, self.made[f"claim-{fact.claim_id}"])
            else:
                loose[min(bisect_right(ends, fact.start), len(blocks) - 1)].append(fact)
        for index, facts in loose.items():
            self._add_loose(index, facts)

    def _count(self, fact: Fact, item: Item) -> None:
        name = key(fact)
        self.leads_to[name] = item.key
        item.facts += 1
        item.facts_open += is_fact_left(fact, self.on.rulings, self.on.asked)
        item.has_numbers = item.has_numbers or fact.kind == "number"

    def _add_loose(self, index: int, facts: Sequence[Fact]) -> None:
        """Put a block's loose facts with the quote or ask they stand in, else by themselves."""
        name = f"facts-{index}"
        around = (self._at(fact.start) for fact in facts)
        item = next((one for one in around if one is not None), None)
        if item is None:
            words = ", ".join(fact.text for fact in facts)
            item = Item(name, "facts", facts[0].start, facts[-1].end, words, [], [])
            self.made[name] = item
        item.boxes.append(name)
        self.leads_to[name] = item.key
        for fact in facts:
            self._count(fact, item)
        still = sum(self.states[key(fact)].open for fact in facts)
        done = gettext_noop("%(done)s of %(all)s ticked", done=len(facts) - still, all=len(facts))
        item.states.append(State(done, PLAIN if still else GREEN, bool(still)))


def _number(
    article: Article,
    all_items: Sequence[Item],
    leads_to: Mapping[str, str],
    blocks: Sequence[Block],
) -> None:
    """Give each item its number, paragraph and address, and its count of open threads."""
    root = f"{reverse('review:proof', args=[article.pk])}items/"
    threads = _open_threads(article, leads_to)
    starts = [block.start for block in blocks]
    for number, item in enumerate(all_items, 1):
        item.number = number
        item.paragraph = bisect_right(starts, item.start)
        item.url = f"{root}{item.key}/"
        item.open_threads = threads[item.key]


def _open_threads(article: Article, leads_to: Mapping[str, str]) -> Counter[str]:
    """Return how many threads of colleagues are open, by the item at which they are read."""
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


def _requests(article: Article) -> dict[int, CommentRequest]:
    """By party."""
    asked = [request for request in records_of([article.pk]) if request.state != "dropped"]
    return {request.party_id: request for request in asked}


def _party(party: Party, name: str, asked: Mapping[int, CommentRequest]) -> Named:
    """Return how far asking a party is.

    Who was asked may answer for it, as a state's mission does for the state: the gate asks no more.
    """
    request = asked.get(party.pk)
    if not party.askable:
        return Named(name, "no one can be asked", PLAIN, None, None)
    if request is None:
        gone = (one for one in asked.values() if one.state in ("sent", "unknown"))
        request = next((one for one in gone if speaks_for(one, party.pk, party.name)), None)
    if request is None:
        return Named(name, "not asked", RED, None, None)
    state = request.outcome or request.state
    tone = GREEN if request.outcome else BLUE if request.state in SENT else RED
    if request.party_id != party.pk:
        how_far = gettext_noop(state)
        state = gettext_noop("%(other)s asked: %(state)s", other=request.party.name, state=how_far)
    return Named(name, state, tone, request.pk, request.deadline)


def _owed(parties: Sequence[Named]) -> State:
    missing = sum(p.tone == RED for p in parties)
    if missing:
        return State(
            gettext_noop("%(missing)s of %(all)s not asked", missing=missing, all=len(parties))
            if len(parties) > 1
            else "not asked",
            RED,
            True,
        )
    waiting = sum(p.tone == BLUE for p in parties)
    if waiting:
        return State(
            gettext_noop(
                "awaiting %(waiting)s of %(all)s replies", waiting=waiting, all=len(parties)
            )
            if len(parties) > 1
            else "awaiting reply",
            BLUE,
            True,
        )
    return State("asked", GREEN, False)


def owed_note(mark: Mark, asked: Mapping[int, CommentRequest]) -> OwedNote:
    """Return what is owed at an ask or an accusation, request by request; a TK owes its words."""
    parties: tuple[Named, ...] = ()
    if isinstance(mark, Ask):
        parties = tuple(_party(p.party, p.name, asked) for p in mark.parties.all())
        kind, words, state = "ask", mark.text, _owed(parties)
    elif isinstance(mark, Accusation):
        parties = (_party(mark.party, mark.party.name, asked),)
        party = mark.party.name
        words = (
            gettext_noop("%(party)s, by %(accuser)s", party=party, accuser=mark.accuser)
            if mark.accuser
            else gettext_noop("%(party)s, in the paper’s own voice", party=party)
        )
        kind, state = "accusation", _owed(parties)
    else:
        kind, words, state = "TK", mark.text, State("to be filled in", RED, True)
    return OwedNote(
        key(mark), kind, mark.pk, mark.start, mark.end, words, state, mark.standing, parties
    )


def plain_note(article: Article, mark: Mark) -> OwedNote:
    """Return the note of an ask, accusation or TK by itself."""
    return owed_note(mark, _requests(article))
