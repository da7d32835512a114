"""The safe fetch: one GET through every guard. `fetch(url) -> Page`, or an `OutsideError`."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import Message
from functools import lru_cache
from urllib.parse import urljoin

from django.conf import settings

from factcheck.outside import pace, robots
from factcheck.outside.addresses import Target, target_of
from factcheck.outside.connections import Deadline
from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.exchange import HttpAnswer, exchange

MAX_REDIRECTS = 5  # at least as many as RFC 9309 2.3.1.2 asks of a robots.txt
# RFC 9110 15.4. 300 leaves the choice to a person, 304 is an answer.
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
# The statuses with which a server says that we ask too often, and how long to wait (Retry-After).
_HELD = frozenset({429, 503})
# Of those below 500 the ones that may pass: time out, too early, too often.
_TEMPORARY = frozenset({408, 425, 429})
_OUT_OF_REACH = frozenset({Kind.ADDRESS, Kind.DNS, Kind.CONNECTION, Kind.TIMEOUT, Kind.TLS})
_ACCEPT = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,"
    "text/plain;q=0.8,application/pdf;q=0.7,*/*;q=0.5"
)


@dataclass(frozen=True)
class FetchedPage:
    """What one GET brought back.

    `body` is decompressed; header names are lower-case; `fetched_at` is UTC.
    """

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    content_type: str  # lower-case, without parameters; "" when absent
    encoding: str | None  # the charset the server claims
    fetched_at: datetime
    etag: str
    modified: str  # Last-Modified, as sent
    not_modified: bool
    redirects: tuple[str, ...]  # every URL left behind, in order
    moved_to: str = ""  # where the first URL has moved for good (301, 308), "" when it has not


def fetch(
    url: str,
    *,
    etag: str = "",
    modified: str = "",
    headers: Mapping[str, str] | None = None,
    max_bytes: int | None = None,
    timeout: float | None = None,
    respect_robots: bool = True,
    pace: bool | float = True,
    own: bool = False,
) -> FetchedPage:
    """GET a public page.

    2xx, and 304 when `etag` or `modified` was given, come back as a Page; every other final status
    is OutsideError(kind="status"), temporary for 408, 425, 429 and 5xx. `timeout` is total wall
    time in seconds, from resolving to the last byte, over all redirects. `max_bytes` caps both what
    is received and what it decompresses to. `headers` go to the URL's own origin only. `pace` is
    the least number of seconds between two requests to a host, over all workers; True means the
    settings'; a turn further away than a few seconds is OutsideError(kind="paced"). `own`: a
    service of the newsroom, which may stand on a private address that OUTSIDE_INNER_ALLOWED names;
    what it redirects to may not.
    """
    seconds = settings.OUTSIDE_TIMEOUT_SECONDS if timeout is None else timeout
    journey = _Journey(
        url=url,
        limit=settings.OUTSIDE_MAX_BYTES if max_bytes is None else max_bytes,
        deadline=Deadline(seconds),
        interval=_interval(pace),
        respect_robots=respect_robots,
    )
    conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
    validators = {name: _one_line(value) for name, value in conditions.items() if value}
    return journey.go(
        replace(target_of(url), own=own),
        validators,
        dict(headers or {}),
    )


def _interval(pace: bool | float) -> float | None:
    usual = settings.OUTSIDE_PACE_SECONDS
    if pace is False:
        return None
    return usual if pace is True or usual == 0 else max(usual, float(pace))


def _one_line(value: str) -> str:
    # Validators come back from a server's earlier answer; http.client refuses line breaks, this
    # keeps them from it.
    return "".join(value.split("\r")[0].split("\n")[0])


@dataclass
class _Journey:
    """One fetch under way, over its redirects."""

    url: str
    limit: int
    deadline: Deadline
    interval: float | None
    respect_robots: bool

    def __post_init__(self) -> None:
        self.turns: set[str] = set()

    def go(
        self,
        first: Target,
        conditions: Mapping[str, str],
        extra: Mapping[str, str],
    ) -> FetchedPage:
        """Return the page at the end of the redirects; `extra` headers go to the first origin."""
        here = first
        left_behind: list[str] = []
        moved_to, for_good = "", True
        while True:
            self._may(here)
            # A key of the first server's is no other's to see.
            own = extra if here.origin == first.origin else {}
            answer = self._get(here, {**_manners(), **conditions, **own})
            location = answer.headers.get("location", "")
            if answer.status not in _REDIRECTS or not location:
                return _page(
                    self.url,
                    here,
                    answer,
                    (tuple(left_behind), moved_to),
                    conditional=bool(conditions),
                )
            left_behind.append(here.url)
            here = _next(here, location, left_behind, extra)
            for_good = for_good and answer.status in _FOR_GOOD
            moved_to = here.url if for_good else moved_to

    def _may(self, target: Target) -> None:
        """Wait for the host's turn; raise OutsideError where it forbids the page.

        What is known of its rules is asked first: a page that is forbidden costs no turn.
        """
        rules = robots.known(target.origin) if self.respect_robots else None
        if rules is not None:
            rules.check(target.url)
        if self.interval is not None and target.place not in self.turns:
            self.turns.add(target.place)
            longest = min(pace.LONGEST_WAIT, self.deadline.left(pace.LONGEST_WAIT))
            pace.wait_turn(
                target.place,
                self._interval(rules),
                longest=longest,
            )
        if self.respect_robots and rules is None:
            self._learn(target).check(target.url)

    def _interval(self, rules: robots.Rules | None) -> float:
        if not self.interval:
            return 0.0
        return max(self.interval, rules.delay) if rules else self.interval

    def _learn(self, target: Target) -> robots.Rules:
        """Fetch and keep the robots.txt of a host; raise OutsideError where it is out of reach."""
        here = target_of(f"{target.origin}/robots.txt")
        left_behind: list[str] = []
        try:
            while True:
                answer = exchange(
                    here,
                    _manners(),
                    deadline=self.deadline,
                    max_bytes=robots.MAX_BYTES,
                    cut=True,
                )
                location = answer.headers.get("location", "")
                if answer.status not in _REDIRECTS or not location:
                    return robots.learned(target.origin, answer.status, answer.body)
                left_behind.append(here.url)
                here = _next(here, location, left_behind, {})
        except OutsideError as error:
            if error.kind in _OUT_OF_REACH and not left_behind:
                raise  # the page itself is out of reach, which says more than its robots.txt
            # RFC 9309 2.3.1.2: too many redirects count as no rules; whatever else failed, as
            # unreachable.
            status = 404 if error.kind == Kind.REDIRECT else 0
            return robots.learned(target.origin, status, b"")

    def _get(self, target: Target, headers: Mapping[str, str]) -> HttpAnswer:
        answer = exchange(
            target,
            headers,
            deadline=self.deadline,
            max_bytes=self.limit,
        )
        if answer.status in _HELD and self.interval is not None:
            pace.hold(target.place, pace.seconds_asked(answer.headers.get("retry-after")))
        return answer


def _manners() -> dict[str, str]:
    """Return the headers that say who asks, and whom to write to (RFC 9110 10.1.2, 10.1.5)."""
    manners = {"User-Agent": settings.OUTSIDE_USER_AGENT, "Accept": _ACCEPT}
    if "@" in settings.OUTSIDE_CONTACT:
        manners["From"] = settings.OUTSIDE_CONTACT
    return manners


def _next(
    here: Target,
    location: str,
    left_behind: list[str],
    extra: Mapping[str, str],
) -> Target:
    """Return where a redirect leads; raise OutsideError where it may not be followed."""
    if len(left_behind) > MAX_REDIRECTS:
        raise _bad_redirect("The page redirects too often", left_behind[0])
    with suppress(UnicodeError):
        # Servers send raw UTF-8 here, which http.client reads as Latin-1.
        location = location.encode("latin-1").decode()
    there = target_of(urljoin(here.url, location.strip().replace(" ", "%20")))
    if there.url in left_behind:
        raise _bad_redirect("The page redirects in a circle", there.url)
    # With `extra` goes a key, which must never be sent in the open.
    if extra and here.scheme == "https" and there.scheme == "http":
        raise _bad_redirect("The page redirects from https to http", there.url)
    return there


def _bad_redirect(sentence: str, url: str) -> OutsideError:
    return OutsideError(
        Kind.REDIRECT,
        sentence,
        url=url,
        temporary=False,
    )


def _page(
    url: str,
    here: Target,
    answer: HttpAnswer,
    way: tuple[tuple[str, ...], str],
    *,
    conditional: bool,
) -> FetchedPage:
    not_modified = conditional and answer.status == 304
    if not 200 <= answer.status < 300 and not not_modified:
        raise _bad_status(answer, here)
    content_type, encoding = _type_said(answer.headers.get("content-type", ""))
    return FetchedPage(
        url=url,
        final_url=here.url,
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
        content_type=content_type,
        encoding=encoding,
        fetched_at=datetime.now(UTC),
        etag=answer.headers.get("etag", ""),
        modified=answer.headers.get("last-modified", ""),
        not_modified=not_modified,
        redirects=way[0],
        moved_to=way[1],
    )


def _bad_status(answer: HttpAnswer, here: Target) -> OutsideError:
    status = answer.status
    asked = answer.headers.get("retry-after")
    return OutsideError(
        Kind.STATUS,
        f"The server answered {status}",
        url=here.url,
        retry_after=pace.seconds_asked(asked) if status in _HELD else None,
        status=status,
        temporary=status in _TEMPORARY or status >= 500,
    )


@lru_cache(maxsize=256)
def _type_said(header: str) -> tuple[str, str | None]:
    """Return type and charset of a Content-Type header; ("", None) of none."""
    said = Message()
    said["Content-Type"] = header
    return (said.get_content_type() if header else "", said.get_content_charset())
