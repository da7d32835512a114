"""Threads of notes as pages show them, and whom a note on an article may call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse

from factcheck.articles.models import Article
from factcheck.articles.reads import viewers
from factcheck.newsroom.kept_statements import GivenValue, kept_statement
from factcheck.newsroom.models import User
from factcheck.newsroom.page_reads import once_a_page
from factcheck.review.models import Mention, Note, NoteWording, Thread
from factcheck.review.rules.mentions import Person


@dataclass(frozen=True, slots=True)
class NotePiece:
    """Words of a note; `called`: they call a colleague."""

    text: str
    called: bool


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note as it reads now. `earlier`: its wordings before, oldest first."""

    id: int
    by: User | None
    at: datetime
    number: int
    text: str
    pieces: Sequence[NotePiece]
    edited_at: datetime | None
    earlier: Sequence[NoteWording]

    @property
    def form_name(self) -> str:
        """What its form is called, where what was typed is refused."""
        return f"note-{self.id}"


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A thread with its notes.

    `key` is its mark's ("claim-12"), "" for the whole article; `gone`: its mark is no longer in the
    copy.
    """

    thread: Thread
    key: str
    gone: bool
    notes: Sequence[NoteRow]

    @property
    def name(self) -> str:
        return f"thread-{self.thread.pk}"

    @property
    def turn_url(self) -> str:
        """Return where an open thread is resolved, or a resolved one reopened."""
        act = "note_reopen" if self.thread.resolved else "note_resolve"
        return reverse(f"review:{act}", args=[self.thread.article_id, self.thread.pk])


def threads_of(article: Article, *, resolved: bool | None = None) -> list[ThreadRow]:
    """Return the article's threads, open first, oldest first, in a fixed number of queries."""
    chosen = Thread.objects.filter(article=article)
    if resolved is not None:
        chosen = chosen.filter(resolved=resolved)
    return _rows(chosen.order_by("resolved", "id"))


def threads_on(article: Article, key: str, facts: Iterable[int] = ()) -> list[ThreadRow]:
    """Those on the mark `key` ("claim-12", "quote-3") or on any of these facts.

    Any other key names no mark.
    """
    kind, _, pk = key.partition("-")
    on = Q(fact__in=list(facts))
    if kind in ("claim", "quote", "fact") and pk.isdecimal():
        on |= Q(**{f"{kind}_id": int(pk)})
    return _rows(Thread.objects.filter(on, article=article).order_by("resolved", "id"))


def threads_of_whole(article: Article) -> list[ThreadRow]:
    """Those on the article as a whole."""
    chosen = Thread.objects.filter(article=article, claim=None, quote=None, fact=None)
    return _rows(chosen.order_by("resolved", "id"), on=())


@once_a_page(lambda article: article.pk)
def open_notes(article: Article) -> dict[str, int]:
    """Count the open threads of each mark ("claim-12": 2); those on the whole article under ""."""
    return {_key(claim, quote, fact): n for claim, quote, fact, n in _open_by_mark(article.pk)}


@kept_statement
def _open_by_mark(article: GivenValue) -> QuerySet[Thread, Any]:
    still = Thread.objects.open().filter(article=article).order_by()
    return still.values_list("claim", "quote", "fact").annotate(n=Count("pk"))


def people_for(article: Article) -> list[Person]:
    """Every colleague, with whether the article is theirs to see."""
    people = list(User.objects.people())
    allowed = viewers([article], people)[article.pk]
    return [
        Person(user.pk, user.name or user.email, user.email, user.pk in allowed) for user in people
    ]


def _key(claim: int | None, quote: int | None, fact: int | None) -> str:
    return (
        f"claim-{claim}" if claim else f"quote-{quote}" if quote else f"fact-{fact}" if fact else ""
    )


def _rows(
    threads: QuerySet[Thread], on: tuple[str, ...] = ("claim", "quote", "fact")
) -> list[ThreadRow]:
    """Return threads with their notes; `on`: what some of them may be on."""
    wordings = NoteWording.objects.order_by("number").prefetch_related(
        Prefetch("mentions", Mention.objects.order_by("start"))
    )
    notes = (
        Note.objects.order_by("pk")
        .select_related("by")
        .prefetch_related(Prefetch("wordings", wordings))
    )
    with_notes = threads.select_related(*on, "turned_by", "reply").prefetch_related(
        Prefetch("notes", notes)
    )
    return [
        ThreadRow(
            thread=thread,
            key=_key(thread.claim_id, thread.quote_id, thread.fact_id),
            gone=thread.on is not None and thread.on.standing == "archived",
            notes=[_note(note) for note in thread.notes.all()],
        )
        for thread in with_notes
    ]


def _note(note: Note) -> NoteRow:
    *earlier, now = note.wordings.all()
    return NoteRow(
        id=note.pk,
        by=note.by,
        at=note.at,
        number=now.number,
        text=now.text,
        pieces=list(_pieces(now)),
        edited_at=now.at if earlier else None,
        earlier=earlier,
    )


def _pieces(wording: NoteWording) -> Iterator[NotePiece]:
    at = 0
    for mention in wording.mentions.all():
        yield NotePiece(wording.text[at : mention.start], False)
        yield NotePiece(wording.text[mention.start : mention.end], True)
        at = mention.end
    yield NotePiece(wording.text[at:], False)
