"""The session by which allauth speaks to the newsroom's identity provider.

Each answer has a deadline and a size, redirects are not followed (a token request holds the
client's secret), and the address is checked as for every fetch. A provider on the newsroom's own
network is named in OUTSIDE_INNER_ALLOWED.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import requests
from urllib3.exceptions import HTTPError

from factcheck.outside import egress_guard
from factcheck.outside.addresses import target_of
from factcheck.outside.connections import Deadline
from factcheck.outside.errors import OutsideError
from factcheck.outside.session import Exchange, GuardedSession, exchange_under_way

# A sign-in takes four answers, and must end within the deadline of a request (30 s).
SECONDS: Final = 5.0
# Discovery, keys, a token and a person's claims are some kilobytes each.
MAX_BYTES: Final = 512 * 1024


class IdentitySession(GuardedSession):
    """A session of which every failure is a `requests.RequestException`, as allauth expects."""

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:
        """Send one request and read its whole answer.

        Raises `requests.RequestException`, also for an address that is refused, an answer that is
        late or too large, and one that does not say what it is.
        """
        try:
            return self._answer(request)
        except requests.RequestException:
            raise
        except (OutsideError, HTTPError, OSError) as error:
            raise requests.ConnectionError(str(error)) from error

    def _answer(self, request: requests.PreparedRequest) -> requests.Response:
        egress_guard.check(str(request.url))
        target = replace(target_of(str(request.url)), own=True)
        with exchange_under_way(Exchange(target, Deadline(SECONDS), fresh=True)):
            response = super().send(
                request,
                stream=True,
                allow_redirects=False,
                timeout=SECONDS,
                proxies={},
            )
            # A larger one is cut, and no longer JSON.
            body = response.raw.read(MAX_BYTES, decode_content=True)
        response.close()
        if "content-type" not in response.headers:
            raise requests.ConnectionError("The answer does not say what it is")
        response._content = body
        return response
