"""Who is signed in where: shown to each person of their own sessions, to chiefs of everybody's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from allauth.account.adapter import get_adapter
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.middleware import LAST_SEEN
from factcheck.newsroom.models import User

_PLACE: Final = "signed_in_at"
# What a browser calls itself, the first that fits: others' names are in many browsers' lines.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One session. `mark` tells it from others and opens nothing."""

    mark: str
    user: User
    since: datetime | None
    seen: datetime | None
    address: str
    browser: str
    is_here: bool


def session_begins(request: HttpRequest | None, **_: object) -> None:
    """Note where and when somebody signed in; a receiver of Django's `user_logged_in`."""
    if request is None or not hasattr(request, "session"):
        return
    # A test client and a command have no address; allauth refuses to name one then.
    has_address = bool(request.META.get("REMOTE_ADDR"))
    address = str(get_adapter(request).get_client_ip(request)) if has_address else ""
    request.session[_PLACE] = {
        "since": timezone.now().timestamp(),
        "address": address,
        "browser": browser_of(request.META.get("HTTP_USER_AGENT", "")),
    }


def browser_of(agent: str) -> str:
    """Return a browser in plain words ("Firefox on Windows") from what it calls itself."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "a program")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return f"{browser} on {system}" if system else browser


def sessions_for(by: User, here: str | None) -> list[SignedIn]:
    """Return the sessions `by` may end, newest first; `here` is the key of the one in use."""
    rows = [row for row, _ in _sessions(by, here)]
    long_ago = datetime.min.replace(tzinfo=UTC)
    return sorted(
        rows,
        key=lambda row: row.since or long_ago,
        reverse=True,
    )


@transaction.atomic
def end_session(*, by: User, mark: str, here: str | None) -> None:
    """Sign one session out. Raises Refused where it has ended, or is not theirs to see."""
    for row, key in _sessions(by, here):
        if row.mark == mark:
            _end(by, row, key)
            return
    raise Refused(_("That session has ended already."))


@transaction.atomic
def end_others(*, by: User, here: str | None) -> int:
    """Sign a person out everywhere but here; return how many sessions ended."""
    of_all = _sessions(by, here)
    others = [(row, key) for row, key in of_all if row.user == by and not row.is_here]
    for row, key in others:
        _end(by, row, key)
    return len(others)


def _end(by: User, row: SignedIn, key: str) -> None:
    deleted, _ = Session.objects.filter(pk=key).delete()
    if not deleted:
        return
    text = f"Ended a session of {row.user}: {row.browser}, {row.address or 'no address'}."
    log(
        by=by,
        verb="set account",
        subject=row.user,
        text=text,
        address=row.address,
    )


def _sessions(by: User, here: str | None) -> Iterator[tuple[SignedIn, str]]:
    """Yield what a person may see, with its key, which never leaves this room."""
    current = Session.objects.filter(expire_date__gt=timezone.now())
    # Whose a session is stands in its signed data: the table cannot be asked for one person's.
    kept = [(row.session_key, row.get_decoded()) for row in current]
    owners = [int(data[SESSION_KEY]) for _, data in kept if SESSION_KEY in data]
    users = User.objects.in_bulk(owners)
    for key, data in kept:
        user = users.get(int(data.get(SESSION_KEY, 0)))
        if user is None or (user != by and not by.may("set desk")):
            continue
        place = data.get(_PLACE, {})
        row = SignedIn(
            mark=hashlib.sha256(f"session:{key}".encode()).hexdigest(),
            user=user,
            since=_moment(place.get("since")),
            seen=_moment(data.get(LAST_SEEN)),
            address=place.get("address", ""),
            browser=place.get("browser", "unknown"),
            is_here=key == here,
        )
        yield row, key


def _moment(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
