"""Ticks on facts, verdicts on claims and quotes.

The newest counts; the earlier stay as the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Field, QuerySet
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Fact, Quote
from factcheck.evidence.models import TIERS, Evidence
from factcheck.evidence.reads.evidence import evidence_of
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.sweeps import nudge
from factcheck.newsroom.translating import translated
from factcheck.review.actions.guards import lock_article, require_person
from factcheck.review.actions.queries import raise_for, withdraw_for
from factcheck.review.models import TICKS, VERDICTS, Tick, Verdict
from factcheck.review.reads.quote_sources import quote_sources
from factcheck.review.reads.rulings import twins_of
from factcheck.review.rules.gate import DOUBTS, RECORDS


@dataclass(slots=True)
class _Basis:
    """What a ruling rests on."""

    source: str
    locator: str
    passage: str
    method: str
    note: str

    def columns(self) -> dict[str, str]:
        return {name: getattr(self, name).strip() for name in self.__slots__}


@transaction.atomic
def tick_fact(
    *,
    by: User | None,
    fact: Fact,
    state: str,
    source: str = "",
    locator: str = "",
    passage: str = "",
    method: str = "",
    note: str = "",
    new: str = "",
    seen_text: str | None = None,
    expected: int | None = None,
) -> Tick:
    """Tick a fact, and with it every place where it recurs in the article.

    `new` holds the words proposed instead. A doubt (change proposed, disputed, cannot confirm)
    raises a query. `seen_text` is what the fact said on the checker's screen, `expected` the id of
    the tick shown there (0: none); where either no longer holds, Refused.
    """
    by = require_person(by)
    require_on_article(by=by, verb="tick", article=fact.article)
    if state not in TICKS:
        raise Refused(_("“%(state)s” is not a tick.") % {"state": state}, field="state")
    article = lock_article(fact.article_id)
    twins = twins_of(fact)
    marks = {
        f.pk: f
        for f in Fact.objects.select_for_update(no_key=True).filter(pk__in=twins).order_by("pk")
    }
    mark = _standing(marks.get(fact.pk), seen_text)
    basis = _Basis(source, locator, passage, method, note)
    _well_founded(state, basis, article, new)
    before = Tick.objects.filter(fact__in=twins, current=True)
    _expect(before, expected)
    earlier = list(before)
    before.update(current=False)
    tick = Tick.objects.create(fact=mark, state=state, text=mark.text, by=by, **basis.columns())
    withdraw_for(by=by, ticks=earlier, why=f"The tick was changed: {state}.")
    if state in DOUBTS:
        raise_for(by=by, tick=tick, note=basis.note, new=new)
    changes = _changes("tick", earlier, tick)
    _record(
        by, "tick", mark, f"Ticked “{mark}”: {state}.", tick, places=len(twins), changes=changes
    )
    return tick


@transaction.atomic
def untick(*, by: User | None, fact: Fact, expected: int | None = None) -> None:
    """Take back the tick on a fact, in every place where it recurs; `expected` as for `tick_fact`.

    Refused where there is none.
    """
    by = require_person(by)
    require_on_article(by=by, verb="tick", article=fact.article)
    lock_article(fact.article_id)
    twins = twins_of(fact)
    current = Tick.objects.select_for_update().filter(fact__in=twins, current=True)
    _expect(Tick.objects.filter(fact__in=twins, current=True), expected)
    earlier = list(current)
    if not earlier:
        raise Refused(_("There is no tick to take back."))
    current.update(current=False)
    withdraw_for(by=by, ticks=earlier, why="The tick was taken back.")
    changes = _changes("tick", earlier, None)
    _record(by, "untick", fact, f"Took back the tick on “{fact}”.", earlier[-1], changes=changes)


@transaction.atomic
def give_verdict(
    *,
    by: User | None,
    claim: Claim | None = None,
    quote: Quote | None = None,
    ruling: str,
    source: str = "",
    locator: str = "",
    passage: str = "",
    method: str = "",
    note: str = "",
    new: str = "",
    evidence: Evidence | None = None,
    earlier_check: Verdict | None = None,
    tier: str = "",
    seen_text: str | None = None,
    seen_speaker: str | None = None,
    expected: int | None = None,
) -> Verdict:
    """Rule on a claim or a quote.

    Source, locator, passage and tier come from `evidence` where they are left empty.

    `earlier_check` is the desk's verdict on the same claim that this one leans on, and with which
    it falls. `new`, `seen_text` and `expected` as for `tick_fact`. A quote's `method` names its
    record (rules.RECORDS), `seen_speaker` its speaker on the screen (Quote.said_by).
    """
    by = require_person(by)
    target = _one_of(claim, quote)
    require_on_article(by=by, verb="give verdict", article=target.article)
    if ruling not in VERDICTS:
        raise Refused(_("“%(ruling)s” is not a verdict.") % {"ruling": ruling}, field="ruling")
    lock_article(target.article_id)
    locked = (
        type(target)
        ._default_manager.select_for_update(no_key=True)
        .filter(pk=target.pk)
        .order_by("pk")
        .first()
    )
    mark = _standing(locked, seen_text)
    _same_speaker(mark, seen_speaker)
    basis = _Basis(source, locator, passage, method, note)
    _may_lean_on(earlier_check, by)
    tier = _with_evidence(basis, evidence, mark, tier)
    _no_mere_lead(ruling, tier)
    _well_founded(ruling, basis, mark.article, new)
    if isinstance(mark, Claim) and ruling == "confirmed":
        _independent(mark, basis)
        _no_silent_conflict(mark, basis)
    if isinstance(mark, Quote) and ruling == "confirmed":
        _held_by_its_record(mark, basis)
    on = {"claim": mark} if isinstance(mark, Claim) else {"quote": mark}
    before = Verdict.objects.filter(current=True, **on)
    _expect(before, expected)
    earlier = list(before)
    before.update(current=False)
    verdict = Verdict.objects.create(
        ruling=ruling,
        text=mark.text,
        by=by,
        evidence=evidence,
        earlier_check=earlier_check,
        tier=tier,
        **_said_by(mark),
        **on,
        **basis.columns(),
    )
    withdraw_for(by=by, verdicts=earlier, why=f"The verdict was changed: {ruling}.")
    if ruling in DOUBTS:
        raise_for(by=by, verdict=verdict, note=basis.note, new=new)
    changes = _changes("verdict", earlier, verdict)
    _record(by, "give verdict", mark, f"Ruled on “{mark}”: {ruling}.", verdict, changes=changes)
    return verdict


@transaction.atomic
def withdraw_verdict(
    *,
    by: User | None,
    claim: Claim | None = None,
    quote: Quote | None = None,
    expected: int | None = None,
) -> None:
    """Take back the verdict on a claim or quote: it then waits for one again.

    `expected` as for `tick_fact`. Refused where there is none.
    """
    by = require_person(by)
    target = _one_of(claim, quote)
    require_on_article(by=by, verb="give verdict", article=target.article)
    lock_article(target.article_id)
    on = {"claim": target} if isinstance(target, Claim) else {"quote": target}
    current = Verdict.objects.select_for_update().filter(current=True, **on)
    _expect(Verdict.objects.filter(current=True, **on), expected)
    earlier = list(current)
    if not earlier:
        raise Refused(_("There is no verdict to take back."))
    current.update(current=False)
    withdraw_for(by=by, verdicts=earlier, why="The verdict was taken back.")
    text, changes = f"Took back the verdict on “{target}”.", _changes("verdict", earlier, None)
    _record(by, "withdraw verdict", target, text, earlier[-1], changes=changes)


def _said_by(mark: Claim | Quote) -> dict[str, str]:
    """Return the speaker and title that a ruling on a quote stands for."""
    if isinstance(mark, Claim):
        return {}
    return {"speaker": mark.speaker, "speaker_title": mark.speaker_title}


def _may_lean_on(earlier: Verdict | None, by: User) -> None:
    if earlier is None:
        return
    seen = (
        earlier.claim is not None
        and Article.objects.visible_to(by).filter(pk=earlier.claim.article_id).exists()
    )
    if not seen or not earlier.current:
        raise Refused(_("That earlier check does not stand any more. Look at it again."))


def _independent(claim: Claim, basis: _Basis) -> None:
    """Refuse a confirmation on too few sources, where the desk demands independent ones.

    The desk may demand one primary source, or three that do not lean on each other.
    """
    if not Desk.load().independent_sources or basis.method.lower().startswith(RECORDS):
        return
    standing = evidence_of([claim])[claim.pk].independence
    if not standing.enough:
        raise Refused(
            _(
                "“Confirmed” needs one primary source or three independent ones. Accepted "
                "so far: %(words)s."
            )
            % {"words": translated(standing.words)}
        )


def _no_silent_conflict(claim: Claim, basis: _Basis) -> None:
    """Refuse a confirmation beside an accepted source against it that no note speaks to."""
    against = Evidence.objects.filter(
        claim=claim, claim_text=claim.text, ruling="accepted", side="against"
    ).select_related("document")
    first = against.first()
    if first is not None and not basis.note.strip():
        raise Refused(
            _(
                "%(document)s speaks against this claim. Say in the note why it stands all "
                "the same, or rule on that source again."
            )
            % {"document": first.document},
            field="note",
        )


def _held_by_its_record(quote: Quote, basis: _Basis) -> None:
    """Refuse to confirm a quote on a kind of record that was read and does not hold the words.

    Nor does a record hold them that has them from somebody else. Where it has other words, a note
    says why the quote stands. Of a paraphrase no record holds the very words.
    """
    found = quote_sources(quote)
    method = basis.method.strip().casefold()
    read = [s for s in found.sources if s.compared is not None and method.startswith(s.method)]
    if found.indirect or not read or any(source.holds_the_words for source in read):
        return
    if any(source.in_other_words for source in read) and basis.note.strip():
        return
    nearest = read[0]
    if nearest.wrong_speaker:
        raise Refused(
            _("“%(title)s” has these words from somebody else than %(speaker)s.")
            % {"title": nearest.title, "speaker": quote.speaker},
            field="method",
        )
    if nearest.in_other_words:
        raise Refused(
            _("“%(title)s” has other words. Correct the quote, or say in the note why it stands.")
            % {"title": nearest.title},
            field="note",
        )
    raise Refused(
        _("“%(title)s” does not hold these words. Name the record that does, or query the author.")
        % {"title": nearest.title},
        field="method",
    )


def _one_of(claim: Claim | None, quote: Quote | None) -> Claim | Quote:
    if claim is not None and quote is None:
        return claim
    if quote is not None and claim is None:
        return quote
    raise ValueError("A verdict is on one claim or one quote.")


def _standing(mark: Any, seen_text: str | None) -> Any:
    if mark is None or mark.standing == "archived":
        raise Refused(_("These words are no longer in the copy."))
    if mark.standing == "moved":
        raise Refused(_("These words have moved in the copy. Confirm first where they stand now."))
    if seen_text is not None and seen_text != mark.text:
        raise Refused(
            _(
                "The words changed while you looked: they now read “%(text)s”. Look again, "
                "then rule."
            )
            % {"text": mark.text}
        )
    return mark


def _same_speaker(mark: Claim | Quote, seen: str | None) -> None:
    if isinstance(mark, Quote) and seen is not None and seen != mark.said_by:
        raise Refused(
            _("The speaker changed while you looked: now %(speaker)s. Look again, then rule.")
            % {"speaker": mark.said_by or _("nobody")}
        )


def _expect(current: QuerySet[Any], expected: int | None) -> None:
    if expected is None:
        return
    there = max(current, key=lambda ruling: ruling.pk, default=None)
    if (there.pk if there else 0) != expected:
        if there is None:
            raise Refused(_("The ruling was taken back while you looked. Look again, then rule."))
        raise Refused(
            _("%(who)s has ruled on this while you looked. Look again, then rule.")
            % {"who": there.by}
        )


def _with_evidence(basis: _Basis, evidence: Evidence | None, mark: Claim | Quote, tier: str) -> str:
    """Fill in what the evidence says; the source's tier, for this use."""
    if tier and tier not in TIERS:
        raise Refused(_("“%(tier)s” is not a tier.") % {"tier": tier}, field="tier")
    if evidence is None:
        return tier
    if evidence.claim_id != (mark.pk if isinstance(mark, Claim) else None):
        raise Refused(_("This evidence belongs to another claim."))
    if evidence.ruling == "rejected":
        raise Refused(
            _("This evidence was rejected. Accept it first, or rest the verdict on another.")
        )
    named = _names_another(basis.source, evidence)
    _fill_in(basis, evidence)
    return tier or _tier_of(evidence, named=named)


def _names_another(typed: str, evidence: Evidence) -> bool:
    """Return whether somebody typed another source than the page and outlet of the evidence."""
    document = evidence.document
    own = {str(document.source or ""), str(document), document.title, document.url, _page(evidence)}
    words = typed.strip().casefold()
    return bool(words) and words not in {name.casefold() for name in own}


def _page(evidence: Evidence) -> str:
    document = evidence.document
    return ": ".join(part for part in (str(document.source or ""), str(document)) if part)


def _tier_of(evidence: Evidence, *, named: bool) -> str:
    """Return the tier of the evidence for this use; `named`: a person named the source."""
    tier = evidence.tier or evidence.document.usual_tier
    # A lead does not lower a verdict that names the source it leads to.
    return "" if named and tier == "lead only" else tier


def _fill_in(basis: _Basis, evidence: Evidence) -> None:
    """Take source, place and passage from the evidence where nobody typed them."""
    document = evidence.document
    basis.source = (basis.source.strip() or _page(evidence))[: _longest("source")]
    basis.locator = basis.locator.strip() or document.url[: _longest("locator")]
    basis.passage = basis.passage.strip() or evidence.passage


def _longest(column: str) -> int | None:
    field = Verdict._meta.get_field(column)
    assert isinstance(field, Field)
    return field.max_length


def _no_mere_lead(ruling: str, tier: str) -> None:
    if ruling == "confirmed" and tier == "lead only":
        raise Refused(_("This page is only a lead. Name the source it leads to."), field="source")


def _well_founded(ruling: str, basis: _Basis, article: Article, new: str) -> None:
    """Refuse a ruling without what it needs; the author is the source of what they vouch for."""
    if ruling == "on author":
        basis.source = basis.source.strip() or str(article.author or article.author_name)
    has_source, has_note = bool(basis.source.strip()), bool(basis.note.strip())
    needs_note = ruling in ("on author", "disputed", "cannot confirm")
    needed = (
        (
            ruling == "confirmed" and not has_source,
            _("Name the source that confirms it."),
            "source",
        ),
        (
            ruling == "on author" and not has_source,
            _("Name the author who vouches for it."),
            "source",
        ),
        (
            ruling == "change proposed" and not new.strip() and not has_note,
            _("Write the words you propose, or what should change."),
            "new",
        ),
        (needs_note and not has_note, _("Give the reason."), "note"),
    )
    missing = [(reason, field) for is_missing, reason, field in needed if is_missing]
    if missing:
        raise Refused(" ".join(reason for reason, field in missing), field=missing[0][1])


def _changes(
    name: str, earlier: Sequence[Tick | Verdict], now: Tick | Verdict | None
) -> dict[str, list[str]]:
    """Return what the log keeps of a ruling: each value before and after, where they differ."""
    before, after = (
        _kept(name, max(earlier, key=lambda ruling: ruling.pk, default=None)),
        _kept(name, now),
    )
    return {key: [before[key], after[key]] for key in before if before[key] != after[key]}


def _kept(name: str, ruling: Tick | Verdict | None) -> dict[str, str]:
    word = "" if ruling is None else ruling.state if isinstance(ruling, Tick) else ruling.ruling
    basis = {
        key: getattr(ruling, key) if ruling else ""
        for key in ("source", "locator", "method", "note")
    }
    return {name: word, **basis}


def _record(
    by: User, verb: str, mark: Claim | Quote | Fact, text: str, ruling: Tick | Verdict, **data: Any
) -> None:
    log(
        by=by,
        verb=verb,
        subject=mark,
        article_id=mark.article_id,
        text=text,
        ruling=ruling.pk,
        **data,
    )
    nudge("review")
