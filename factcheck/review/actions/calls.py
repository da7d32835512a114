"""The call sheet: its questions, the calls made from it, and a verdict that rests on one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.articles.models import Article
from factcheck.claims import reads as claims
from factcheck.claims.models import Claim, Fact, Quote
from factcheck.claims.rules import party_key
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.newsroom.zones import zone_label
from factcheck.post.rules import header_safe, storable
from factcheck.replies.actions import CallFacts, log_call
from factcheck.replies.models import CommentRequest, RequestCall
from factcheck.review.actions.guards import require_person
from factcheck.review.actions.ruling import give_verdict, tick_fact
from factcheck.review.models import (
    CALL_OUTCOMES,
    CALL_SAYS,
    TAKEN,
    CallAnswer,
    CallQuestion,
    PhoneCall,
    Tick,
    Verdict,
)
from factcheck.review.models.vocabulary import in_words
from factcheck.review.reads.calls import quoted_of

SHEET = "edit call sheet"
LENGTH = 2000  # of a question
Asked = Claim | Quote | Fact


@dataclass(frozen=True, slots=True)
class Answered:
    """What was said on one mark, and the question it answered."""

    mark: Asked
    says: str
    words: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class ToParty:
    """The part of a call that answers a comment request, in the terms of replies.log_call."""

    request: CommentRequest
    says: str = ""
    terms: str = "on the record"
    said_by: str = ""


@transaction.atomic
def word_question(
    *,
    by: User | None,
    article: Article,
    name: str,
    text: str,
    mark: Asked | None = None,
    question: CallQuestion | None = None,
) -> CallQuestion:
    """Put a question to the person called `name` in the desk's words.

    It replaces the question proposed for `mark`, replaces `question`, or is a new one. Refused
    where it reads a quote out.
    """
    by = require_person(by)
    require_on_article(by=by, verb=SHEET, article=article)
    text = storable(text).strip()
    if not text or len(text) > LENGTH:
        most = _("A question has at most %(number)s characters.") % {"number": f"{LENGTH:,}"}
        raise Refused(most if text else _("Write the question."))
    _not_read_out(article, text)
    stored = _question(by, article, name, mark, question)
    before, stored.text, stored.dropped, stored.by, stored.at = (
        stored.text,
        text,
        False,
        by,
        timezone.now(),
    )
    stored.save()
    text_of_log = f"Question to {stored.name}: {f'“{before}” → ' if before else ''}“{text}”"
    log(by=by, verb=SHEET, subject=stored, article_id=article.pk, text=text_of_log)
    return stored


@transaction.atomic
def drop_question(
    *,
    by: User | None,
    article: Article,
    name: str,
    mark: Asked | None = None,
    question: CallQuestion | None = None,
    dropped: bool = True,
) -> CallQuestion:
    """Take a question off one person's sheet, or put it back."""
    by = require_person(by)
    require_on_article(by=by, verb=SHEET, article=article)
    stored = _question(by, article, name, mark, question)
    stored.dropped, stored.by, stored.at = dropped, by, timezone.now()
    if not dropped and not stored.text:
        stored.delete()  # what was proposed stands again
    else:
        stored.save()
    text_of_log = (
        f"{'Took off' if dropped else 'Put back on'} the call sheet of {stored.name}: "
        f"{stored.text or 'a question'}"
    )
    log(by=by, verb=SHEET, subject=stored, article_id=article.pk, text=text_of_log)
    return stored


@transaction.atomic
def log_phone_call(
    *,
    by: User | None,
    article: Article,
    name: str,
    number: str = "",
    outcome: str,
    said: str = "",
    at: datetime | None = None,
    answers: Sequence[Answered] = (),
    party: ToParty | None = None,
) -> PhoneCall:
    """Write down a call made from the sheet, and what was said in it of each mark.

    With `party` its words become those of a call on that comment request, logged now.
    """
    by = require_person(by)
    require_on_article(by=by, verb="log call", article=article)
    now = timezone.now()
    reason = _why_not_logged(outcome, said, at, answers, now)
    if reason:
        raise Refused(reason)
    key = _key(name)
    for answer in answers:
        _checked(answer, article)
    number = header_safe(number, 100)
    party_call = _party_call(by, article, outcome, said, answers, party) if party else None
    call = PhoneCall.objects.create(
        article=article,
        person=key,
        name=header_safe(name, 300),
        number=number,
        outcome=outcome,
        said="" if party_call else storable(said).strip(),
        party_call=party_call,
        by=by,
        at=party_call.at if party_call else at or now,
        logged_at=now,
    )
    log(
        by=by,
        verb="log call",
        subject=call,
        article_id=article.pk,
        text=f"Rang {call.name}: {outcome}.",
        number=number,
        words=call.words,
    )
    for answer in answers:
        _note_answer(by, call, answer)
    nudge("review")
    return call


def _listed(stored: Sequence[str]) -> str:
    return ", ".join(in_words(word) for word in stored)


def _why_not_logged(
    outcome: str, said: str, at: datetime | None, answers: Sequence[Answered], now: datetime
) -> str:
    """Return why a call cannot be logged like this; empty where it can."""
    is_silent = not said.strip() and not answers
    reasons = (
        (
            outcome not in CALL_OUTCOMES,
            _("Say how it went: %(outcomes)s.") % {"outcomes": _listed(CALL_OUTCOMES)},
        ),
        (at is not None and at > now, _("This call is still to come. Log it once it was made.")),
        (
            outcome not in TAKEN and bool(answers),
            _("Nobody took the call: nobody can have said anything."),
        ),
        (outcome == "spoke" and is_silent, _("Write down what was said.")),
    )
    return next((reason for applies, reason in reasons if applies), "")


@transaction.atomic
def rule_on_call(*, by: User | None, answer: CallAnswer) -> Verdict | Tick:
    """Confirm a mark on what was said of it in a call: its verdict, or tick, names the call.

    Refused where they did not confirm it, or where the copy's words have changed since.
    """
    by = require_person(by)
    mark, call = answer.on, answer.call
    if answer.says != "confirms":
        raise Refused(
            _("%(name)s did not confirm this: they said “%(says)s”.")
            % {"name": call.name, "says": in_words(answer.says)}
        )
    if mark.text != answer.text:
        raise Refused(
            _(
                "The words have changed since the call. Ring again, or rule on them as "
                "they stand now."
            )
        )
    zone = timezone.localtime(call.at, by.zone)
    basis: dict[str, Any] = {
        "source": f"{call.name}, on the phone",
        "locator": f"{zone:%Y-%m-%d %H:%M} {zone_label(zone)}",
        "passage": answer.words or call.words,
        "method": f"call, {call.number}" if call.number else "call",
        "seen_text": answer.text,
    }
    if isinstance(mark, Fact):
        return tick_fact(by=by, fact=mark, state="confirmed", **basis)
    on = {"claim": mark} if isinstance(mark, Claim) else {"quote": mark}
    return give_verdict(by=by, ruling="confirmed", **on, **basis)


def _key(name: str) -> str:
    key = party_key(name)[:300]
    if not key:
        raise Refused(_("Say whom to ring."))
    return key


def _question(
    by: User, article: Article, name: str, mark: Asked | None, question: CallQuestion | None
) -> CallQuestion:
    """Return the row to write to: the named one, the one kept for the mark, or a new one."""
    if question is not None:
        kept = (
            CallQuestion.objects.select_for_update().filter(pk=question.pk, article=article).first()
        )
        if kept is None:
            raise Refused(_("This question is no longer on the sheet."))
        return kept
    on = {str(mark._meta.model_name): mark} if mark is not None else {}
    if mark is not None and mark.article_id != article.pk:
        raise Refused(_("These words belong to another article."))
    key = _key(name)
    if mark is None:
        return CallQuestion(article=article, person=key, name=header_safe(name, 300), by=by)
    rows = CallQuestion.objects.select_for_update()
    new = {"name": header_safe(name, 300), "by": by}
    return rows.get_or_create(article=article, person=key, defaults=new, **on)[0]


def _not_read_out(article: Article, text: str) -> None:
    proof = article.current_proof()
    on = claims.marks_of(proof)
    words = quoted_of(proof, on.quotes, on.facts).read_out(text)
    if words:
        raise Refused(
            _(
                "“%(words)s” is what the quote says. Ask for it in other words: a quote is "
                "never read out."
            )
            % {"words": words}
        )


def _checked(answer: Answered, article: Article) -> None:
    if answer.says not in CALL_SAYS:
        raise Refused(
            _("“%(says)s” is nothing one can say of it: %(known)s.")
            % {"says": answer.says, "known": _listed(CALL_SAYS)}
        )
    if answer.mark.article_id != article.pk:
        raise Refused(_("These words belong to another article."))
    if answer.says == "corrects" and not answer.words.strip():
        raise Refused(_("Write down the correction."))


def _party_call(
    by: User, article: Article, outcome: str, said: str, answers: Sequence[Answered], party: ToParty
) -> RequestCall:
    if party.request.article_id != article.pk:
        raise Refused(_("This request is another article’s."))
    words = (
        said.strip()
        or "; ".join(f"{answer.says}: {answer.words.strip()}".strip(": ") for answer in answers)
        or outcome
    )
    facts = CallFacts("phone", reached=outcome in TAKEN, message_left=outcome == "left a message")
    return log_call(
        by=by,
        request=party.request,
        facts=facts,
        words=words,
        terms=party.terms,
        said_by=party.said_by,
        says=party.says,
    )


def _note_answer(by: User, call: PhoneCall, answered: Answered) -> None:
    on = {str(answered.mark._meta.model_name): answered.mark}
    words = storable(answered.words).strip()
    CallAnswer.objects.create(
        call=call,
        text=answered.mark.text,
        question=storable(answered.question),
        says=answered.says,
        words=words,
        **on,
    )
    quoted = f": {words}" if words else ""
    text_of_log = f"{call.name}, on the phone, {answered.says} “{answered.mark}”{quoted}"
    log(
        by=by,
        verb="log call",
        subject=answered.mark,
        article_id=call.article_id,
        text=text_of_log,
        call=call.pk,
    )
