"""One article's right-of-reply file.

What was put to each party, when by both clocks, how it was delivered, what came back, what the copy
made of it, and the log. Plain values: the page, the ZIP's index and its JSON are made from them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.db.models.functions import Length
from django.urls import reverse

from factcheck.articles.models import Article, Proof
from factcheck.newsroom.models import Desk, LogEntry, zone_named
from factcheck.newsroom.phrases import gettext_noop
from factcheck.newsroom.zones import zone_label
from factcheck.post.models import Try
from factcheck.replies import rules
from factcheck.replies.models import (
    CommentRequest,
    FrozenSentence,
    Letter,
    MailNotice,
    Reply,
    RequestCall,
)
from factcheck.replies.reads import comment_requests, frozen_sentence

Values = dict[str, Any]
_SUBJECTS = ("post.outgoing", "post.incoming")


@dataclass(frozen=True, slots=True)
class Clocks:
    """An instant in UTC, by the desk's clock, and by the party's."""

    desk: ZoneInfo
    party: ZoneInfo

    def both(self, at: datetime | None) -> Values | None:
        return (
            {
                "utc": at.isoformat(),
                "desk": _format_time(at, self.desk),
                "party": _format_time(at, self.party),
            }
            if at
            else None
        )

    def noted(self, at: datetime, zone: ZoneInfo) -> Values:
        """Return an instant by both clocks, and by the one it was noted by where that is a third.

        Shown is what a clock says: two zones whose clocks agree are one.
        """
        values = self.both(at) or {}
        own = _format_time(at, zone)
        return {**values, "noted": "" if own in (values["desk"], values["party"]) else own}


def _format_time(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M:%S} {zone_label(local)}"


def _file(path: str, kind: str, pk: int, sha256: str, size: int) -> Values:
    """Return one file's line; `kind` names its download, `path` its place in the ZIP."""
    return {
        "path": path,
        "kind": kind,
        "id": pk,
        "sha256": sha256,
        "size": size,
        "at_desk": reverse(f"replies:{kind}", args=[pk]),
    }


def safe_name(name: str, longest: int = 60) -> str:
    """Return a name that stays in its folder on every system.

    Letters, digits, dots and dashes, and no dot in front.
    """
    return re.sub(r"[^A-Za-z0-9.-]+", "-", name)[:longest].strip(".-") or "file"


def record_of(article: Article, now: datetime) -> Values:
    """Return everything, in a number of queries that does not grow."""
    desk = Desk.load()
    requests = list(
        comment_requests.loaded(CommentRequest.objects.filter(article=article).order_by("id"))
    )
    facts = comment_requests.facts_of_article(article)
    secret = _kept_back_mail(requests)
    proofs = dict(Proof.objects.filter(article=article).values_list("pk", "number"))
    tries = _tries(requests)
    clocks = Clocks(desk.zone, desk.zone)
    spoken = rules.sentence(facts, now, comment_requests.house())
    return {
        "article": _article(article, clocks),
        "desk": {"name": desk.name, "time_zone": desk.time_zone},
        "made_at": clocks.both(now),
        "sentence": {
            "text": spoken.text,
            "clauses": [
                {"text": clause.text, "reason": clause.reason} for clause in spoken.clauses
            ],
            "of_these_nothing": [
                {"party": to_come.party, "reason": to_come.reason} for to_come in spoken.to_come
            ],
        },
        "frozen": [
            _frozen(sentence, clocks)
            for sentence in article.frozen_sentences.select_related("by", "proof")
        ],
        "drift": [drift_of.text for drift_of in frozen_sentence.drift_of(article, now)],
        "requests": [_request(request, desk, proofs, tries, secret) for request in requests],
        "log": _log(article, requests, clocks),
    }


def _article(article: Article, clocks: Clocks) -> Values:
    return {
        "id": article.pk,
        "headline": article.headline,
        "published": article.published.isoformat(),
        "url": article.url,
        "deadline": clocks.both(article.deadline),
        "closed_at": clocks.both(article.closed_at),
        "restricted": article.restricted,
    }


def _frozen(sentence: FrozenSentence, clocks: Clocks) -> Values:
    return {
        "proof": sentence.proof.number,
        "proof_hash": sentence.proof.hash,
        "text": sentence.text,
        "clauses": sentence.clauses,
        "of_these_nothing": sentence.silent,
        "rested_on": sentence.requests,
        "by": str(sentence.by or ""),
        "at": clocks.both(sentence.at),
    }


def _tries(requests: Iterable[CommentRequest]) -> Mapping[int, list[Try]]:
    ids = [letter.outgoing_id for request in requests for letter in request.letters.all()]
    by_letter: dict[int, list[Try]] = defaultdict(list)
    for attempt in (
        Try.objects.filter(outgoing__in=ids)
        .annotate(size=Length("raw"))
        .defer("raw")
        .order_by("id")
    ):
        by_letter[attempt.outgoing_id].append(attempt)
    return by_letter


def _kept_back_mail(requests: Iterable[CommentRequest]) -> frozenset[int]:
    """Return the messages of which a part, for whomever it is, is not for others to read."""
    ids = {reply.incoming_id for request in requests for reply in request.replies.all()}
    rows = Reply.objects.filter(incoming__in=[pk for pk in ids if pk is not None])
    return frozenset(
        row.incoming_id
        for row in rows.exclude(terms="on the record", embargo_until=None)
        if row.kept_back and row.incoming_id is not None
    )


def _request(
    request: CommentRequest,
    desk: Desk,
    proofs: Mapping[int, int],
    tries: Mapping[int, list[Try]],
    secret: frozenset[int],
) -> Values:
    clocks = Clocks(desk.zone, zone_named(request.time_zone))
    said = {reply.call_id: reply for reply in request.replies.all() if reply.call_id}
    folder = f"requests/{request.pk}-{safe_name(request.party.name, 40)}"
    return {
        "id": request.pk,
        "party": request.party.name,
        "party_kind": request.party.kind,
        "state": request.state,
        "outcome": request.outcome,
        "trouble": request.trouble,
        "on_hold": request.hold,
        "time_zone": request.time_zone,
        "taken_up_by": str(request.taken_up_by or ""),
        "created_at": clocks.both(request.created_at),
        "asked_at": clocks.both(request.sent_at),
        "deadline": clocks.both(request.deadline),
        "first_answer_at": clocks.both(request.first_answer_at),
        "points": _points(request, clocks),
        "letters": [
            _letter(letter, clocks, folder, tries[letter.outgoing_id])
            for letter in request.letters.all()
        ],
        "machines_mail": [_notice(notice, clocks, folder) for notice in request.notices.all()],
        "replies": [
            _reply(reply, clocks, folder, proofs, secret) for reply in request.replies.all()
        ],
        "calls": [_call(call, clocks, folder, said.get(call.pk)) for call in request.calls.all()],
        "extensions": [
            {
                "was": clocks.both(extension.was),
                "became": clocks.both(extension.became),
                "reason": extension.reason,
                "by": str(extension.by or ""),
                "at": clocks.both(extension.at),
            }
            for extension in request.extensions.all()
        ],
    }


def _points(request: CommentRequest, clocks: Clocks) -> list[Values]:
    return [
        {
            "number": number,
            "withdrawn_at": clocks.both(point.withdrawn_at),
            "the_copy_said": [source.text for source in point.sources.all()],
            "versions": [
                {
                    "number": version.number,
                    "text": version.text,
                    "copy_words_allowed": version.copy_words,
                    "by": str(version.by or ""),
                    "at": clocks.both(version.at),
                    "put_in": [
                        {"letter": put.letter_id, "call": put.call_id, "place": put.position}
                        for put in version.puts.all()
                    ],
                }
                for version in point.wordings.all()
            ],
        }
        for number, point in enumerate(request.points_put.all(), start=1)
    ]


def _letter(letter: Letter, clocks: Clocks, folder: str, tries: list[Try]) -> Values:
    out = letter.outgoing
    return {
        "id": letter.pk,
        "kind": letter.kind,
        "to": out.to_address,
        "to_name": out.to_name,
        "subject": out.subject,
        "text": out.text,
        "message_id": out.message_id,
        "state": out.state,
        "queued_at": clocks.both(out.created_at),
        "sent_at": clocks.both(out.sent_at),
        "the_server_said": out.response,
        "trouble": out.error,
        "came_back_at": clocks.both(letter.bounced_at),
        "speaks_of_deadline": clocks.both(letter.rests_on),
        "tries": [
            {
                "at": clocks.both(one.at),
                "bytes": _file(
                    f"{folder}/letter-{letter.pk}-{letter.kind}-try-{number}.eml",
                    "sent_bytes",
                    one.pk,
                    one.sha256,
                    one.size,  # type: ignore[attr-defined]  # annotated
                ),
            }
            for number, one in enumerate(tries, start=1)
        ],
    }


def _notice(notice: MailNotice, clocks: Clocks, folder: str) -> Values:
    mail = notice.incoming
    return {
        "kind": notice.kind,
        "at": clocks.both(notice.at),
        "why": mail.why,
        "subject": mail.subject,
        "from": mail.from_address,
        "about_letters": mail.about_ids,
        "deliveries": mail.deliveries,
        "matched_by": notice.matched_by,
        "bytes": _file(
            f"{folder}/{notice.kind}-{mail.pk}.eml", "raw", mail.pk, mail.sha256, mail.size
        ),
    }


def _message(reply: Reply, folder: str, secret: frozenset[int]) -> Values:
    """Return what came by mail of a reply; one by another way has its own text alone.

    So has one that came in a message of which a part is kept back.
    """
    mail = reply.incoming
    if mail is None or reply.kept_back or mail.pk in secret:
        return {
            "doubt_of_sender": "",
            "message_id": "",
            "text": reply.public_text,
            "bytes": None,
            "attached": [],
        }
    path = f"{folder}/reply-{reply.pk}.eml"
    return {
        "doubt_of_sender": mail.doubt,
        "message_id": mail.message_id,
        "text": reply.text if reply.whole else mail.text,
        "bytes": _file(path, "raw", mail.pk, mail.sha256, mail.size),
        "attached": [
            {"name": file.name, "sha256": file.sha256, "size": file.size}
            for file in mail.attachments.all()
        ],
    }


def _reply(
    reply: Reply,
    clocks: Clocks,
    folder: str,
    proofs: Mapping[int, int],
    secret: frozenset[int],
) -> Values:
    return {
        "id": reply.pk,
        "channel": reply.channel,
        "said_by": reply.named_as,
        "received_at": clocks.both(reply.received_at),
        "terms": reply.terms_words,
        "kept_back": reply.kept_back,
        "withdrawn_at": clocks.both(reply.withdrawn_at),
        "withdrawn_why": reply.withdrawn_why,
        "asks_until": clocks.both(reply.asks_until),
        "refers_to": reply.refers_to,
        "says": reply.says,
        "its_sender_ticked": reply.offered,
        "read_by": str(reply.triaged_by or ""),
        "read_at": clocks.both(reply.triaged_at),
        "logged_by": str(reply.logged_by or ""),
        "matched_by": reply.matched_by,
        "to_points": [
            {"point": answer.point_id, "text": answer.text, "confirmed_by": str(answer.by or "")}
            for answer in ([] if reply.kept_back else reply.point_answers.all())
        ],
        **_message(reply, folder, secret),
        "files": [
            {"name": file.name}
            | _file(
                f"{folder}/reply-{reply.pk}-file-{file.pk}-{safe_name(file.name)}",
                file.url_name.removeprefix("replies:"),
                file.pk,
                file.sha256,
                file.size,
            )
            for file in ([] if reply.kept_back else reply.files.all())
        ],
        "used_in_copy": [
            {
                "text": use.text,
                "proof": proofs.get(use.proof_id),
                "span": [use.start, use.end],
                "standing": use.standing,
            }
            for use in reply.uses.all()
        ],
        "statements": [
            {"kind": statement.kind, "text": statement.text}
            for statement in ([] if reply.kept_back else reply.statements.all())
        ],
    }


def _call(call: RequestCall, clocks: Clocks, folder: str, reply: Reply | None) -> Values:
    """Return a call; of one whose words are kept back, that it was."""
    kept_back = reply.kept_back if reply else ""
    return {
        "id": call.pk,
        "channel": call.channel,
        "at": clocks.noted(call.at, zone_named(call.time_zone)),
        "time_zone": call.time_zone,
        "logged_at": clocks.both(call.logged_at),
        "by": str(call.made_by or call.by),
        "reached": call.reached,
        "message_left": call.message_left,
        "spoke_with": reply.named_as if reply else call.spoke_with,
        "words": gettext_noop("[Kept back. %(why)s]", why=kept_back) if kept_back else call.words,
        "files": [
            {"name": file.name}
            | _file(
                f"{folder}/call-{call.pk}-file-{file.pk}-{safe_name(file.name)}",
                "call_file",
                file.pk,
                file.sha256,
                file.size,
            )
            for file in ([] if kept_back else call.files.all())
        ],
    }


def _log(article: Article, requests: Iterable[CommentRequest], clocks: Clocks) -> list[Values]:
    """Return the log of the room's own acts and of the requests' mail, oldest first."""
    own_acts = Q(article_id=article.pk, subject__startswith="replies.")
    taken = Q(article_id=article.pk, verb="take record")
    lines = LogEntry.objects.filter(own_acts | taken | _mail_of(requests)).order_by("id")
    secret = _kept_back_statements(requests)
    return [
        {
            "id": line.pk,
            "at": clocks.both(line.at),
            "by": line.by_name,
            "verb": line.verb,
            "text": gettext_noop("[Kept back.]")
            if (line.subject, line.subject_id) in secret
            else line.text,
        }
        for line in lines
    ]


def _mail_of(requests: Iterable[CommentRequest]) -> Q:
    """Return the log's lines on the mail that went out and came in for the requests."""
    out, came = set(), set()
    for request in requests:
        out |= {letter.outgoing_id for letter in request.letters.all()}
        came |= {notice.incoming_id for notice in request.notices.all()}
        replies = request.replies.all()
        came |= {reply.incoming_id for reply in replies if reply.incoming_id is not None}
    sent = Q(subject=_SUBJECTS[0], subject_id__in=out)
    received = Q(subject=_SUBJECTS[1], subject_id__in=came)
    return sent | received


def _kept_back_statements(requests: Iterable[CommentRequest]) -> set[tuple[str, int]]:
    """Return the statements of replies that are kept back, as the log names its subjects."""
    return {
        ("replies.statement", statement.pk)
        for request in requests
        for reply in request.replies.all()
        if reply.kept_back
        for statement in reply.statements.all()
    }


def files_of(record: Values) -> list[Values]:
    """Every file the record speaks of, once each."""
    paths = []
    for request in record["requests"]:
        paths += [entry["bytes"] for letter in request["letters"] for entry in letter["tries"]]
        paths += [entry["bytes"] for entry in request["machines_mail"]]
        for reply in request["replies"]:
            paths += [reply["bytes"]] if reply["bytes"] else []
            paths += reply["files"]
        paths += [entry for call in request["calls"] for entry in call["files"]]
    return paths
