"""Rows of a page, made many at once: where that fails, each by itself, and which failed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

log = logging.getLogger(__name__)
_Key = TypeVar("_Key")
_Row = TypeVar("_Row")


def built(
    keys: Sequence[_Key],
    make: Callable[[Sequence[_Key]], Sequence[_Row]],
    name: Callable[[_Key], str],
) -> tuple[list[_Row], list[str]]:
    """Return what `make` makes of all keys, and the names of those that cannot be shown.

    For pages that list: what counts or decides must not leave out a row that it cannot read.
    """
    try:
        return list(make(keys)), []
    except Exception:
        log.exception("A list could not be made at once; its rows are made one by one.")
    made: list[_Row] = []
    lost = []
    for key in keys:
        try:
            made += make([key])
        except Exception:
            log.exception("%s could not be shown in a list.", name(key))
            lost.append(name(key))
    return made, lost
