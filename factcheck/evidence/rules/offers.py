"""Searches a new newsroom is offered, and the engines a person may put a claim's words to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote_plus

from factcheck.text.language.word_lists import data_table

_TABLE: Final = data_table("factcheck.evidence.rules", "searches")


@dataclass(frozen=True, slots=True)
class SearchOffer:
    """A provider by its name in the code, and one sentence on what would leave for it."""

    name: str
    leaves: str


@dataclass(frozen=True, slots=True)
class EngineLink:
    """A search engine's page for some words; nothing leaves before a person opens it."""

    name: str
    url: str


OFFERS: Final = tuple(SearchOffer(**offer) for offer in _TABLE["offers"])


def engine_links(words: str) -> tuple[EngineLink, ...]:
    """Return the address at each engine that asks for these words; none without words."""
    if not words:
        return ()
    asked = quote_plus(words.replace("“", '"').replace("”", '"'))
    return tuple(
        EngineLink(engine["name"], engine["url"].replace("{words}", asked))
        for engine in _TABLE["engines"]
    )
