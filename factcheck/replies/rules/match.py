"""Which request a message answers.

Certain by the token in an address or by the ids of our letters; the rest is guessed, with a score,
for a person to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from factcheck.replies.rules.data import table

_TOKEN = re.compile(r"^reply\+([a-z2-7]{24})@(.+)$")
_PREFIXES = re.compile(
    r"^(?:\s*(?:re|fwd?|aw|wg|rv|tr|sv|antw|rif)\s*(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE
)
# Where anyone may have an address, the domain says nothing about who it is.
FREE_MAIL = frozenset(table("free_mail")["domains"])
LEAST = 0.2  # below it a suggestion is noise
MOST = 5


def reply_address(token: str, domain: str) -> str:
    return f"reply+{token}@{domain}"


def tokens_in(addresses: Iterable[str], domain: str) -> tuple[str, ...]:
    """Return the tokens of our reply addresses among `addresses`, in order, each once.

    Only at our own domain.
    """
    tokens = []
    for address in addresses:
        match = _TOKEN.match(address.strip().strip("<>").lower())
        if match and match[2] == domain.lower():
            tokens.append(match[1])
    return tuple(dict.fromkeys(tokens))


def tokens_quoted(text: str, domain: str) -> tuple[str, ...]:
    """Return the tokens of our reply addresses in the words of a message, at most five.

    They prove less than one that it was sent to: a letter may have been passed on to anybody.
    """
    pattern = rf"reply\+([a-z2-7]{{24}})@{re.escape(domain.lower())}(?![\w.-]*\w)"
    return tuple(dict.fromkeys(re.findall(pattern, text.lower())))[:MOST]


@dataclass(frozen=True, slots=True)
class MailFacts:
    from_address: str
    from_name: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class OpenRequest:
    id: int
    names: tuple[str, ...]  # the party's name and aliases
    addresses: tuple[str, ...]  # of its contacts
    subjects: tuple[str, ...]  # of our letters to it


@dataclass(frozen=True, slots=True)
class RequestSuggestion:
    request: int
    score: float  # 0 to 1
    why: str


def suggest(mail: MailFacts, requests: Iterable[OpenRequest]) -> list[RequestSuggestion]:
    """At most MOST requests that the message may answer, likeliest first.

    Never certain: a sender's address, name and subject are whatever the sender wrote.
    """
    scored = [_score(mail, request) for request in requests]
    likely = [suggestion for suggestion in scored if suggestion.score >= LEAST]
    return sorted(likely, key=lambda suggestion: (-suggestion.score, -suggestion.request))[:MOST]


def _score(mail: MailFacts, request: OpenRequest) -> RequestSuggestion:
    signs = [*_by_sender(mail, request), *_by_subject(mail, request), *_by_name(mail, request)]
    score = min(sum(weight for weight, _ in signs), 0.95)
    return RequestSuggestion(request.id, round(score, 2), ", ".join(why for _, why in signs))


def _by_sender(mail: MailFacts, request: OpenRequest) -> list[tuple[float, str]]:
    sender = mail.from_address.lower()
    domain = sender.rpartition("@")[2]
    known = {address.lower() for address in request.addresses}
    if sender and sender in known:
        return [(0.6, f"from {sender}, a contact of the party")]
    if domain in FREE_MAIL or domain not in {address.rpartition("@")[2] for address in known}:
        return []
    return [(0.4, f"from the domain {domain} of a contact")] if domain else []


def bare_subject(subject: str) -> str:
    """Return a subject without what mail programs put before it, for comparison."""
    return " ".join(_PREFIXES.sub("", subject[:500]).split()).casefold()


def _by_subject(mail: MailFacts, request: OpenRequest) -> list[tuple[float, str]]:
    subject = bare_subject(mail.subject)
    if len(subject) <= 8:
        return []
    same = any(fuzz.ratio(subject, ours.lower()) >= 85 for ours in request.subjects)
    return [(0.25, "the subject is that of our letter")] if same else []


def _by_name(mail: MailFacts, request: OpenRequest) -> list[tuple[float, str]]:
    where = f"{mail.subject[:500]} {mail.from_name[:200]} {mail.text[:5000]}"
    named = next((name for name in request.names if _names(name, where)), None)
    return [(0.2, f"it names {named}")] if named else []


def _names(name: str, where: str) -> bool:
    return (
        len(name) > 2
        and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", where, re.IGNORECASE) is not None
    )
