"""The stored words of the room, and of the evidence it rules on, as a page says them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _lazy

from factcheck.evidence.models import vocabulary as of_evidence
from factcheck.replies.reads.vocabulary import ANSWER_WORDS, REQUEST_WORDS, TERM_WORDS

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

WORDS: Final[Mapping[str, StrPromise]] = {
    **of_evidence.WORDS,
    **REQUEST_WORDS,
    **ANSWER_WORDS,
    **TERM_WORDS,
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
    "words like these": _lazy("words like these"),
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
    # How far a question to a party has gone.
    "put": _lazy("put"),
    "on its way": _lazy("on its way"),
    "in doubt": _lazy("in doubt"),
    "changed since": _lazy("changed since"),
    "not yet asked": _lazy("not yet asked"),
    "to be put": _lazy("to be put"),
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
    # What a checker may know, and why something cannot be confirmed.
    "Own knowledge": _lazy("Own knowledge"),
    "Style book": _lazy("Style book"),
    "Arithmetic": _lazy("Arithmetic"),
    # What the checklist asks a person, and a query its author, where nobody typed a question.
    "Look at a map: do they lie where the copy puts them, that far apart, in that country?": _lazy(
        "Look at a map: do they lie where the copy puts them, that far apart, in that country?"
    ),
    (
        "By what measure, as of when, and who says so? Look for the one that is larger, earlier "
        "or later."
    ): _lazy(
        "By what measure, as of when, and who says so? Look for the one that is larger, earlier "
        "or later."
    ),
    "What is your source for this?": _lazy("What is your source for this?"),
    "Nothing was found that supports it.": _lazy("Nothing was found that supports it."),
    "The sources found do not settle it.": _lazy("The sources found do not settle it."),
    "Nobody who would know could be reached.": _lazy("Nobody who would know could be reached."),
    "The speaker could not be reached.": _lazy("The speaker could not be reached."),
    "The record cannot be made out.": _lazy("The record cannot be made out."),
    "The translation cannot be checked.": _lazy("The translation cannot be checked."),
    "No source was found.": _lazy("No source was found."),
    "No source found.": _lazy("No source found."),
    "No source has been asked.": _lazy("No source has been asked."),
    "The searches for it are still under way.": _lazy("The searches for it are still under way."),
    "No transcript, recording, call or reply holds these words.": _lazy(
        "No transcript, recording, call or reply holds these words."
    ),
    # The columns and filters of the report.
    "kind": _lazy("kind"),
    "state": _lazy("state"),
    "source": _lazy("source"),
    "checker": _lazy("checker"),
    "time": _lazy("time"),
    "tier": _lazy("tier"),
    "second reader": _lazy("second reader"),
    "verdict": _lazy("verdict"),
    "finding": _lazy("finding"),
    "item": _lazy("item"),
    "words": _lazy("words"),
    "locator": _lazy("locator"),
    "passage": _lazy("passage"),
    "method": _lazy("method"),
    "queries": _lazy("queries"),
    "request": _lazy("request"),
}


# What a claim holds that needs a check, as the reader of copy stores it.
CLAIM_KINDS: Final[Mapping[str, StrPromise]] = {
    "quantity": _lazy("a figure"),
    "law_or_rule": _lazy("a law or rule"),
    "cause": _lazy("a cause"),
    "prediction": _lazy("a prediction"),
    "record": _lazy("a record or a first"),
    "support": _lazy("who backs whom"),
    "allegation": _lazy("an allegation"),
    "identity": _lazy("who somebody is"),
    "event": _lazy("what happened"),
}


def claim_kinds_in_words(kinds: Iterable[str]) -> str:
    """Return what a claim holds, as a page says it.

    What an older reading called its form ("comparison") is left out.
    """
    return ", ".join(str(CLAIM_KINDS[kind]) for kind in kinds if kind in CLAIM_KINDS)


def in_words(text: Any) -> Any:
    """Return a stored word or a rule's sentence in the language of the page."""
    return of_evidence.in_words(text, WORDS)


def choices(stored: Iterable[str]) -> list[tuple[str, StrPromise | str]]:
    """Return a field's choices: the stored words, as each page says them."""
    return of_evidence.choices(stored, WORDS)
