"""Questions and disputes: raised, answered by the author, decided by an editor; each named."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Fact, Quote
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.review.actions.guards import lock_article, require_person
from factcheck.review.models import Query, Tick, Verdict
from factcheck.review.models.vocabulary import in_words


@transaction.atomic
def raise_query(
    *,
    by: User | None,
    article: Article,
    text: str,
    claim: Claim | None = None,
    quote: Quote | None = None,
    fact: Fact | None = None,
    new: str = "",
) -> Query:
    """Ask the author something about the whole article or one mark.

    `new` holds the words proposed, if any.
    """
    by = require_person(by)
    require_on_article(by=by, verb="raise query", article=article)
    lock_article(article.pk)
    on = [mark for mark in (claim, quote, fact) if mark is not None]
    if len(on) > 1:
        raise ValueError("A query is on one mark.")
    if any(mark.article_id != article.pk for mark in on):
        raise Refused(_("These words belong to another article."))
    if not text.strip():
        raise Refused(_("Write the question."), field="text")
    return _raise(by=by, article_id=article.pk, text=text, mark=on[0] if on else None, new=new)


@transaction.atomic
def answer_query(
    *, by: User | None, query: Query, answer: str, expected: str | None = None
) -> Query:
    """Record the author's answer, which may be changed until an editor decides.

    `expected` is the query's `mark` on the person's screen; Refused where it has changed since.

    Whoever else answers does it on the author's behalf: the row names both.
    """
    by = require_person(by)
    require_on_article(by=by, verb="answer query", article=query.article)
    if not answer.strip():
        raise Refused(_("Write the answer."), field="answer")
    query = _undecided(query, expected)
    changes = {"state": [query.state, "answered"], "answer": [query.answer, answer.strip()]}
    query.state, query.answer = "answered", answer.strip()
    query.answered_by, query.answered_at = by, timezone.now()
    query.answered_for = _answered_for(by, query.article)
    query.save(update_fields=["state", "answer", "answered_by", "answered_at", "answered_for"])
    whose = f" on behalf of {query.answered_for}" if query.answered_for else ""
    text = f"Answered “{query}”{whose}: {query.answer}"
    _record(by, "answer query", query, text, changes=changes)
    return query


@transaction.atomic
def decide_query(
    *,
    by: User | None,
    query: Query,
    decision: str,
    note: str = "",
    expected: str | None = None,
) -> Query:
    """Record an editor's decision on a query.

    "change" means the copy is to be changed, "stet" that it may run as written, "withdrawn" that
    the query is dropped. Whoever raised a query may withdraw it; the author decides none on their
    own copy. Deciding before the author has answered needs a note. `expected` as for
    `answer_query`.
    """
    by = require_person(by)
    own = decision == "withdrawn" and query.raised_by_id == by.pk
    require_on_article(by=by, verb="raise query" if own else "decide query", article=query.article)
    if decision not in ("change", "stet", "withdrawn"):
        raise Refused(_("Decide: change, stet or withdrawn."))
    query = _undecided(query, expected)
    if query.article.author_id == by.pk and not own:
        raise Refused(_("The author may not decide a query on their own copy. Ask another editor."))
    if query.state == "open" and not own and not note.strip():
        raise Refused(_("The author has not answered. Say why it is decided now."), field="note")
    _decide(query, by=by, decision=decision, note=note)
    nudge("review")
    return query


@transaction.atomic
def take_back_answer(*, by: User | None, query: Query, expected: str) -> Query:
    """Take back an answer as it was just given: the query is open again.

    Refused where it was decided or answered again since, or somebody else gave it. `expected` is
    the query's `mark` after the answer.
    """
    by = require_person(by)
    require_on_article(by=by, verb="answer query", article=query.article)
    query = _undecided(query, expected)
    if query.state != "answered" or query.answered_by_id != by.pk:
        raise Refused(_("There is no answer of yours to take back."))
    changes = {"state": ["answered", "open"], "answer": [query.answer, ""]}
    query.state, query.answer, query.answered_for = "open", "", ""
    query.answered_by, query.answered_at = None, None
    query.save(update_fields=["state", "answer", "answered_by", "answered_at", "answered_for"])
    _record(by, "answer query", query, f"Took back the answer to “{query}”.", changes=changes)
    return query


@transaction.atomic
def take_back_decision(*, by: User | None, query: Query, decided_at: datetime) -> Query:
    """Take back a decision as it was just given: the query waits for one again.

    Refused where somebody else decided it, or at another moment than `decided_at`; and, as any act,
    while the article is cleared.
    """
    by = require_person(by)
    own = query.raised_by_id == by.pk
    require_on_article(by=by, verb="raise query" if own else "decide query", article=query.article)
    fresh = Query.objects.select_for_update(no_key=True).select_related("article").get(pk=query.pk)
    if (fresh.state, fresh.decided_by_id, fresh.decided_at) != ("decided", by.pk, decided_at):
        raise Refused(_("There is no decision of yours to take back."))
    fresh.state = "answered" if fresh.answered_at else "open"
    changes = {"state": [f"decided: {fresh.decision}", fresh.state]}
    fresh.decision, fresh.decision_note, fresh.decided_by, fresh.decided_at = "", "", None, None
    fresh.save(update_fields=["state", "decision", "decision_note", "decided_by", "decided_at"])
    _record(by, "decide query", fresh, f"Took back the decision on “{fresh}”.", changes=changes)
    return fresh


def raise_for(
    *, by: User, note: str, new: str, tick: Tick | None = None, verdict: Verdict | None = None
) -> None:
    """Put the question of a doubtful ruling to the author, unless one is open on these words."""
    mark: Claim | Quote | Fact | None = None
    ruling = ""
    if tick is not None:
        mark, ruling = tick.fact, tick.state
    elif verdict is not None:
        mark, ruling = verdict.claim or verdict.quote, verdict.ruling
    assert mark is not None
    if Query.objects.open().filter(**_on(mark)).exists():
        return
    _raise(
        by=by,
        article_id=mark.article_id,
        text=note.strip() or f"{ruling.capitalize()}.",
        mark=mark,
        new=new,
        tick=tick,
        verdict=verdict,
    )


def withdraw_for(
    *, by: User, why: str, ticks: Iterable[Tick] = (), verdicts: Iterable[Verdict] = ()
) -> None:
    """Withdraw what a ruling asked once the ruling is gone.

    Where the author has answered already, an editor decides.
    """
    asked = Query.objects.filter(
        Q(tick__in=list(ticks)) | Q(verdict__in=list(verdicts)), state="open"
    )
    for query in asked.select_for_update(no_key=True):
        _decide(query, by=by, decision="withdrawn", note=why)


def _raise(
    *,
    by: User,
    article_id: int,
    text: str,
    mark: Claim | Quote | Fact | None,
    new: str,
    tick: Tick | None = None,
    verdict: Verdict | None = None,
) -> Query:
    query = Query.objects.create(
        article_id=article_id,
        text=text.strip(),
        old=mark.text if mark else "",
        new=new.strip(),
        raised_by=by,
        tick=tick,
        verdict=verdict,
        **(_on(mark) if mark else {}),
    )
    words = f" “{query.old}” → “{query.new}”" if query.new else ""
    _record(by, "raise query", query, f"Asked: {query.text}{words}")
    return query


def _on(mark: Claim | Quote | Fact) -> dict[str, Claim | Quote | Fact]:
    return {type(mark)._meta.model_name or "": mark}


def _answered_for(by: User, article: Article) -> str:
    """Return the author's name where it is not the author who answers; "" where it is."""
    if article.author_id == by.pk:
        return ""
    return str(article.author) if article.author else article.author_name


def _undecided(query: Query, expected: str | None) -> Query:
    fresh = Query.objects.select_for_update(no_key=True).select_related("article").get(pk=query.pk)
    if fresh.state == "decided":
        raise Refused(
            _("%(decided_by)s has already decided this: %(decision)s.")
            % {"decided_by": fresh.decided_by, "decision": in_words(fresh.decision)}
        )
    if expected is not None and expected != fresh.mark:
        raise Refused(
            _("%(answered_by)s has answered while you looked. Read the answer first.")
            % {"answered_by": fresh.answered_by}
        )
    return fresh


def _decide(query: Query, *, by: User, decision: str, note: str) -> None:
    changes = {"state": [query.state, f"decided: {decision}"]}
    query.state, query.decision, query.decision_note = "decided", decision, note.strip()
    query.decided_by, query.decided_at = by, timezone.now()
    query.save(update_fields=["state", "decision", "decision_note", "decided_by", "decided_at"])
    reason = f" {note.strip()}" if note.strip() else ""
    _record(by, "decide query", query, f"Decided “{query}”: {decision}.{reason}", changes=changes)


def _record(by: User, verb: str, query: Query, text: str, **data: Any) -> None:
    log(by=by, verb=verb, subject=query, article_id=query.article_id, text=text, **data)
    nudge("review")
