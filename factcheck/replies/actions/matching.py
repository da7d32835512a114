"""Which request a message belongs to.

By our own marks for certain, else a list of guesses for a person.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q

from factcheck.newsroom import statements
from factcheck.post.models import Incoming
from factcheck.replies import rules
from factcheck.replies.actions.known import Known, known_at
from factcheck.replies.models import CommentRequest, Letter
from factcheck.replies.rules.match import MOST, tokens_quoted

ENVELOPE = (
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "x-delivered-to",
    "x-forwarded-to",
    "x-rcpt-to",
    "apparently-to",
    "resent-to",
    "received-for",
)


# Each message asks it, and hardly any has one: the statement is written out, not built each time.
_NAMESAKES: Final = f"""
SELECT id FROM {Incoming._meta.db_table}
WHERE message_id = %s AND id <> %s AND state = 'filed'
    AND from_address = %s AND subject = %s AND text = %s AND kind = %s
ORDER BY id LIMIT 5
"""  # noqa: S608  # nosec B608


def twin_of(incoming: Incoming) -> Incoming | None:
    """Return the same message, filed before: id, sender, words and files agree.

    A Message-ID alone proves nothing: some software uses one over and over.
    """
    if not incoming.message_id:
        return None
    others = statements.read(
        Incoming,
        ("id",),
        _NAMESAKES,
        [
            incoming.message_id,
            incoming.pk,
            incoming.from_address,
            incoming.subject,
            incoming.text,
            incoming.kind,
        ],
    )
    files = sorted(incoming.attachments.values_list("sha256", flat=True)) if others else []
    for other in others:
        if sorted(other.attachments.values_list("sha256", flat=True)) == files:
            return other
    return None


@dataclass(frozen=True, slots=True)
class Match:
    """The request a message is about, how it was found, and the letter it speaks of."""

    request: CommentRequest | None = None
    by: str = ""
    letter: Letter | None = None
    known: Known | None = None


def match(incoming: Incoming) -> Match:
    """Return what the message is about. Only one certain match counts: two tokens are none."""
    by_token = _by_tokens(incoming)
    if len(by_token) == 1:
        request = by_token[0]
        known = Known.of_row(request)
        if incoming.kind == "answer":
            return Match(request, "token", None, known.answered(_ids_named(incoming)))
        letter = letter_by_id(incoming)
        same = letter if letter and letter.request_id == request.pk else None
        return Match(request, "token", same, known)
    if by_token:
        return Match()
    letter = letter_by_id(incoming)
    if letter is not None:
        return Match(letter.request, "message-id", letter)
    if incoming.kind in ("bounce", "delay"):
        letter = _letter_by_recipient(incoming)
        return Match(letter.request, "recipient", letter) if letter else Match()
    letter = _letter_by_sender(incoming)
    return Match(letter.request, "subject", letter) if letter else Match()


def _letter_by_sender(incoming: Incoming) -> Letter | None:
    """Return the letter that an answer is to, where a server stripped what stands after the plus.

    It came to our address without its token and names no letter; but to the very person written
    to there is one letter with that subject, of one request.
    """
    if not incoming.subject or not _is_stripped(incoming) or _letters_by_id(incoming):
        return None
    since = incoming.received_at - timedelta(days=60)
    wrote_to = Letter.objects.filter(
        outgoing__to_address__iexact=incoming.from_address,
        outgoing__state__in=["sent", "unknown"],
        created_at__gte=since,
    ).select_related("outgoing", "contact", "request__party", "request__article")
    subject = rules.bare_subject(incoming.subject)
    same = [one for one in wrote_to if rules.bare_subject(one.outgoing.subject) == subject]
    return same[-1] if len({letter.request_id for letter in same}) == 1 else None


def _is_stripped(incoming: Incoming) -> bool:
    bare = f"reply@{settings.MAIL_DOMAIN}".lower()
    return any(address.strip().strip("<>").lower() == bare for address in _addressed(incoming))


def _addressed(incoming: Incoming) -> list[str]:
    """Return the header's receivers and the envelope's, as the servers on its way noted them."""
    noted = (value for name in ENVELOPE for value in incoming.headers.get(name, []))
    return [*incoming.to, *(address for value in noted for address in value.split(","))]


def _by_tokens(incoming: Incoming) -> list[CommentRequest]:
    tokens = rules.tokens_in(_addressed(incoming), settings.MAIL_DOMAIN)
    if not tokens:
        return []
    return known_at(tokens)


def _ids_named(incoming: Incoming) -> list[str]:
    """Return the Message-IDs that the message names, its own last."""
    ids = [
        *incoming.about_ids,
        incoming.in_reply_to,
        *reversed(incoming.references),
        incoming.message_id,
    ]
    return [named for named in dict.fromkeys(ids) if named][:100]


def _letters_by_id(incoming: Incoming) -> list[Letter]:
    """Return the letters of ours that the message names, the first named first."""
    ids = _ids_named(incoming)
    letters = Letter.objects.filter(outgoing__message_id__in=ids).select_related(
        "outgoing", "contact", "request__party", "request__article"
    )
    return sorted(letters, key=lambda letter: ids.index(letter.outgoing.message_id))


def letter_by_id(incoming: Incoming) -> Letter | None:
    """Return the letter that the message answers or reports on, by our own Message-IDs.

    The first named that is ours. An answer that names letters of two requests answers neither for
    certain.
    """
    letters = _letters_by_id(incoming)
    if len({letter.request_id for letter in letters}) > 1 and incoming.kind == "answer":
        return None
    return next(iter(letters), None)


def _letter_by_recipient(incoming: Incoming) -> Letter | None:
    """Return the letter to the recipient that a bounce names.

    Some bounces return nothing of the letter but its recipient; taken only where one request alone
    has written there.
    """
    addresses = [address.lower() for address in incoming.about_addresses]
    since = incoming.received_at - timedelta(days=6)
    letters = list(
        Letter.objects.filter(
            outgoing__to_address__in=addresses,
            outgoing__state__in=["sent", "unknown"],
            created_at__gte=since,
        ).select_related("outgoing", "contact", "request__party", "request__article")
    )
    return letters[-1] if len({letter.request_id for letter in letters}) == 1 else None


def suggestions_for(incoming: Incoming) -> list[dict[str, object]]:
    """Return the requests the message may answer.

    Those whose marks it bears, then those asked in the last month.
    """
    marked = _marked(incoming)
    since = incoming.received_at - timedelta(days=31)
    asked = CommentRequest.objects.filter(
        Q(state__in=["queued", "sent", "unknown", "failed"]), created_at__gte=since
    )
    known = (
        asked.select_related("party")
        .prefetch_related("party__contacts", "letters__outgoing")
        .order_by("-id")[:500]
    )
    facts = rules.MailFacts(
        incoming.from_address, incoming.from_name, incoming.subject, incoming.text
    )
    open_requests = [
        rules.OpenRequest(
            id=request.pk,
            names=(request.party.name, *(str(alias) for alias in request.party.aliases)),
            addresses=tuple(
                c.address for c in request.party.contacts.all() if c.channel == "email"
            ),
            subjects=tuple(letter.outgoing.subject for letter in request.letters.all()),
        )
        for request in known
        if request.pk not in {suggestion.request for suggestion in marked}
    ]
    return [asdict(suggestion) for suggestion in [*marked, *rules.suggest(facts, open_requests)]][
        :MOST
    ]


def _marked(incoming: Incoming) -> list[rules.RequestSuggestion]:
    """Return the requests whose marks the message bears without being theirs for certain.

    Two addresses, two threads, or our address in its words (a letter passed on to somebody who
    answered from his own account).
    """
    by_request: dict[int, rules.RequestSuggestion] = {}

    def add(pks: list[int], score: float, why: str) -> None:
        for pk in pks:
            by_request.setdefault(pk, rules.RequestSuggestion(pk, score, why))

    add(
        [request.pk for request in _by_tokens(incoming)],
        0.95,
        "it was sent to this request's address, and to another's",
    )
    add(
        [letters_by_id.request_id for letters_by_id in _letters_by_id(incoming)],
        0.9,
        "it answers our letter, and another request's",
    )
    quoted = tokens_quoted(incoming.text, settings.MAIL_DOMAIN)
    named = (
        CommentRequest.objects.filter(address_token__in=quoted)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    add(list(named), 0.9, "this request's address stands in its words")
    return list(by_request.values())
