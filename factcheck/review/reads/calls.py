"""The call sheet of one article: whom to ring, on which number, what to ask, and what they said."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from factcheck.articles.models import Article, Proof
from factcheck.claims.models import Claim, Fact, Party, Quote
from factcheck.claims.rules import party_key
from factcheck.newsroom.models import Desk
from factcheck.replies.models import CommentRequest, Contact
from factcheck.replies.reads.comment_requests import WORDS, loaded
from factcheck.replies.rules import has_gap
from factcheck.review.models import CallAnswer, CallQuestion, PhoneCall
from factcheck.review.reads.states import Marked, key, marked, state_of_fact, state_of_ruled
from factcheck.review.rules import call_questions
from factcheck.review.rules.call_questions import NAMING, CallFact, QuotedWords

AFTER = 60  # characters of copy after a fact: enough to see what a number counts
RINGING = ("phone", "WhatsApp")
Asked = Claim | Quote | Fact


@dataclass(slots=True)
class CallItem:
    """One thing to confirm.

    `question` may be put as it is; empty where a person has to write it. `reads_out` holds the
    words of a quote that a stored question has come to hold since. Never shown with the words of
    its mark.
    """

    mark: Asked
    question: str
    stored: CallQuestion | None
    reads_out: str
    answers: Sequence[CallAnswer]

    @property
    def key(self) -> str:
        return key(self.mark)

    @property
    def kind(self) -> str:
        return str(self.mark._meta.model_name)


@dataclass(slots=True)
class Callee:
    """A person or office to ring.

    `withheld`: points of its request that are put in writing only, as they read a quote out;
    `done`: of what it could be asked, how much is settled.
    """

    person: str
    name: str
    what: str = ""
    request: CommentRequest | None = None
    numbers: list[Contact] = field(default_factory=list)
    items: list[CallItem] = field(default_factory=list)
    own: list[tuple[CallQuestion, str]] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    withheld: int = 0
    done: int = 0
    dropped: list[CallQuestion] = field(default_factory=list)
    calls: list[PhoneCall] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """What their part of the page is called: plain letters, whatever script the name is in."""
        return f"ring-{sha256(self.person.encode()).hexdigest()[:10]}"

    @property
    def worded(self) -> list[CallItem]:
        """What can be put as it is, or has to be put in other words."""
        return [item for item in self.items if item.question or item.reads_out]

    @property
    def to_word(self) -> list[CallItem]:
        """What is to be asked about, in words that a person has to find."""
        return [item for item in self.items if not item.question and not item.reads_out]

    @property
    def request_words(self) -> str:
        """Where their request stands, as the other pages say it."""
        if self.request is None:
            return ""
        return self.request.outcome or WORDS[self.request.state]

    @property
    def to_ask(self) -> int:
        return len(self.items) + len(self.own) + len(self.points)


@dataclass(frozen=True, slots=True)
class CallSheet:
    """`unnamed`: quotes whose speaker the copy does not name; nobody can be rung about them."""

    callees: Sequence[Callee]
    unnamed: int


def quoted_of(proof: Proof, quotes: Iterable[Quote], facts: Iterable[Fact]) -> QuotedWords:
    """Return the quoted words that no question on the article may read out."""
    all_quotes = list(quotes)
    contents = [proof.text[start:end] for quote in all_quotes for start, end in quote.contents]
    names = [fact.text for fact in facts if fact.kind in NAMING]
    return QuotedWords(contents, [*names, *(quote.speaker for quote in all_quotes)])


def call_sheet(article: Article) -> CallSheet:
    """Those who have something to confirm first, then the rest; in a fixed number of queries."""
    proof = article.current_proof()
    on = marked(proof)
    quoted = quoted_of(proof, on.marks.quotes, on.marks.facts)
    people = _people(article, on)
    stored = list(
        CallQuestion.objects.filter(article=article).select_related("by", "claim", "quote", "fact")
    )
    answers: defaultdict[str, list[CallAnswer]] = defaultdict(list)
    for call in calls_of(article):
        _ensure(people, call.person, call.name).calls.append(call)
        for answer in call.answers.all():
            answers[key(answer.on)].append(answer)
    for question in stored:
        _ensure(people, question.person, question.name)
    _Asking(proof, on, quoted, stored, answers).fill(people)
    _add_numbers(article, people)
    unnamed = sum(not party_key(quote.speaker) for quote in on.marks.quotes)
    return CallSheet(sorted(people.values(), key=lambda callee: not callee.to_ask), unnamed)


def calls_of(article: Article) -> QuerySet[PhoneCall]:
    """Newest first, with what was answered in each."""
    answers = CallAnswer.objects.select_related("claim", "quote", "fact")
    rows = PhoneCall.objects.filter(article=article).select_related("by", "party_call")
    return rows.prefetch_related(Prefetch("answers", answers))


def answers_on(mark: Claim | Quote | None, facts: Iterable[int]) -> list[CallAnswer]:
    """Return what was answered by phone about a mark and these facts, newest first."""
    on = Q(fact__in=list(facts))
    if mark is not None:
        on |= Q(**{str(mark._meta.model_name): mark})
    rows = CallAnswer.objects.filter(on).select_related(
        "call__by", "call__party_call", "claim", "quote", "fact"
    )
    return list(rows.order_by("-call__at", "-id"))


def _ensure(people: dict[str, Callee], person: str, name: str) -> Callee:
    return people.setdefault(person, Callee(person, name))


def _people(article: Article, on: Marked) -> dict[str, Callee]:
    """Whoever is quoted, in the order of the copy, and every party the article has a request to."""
    people: dict[str, Callee] = {}
    for quote in on.marks.quotes:
        person = party_key(quote.speaker)
        if person:
            callee = _ensure(people, person, quote.speaker)
            callee.what = callee.what or ", ".join(
                part for part in (quote.speaker_title, quote.speaker_of) if part
            )
    for request in loaded(
        CommentRequest.objects.filter(article=article).exclude(state="dropped").order_by("id")
    ):
        keys = [party_key(name) for name in (request.party.name, *request.party.aliases)]
        known = next((people[key] for key in keys if key in people), None)
        callee = known or _ensure(people, keys[0], request.party.name)
        callee.request = callee.request or request
    return people


def _add_numbers(article: Article, people: dict[str, Callee]) -> None:
    """Give each person their own numbers, else those of the office they speak for."""
    names = {name.casefold() for callee in people.values() for name in _names_of(callee)}
    named = Party.objects.annotate(low=Lower("name")).filter(
        Q(low__in=names) | Q(aliases__has_any_keys=list(names))
    )
    its = Contact.objects.offered_to(article.pk).in_use()
    by_phone = its.filter(channel__in=RINGING).order_by("rank", "pk")
    by_key: dict[str, list[Contact]] = {}
    for party in named.prefetch_related(Prefetch("contacts", by_phone)):
        for name in (party.name, *party.aliases):
            by_key.setdefault(party_key(name), list(party.contacts.all()))
    for callee in people.values():
        own = _numbers_of_request(callee.request)
        listed = (by_key.get(party_key(name), []) for name in _names_of(callee))
        callee.numbers = next((numbers for numbers in (own, *listed) if numbers), [])


def _names_of(callee: Callee) -> list[str]:
    """Return the person's name, title and office, as a party may be called."""
    return [name for name in (callee.name, *callee.what.split(", ")) if name]


def _numbers_of_request(request: CommentRequest | None) -> list[Contact]:
    if request is None:
        return []
    return [
        contact
        for contact in request.party.contacts.all()
        if contact.channel in RINGING
        and contact.retired_at is None
        and contact.is_offered_to(request.article_id)
    ]


class _Asking:
    """What each person is asked, from the marks of the proof."""

    def __init__(
        self,
        proof: Proof,
        on: Marked,
        quoted: QuotedWords,
        stored: Sequence[CallQuestion],
        answers: dict[str, list[CallAnswer]],
    ) -> None:
        self._proof, self._on, self._quoted, self._answers = proof, on, quoted, answers
        self._stored = stored
        self._by_mark = {
            (q.person, key(mark)): q for q in stored if (mark := q.claim or q.quote or q.fact)
        }
        self._facts = sorted(on.marks.facts, key=lambda fact: fact.start)
        self._starts = [fact.start for fact in self._facts]
        self._bar = Desk.load().bar
        self._of_claim: defaultdict[int, list[Fact]] = defaultdict(list)
        for fact in self._facts:
            if fact.claim_id:
                self._of_claim[fact.claim_id].append(fact)

    def fill(self, people: dict[str, Callee]) -> None:
        """Give each person what they are asked: their marks, stored questions, and points."""
        seen = self._add_marks(people)
        for question in self._stored:
            self._add_stored(people[question.person], question, seen)
        for callee in people.values():
            self._add_points(callee)

    def _add_marks(self, people: dict[str, Callee]) -> set[tuple[str, str]]:
        seen: set[tuple[str, str]] = set()
        for person, mark in self._marks_to_ask(people):
            if (person, key(mark)) not in seen:
                seen.add((person, key(mark)))
                self._add(people[person], mark)
        return seen

    def _add_stored(
        self, callee: Callee, question: CallQuestion, seen: set[tuple[str, str]]
    ) -> None:
        mark = question.claim or question.quote or question.fact
        if question.dropped:
            callee.dropped.append(question)
        elif mark is None:
            callee.own.append((question, self._quoted.read_out(question.text)))
        elif (question.person, key(mark)) not in seen and mark.standing != "archived":
            self._add(callee, mark)

    def _add_points(self, callee: Callee) -> None:
        """Add the points of the person's request, but for those that read a quote out."""
        standing = callee.request.standing_points if callee.request else []
        points = [point.words for point in standing]
        callee.points = [
            words for words in points if not has_gap(words) and not self._quoted.read_out(words)
        ]
        callee.withheld = len(points) - len(callee.points)

    def _marks_to_ask(self, people: dict[str, Callee]) -> Iterator[tuple[str, Asked]]:
        """Yield whom each mark is put to; a mark may come more than once."""
        for person, callee in people.items():
            yield from ((person, fact) for fact in self._own_facts(callee))
        yield from self._claims_naming(people)
        by_quote: defaultdict[int | None, list[Claim]] = defaultdict(list)
        for claim in self._on.marks.claims:
            by_quote[claim.quote_id].append(claim)
        for quote in self._on.marks.quotes:
            person = party_key(quote.speaker)
            if person:
                yield person, quote
                yield from ((person, claim) for claim in by_quote[quote.pk])
                yield from ((person, fact) for fact in self._loose_facts(quote))

    def _claims_naming(self, people: dict[str, Callee]) -> Iterator[tuple[str, Claim]]:
        for claim in self._on.marks.claims:
            for fact in self._of_claim[claim.pk]:
                person = party_key(fact.value or fact.text) if fact.kind == "name" else ""
                if person and person in people:
                    yield person, claim

    def _loose_facts(self, quote: Quote) -> list[Fact]:
        """Return the facts of a quote that belong to no claim, but for names and titles."""
        return [
            fact
            for fact in self._within(quote)
            if fact.claim_id is None and fact.kind not in ("name", "title")
        ]

    def _own_facts(self, callee: Callee) -> list[Fact]:
        """Return the first place of their name, of their title, and of their age."""
        titles = {part.casefold() for part in callee.what.split(", ")}
        finders = (
            lambda fact: fact.kind == "name" and party_key(fact.text) == callee.person,
            lambda fact: fact.kind == "title" and fact.text.casefold() in titles,
            lambda fact: self._is_age_of(fact, callee),
        )
        found = (next(filter(finder, self._facts), None) for finder in finders)
        return [fact for fact in found if fact is not None]

    def _is_age_of(self, fact: Fact, callee: Callee) -> bool:
        """Tell whether the number stands behind their name, as an age does: "Ann Lee, 54,"."""
        if not call_questions.is_age(self._call_fact(fact)):
            return False
        before = self._proof.text[max(fact.start - AFTER, 0) : fact.start].rstrip(", ")
        return before.casefold().endswith(tuple(callee.name.casefold().split()[-1:]))

    def _within(self, quote: Quote) -> list[Fact]:
        first = bisect_left(self._starts, quote.start)
        last = bisect_left(self._starts, quote.end)
        return [fact for fact in self._facts[first:last] if fact.end <= quote.end]

    def _add(self, callee: Callee, mark: Asked) -> None:
        question = self._by_mark.get((callee.person, key(mark)))
        if question is not None and question.dropped:
            return
        if not self._open(mark, kept=question is not None):
            callee.done += 1
            return
        words = question.text if question else self._proposed(callee, mark)
        out = self._quoted.read_out(words) if question else ""
        callee.items.append(
            CallItem(mark, "" if out else words, question, out, self._answers.get(key(mark), ()))
        )

    def _open(self, mark: Asked, *, kept: bool) -> bool:
        """Return whether it is still to be confirmed.

        `kept`: a person put it on the sheet, whatever the desk's bar.
        """
        if isinstance(mark, Fact):
            return state_of_fact(mark, self._on).open
        owed = kept or not isinstance(mark, Claim) or mark.score >= self._bar
        return state_of_ruled(mark, self._on, owed=owed).open

    def _proposed(self, callee: Callee, mark: Asked) -> str:
        """Return the question that the mark's form can carry; "" leaves it to a person.

        Whether and where a quote was said is always a person's to ask.
        """
        if isinstance(mark, Fact):
            own = mark in self._own_facts(callee)
            return call_questions.of_fact(self._call_fact(mark), self._quoted, own=own)
        if isinstance(mark, Quote):
            return ""
        facts = [
            self._call_fact(fact)
            for fact in self._of_claim[mark.pk]
            if party_key(fact.value or fact.text) != callee.person
        ]
        return call_questions.of_claim(facts, self._quoted)

    def _call_fact(self, fact: Fact) -> CallFact:
        after = self._proof.text[fact.end : fact.end + AFTER].partition("\n")[0]
        return CallFact(fact.kind, fact.text, fact.value or "", after)
