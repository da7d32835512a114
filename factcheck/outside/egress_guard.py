"""The last guard of restricted copy.

While work is done for it, no request leaves, whatever code asks for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from factcheck.outside.errors import Kind, OutsideError

_kept: ContextVar[bool] = ContextVar("kept_inside", default=False)


@contextmanager
def no_egress(restricted: bool = True) -> Iterator[None]:
    """Refuse every request made meanwhile, where `restricted`, before any socket.

    Each is OutsideError(kind="restricted"). Within another such block it never opens the door
    again.
    """
    before = _kept.set(restricted or _kept.get())
    try:
        yield
    finally:
        _kept.reset(before)


def check(url: str) -> None:
    """Every request passes here, at the last step before its connection."""
    if _kept.get():
        raise OutsideError(
            Kind.RESTRICTED, "This copy may not be sent outside", url=url, temporary=False
        )
