"""What comes back: filed to its request or kept as an orphan, then read by a person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from factcheck.articles.actions import require_on_article
from factcheck.newsroom import actions as newsroom
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.sweeps import nudge
from factcheck.post.models import Incoming
from factcheck.post.rules import header_safe, storable
from factcheck.replies import rules
from factcheck.replies.actions.carriage import reconsider, restate
from factcheck.replies.actions.comment_requests import locked, stop_reminder
from factcheck.replies.actions.health import mark_contact_good, note_call, set_health
from factcheck.replies.actions.matching import letter_by_id, match, suggestions_for, twin_of
from factcheck.replies.actions.points import record_put_points
from factcheck.replies.models import (
    ANSWERS,
    CHANNELS,
    TERMS,
    CommentRequest,
    HeldFile,
    Letter,
    MailNotice,
    Point,
    Reply,
    ReplyFile,
    RequestCall,
)

MAX_WORDS = 100_000  # characters of an answer typed on the private page


@transaction.atomic
def file_incoming(pk: int) -> Reply | MailNotice | None:
    """Give a parsed message to its request.

    An answer becomes a reply (an orphan without a certain match), a machine's mail a notice. None
    when it has been filed, or is the same message a second time.
    """
    incoming = Incoming.objects.defer("raw").filter(pk=pk, state="parsed").first()
    if incoming is None:
        return None
    _one_at_a_time(incoming.message_id or incoming.sha256)
    if Incoming.objects.filter(pk=pk, state="parsed").update(state="filed") != 1:
        return None
    twin = twin_of(incoming)
    if twin is not None:
        text = f"Message {incoming.pk} is message {twin.pk} again, by another way."
        log(by=None, verb="file mail", subject=incoming, text=text)
        return None
    request, matched_by, letter = match(incoming)
    filed = _as_reply if incoming.kind == "answer" else _as_notice
    nudge()
    return filed(incoming, request, matched_by, letter)


def _one_at_a_time(name: str) -> None:
    """Hold a lock by name until the transaction ends.

    The same message may arrive twice at once, by two addresses; its copies are filed one after the
    other.
    """
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _as_reply(
    incoming: Incoming, request: CommentRequest | None, matched_by: str, letter: Letter | None
) -> Reply:
    reply = Reply.objects.create(
        request=request,
        incoming=incoming,
        channel="email",
        matched_by=matched_by,
        suggestions=[] if request else suggestions_for(incoming),
        text=incoming.text_new or incoming.text,
        said_by=f"{incoming.from_name} <{incoming.from_address}>"[:300]
        if incoming.from_name
        else incoming.from_address[:300],
        received_at=incoming.received_at,
    )
    if request is None:
        log(
            by=None,
            verb="reply arrived",
            subject=reply,
            text="A reply arrived that belongs to no request for certain.",
        )
        return reply
    _arrived(reply, request)
    if not incoming.doubt:
        mark_contact_good(request, sender=incoming.from_address, letter=letter)
    return reply


def _arrived(reply: Reply, request: CommentRequest) -> None:
    stop_reminder(request, "A reply came before the reminder went.")
    text = f"A reply of {request.party} arrived, by {reply.channel}; a person has to read it."
    log(by=None, verb="reply arrived", subject=reply, article_id=request.article_id, text=text)


def _as_notice(
    incoming: Incoming, request: CommentRequest | None, matched_by: str, letter: Letter | None
) -> MailNotice:
    notice = MailNotice.objects.create(
        request=request,
        incoming=incoming,
        kind=incoming.kind,
        matched_by=matched_by,
        at=incoming.received_at,
        may_hold_words=incoming.may_hold_words,
    )
    if request is None:
        log(
            by=None,
            verb="notice arrived",
            subject=notice,
            text=f"Mail ({notice.kind}) arrived for no known request.",
        )
        return notice
    text = f"Mail on the request to {request.party}: {notice.kind}. {incoming.why}"
    log(by=None, verb="notice arrived", subject=notice, article_id=request.article_id, text=text)
    if notice.may_hold_words:
        stop_reminder(request, "Something that may be an answer came before the reminder went.")
    if notice.kind == "bounce":
        _bounced(request, letter or _letter_of(incoming, request), incoming.deliveries)
    return notice


def _letter_of(incoming: Incoming, request: CommentRequest) -> Letter | None:
    """Return the letter that a bounce matched by its token is about.

    The letter to the address that the bounce names, else the only letter there is.
    """
    letters = list(
        request.letters.filter(outgoing__state__in=["sent", "unknown"]).select_related(
            "outgoing", "contact"
        )
    )
    named = [
        letter
        for letter in letters
        if letter.outgoing.to_address.lower() in incoming.about_addresses
    ]
    if named:
        return named[-1]
    return letters[0] if len(letters) == 1 else None


def _bounced(
    request: CommentRequest, letter: Letter | None, deliveries: list[dict[str, Any]]
) -> None:
    """Note that the letter came back.

    Not where the report says that it reached its own address and only somebody whom that passes
    mail on to was missed. A box that was full or a letter taken for spam does not make the address
    bad.
    """
    request = locked(request)
    stop_reminder(request, "A letter to the party came back.")
    if letter is None:
        return
    to = letter.outgoing.to_address.lower()
    fate = {delivery["address"]: delivery for delivery in deliveries}
    if to in fate and fate[to]["action"] in ("delivered", "relayed", "expanded"):
        return
    Letter.objects.filter(pk=letter.pk, bounced_at__isnull=True).update(bounced_at=timezone.now())
    if letter.contact.address.strip().lower() == to:
        failed = [delivery for delivery in deliveries if delivery["action"] == "failed"]
        report = fate.get(to) or next(iter(failed), {})
        # A report that says nothing at all is believed.
        final = report.get("final", True)
        words = f"{report.get('status', '')} {report.get('server_reply', '')}"
        why = f"a letter to it came back: {words}".rstrip(": ")
        set_health(letter.contact, "bad" if final else "failing", why)
    restate(request)


def file_orphan(*, by: User, reply: Reply, request: CommentRequest) -> Reply:
    """File an orphan to the request a person names."""
    require_on_article(by=by, verb="triage reply", article=request.article)
    with transaction.atomic():
        filed = Reply.objects.filter(pk=reply.pk, request__isnull=True, triaged_at__isnull=True)
        if filed.update(request=request, matched_by="person") != 1:
            raise Refused("Somebody has filed this reply already.")
        reply.refresh_from_db()
        stop_reminder(request, "A reply came before the reminder went.")
        if reply.incoming is not None:
            mark_contact_good(request, sender=reply.incoming.from_address, certain=False)
        text = f"A reply was filed to {request.party}."
        log(by=by, verb="file reply", subject=reply, article_id=request.article_id, text=text)
        nudge()
    return reply


@transaction.atomic
def triage(*, by: User, reply: Reply, says: str) -> Reply:
    """Record what a person says the reply says; the request's outcome follows.

    Again, to correct a slip. An orphan can only be "not about this".
    """
    newsroom.require_role(by, "triage reply")
    if says not in ANSWERS:
        raise Refused(f"“{says}” is nothing a reply can say. It can be: {', '.join(ANSWERS)}.")
    reply = Reply.objects.select_related("request__article").get(pk=reply.pk)
    request = reply.request
    if request is None and says != "not about this":
        raise Refused("Say first whose answer this is.")
    if request is not None:
        require_on_article(by=by, verb="triage reply", article=request.article)
        request = locked(request)
    was = reply.says
    reply.says, reply.triaged_by, reply.triaged_at = says, by, timezone.now()
    reply.save(update_fields=["says", "triaged_by", "triaged_at"])
    if request is not None:
        reconsider(request)
    whose = str(request.party) if request else "nobody we asked"
    article_id = request.article_id if request else None
    text = f"Reply of {whose}: {says}." + (f" (It was “{was}”.)" if was and was != says else "")
    log(
        by=by,
        verb="triage reply",
        subject=reply,
        article_id=article_id,
        text=text,
        says=says,
        was=was,
    )
    nudge()
    return reply


def _check_call(*, channel: str, words: str, terms: str, says: str, reached: bool) -> None:
    """Raise Refused with the first thing that is wrong with a call as it was typed."""
    faults = (
        (
            channel not in CHANNELS or channel == "email",
            "Say how it was: phone, WhatsApp or web form.",
        ),
        (bool(says) and says not in ANSWERS, f"“{says}” is nothing a reply can say."),
        (terms not in TERMS, f"“{terms}” are no terms we know: {', '.join(TERMS)}."),
        (bool(says) and not reached, "Nobody was reached: nobody can have said anything."),
        (not words.strip(), "Write down the words."),
    )
    for is_wrong, reason in faults:
        if is_wrong:
            raise Refused(reason)


@transaction.atomic
def log_call(
    *,
    by: User,
    request: CommentRequest,
    channel: str,
    words: str,
    terms: str = "on the record",
    said_by: str = "",
    says: str = "",
    reached: bool = True,
    points: Iterable[Point] | None = None,
) -> RequestCall:
    """One line for a call or a chat.

    With `says`, `words` are the party's and count as its triaged reply; without, they are our note
    (“left the points with the duty officer”). Nobody `reached`: a try, which asks nobody. `points`
    are those put in it; None means all that stand where it is the first asking, none later.
    """
    require_on_article(by=by, verb="log call", article=request.article)
    _check_call(channel=channel, words=words, terms=terms, says=says, reached=reached)
    request = locked(request)
    if request.state == "dropped":
        raise Refused("This request was dropped. Take it up again first.")
    putting = _points_of_call(request, points) if reached else []
    call = RequestCall.objects.create(
        request=request, channel=channel, words=storable(words.strip()), reached=reached, by=by
    )
    record_put_points(putting, call=call)
    note_call(request, channel, reached=reached)
    if request.state == "proposed":
        request.state = "open"
    if request.deadline is None:
        request.deadline = rules.default_deadline(call.at, Desk.load().hours_to_answer, None)
    request.save(update_fields=["state", "deadline"])
    restate(request)
    if says:
        _reply_in_call(by, request, call, terms, said_by, says)
    outcome = says or ("asked" if reached else "not reached")
    log(
        by=by,
        verb="log call",
        subject=call,
        article_id=request.article_id,
        text=f"{request.party}, by {channel}: {outcome}.",
        words=words.strip(),
        terms=terms,
    )
    nudge()
    return call


def _points_of_call(request: CommentRequest, chosen: Iterable[Point] | None) -> list[Point]:
    if chosen is None:
        standing = request.standing_points if request.sent_at is None else []
    else:
        chosen_ids = {point.pk for point in chosen}
        standing = [point for point in request.standing_points if point.pk in chosen_ids]
    return [point for point in standing if not rules.has_gap(point.words)]


def _reply_in_call(
    by: User, request: CommentRequest, call: RequestCall, terms: str, said_by: str, says: str
) -> None:
    Reply.objects.create(
        request=request,
        channel=call.channel,
        matched_by="person",
        text=call.words,
        terms=terms,
        said_by=header_safe(said_by, 300),
        received_at=call.at,
        logged_by=by,
        says=says,
        triaged_by=by,
        triaged_at=call.at,
    )
    stop_reminder(request, "The party answered in a call.")
    reconsider(request)


@transaction.atomic
def receive_link(*, token: str, text: str, key: str, offered: str = "", said_by: str = "") -> Reply:
    """Take an answer sent from the private page, with the files held under `key`.

    The same key again is the same answer. Refused when there are no words and no file, or too many
    words. A closed or dropped request still takes it.
    """
    request = (
        CommentRequest.objects.select_related("party", "article").filter(link_token=token).first()
    )
    if request is None:
        raise Refused("This address leads nowhere.")
    request = locked(request)
    sent = Reply.objects.filter(key=key).first()
    if sent is not None:
        return sent
    held = list(HeldFile.objects.filter(request=request, key=key))
    words = storable(text.replace("\r\n", "\n").strip())
    if len(words) > MAX_WORDS:
        raise Refused(f"This is longer than {MAX_WORDS:,} characters. Attach it as a file.")
    if not words and not held and offered not in ("no comment", "asks for time"):
        raise Refused("Write an answer, or attach one.")
    reply = Reply.objects.create(
        request=request,
        channel="link",
        matched_by="link",
        text=words,
        offered=offered if offered in ANSWERS else "",
        said_by=header_safe(said_by, 300),
        key=key,
    )
    ReplyFile.objects.bulk_create(
        ReplyFile(
            reply=reply,
            name=held_file.name,
            claimed_type=held_file.claimed_type,
            size=held_file.size,
            sha256=held_file.sha256,
            content=held_file.content,
        )
        for held_file in held
    )
    HeldFile.objects.filter(request=request, key=key).delete()
    _arrived(reply, request)
    mark_contact_good(request)
    nudge()
    return reply


@transaction.atomic
def see_notice(*, by: User, notice: MailNotice) -> MailNotice:
    """Record that a person has looked at a machine's mail."""
    newsroom.require_role(by, "triage reply")
    if notice.request is not None:
        require_on_article(by=by, verb="triage reply", article=notice.request.article)
    if (
        MailNotice.objects.filter(pk=notice.pk, seen_at__isnull=True).update(seen_at=timezone.now())
        == 1
    ):
        article_id = notice.request.article_id if notice.request else None
        log(
            by=by, verb="see notice", subject=notice, article_id=article_id, text=f"Seen: {notice}."
        )
    notice.refresh_from_db()
    return notice


@transaction.atomic
def take_as_reply(*, by: User, notice: MailNotice) -> Reply:
    """Take a machine's mail as an answer after all.

    An out-of-office with real words below, or a mail that only a person could read. It goes to
    triage; a bounce is then no bounce.
    """
    newsroom.require_role(by, "triage reply")
    notice = MailNotice.objects.select_related(
        "request__article", "request__party", "incoming"
    ).get(pk=notice.pk)
    request, incoming = notice.request, notice.incoming
    if request is not None:
        require_on_article(by=by, verb="triage reply", article=request.article)
    if Reply.objects.filter(incoming=incoming).exists():
        raise Refused("It has been taken as a reply already.")
    letter = letter_by_id(incoming)
    see_notice(by=by, notice=notice)
    if request is not None and notice.kind == "bounce":
        request = locked(request)
        Letter.objects.filter(request=request, bounced_at__isnull=False).update(bounced_at=None)
        restate(request)
    reply = _as_reply(incoming, request, notice.matched_by, letter)
    nudge()
    return reply
