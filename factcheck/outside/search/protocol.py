"""What a search provider takes and gives.

The desk's own archive (room evidence) implements it too.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from factcheck.outside.errors import Kind, OutsideError


@dataclass(frozen=True)
class ProviderQuery:
    """Key words, never the sentence.

    `allowed_outside=False` (restricted copy) is refused by every outside provider.
    """

    words: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    language: str = "en"  # two letters
    limit: int = 10
    allowed_outside: bool = False

    @property
    def text(self) -> str:
        """Return phrases in quotation marks, then words: what most providers take as it stands."""
        phrases = (" ".join(phrase.replace('"', " ").split()) for phrase in self.phrases)
        words = (" ".join(word.replace('"', " ").split()) for word in self.words)
        return " ".join(
            [*(f'"{phrase}"' for phrase in phrases if phrase), *(word for word in words if word)]
        )


@dataclass(frozen=True)
class SearchHit:
    """One thing found.

    `url` is http(s); `snippet` is plain text; `rating` is a fact-checker's verdict, as it says it.
    """

    url: str
    title: str
    snippet: str = ""
    published: datetime | None = None  # aware
    source: str = ""  # outlet or domain
    language: str = ""
    rating: str | None = None


@dataclass(frozen=True)
class Results:
    """What a provider found.

    `query_sent` is what left the building, to the letter ("" when nothing did); `notes` are for a
    person.
    """

    provider: str
    query_sent: str
    hits: tuple[SearchHit, ...]
    notes: tuple[str, ...] = ()


class SearchProvider(Protocol):
    """A place to look. `outside` is False only for the desk's own archive.

    `takes_language`: it looks in the language of the query, so that another is another question.
    """

    name: str
    label: str
    needs_key: bool
    outside: bool
    takes_language: bool

    def search(self, query: ProviderQuery) -> Results:
        """Return what was found, or raise OutsideError.

        Its kind is "restricted", before any socket, when the copy may not go out.
        """
        ...


class Question(Protocol):
    """What is asked of a provider; `allowed_outside` is false of restricted copy."""

    @property
    def allowed_outside(self) -> bool: ...


def may_leave(query: Question) -> None:
    """Raise OutsideError(kind="restricted") for a query of restricted copy.

    Every outside provider passes here.
    """
    if not query.allowed_outside:
        raise OutsideError(Kind.RESTRICTED, "This copy may not be sent outside", temporary=False)


def deduplicated(hits: list[SearchHit], limit: int) -> tuple[SearchHit, ...]:
    """Return the first hit of each URL, at most `limit`."""
    return tuple(
        {hit.url: hit for hit in reversed(hits)}[url] for url in dict.fromkeys(h.url for h in hits)
    )[:limit]
