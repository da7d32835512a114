"""How far a claim's searches are, taken together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from factcheck.newsroom.phrases import gettext_noop

_RESTRICTED: Final = gettext_noop("the article is restricted")
FOUND_PAGES: Final = "found pages"
_FAILED: Final = gettext_noop("the searches failed")


@dataclass(frozen=True, slots=True)
class ClaimSearches:
    """How far one claim's searches are.

    `answered`: a provider answered, or a source the writer handed in was read; `under_way`: more
    may come; `pages`: somebody found pages; `why_not`: what kept everybody from being asked, ""
    where nobody was to be asked.
    """

    answered: bool = False
    under_way: bool = False
    why_not: str = ""
    pages: bool = False


def search_state(work: str, found: str) -> str:
    """Return what one search comes to.

    One of: answered, found pages, forbidden, failed, no question, under way.
    """
    if found in ("forbidden", "no question") or work == "failed":
        return found or work
    if found == "some":
        return FOUND_PAGES
    return "answered" if found or work == "done" else "under way"


def asking(states: Collection[str]) -> ClaimSearches:
    """Return how far a claim's searches are, from what each of them comes to."""
    pages, under_way = FOUND_PAGES in states, "under way" in states
    answered = pages or "answered" in states
    if answered or under_way or not set(states) - {"no question"}:
        return ClaimSearches(answered, under_way, pages=pages)
    return ClaimSearches(why_not=_RESTRICTED if "forbidden" in states else _FAILED)
