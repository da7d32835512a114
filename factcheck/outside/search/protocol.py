"""What a search provider takes and gives. The desk's own archive (room evidence) implements it too."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True)
class Query:
    """Key words, never the sentence. `allowed_outside=False` (restricted copy) is refused by every outside
    provider.
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
        """Phrases in quotation marks, then words: what most providers take as it stands."""
        quoted = [f'"{" ".join(phrase.replace(chr(34), " ").split())}"' for phrase in self.phrases if phrase.strip()]
        plain = [word for word in (w.replace('"', " ").strip() for w in self.words) if word]
        return " ".join([*quoted, *plain])


@dataclass(frozen=True)
class Hit:
    """One thing found. `url` is http(s); `snippet` is plain text; `rating` is a fact-checker's verdict in its
    own words.
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
    """`query_sent` is what left the building, to the letter; `notes` say what a person should know ("part of
    the feed was unreadable").
    """

    provider: str
    query_sent: str
    hits: tuple[Hit, ...]
    notes: tuple[str, ...] = ()


class Provider(Protocol):
    """A place to look. `outside` is False only for the desk's own archive."""

    name: str
    label: str
    needs_key: bool
    outside: bool

    def search(self, query: Query) -> Results:
        """What was found, or OutsideError. Kind "restricted", before any socket, when the copy may not leave
        the building.
        """
        ...
