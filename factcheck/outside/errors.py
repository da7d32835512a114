"""The one exception this room raises."""

from enum import StrEnum
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_SECRET_PARAMETERS = frozenset({"key", "api-key", "api_key", "apikey", "appname", "token"})


class Kind(StrEnum):
    """Why the door stayed shut, or what broke behind it."""

    ADDRESS = "address"  # no public address, or a URL we will not open
    SCHEME = "scheme"
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    DECOMPRESSION = "decompression"
    ROBOTS = "robots"
    STATUS = "status"
    REDIRECT = "redirect"
    DNS = "dns"
    CONNECTION = "connection"
    TLS = "tls"
    PACED = "paced"
    BAD_RESPONSE = "bad-response"
    OVER_LIMIT = "over-limit"  # reading it took more than the sandbox allows
    LOGIN = "login"
    REFUSED = "refused"
    RESTRICTED = "restricted"
    UNKNOWN = "unknown"  # a letter that may or may not have gone


class OutsideError(Exception):
    """Something outside failed, or was not allowed.

    `temporary` says whether trying again later may help; `retry_after` is in seconds from now;
    `status` is the HTTP status or SMTP reply code where there was one. Keys in the URL's query are
    masked, so that the error may be logged and shown. Equal to a plain `str` comparison:
    `error.kind == "paced"`.
    """

    def __init__(
        self,
        kind: Kind | str,
        message: str,
        *,
        url: str = "",
        retry_after: float | None = None,
        status: int | None = None,
        temporary: bool,
    ) -> None:
        super().__init__(message)
        self.kind = Kind(kind)
        self.message = message
        self.url = without_secrets(url)
        self.retry_after = retry_after
        self.status = status
        self.temporary = temporary

    def __str__(self) -> str:
        return f"{self.message} ({self.url})" if self.url else self.message

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments are lost by the default, and Celery pickles exceptions.
        state = (self.kind, self.message, self.url, self.retry_after, self.status, self.temporary)
        return (_rebuild, state)


def _rebuild(
    kind: str,
    message: str,
    url: str,
    retry_after: float | None,
    status: int | None,
    temporary: bool,
) -> OutsideError:
    return OutsideError(
        kind,
        message,
        url=url,
        retry_after=retry_after,
        status=status,
        temporary=temporary,
    )


def without_secrets(url: str) -> str:
    """Return the URL as it may be logged.

    User, password and the values of key parameters masked.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = parts.netloc.rpartition("@")[2]
    query = parts.query
    pairs = parse_qsl(query, keep_blank_values=True)
    if any(name.lower() in _SECRET_PARAMETERS for name, _ in pairs):
        masked = [(n, "…" if n.lower() in _SECRET_PARAMETERS else v) for n, v in pairs]
        query = urlencode(masked, safe="…")
    return urlunsplit((parts.scheme, host, parts.path, query, ""))
