"""What became of the letters: the request follows its mail, contacts gain and lose health, the reminder goes."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from factcheck.articles.actions import require
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.post.actions import cancel, settle
from factcheck.replies import reads, rules
from factcheck.replies.actions.requests import locked
from factcheck.replies.actions.sending import write
from factcheck.replies.models import CommentRequest, Contact, Letter


@transaction.atomic
def follow(pk: int) -> None:
    """Take over what the letter's carriage says. A letter whose deadline passed before it went does not go."""
    found = Letter.objects.filter(pk=pk).select_related("request").first()
    if found is None:
        return
    request = locked(found.request)
    letter = Letter.objects.select_related("outgoing", "contact").get(pk=pk)
    outgoing = letter.outgoing
    if outgoing.state == "queued" and request.deadline is not None and request.deadline <= timezone.now():
        cancel(by=None, outgoing=outgoing, why="The deadline passed before the letter went.")
        request.trouble = outgoing.error if outgoing.state == "cancelled" else request.trouble
    _health(letter)
    letter.seen_state = outgoing.state
    letter.save(update_fields=["seen_state"])
    restate(request)
    nudge()


def restate(request: CommentRequest) -> None:
    """The request's state and first asking, from its letters and calls. `request` is locked."""
    if request.state in ("proposed", "dropped"):
        return
    letters = [
        rules.LetterFacts(
            kind=letter.kind,
            state=letter.outgoing.state,
            bounced=letter.bounced_at is not None,
            sent_at=letter.outgoing.sent_at,
            error=letter.outgoing.error,
        )
        for letter in request.letters.select_related("outgoing").order_by("id")
    ]
    calls = [call.at for call in request.calls.all() if call.reached]
    was, request.state = request.state, rules.state_after(letters, bool(calls))
    asked = [one.sent_at for one in letters if one.kind == "first" and one.sent_at and not one.bounced]
    request.sent_at = min([*asked, *calls], default=None)
    if request.state == "failed":
        request.trouble = _why_failed(letters)
    elif request.state in ("sent", "queued"):
        request.trouble = ""
    request.save(update_fields=["state", "sent_at", "trouble"])
    if request.state != was:
        text = f"Request to {request.party}: {reads.WORDS[request.state]}. {request.trouble}".strip()
        log(by=None, verb="follow letter", subject=request, article_id=request.article_id, text=text)


def _why_failed(letters: list[rules.LetterFacts]) -> str:
    last = [one for one in letters if one.kind == "first"][-1]
    return "Its letter came back: it was not delivered." if last.bounced else f"Its letter failed: {last.error}"


def _health(letter: Letter) -> None:
    """A refusal of the address spoils a contact; a trouble of the moment only marks it, until a letter goes through."""
    outgoing, contact = letter.outgoing, letter.contact
    if contact.address.strip().lower() != outgoing.to_address.lower():
        return  # corrected since
    if outgoing.state == "failed" and outgoing.permanent:
        set_health(contact, "bad", f"its mail server refused it: {outgoing.error}")
    elif outgoing.state == "queued" and outgoing.tries and contact.health in ("untried", "good"):
        set_health(contact, "failing", f"its mail server puts letters off: {outgoing.error}")
    elif outgoing.state == "sent" and contact.health == "failing":
        set_health(contact, "untried", "a letter was taken")


def set_health(contact: Contact, health: str, why: str) -> None:
    if Contact.objects.filter(pk=contact.pk).exclude(health=health).update(health=health) != 1:
        return
    contact.health = health
    log(by=None, verb="contact health", subject=contact, text=f"Contact {contact} is {health}: {why}.")


@transaction.atomic
def chase(pk: int) -> Letter | None:
    """Send the reminder if the rule says so now; the rule is asked again here, on the locked row."""
    request = CommentRequest.objects.select_for_update(of=("self",)).filter(pk=pk, state="sent").first()
    if request is None:
        return None
    row = reads.rows(reads.loaded(CommentRequest.objects.filter(pk=pk)), timezone.now())[0]
    if row.step.kind != "chase":
        return None
    letter = write(None, row.request, "chaser")
    text = f"{request.party} reminded: {row.step.reason}"
    log(by=None, verb="chase request", subject=request, article_id=request.article_id, text=text)
    nudge()
    return letter


def settle_letter(*, by: User, letter: Letter, went: bool, again: bool = False) -> Letter:
    """A person rules on a letter in doubt: it went; or it did not, and is given up or (`again`) sent anew."""
    require(by=by, verb="settle letter", article=letter.request.article)
    with transaction.atomic():
        request = locked(letter.request)
        if again and (request.deadline is None or request.deadline <= timezone.now()):
            raise Refused("The deadline has passed: give the party more time first.")
        settle(by=by, outgoing=letter.outgoing, went=went, again=again)
        ruling = "went" if went else "did not go; sent again" if again else "did not go"
        text = f"The letter to {request.party} {ruling}."
        log(by=by, verb="settle letter", subject=request, article_id=request.article_id, text=text)
    follow(letter.pk)
    letter.refresh_from_db()
    return letter
