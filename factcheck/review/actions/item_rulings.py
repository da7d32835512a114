"""One ruling on an item by one key, with the facts in it; and each act's own reverse act."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from factcheck.articles.models import Article
from factcheck.claims import actions as claims
from factcheck.claims.models import Claim, Fact, Mark, Quote
from factcheck.evidence.models import Evidence
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import User
from factcheck.newsroom.phrases import gettext_noop
from factcheck.review.actions.notes import reopen_thread, resolve_thread
from factcheck.review.actions.queries import (
    decide_query,
    raise_query,
    take_back_answer,
    take_back_decision,
)
from factcheck.review.actions.ruling import give_verdict, tick_fact, untick, withdraw_verdict
from factcheck.review.models import Query, Thread, Tick, Verdict
from factcheck.review.models.vocabulary import in_words
from factcheck.review.reads.findings import finding_of
from factcheck.review.reads.rulings import still_said, twins_of
from factcheck.review.reads.said_so import SaidSo
from factcheck.review.rules.findings import Finding, FindingState
from factcheck.review.rules.gate import is_record

# What a checker may know without a source of others, by the key that says so.
KNOWN: Final = {
    "own": "Own knowledge",
    "style": "Style book",
    "arithmetic": "Arithmetic",
}
# Why something cannot be confirmed, as it is chosen by a key; "said" is what the sources say.
REASONS: Final[dict[str, dict[str, str]]] = {
    "claim": {
        "said": "",
        "silent": "Nothing was found that supports it.",
        "unsettled": "The sources found do not settle it.",
        "unreached": "Nobody who would know could be reached.",
    },
    "quote": {
        "said": "",
        "unreached": "The speaker could not be reached.",
        "unclear": "The record cannot be made out.",
        "translated": "The translation cannot be checked.",
    },
    "facts": {
        "silent": "No source was found.",
        "unsettled": "The sources found do not settle it.",
        "unreached": "Nobody who would know could be reached.",
    },
}
RULES: Final = ("confirm", "query", "cannot", "out", *KNOWN)
GONE: Final = _lazy("This can no longer be undone: somebody has gone on from it.")


@dataclass(frozen=True, slots=True)
class ItemRuling:
    """A ruling as it was chosen.

    `rule` is one of RULES; `facts` those to tick with it, each with the id of the tick that was on
    the screen (0: none); `basis` what `give_verdict` takes besides. `said` are the quotes in the
    claim that are confirmed with it, each on its own record.
    """

    rule: str
    facts: Sequence[tuple[Fact, int]] = ()
    basis: Mapping[str, Any] = field(default_factory=dict)
    evidence: Evidence | None = None
    said: Sequence[SaidSo] = ()


@dataclass(frozen=True, slots=True)
class RulingDone:
    """`undo` names the acts done, in their order, for `take_back`."""

    said: str
    undo: tuple[str, ...]


@transaction.atomic
def rule_on_item(
    *, by: User | None, article: Article, mark: Claim | Quote | None, given: ItemRuling
) -> RulingDone:
    """Rule on a claim or a quote, or on loose facts alone where `mark` is None.

    Refused where the source chosen has another value than the copy, and no note says why the copy
    stands.
    """
    if given.rule not in RULES:
        raise Refused(_("Choose one of the four."))
    if given.rule == "query":
        return _ask(by, article, mark, given)
    if given.rule == "out":
        return _set_aside(by, mark, given)
    if given.rule == "cannot":
        return _doubt(by, mark, given)
    return _confirm(by, mark, given)


def _confirm(by: User | None, mark: Claim | Quote | None, given: ItemRuling) -> RulingDone:
    basis = dict(given.basis)
    if given.rule in KNOWN:
        basis |= {"source": KNOWN[given.rule], "locator": "", "passage": "", "tier": ""}
    evidence = None if given.rule in KNOWN else given.evidence
    done = []
    if mark is not None:
        _on_a_record(mark, basis)
        if evidence is not None and isinstance(mark, Claim):
            _no_other_value(mark, evidence, basis)
        verdict = give_verdict(by=by, ruling="confirmed", evidence=evidence, **_on(mark), **basis)
        done.append(of_verdict(verdict))
        basis = {name: getattr(verdict, name) for name in ("source", "locator", "passage")}
    elif not given.facts:
        raise Refused(_("Choose the facts to confirm."))
    ticked = {name: basis.get(name, "") for name in ("source", "locator", "passage", "note")}
    done += [of_tick(tick) for tick in _tick_each(by, given.facts, state="confirmed", **ticked)]
    source = str(basis.get("source", ""))
    said = _("Confirmed: %(source)s.") % {"source": in_words(source)}
    if given.rule == "confirm" and given.said:
        said = _confirm_said(by, given.said, done, source) or said
    return RulingDone(said + also_ticked([fact for fact, shown in given.facts]), tuple(done))


def _confirm_said(by: User | None, found: Sequence[SaidSo], done: list[str], source: str) -> str:
    """Confirm each quote on its record, put the acts to those `done`, and return what to say.

    `source` is what the claim was confirmed on.
    """
    records = []
    for one in found:
        quote = one.quote
        basis: dict[str, Any] = {
            **one.basis(),
            "seen_text": quote.text,
            "seen_speaker": quote.said_by,
            "expected": one.expected,
        }
        verdict = give_verdict(by=by, ruling="confirmed", quote=quote, **basis)
        done.append(of_verdict(verdict))
        records.append(verdict.source)
    others = [record for record in dict.fromkeys(records) if record != source]
    if not others:
        return _("Confirmed, and that it was said: %(source)s.") % {"source": source}
    return _("Confirmed: %(source)s. That it was said: %(record)s.") % {
        "source": source,
        "record": "; ".join(others),
    }


def _tick_each(
    by: User | None, facts: Sequence[tuple[Fact, int]], *, state: str, **given: Any
) -> list[Tick]:
    """Tick the facts; of those that recur among them, one: its tick is the others' too."""
    ticks: list[Tick] = []
    ticked: set[int] = set()
    for fact, expected in facts:
        if fact.pk not in ticked:
            ticks.append(tick_fact(by=by, fact=fact, state=state, expected=expected, **given))
            ticked.update(twins_of(fact))
    return ticks


def _on_a_record(mark: Claim | Quote, basis: Mapping[str, Any]) -> None:
    """Refuse to confirm by one key that something was said, where no record holds it."""
    if isinstance(mark, Quote) and not is_record(str(basis.get("method", ""))):
        raise Refused(
            _(
                "No record of these words is chosen. Add a transcript, a recording or "
                "notes, or query the author."
            ),
            field="method",
        )


def _no_other_value(claim: Claim, evidence: Evidence, basis: Mapping[str, Any]) -> None:
    """Refuse to confirm on a source that has another value, unless a note says why.

    Also on one of a kind that is too seldom right to be called a difference: whoever confirms has
    the passage before them and can say why it is none.
    """
    if str(basis.get("note", "")).strip():
        return
    differing = [
        (fact.text, says)
        for fact in finding_of(claim).facts
        for says in (*fact.finding.differing, *fact.finding.other_figures)
        if says.evidence == evidence.pk
    ]
    if differing:
        words = "; ".join(
            _("%(source)s has %(value)s, the copy %(text)s")
            % {"source": says.source, "value": says.value or _("another value"), "text": text}
            for text, says in differing
        )
        raise Refused(
            _(
                "%(words)s. Query the author, choose another source, or say in the note "
                "why the copy stands."
            )
            % {"words": words},
            field="note",
        )


def _ask(
    by: User | None, article: Article, mark: Claim | Quote | None, given: ItemRuling
) -> RulingDone:
    fact = _not_asked(given.facts) if mark is None and given.facts else None
    on = _on(mark) if mark is not None else {"fact": fact} if fact is not None else {}
    text = str(given.basis.get("note", "")).strip() or question_on(mark)
    query = raise_query(by=by, article=article, text=text, **on)
    return RulingDone(_("Asked the author: %(text)s") % {"text": query.text}, (of_query(query),))


def _not_asked(facts: Sequence[tuple[Fact, int]]) -> Fact:
    """Return the first of the facts that the author was not asked about; refused where none is."""
    asked = set(
        Query.objects.open()
        .filter(fact__in=[fact.pk for fact, shown in facts])
        .values_list("fact", flat=True)
    )
    fact = next((fact for fact, shown in facts if fact.pk not in asked), None)
    if fact is None:
        raise Refused(_("The author has been asked about each of these facts."))
    return fact


def question_on(mark: Claim | Quote | None) -> str:
    """Return what the author is asked where nobody typed a question."""
    if isinstance(mark, Claim):
        for fact in finding_of(mark).facts:
            for says in fact.finding.differing:
                value = says.value or "another value"
                return f"{says.source} has {value}, the copy {fact.text}. Which is right?"
        if mark.quote is None:
            return "What is your source for this?"
    speaker = getattr(mark.quote if isinstance(mark, Claim) else mark, "speaker", "")
    if mark is None:
        return "What is your source for this?"
    said = f"{speaker} said this" if speaker else "this was said"
    return f"How do we know {said}? Please hand in notes, a recording or a transcript."


def _doubt(by: User | None, mark: Claim | Quote | None, given: ItemRuling) -> RulingDone:
    note = str(given.basis.get("note", "")).strip()
    if mark is not None:
        note = note or reason_on(mark)
        basis = {**given.basis, "note": note, "source": "", "locator": "", "passage": ""}
        verdict = give_verdict(by=by, ruling="cannot confirm", **_on(mark), **basis)
        return RulingDone(
            _("Cannot confirm: %(note)s") % {"note": in_words(note)}, (of_verdict(verdict),)
        )
    note = note or "No source found."
    ticks = _tick_each(by, given.facts, state="cannot confirm", note=note)
    return RulingDone(
        _("Cannot confirm: %(note)s") % {"note": in_words(note)}, tuple(map(of_tick, ticks))
    )


_UNCONFIRMED: Final[Mapping[FindingState, str]] = {
    "supported": "The sources found do not settle it.",
    "nothing": "Nothing was found that supports it.",
    "not_asked": "No source has been asked.",
    "waiting": "The searches for it are still under way.",
}


def reason_on(mark: Claim | Quote, found: Finding | None = None) -> str:
    """Return why it cannot be confirmed, where nobody typed a reason: what the sources say.

    `found` is what they say of a claim, where the caller has read it.
    """
    if isinstance(mark, Quote):
        return "No transcript, recording, call or reply holds these words."
    found = found or finding_of(mark).finding
    if found.state == "differs":
        return gettext_noop("A source differs: %(words)s.", words=found.words)
    return _UNCONFIRMED[found.state]


def _set_aside(by: User | None, mark: Claim | Quote | None, given: ItemRuling) -> RulingDone:
    if mark is not None:
        claims.throw_out(by=by, mark=mark, seen=(mark.start, mark.end))
        at = mark.thrown_out_at.isoformat() if mark.thrown_out_at else ""
        return RulingDone(_("Removed: “%(mark)s”.") % {"mark": mark}, (f"mark-{mark.key}-{at}",))
    ticks = _tick_each(by, given.facts, state="not a fact")
    return RulingDone(_("Not a fact."), tuple(map(of_tick, ticks)))


def _on(mark: Claim | Quote) -> dict[str, Any]:
    return {"claim": mark} if isinstance(mark, Claim) else {"quote": mark}


def of_verdict(verdict: Verdict) -> str:
    """Return the name of the act that `take_back` undoes."""
    mark = verdict.claim or verdict.quote
    assert mark is not None
    return f"verdict-{mark.key}-{verdict.pk}"


def of_tick(tick: Tick) -> str:
    return f"tick-{tick.fact_id}-{tick.pk}"


def of_query(query: Query) -> str:
    return f"query-{query.pk}"


def of_answer(query: Query) -> str:
    return f"answer-{query.pk}-{query.mark}"


def of_decision(query: Query) -> str:
    assert query.decided_at is not None
    return f"decision-{query.pk}-{query.decided_at.isoformat()}"


def also_ticked(facts: Sequence[Fact]) -> str:
    """Return a sentence on the other places to which a tick on these facts has spread."""
    chosen = {fact.pk for fact in facts}
    others = {pk for fact in facts for pk in twins_of(fact)} - chosen
    live = Fact.objects.live().filter(pk__in=others).count()
    if not live:
        return ""
    also = ngettext(
        "Also ticked %(live)s other mention.", "Also ticked %(live)s other mentions.", live
    )
    return " " + also % {"live": live}


@transaction.atomic
def take_back(*, by: User | None, article: Article, acts: Sequence[str]) -> str:
    """Undo acts by their reverse acts, the last first; return the key of the mark they were on.

    Refused where somebody has ruled, answered or edited since.
    """
    key = ""
    for act in reversed(acts):
        kind, _, rest = act.partition("-")
        if kind not in _REVERSE:
            raise Refused(str(GONE))
        key = _REVERSE[kind](by, article, rest) or key
    return key


def _numbers(rest: str) -> list[int]:
    parts = rest.split("-")
    if not all(part.isdecimal() and len(part) < 19 for part in parts):
        raise Refused(str(GONE))
    return [int(part) for part in parts]


def _unrule(by: User | None, article: Article, rest: str) -> str:
    kind, _, numbers = rest.partition("-")
    pk, verdict = (*_numbers(numbers), 0)[:2]
    mark = _mark(article, kind, pk)
    if not isinstance(mark, Claim | Quote):
        raise Refused(str(GONE))
    withdraw_verdict(by=by, expected=verdict, **_on(mark))
    return mark.key


def _untick(by: User | None, article: Article, rest: str) -> str:
    pk, tick = (*_numbers(rest), 0)[:2]
    fact = Fact.objects.filter(pk=pk, article=article).first()
    if fact is None:
        raise Refused(str(GONE))
    untick(by=by, fact=fact, expected=tick)
    return fact.key


def _rule_again(by: User | None, article: Article, rest: str) -> str:
    """Give a verdict again that was taken back, where nobody has ruled since."""
    old = Verdict.objects.filter(pk=_numbers(rest)[0]).select_related("claim", "quote").first()
    if old is None:
        raise Refused(str(GONE))
    mark = old.claim or old.quote
    if mark is None or mark.article_id != article.pk:
        raise Refused(str(GONE))
    if isinstance(mark, Quote) and not still_said(old, mark):
        raise Refused(str(GONE))
    names = ("ruling", "source", "locator", "passage", "method", "note", "tier")
    given = {name: getattr(old, name) for name in names}
    give_verdict(
        by=by,
        evidence=old.evidence,
        earlier_check=old.earlier_check,
        seen_text=old.text,
        expected=0,
        **_on(mark),
        **given,
    )
    return mark.key


def _tick_again(by: User | None, article: Article, rest: str) -> str:
    """Give a tick again that was taken back, where nobody has ticked since."""
    old = Tick.objects.filter(pk=_numbers(rest)[0], fact__article=article).first()
    if old is None:
        raise Refused(str(GONE))
    names = ("state", "source", "locator", "passage", "method", "note")
    given = {name: getattr(old, name) for name in names}
    tick_fact(by=by, fact=old.fact, seen_text=old.text, expected=0, **given)
    return old.fact.key


def _turn_thread(by: User | None, article: Article, rest: str) -> str:
    """Resolve a thread that was begun or reopened, or reopen one that was resolved."""
    how, _, number = rest.partition("-")
    thread = Thread.objects.filter(pk=_numbers(number)[0], article=article).first()
    if thread is None or how not in ("resolve", "reopen") or thread.resolved == (how == "resolve"):
        raise Refused(str(GONE))
    if _gone_on_from(thread, by):
        raise Refused(str(GONE))
    (resolve_thread if how == "resolve" else reopen_thread)(by=by, thread=thread)
    return ""


def _gone_on_from(thread: Thread, by: User | None) -> bool:
    """Return whether somebody else turned a thread last, or has written in it since."""
    last, since = thread.turned_by or thread.started_by, thread.turned_at or thread.started_at
    return last != by or thread.notes.filter(at__gt=since).exclude(by=by).exists()


def _unanswer(by: User | None, article: Article, rest: str) -> str:
    number, _, mark = rest.partition("-")
    query = _query(article, number)
    take_back_answer(by=by, query=query, expected=mark)
    return query.mark_key


def _undecide(by: User | None, article: Article, rest: str) -> str:
    number, _, when = rest.partition("-")
    query = _query(article, number)
    take_back_decision(by=by, query=query, decided_at=_moment(when))
    return query.mark_key


def _query(article: Article, number: str) -> Query:
    query = Query.objects.filter(pk=_numbers(number)[0], article=article).first()
    if query is None:
        raise Refused(str(GONE))
    return query


def _moment(when: str) -> datetime:
    try:
        return datetime.fromisoformat(when)
    except ValueError:
        raise Refused(str(GONE)) from None


def _unask(by: User | None, article: Article, rest: str) -> str:
    query = _query(article, rest)
    decide_query(by=by, query=query, decision="withdrawn", note="Undone.", expected=query.mark)
    return query.mark_key


def _bring_back(by: User | None, article: Article, rest: str) -> str:
    kind, number, when = (*rest.split("-", 2), "", "")[:3]
    mark = _mark(article, kind, _numbers(number)[0])
    return claims.restore(by=by, mark=mark, thrown_out_at=_moment(when)).key


def _mark(article: Article, kind: str, pk: int) -> Mark:
    model: type[Claim] | type[Quote] = Claim if kind == "claim" else Quote
    mark = model.objects.filter(pk=pk, article=article).first()
    if mark is None:
        raise Refused(str(GONE))
    return mark


_REVERSE: Final[dict[str, Callable[[User | None, Article, str], str]]] = {
    "verdict": _unrule,
    "tick": _untick,
    "query": _unask,
    "answer": _unanswer,
    "decision": _undecide,
    "withdrawn": _rule_again,
    "unticked": _tick_again,
    "thread": _turn_thread,
    "mark": _bring_back,
}
