"""The one door of every provider on the web: what it asks passes here, or does not leave."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings

from factcheck.outside import pace
from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.http import FetchedPage, fetch
from factcheck.outside.search.protocol import ProviderQuery, Question, Results, may_leave

Parameters = Mapping[str, object] | Sequence[tuple[str, object]]


@dataclass(frozen=True)
class Access:
    """How this desk reaches a provider.

    Empty fields mean the provider's own, or what the environment says.
    """

    key: str = field(default="", repr=False)
    base: str = ""
    seconds: float | None = None  # between two requests


def place_of(name: str) -> str:
    """Return the name under which the turns of the provider `name` are kept."""
    return f"provider:{name}"


class WebProvider:
    """A provider on the web.

    A class below says what it takes and gives; `get` is the only way it may ask.
    """

    name: str
    label: str
    outside: bool = True
    takes_claims: bool = True  # claims are put to it
    takes_language: bool = False  # it looks in the language of the query
    tried_with: str = ""  # the one word of the query that tests it; "": the desk's own
    needs_key: bool = False
    takes_key: bool = False  # a key raises what it allows, but it answers without
    needs_base: bool = False  # the newsroom's own: it has no address of its own
    url: str = ""
    seconds: float = 1.0  # between two requests, when the desk names no pace
    daily: int | None = None  # queries a day (UTC), when the desk names no other number
    key_statuses: tuple[int, ...] = (401, 403)  # how it refuses a key
    one_at_a_time: str = ""  # the name under which its requests wait for each other

    def __init__(self, access: Access | None = None) -> None:
        access = access or Access()
        self.key = access.key or settings.PROVIDER_KEYS.get(self.name, "")
        self.base = (access.base or settings.PROVIDER_URLS.get(self.name, self.url)).rstrip("/")
        self.pace = self.seconds if access.seconds is None else access.seconds

    @property
    def lacks(self) -> str:
        """Return what this desk must still give: "a key", "an address", or ""."""
        if self.needs_key and not self.key:
            return "a key"
        return "an address" if self.needs_base and not self.base else ""

    def get(
        self,
        query: Question,
        path: str,
        parameters: Parameters = (),
        *,
        base: str = "",
        timeout: float | None = None,
    ) -> FetchedPage:
        """Return the answer to one GET under the provider's address, in its turn among all workers.

        OutsideError(kind="restricted"), before any socket, for restricted copy; "login" without a
        key, or with one it refuses; "paced" when its turn is more than a moment away, or it asked
        everybody to wait.
        """
        may_leave(query)
        if self.lacks:
            raise OutsideError(Kind.LOGIN, f"{self.label} needs {self.lacks}", temporary=False)
        lock = (
            pace.alone(self.one_at_a_time, settings.OUTSIDE_TIMEOUT_SECONDS + 5)
            if self.one_at_a_time
            else None
        )
        with lock or nullcontext():
            # The whole door's pace is 0 only where nothing is paced: tests, benchmarks, the demo.
            pace.wait_turn(self.place, self.pace if settings.OUTSIDE_PACE_SECONDS else 0.0)
            asked = f"?{urlencode(parameters)}" if parameters else ""
            return self._fetched(f"{base or self.base}{path}{asked}", timeout)

    @property
    def headers(self) -> dict[str, str]:
        """Return what each request says of itself, and by which key it comes."""
        return {"Accept": "application/json"}

    def _fetched(self, url: str, timeout: float | None) -> FetchedPage:
        try:
            return fetch(
                url,
                headers=self.headers,
                respect_robots=False,
                pace=False,
                timeout=timeout,
                own=self.needs_base,
            )
        except OutsideError as error:
            if error.status in (429, 503):
                self.hold(error.retry_after or pace.DEFAULT_HOLD)
            if error.status in self.key_statuses:
                raise self.refused(error) from error
            raise

    @property
    def place(self) -> str:
        """Return the name under which its turns are kept."""
        return place_of(self.name)

    def hold(self, seconds: float) -> None:
        """Let no worker ask this provider for so many seconds: it asked us to slow down."""
        pace.hold(self.place, seconds)

    def refused(self, error: OutsideError) -> OutsideError:
        """Return the error that a status among `key_statuses` means."""
        what = "our key" if self.needs_key else "to answer us"
        return OutsideError(
            Kind.LOGIN,
            f"{self.label} refuses {what}",
            url=error.url,
            status=error.status,
            temporary=False,
        )


class Service(WebProvider, ABC):
    """A provider on the web that answers with pages."""

    @abstractmethod
    def search(self, query: ProviderQuery) -> Results:
        """Return what was found, or raise OutsideError."""
