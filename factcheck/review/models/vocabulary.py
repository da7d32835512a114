"""The stored words of the room, and of the evidence it rules on, as a page says them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _lazy

from factcheck.evidence.models import vocabulary as of_evidence

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WORDS: Final[Mapping[str, StrPromise]] = {
    **of_evidence.WORDS,
    # Rulings, and what a mark comes to.
    "checking": _lazy("checking"),
    "confirmed": _lazy("confirmed"),
    "change proposed": _lazy("change proposed"),
    "disputed": _lazy("disputed"),
    "cannot confirm": _lazy("cannot confirm"),
    "not a fact": _lazy("not a fact"),
    "on author": _lazy("on author"),
    "opinion": _lazy("opinion"),
    "moved: same words?": _lazy("moved: same words?"),
    "query": _lazy("query"),
    "changed since it was checked": _lazy("changed since it was checked"),
    "no record": _lazy("no record"),
    "confirmed, no record named": _lazy("confirmed, no record named"),
    "not ticked": _lazy("not ticked"),
    "change proposed, stet": _lazy("change proposed, stet"),
    "disputed, stet": _lazy("disputed, stet"),
    "cannot confirm, stet": _lazy("cannot confirm, stet"),
    # Queries and notes.
    "open": _lazy("open"),
    "answered": _lazy("answered"),
    "decided": _lazy("decided"),
    "change": _lazy("change"),
    "stet": _lazy("stet"),
    "withdrawn": _lazy("withdrawn"),
    "resolved": _lazy("resolved"),
    "all": _lazy("all"),
    # Calls.
    "spoke": _lazy("spoke"),
    "no answer": _lazy("no answer"),
    "left a message": _lazy("left a message"),
    "will ring back": _lazy("will ring back"),
    "refused": _lazy("refused"),
    "confirms": _lazy("confirms"),
    "corrects": _lazy("corrects"),
    "denies": _lazy("denies"),
    "cannot say": _lazy("cannot say"),
    "not asked": _lazy("not asked"),
    # Records.
    "transcript": _lazy("transcript"),
    "recording": _lazy("recording"),
    "notes": _lazy("notes"),
    "photo": _lazy("photo"),
    "witness": _lazy("witness"),
    "call": _lazy("call"),
    "reply": _lazy("reply"),
    # How far a record has a quote's words.
    "exact": _lazy("exact"),
    "exact, but for marked cuts": _lazy("exact, but for marked cuts"),
    "not found": _lazy("not found"),
    "no words here: listen or look": _lazy("no words here: listen or look"),
    # The checklist.
    "ticked": _lazy("ticked"),
    "set aside": _lazy("set aside"),
    "agrees": _lazy("agrees"),
    "does not agree": _lazy("does not agree"),
    "to be looked at": _lazy("to be looked at"),
    # Kinds of mark.
    "claim": _lazy("claim"),
    "quote": _lazy("quote"),
    "fact": _lazy("fact"),
    "facts": _lazy("facts"),
    "ask": _lazy("ask"),
    "accusation": _lazy("accusation"),
    "tk": _lazy("tk"),
    "TK": _lazy("TK"),
    "direct quote": _lazy("direct quote"),
    "indirect quote": _lazy("indirect quote"),
    "mixed quote": _lazy("mixed quote"),
    # What is owed at an ask or an accusation.
    "no one can be asked": _lazy("no one can be asked"),
    "asked": _lazy("asked"),
    "awaiting reply": _lazy("awaiting reply"),
    "to be filled in": _lazy("to be filled in"),
    # The passes.
    "fairness": _lazy("fairness"),
    "whole picture": _lazy("whole picture"),
    "signed": _lazy("signed"),
    "signed in part": _lazy("signed in part"),
    "edited since": _lazy("edited since"),
    "not signed": _lazy("not signed"),
    # Answers.
    "yes": _lazy("yes"),
    "does not apply": _lazy("does not apply"),
    "no": _lazy("no"),
    # States of an article.
    "being read": _lazy("being read"),
    "in check": _lazy("in check"),
    "may run": _lazy("may run"),
    "cleared": _lazy("cleared"),
    "closed": _lazy("closed"),
    "awaiting second read": _lazy("awaiting second read"),
}


def in_words(text: Any) -> Any:
    """Return a stored word or a rule's sentence in the language of the page."""
    return of_evidence.in_words(text, WORDS)


def choices(stored: Iterable[str]) -> list[tuple[str, StrPromise | str]]:
    """Return a field's choices: the stored words, as each page says them."""
    return of_evidence.choices(stored, WORDS)
