"""What became of the letters.

The request follows its mail, contacts gain and lose health, the reminder goes.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.post.actions import cancel, settle
from factcheck.replies import rules
from factcheck.replies.actions.comment_requests import locked
from factcheck.replies.actions.health import follow_carriage
from factcheck.replies.actions.reaching import reach_anew
from factcheck.replies.actions.sending import write
from factcheck.replies.models import CommentRequest, Letter
from factcheck.replies.reads import comment_requests
from factcheck.replies.reads.points import last_put_at, with_points


@transaction.atomic
def follow(pk: int) -> None:
    """Take over what the letter's carriage says.

    A letter whose deadline passed before it went does not go.
    """
    letter_row = Letter.objects.filter(pk=pk).select_related("request").first()
    if letter_row is None:
        return
    request = locked(letter_row.request)
    letter = Letter.objects.select_related("outgoing", "contact").get(pk=pk)
    outgoing = letter.outgoing
    if (
        outgoing.state == "queued"
        and request.deadline is not None
        and request.deadline <= timezone.now()
    ):
        cancel(by=None, outgoing=outgoing, why="The deadline passed before the letter went.")
        request.trouble = outgoing.error if outgoing.state == "cancelled" else request.trouble
    follow_carriage(letter)
    letter.seen_state = outgoing.state
    letter.save(update_fields=["seen_state"])
    restate(request)
    nudge("replies")


def restate(request: CommentRequest) -> None:
    """Set the request's state and first asking from its letters and calls.

    `request` is locked.
    """
    if request.state in ("proposed", "dropped"):
        return
    letters = _letter_facts(request)
    calls = [call.at for call in request.calls.all() if call.has_asked]
    was, request.state = request.state, rules.state_after(letters, bool(calls))
    request.sent_at = min([*rules.asked_at(letters), *calls], default=None)
    if request.state == "failed":
        request.trouble = _why_failed(letters)
    elif request.state in ("sent", "queued"):
        request.trouble = ""
    request.awaits_more = awaits_more(request)
    request.save(update_fields=["state", "sent_at", "trouble", "awaits_more"])
    if request.outcome in ("answered", "partial"):
        reconsider(request)
    if request.state != was:
        _log_state(request)
        if request.state == "failed" and reach_anew(request.pk) is not None:
            request.refresh_from_db(fields=["contact", "time_zone"])


def _letter_facts(request: CommentRequest) -> list[rules.LetterFacts]:
    return [
        rules.LetterFacts(
            kind=letter.kind,
            state=letter.outgoing.state,
            bounced=letter.bounced_at is not None,
            sent_at=letter.outgoing.sent_at,
            error=letter.outgoing.error,
        )
        for letter in request.letters.select_related("outgoing").order_by("id")
    ]


def _log_state(request: CommentRequest) -> None:
    state = comment_requests.WORDS[request.state]
    text = f"Request to {request.party}: {state}. {request.trouble}".strip()
    log(by=None, verb="follow letter", subject=request, article_id=request.article_id, text=text)


def awaits_more(request: CommentRequest) -> bool:
    """Whether anything new has been put to the party since its last answer."""
    readings = request.replies.counted().filter(withdrawn_at=None).exclude(says="withdraws")
    answered = readings.aggregate(last=Max("received_at"))["last"]
    asked_last = last_put_at(with_points(CommentRequest.objects.all()).get(pk=request.pk))
    return answered is not None and asked_last is not None and asked_last > answered


def reconsider(request: CommentRequest) -> None:
    """Set the request's outcome from its triaged replies.

    `request` is locked. Who answered everything, and has been asked more since, has answered in
    part.
    """
    triaged = request.replies.filter(triaged_at__isnull=False)
    readings = [
        rules.ReplyFacts(reply.says, reply.received_at, reply.withdrawn_at) for reply in triaged
    ]
    outcome, _when = rules.outcome_of(readings)
    request.first_answer_at = rules.first_answer(readings)
    request.awaits_more = awaits_more(request)
    request.outcome = "partial" if outcome == "answered" and request.awaits_more else outcome
    request.save(update_fields=["outcome", "awaits_more", "first_answer_at"])


def _why_failed(letters: list[rules.LetterFacts]) -> str:
    last = [letter for letter in letters if letter.kind in ("first", "another")][-1]
    return (
        "Its letter came back: it was not delivered."
        if last.bounced
        else f"Its letter failed: {last.error}"
    )


@transaction.atomic
def send_reminder(pk: int) -> Letter | None:
    """Send the reminder if the rule says so now.

    The rule is asked again here, on the locked row.
    """
    request = (
        CommentRequest.objects.select_for_update(of=("self",)).filter(pk=pk, state="sent").first()
    )
    if request is None:
        return None
    row = comment_requests.rows(
        comment_requests.loaded(CommentRequest.objects.filter(pk=pk)), timezone.now()
    )[0]
    if row.step.kind != "chase":
        return None
    letter = write(None, row.request, "chaser")
    text = f"{request.party} reminded: {row.step.reason}"
    log(by=None, verb="chase request", subject=request, article_id=request.article_id, text=text)
    nudge("replies")
    return letter


def settle_letter(*, by: User, letter: Letter, went: bool, again: bool = False) -> Letter:
    """Record a person's ruling on a letter in doubt.

    It went; or it did not, and is given up or (`again`) sent again.
    """
    require_on_article(by=by, verb="settle letter", article=letter.request.article)
    with transaction.atomic():
        request = locked(letter.request)
        if again and (request.deadline is None or request.deadline <= timezone.now()):
            raise Refused(_("The deadline has passed: give the party more time first."))
        settle(by=by, outgoing=letter.outgoing, went=went, again=again)
        ruling = "sent" if went else "not sent; queued again" if again else "not sent"
        text = f"The letter to {request.party} {ruling}."
        log(by=by, verb="settle letter", subject=request, article_id=request.article_id, text=text)
    follow(letter.pk)
    letter.refresh_from_db()
    return letter
