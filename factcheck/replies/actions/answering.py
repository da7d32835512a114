"""What comes back: filed to its request or kept as an orphan, then read by a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.newsroom import actions as newsroom
from factcheck.newsroom import statements
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.newsroom.translating import translated
from factcheck.post.models import Incoming
from factcheck.post.rules import header_safe, storable
from factcheck.replies import rules
from factcheck.replies.actions.carriage import restate
from factcheck.replies.actions.comment_requests import locked, stop_reminder
from factcheck.replies.actions.health import mark_contact_good, set_health
from factcheck.replies.actions.known import Known, known_of
from factcheck.replies.actions.links import link_has_ended, link_was_given
from factcheck.replies.actions.matching import Match, match, suggestions_for, twin_of
from factcheck.replies.models import (
    ANSWERS,
    CommentRequest,
    HeldFile,
    Letter,
    MailNotice,
    Point,
    PointAnswer,
    Reply,
    ReplyFile,
)
from factcheck.replies.reads.points import wordings_put
from factcheck.replies.rules import Terms
from factcheck.replies.rules.match import FREE_MAIL
from factcheck.replies.rules.wording import by_channel

MAX_WORDS = 100_000  # characters of an answer typed on the private page


@transaction.atomic
def file_incoming(pk: int) -> Reply | MailNotice | None:
    """Give a parsed message to its request.

    An answer becomes a reply (an orphan without a certain match), a machine's mail a notice. None
    when it has been filed, or is the same message a second time.
    """
    taken = statements.read(Incoming, _but_bytes(), _claim_sql(), [pk])
    incoming = next(iter(taken), None)
    if incoming is None:
        return None
    twin = twin_of(incoming)
    if twin is not None:
        text = f"Message {incoming.pk} is message {twin.pk} again, by another way."
        log(by=None, verb="file mail", subject=incoming, text=text)
        return None
    filed = _as_reply if incoming.kind == "answer" else _as_notice
    nudge("replies")
    return filed(incoming, match(incoming))


def _but_bytes() -> tuple[str, ...]:
    return statements.all_but(Incoming, "raw")


@cache
def _claim_sql() -> str:
    """Return the statement that takes a parsed message, and everything of it but its bytes.

    The same message may arrive twice at once, by two addresses; its copies are filed one after the
    other, by a lock on its name that holds until the transaction ends.
    """
    table = Incoming._meta.db_table
    return f"""UPDATE {table} SET state = 'filed' FROM (
            SELECT id AS held_id, pg_advisory_xact_lock(
                hashtextextended(COALESCE(NULLIF(message_id, ''), sha256), 0)) AS held
            FROM {table} WHERE id = %s AND state = 'parsed' OFFSET 0) AS taken
        WHERE {table}.id = held_id AND held::text = '' AND state = 'parsed'
        RETURNING {statements.columns(Incoming, _but_bytes())}"""  # noqa: S608  # nosec B608


def _as_reply(incoming: Incoming, found: Match) -> Reply:
    request = found.request
    known = found.known or (known_of(request) if request else None)
    kind, why = guessed_terms(incoming.text_new or incoming.text)
    reply = Reply(
        request=request,
        incoming=incoming,
        channel="email",
        terms=kind,
        terms_why=why,
        matched_by=found.by,
        stranger=known.is_stranger(incoming.from_address, FREE_MAIL) if known else False,
        suggestions=[] if request else suggestions_for(incoming),
        text=incoming.text_new or incoming.text,
        said_by=f"{incoming.from_name} <{incoming.from_address}>"[:300]
        if incoming.from_name
        else incoming.from_address[:300],
        received_at=incoming.received_at,
    )
    statements.insert(reply)
    if request is None:
        log(
            by=None,
            verb="reply arrived",
            subject=reply,
            text="A reply arrived that matches no request for certain.",
        )
        return reply
    _arrived(reply, request, known)
    if not incoming.doubt:
        mark_contact_good(request, sender=incoming.from_address, known=known)
    return reply


def guessed_terms(text: str) -> tuple[str, str]:
    """Return the terms that an answer's own words ask for, and why; a person sets them."""
    kind, words = rules.terms_in(text)
    return kind, f"Its words say “{words}”." if words else ""


def _arrived(reply: Reply, request: CommentRequest, known: Known | None = None) -> None:
    if known is None or known.reminder_waits:
        stop_reminder(request, "A reply came before the reminder went.")
    text = (
        f"A reply of {request.party} arrived, {by_channel(reply.channel)}, and waits to be sorted."
    )
    log(by=None, verb="reply arrived", subject=reply, article_id=request.article_id, text=text)


def _as_notice(incoming: Incoming, found: Match) -> MailNotice:
    request, letter = found.request, found.letter
    notice = MailNotice.objects.create(
        request=request,
        incoming=incoming,
        kind=incoming.kind,
        matched_by=found.by,
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
            raise Refused(_("Somebody has filed this reply already."))
        reply.refresh_from_db()
        stop_reminder(request, "A reply came before the reminder went.")
        if reply.incoming is not None:
            mark_contact_good(request, sender=reply.incoming.from_address, certain=False)
        text = f"A reply was filed to {request.party}{_guessed_why(reply, request)}."
        log(by=by, verb="file reply", subject=reply, article_id=request.article_id, text=text)
        nudge("replies")
    return reply


def _guessed_why(reply: Reply, request: CommentRequest) -> str:
    """Return the reason of the guess that a person confirmed; empty where there was none."""
    guesses = (guess for guess in reply.suggestions if guess["request"] == request.pk)
    return "".join(f", as was guessed: {guess['why']}" for guess in guesses)


@transaction.atomic
def receive_link(
    *,
    token: str,
    text: str,
    key: str,
    offered: str = "",
    said_by: str = "",
    terms: Terms | None = None,
    asks_until: datetime | None = None,
    answers: Mapping[int, str] | None = None,
) -> Reply:
    """Take an answer sent from the private page, with the files held under `key`.

    The same key again is the same answer. Refused when there are no words and no file, or too many
    words, or once the address has ended. A closed or dropped request still takes it. `answers` are
    the words to each point, by its id: they stand in the text in the points' order, before what
    else was said.
    """
    found = CommentRequest.objects.select_related("party", "article")
    request = found.filter(link_token=token).first()
    if request is None or not link_was_given(request):
        raise Refused(_("This address leads nowhere."))
    request = locked(request)
    sent = Reply.objects.filter(key=key).first()
    if sent is not None:
        return sent
    if request.link_token != token or link_has_ended(request, timezone.now()):
        raise Refused(_("This address has ended. Answer the letter by mail."))
    held = list(HeldFile.objects.filter(request=request, key=key))
    to_points = _answers_to(request, answers or {})
    words = _words_of(to_points, text)
    terms = terms or Terms()
    _check_answer(words, has_file=bool(held), offered=offered, terms=terms)
    reply = Reply.objects.create(
        request=request,
        channel="link",
        matched_by="link",
        text=words,
        **_terms_of(words, terms),
        offered=offered if offered in ANSWERS else "",
        asks_until=asks_until if offered == "asks for time" else None,
        said_by=header_safe(said_by, 300),
        key=key,
    )
    _keep_files(reply, held)
    PointAnswer.objects.bulk_create(
        PointAnswer(reply=reply, point=point, text=said) for _, point, said in to_points
    )
    _arrived(reply, request)
    mark_contact_good(request)
    nudge("replies")
    return reply


def _words_of(to_points: list[tuple[int, Point, str]], text: str) -> str:
    """Return what was said to each point, by its number, and then what else was said."""
    parts = [f"{number}. {said}" for number, _, said in to_points]
    return storable("\n\n".join([*parts, text.replace("\r\n", "\n").strip()]).strip())


def _check_answer(words: str, *, has_file: bool, offered: str, terms: Terms) -> None:
    """Raise Refused with all that is wrong with an answer as its sender looked it over."""
    says_nothing = not words and not has_file and offered not in ("no comment", "asks for time")
    faults = (
        (
            len(words) > MAX_WORDS,
            _("This is longer than %(longest)s characters. Attach it as a file.")
            % {"longest": f"{MAX_WORDS:,}"},
        ),
        (says_nothing, _("Write an answer, or attach one.")),
        (bool(rules.terms_fault(terms)), translated(rules.terms_fault(terms))),
    )
    if wrong := [reason for is_wrong, reason in faults if is_wrong]:
        raise Refused(" ".join(wrong))


def _terms_of(words: str, terms: Terms) -> dict[str, Any]:
    """Return the columns of the terms: those chosen, else those that the words ask for."""
    kind, why = terms.kind, "Its sender chose them."
    if terms.kind == rules.TERMS[0]:
        # The page's own first choice says less than words such as "off the record".
        kind, why = guessed_terms(words)
    return {
        "terms": kind,
        "terms_why": why,
        "embargo_until": terms.embargo_until,
        "embargo_zone": terms.embargo_zone,
        "attributed_to": header_safe(terms.attributed_to, 300),
    }


def _keep_files(reply: Reply, held: list[HeldFile]) -> None:
    """Give the answer the files that were held for it, and hold them no longer."""
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
    HeldFile.objects.filter(pk__in=[held_file.pk for held_file in held]).delete()


def _answers_to(
    request: CommentRequest, answers: Mapping[int, str]
) -> list[tuple[int, Point, str]]:
    """Return (number, point, words) of the points answered, in the order they were put."""
    return [
        (number, wording.point, said)
        for number, wording in enumerate(wordings_put(request), start=1)
        if (said := storable(answers.get(wording.point_id, "").replace("\r\n", "\n").strip()))
    ]


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
        raise Refused(_("It has been taken as a reply already."))
    see_notice(by=by, notice=notice)
    if request is not None and notice.kind == "bounce":
        request = locked(request)
        Letter.objects.filter(request=request, bounced_at__isnull=False).update(bounced_at=None)
        restate(request)
    reply = _as_reply(incoming, Match(request, notice.matched_by))
    nudge("replies")
    return reply
