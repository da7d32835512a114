"""robots.txt by RFC 9309, kept in Redis for every worker."""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from factcheck.outside import pace, sandbox
from factcheck.outside.errors import Kind, OutsideError

MAX_BYTES = 500 * 1024  # RFC 9309 2.5: parse at least 500 KiB
KEPT_SECONDS = 24 * 3600  # RFC 9309 2.4: no longer than 24 hours
KEPT_UNREACHABLE_SECONDS = 300  # a host that is back is asked again soon
LONGEST_DELAY = 30.0  # Crawl-delay is in no standard; some sites write days
_UNREACHABLE = "\0unreachable"
_JOB = "factcheck.outside.documents.jobs:robots"


@dataclass(frozen=True)
class Rules:
    """What a host allows us.

    `text` None: it could not be asked, so nothing is allowed for now (RFC 9309 2.3.1.4).
    """

    text: str | None

    def check(self, url: str) -> None:
        """Raise OutsideError(kind="robots") unless the URL may be fetched."""
        if self.text is None:
            raise OutsideError(
                Kind.ROBOTS,
                "The site's robots.txt could not be read",
                url=url,
                retry_after=float(KEPT_UNREACHABLE_SECONDS),
                temporary=True,
            )
        allowed, _ = _verdict(self.text, url) if self.text else (True, 0.0)
        if not allowed:
            sentence = "The site's robots.txt forbids this page"
            raise OutsideError(
                Kind.ROBOTS,
                sentence,
                url=url,
                temporary=False,
            )

    @property
    def delay(self) -> float:
        """Return the seconds between two requests that the site asks for, 0 where none."""
        if not self.text:
            return 0.0
        _, seconds = _verdict(self.text, "")
        return min(seconds, LONGEST_DELAY)


def our_name() -> str:
    """Return the product token of our User-Agent, which robots.txt addresses us by."""
    return re.split(r"[/ (]", settings.OUTSIDE_USER_AGENT, maxsplit=1)[0] or "factcheck"


def known(origin: str) -> Rules | None:
    """Return the rules of an origin ("https://host[:port]") when they are kept."""
    with pace.shared() as client:
        text = client.get(_key(origin))
    if text is None:
        return None
    return Rules(None if text == _UNREACHABLE else str(text))


def learned(origin: str, status: int, body: bytes) -> Rules:
    """Keep what asking for /robots.txt brought.

    2xx its text, 4xx no rules, all else (0: no answer) unreachable.
    """
    text: str | None
    if 200 <= status < 300:
        text = body[:MAX_BYTES].decode("utf-8-sig", "replace").replace("\0", "")
    elif 400 <= status < 500 and status != 429:
        text = ""
    else:
        # 429 too: a host that is asked too often has not said that all is allowed.
        text = None
    with pace.shared() as client:
        if text is None:
            client.set(_key(origin), _UNREACHABLE, ex=KEPT_UNREACHABLE_SECONDS)
        else:
            client.set(_key(origin), text, ex=KEPT_SECONDS)
    return Rules(text)


def _key(origin: str) -> str:
    return f"{pace.PREFIX}:robots:{origin}"


@lru_cache(maxsize=512)
def _verdict(text: str, url: str) -> tuple[bool, float]:
    """Return whether we may fetch a page, and how long to wait, read in the sandbox.

    A file that ends its reader forbids nothing: RFC 9309 2.2 has what cannot be parsed ignored.
    """
    try:
        found = sandbox.run(
            _JOB,
            text.encode("utf-8", "replace"),
            agent=our_name(),
            address=url,
        )
    except sandbox.Unreadable:
        return True, 0.0
    return bool(found["allowed"]), float(found["delay"])
