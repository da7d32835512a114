"""The words of the page a spokesperson answers on, in the language of the letter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from factcheck.replies.rules.data import table
from factcheck.replies.rules.letters import ANY, base_language
from factcheck.replies.rules.wording import fill

_TABLE: Final = "public_page"
# What its sender may choose, in order: the terms, and the name of their words.
TERMS_OFFERED: Final = (
    ("on the record", "terms_record"),
    ("attributed to", "terms_attributed"),
    ("background", "terms_background"),
    ("not for publication", "terms_publication"),
    ("off the record", "terms_off"),
    ("embargoed", "terms_embargo"),
)
OFFERS: Final = (
    ("answered", "offer_answered"),
    ("asks for time", "offer_time"),
    ("no comment", "offer_decline"),
)


def link_ends_at(
    deadline: datetime | None, renewed_at: datetime | None, days: int
) -> datetime | None:
    """Return when a private page's address ends: `days` after the deadline, or after its renewal.

    None without a deadline: nothing was put to the party yet.
    """
    if deadline is None:
        return None
    return max(deadline, renewed_at or deadline) + timedelta(days=days)


def accepted_language(header: str) -> str:
    """Return the first language of an Accept-Language header that the page has."""
    codes = (part.partition(";")[0].strip() for part in header[:200].split(","))
    known = (base_language(code) for code in codes if code)
    return next((code for code in known if code in table(_TABLE)), ANY)


def language_of_page(letter: str, accepted: str) -> str:
    """Return the language of the `letter` where the page has it, else the browser's.

    `accepted` is the Accept-Language header; English where the page has none of its languages.
    """
    base = base_language(letter)
    return base if base in table(_TABLE) else accepted_language(accepted)


def page_words(language: str, **values: str) -> Mapping[str, str]:
    """Return every word of the page in a language it has, filled with the `values` there are."""
    words: Mapping[str, str] = table(_TABLE)[language]
    return {name: fill(text, values) for name, text in words.items()}
