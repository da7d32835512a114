"""What one page reads several times over is read once.

The steps on top of a page, its figures and its list all rest on the same rows, and each part asks
for them by itself. While a page is answered that changes nothing (GET, HEAD), a read marked
`once_a_page` keeps what it returned. Elsewhere, in actions and workers, it always reads, but for
`one_look`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse

_P = ParamSpec("_P")
_T = TypeVar("_T")
_NAME_OF: Final = "name_of"  # the attribute of a read that says under which name it is kept
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept reads of a page", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    """Keep what is read meanwhile."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


@contextmanager
def one_look() -> Iterator[None]:
    """Keep what is read meanwhile, as a page does; within a page, the page keeps it.

    For a read of many parts that rest on the same rows, wherever it is called from.
    """
    if _kept.get() is not None:
        yield
        return
    with one_page():
        yield


def once_a_page(
    key: Callable[..., Hashable],
) -> Callable[[Callable[_P, _T]], Callable[_P, _T]]:
    """Have a read done once a page for each `key` of its arguments; None: never kept."""

    def decorated(read: Callable[_P, _T]) -> Callable[_P, _T]:
        @wraps(read)
        def reading(*args: _P.args, **kwargs: _P.kwargs) -> _T:
            kept = _kept.get()
            name = name_of(*args, **kwargs) if kept is not None else None
            if kept is None or name is None:
                return read(*args, **kwargs)
            if name not in kept:
                kept[name] = read(*args, **kwargs)
            value: _T = kept[name]
            return value

        def name_of(*args: _P.args, **kwargs: _P.kwargs) -> Hashable:
            name = key(*args, **kwargs)
            return None if name is None else (read.__module__, read.__qualname__, name)

        reading.__dict__[_NAME_OF] = name_of
        return reading

    return decorated


def if_read(read: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T | None:
    """Return what the page has read with a `once_a_page` and these arguments; else None.

    For a read of a part, which may then be taken from the whole.
    """
    kept = _kept.get()
    return kept.get(read.__dict__[_NAME_OF](*args, **kwargs)) if kept is not None else None


def reads_once(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer each page that changes nothing with `one_page`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        with one_page():
            return get_response(request)

    return middleware
