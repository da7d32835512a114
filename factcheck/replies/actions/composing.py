"""A letter as somebody drafts it: to whom, by when and what is put, in one piece."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import User
from factcheck.replies.actions.calling import CallFacts, log_call
from factcheck.replies.actions.comment_requests import edit_request, locked
from factcheck.replies.actions.contacts import save_contact
from factcheck.replies.actions.letters import Composed, compose
from factcheck.replies.actions.points import add_point, withdraw_point, word_point
from factcheck.replies.actions.reaching import lock_requests_of
from factcheck.replies.actions.sending import send_another, send_further, send_request
from factcheck.replies.models import UNSENT, CommentRequest, Contact, Point, RequestCall
from factcheck.replies.reads import comment_requests
from factcheck.replies.rules.alike import address_key


@dataclass(frozen=True, slots=True)
class NewContact:
    """A way to reach the party, typed with the letter."""

    channel: str
    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class DraftPoint:
    """A point as it stands in the draft; `pk` None is a new one, `seen` the wording it shows."""

    text: str
    pk: int | None = None
    seen: int = 0


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """`kind`: first, further, or another (the same points to another contact)."""

    kind: str
    contact: Contact | None
    new_contact: NewContact | None
    deadline: datetime | None
    time_zone: str
    subject: str = ""
    about: str = ""
    runs_at: datetime | None = None
    copies: tuple[Contact, ...] = ()
    points: tuple[DraftPoint, ...] = ()
    copy_words: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """The letter as it would go, and what keeps it from going."""

    letter: Composed
    lacks: list[str]
    channel: str
    reached_at: str  # its contact's address or number


@transaction.atomic
def save_draft(*, by: User, request: CommentRequest, draft: LetterDraft) -> CommentRequest:
    """Keep the draft: contact, copies, deadline, what the story is, and every point as worded."""
    require_on_article(by=by, verb="edit request", article=request.article)
    # The request before its party, as in sending: a preview and a letter that crossed would each
    # hold what the other waits for.
    _hold(request, draft)
    contact = _contact(by, request, draft)
    if request.state in UNSENT and draft.kind == "first":
        edit_request(
            by=by,
            request=request,
            subject=draft.subject,
            contact=contact,
            deadline=draft.deadline,
            time_zone=draft.time_zone,
            copy_words=draft.copy_words,
            about=draft.about,
            runs_at=draft.runs_at,
            copies=draft.copies,
        )
    else:
        request.copies.set([one for one in draft.copies if one.party_id == request.party_id])
    _save_points(by, locked(request), draft)
    return locked(request)


def _hold(request: CommentRequest, draft: LetterDraft) -> CommentRequest:
    """Lock the request; with a new contact also the party's others, which may take it."""
    if draft.new_contact is not None:
        lock_requests_of(request.party)
    return locked(request)


def _contact(by: User, request: CommentRequest, draft: LetterDraft) -> Contact | None:
    new = draft.new_contact
    if new is None:
        return draft.contact
    return save_contact(
        by=by,
        party=request.party,
        channel=new.channel,
        address=new.address,
        article=request.article,
        name=new.name,
        language=draft.contact.language if draft.contact else "en",
        time_zone=draft.time_zone,
        found_where="Typed with the letter",
    )


def _save_points(by: User, request: CommentRequest, draft: LetterDraft) -> None:
    standing = {point.pk: point for point in request.standing_points}
    for number, drafted in enumerate(draft.points, start=1):
        text = drafted.text.strip()
        if drafted.pk is None:
            if text:
                add_point(by=by, request=request, text=text, copy_words=draft.copy_words)
        elif drafted.pk in standing:  # else withdrawn meanwhile: nothing of it is put
            point = standing[drafted.pk]
            _must_be_as_drafted(point, drafted, number, text)
            _change_point(by, point, text, copy_words=draft.copy_words)


def _must_be_as_drafted(point: Point, drafted: DraftPoint, number: int, text: str) -> None:
    """Refused where a question that is to change was reworded since it was on the screen."""
    changes = text != point.words.strip()
    if changes and point.wording is not None and drafted.seen != point.wording.number:
        raise Refused(
            _("Somebody has reworded question %(number)s meanwhile. Look at it again.")
            % {"number": number}
        )


def _change_point(by: User, point: Point, text: str, *, copy_words: bool) -> None:
    if text == point.words.strip():
        return
    if text:
        word_point(by=by, point=point, text=text, copy_words=copy_words)
    else:
        withdraw_point(by=by, point=point)


def preview_draft(*, by: User, request: CommentRequest, draft: LetterDraft) -> Preview:
    """Return the letter as it would go if the draft were sent now; nothing of it is kept."""
    with transaction.atomic():
        saved = save_draft(by=by, request=request, draft=draft)
        contact = _contact_of(saved, draft)
        saved.contact = contact
        saved.deadline = draft.deadline or saved.deadline
        preview = Preview(
            letter=compose(saved, draft.kind, sender=by),
            lacks=comment_requests.lacking(saved, timezone.now()),
            channel=contact.channel if contact else "",
            reached_at=contact.address if contact else "",
        )
        transaction.set_rollback(True)
    return preview


def _contact_of(request: CommentRequest, draft: LetterDraft) -> Contact | None:
    """Return the contact that the draft, now saved, is for."""
    if draft.new_contact is not None:
        new = draft.new_contact
        key = address_key(new.channel, new.address)
        known = request.party.contacts.filter(channel=new.channel).order_by("-pk")
        return next((one for one in known if address_key(one.channel, one.address) == key), None)
    return draft.contact if draft.kind != "further" else request.contact


@transaction.atomic
def send_draft(
    *, by: User, request: CommentRequest, draft: LetterDraft, seen: str = "", base: str = ""
) -> None:
    """Keep the draft and put its letter on its way, or do neither.

    `seen` is the fingerprint of the letter that was looked over, `base` that of the letter as it
    was stored when the draft was begun. Where the letter is neither what was seen, nor changed by
    the draft alone, it does not go.
    """
    require_on_article(by=by, verb="send request", article=request.article)
    stored = _hold(request, draft)
    begun = compose(stored, draft.kind, sender=by).fingerprint
    saved = save_draft(by=by, request=request, draft=draft)
    seen = "" if base and base == begun else seen
    if draft.kind == "further":
        send_further(by=by, request=saved, until=_until(saved, draft), seen=seen)
    elif draft.kind == "another":
        contact = _contact_of(saved, draft)
        if contact is None:
            raise Refused(_("Choose the contact to write to."))
        send_another(by=by, request=saved, contact=contact, until=_until(saved, draft), seen=seen)
    else:
        send_request(by=by, request=saved, seen=seen)


def _until(request: CommentRequest, draft: LetterDraft) -> datetime | None:
    """Return the deadline where the draft moves it; who may not move deadlines is refused later.

    A form shows it to the minute.
    """
    was = request.deadline.replace(second=0, microsecond=0) if request.deadline else None
    return draft.deadline if draft.deadline not in (was, request.deadline) else None


@transaction.atomic
def log_asked(
    *, by: User, request: CommentRequest, draft: LetterDraft, facts: CallFacts
) -> RequestCall:
    """Keep the draft, and record that its text was sent by hand, otherwise than by mail."""
    saved = save_draft(by=by, request=request, draft=draft)
    text = compose(saved, draft.kind, sender=facts.made_by or by).text
    if not saved.standing_points:
        raise Refused(_("Add a question first: nothing was asked."))
    return log_call(by=by, request=saved, facts=facts, words=text, points=saved.standing_points)
