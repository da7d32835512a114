"""The words of which notices of absence and receipts are made, language by language.

A clause of nothing else, with one word that tells which of the two it is, says nothing of the
matter, however it is put together. Words that deny and third persons are in no list.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

# With the apostrophe of "I'll" and the dash of "e-mail"; a prefix of an elision ends a word.
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:[’'·-][^\W\d_]+)*|\d+")
_ELISIONS: Final = re.compile(r"\b([djlmnst]|jusqu|qu|dall|dell|all|nell)[’'](?=\w)", re.IGNORECASE)
_SHORTEST_STEM: Final = 2
_LONGEST: Final = 600  # characters of a clause; a longer one is no notice
_FEWEST: Final = 2  # words of a clause that is judged by its words alone
# "And", "to", "in" that Arabic and Hebrew write at the beginning of a word.
_JOINED: Final = "وفبلובלהשמ"


@dataclass(frozen=True)
class NoticeWords:
    """What a clause of such words speaks of."""

    absence: bool
    receipt: bool


@dataclass
class _Lexicon:
    """For each word, and each beginning of a word, the languages it is in, as bits."""

    words: dict[str, int]
    stems: dict[str, int]

    def languages(self, word: str) -> int:
        """Return the languages in which a word is one of the list."""
        found = self.words.get(word, 0)
        if word[0] in _JOINED:
            found |= self.words.get(word[1:], 0)
        for end in range(_SHORTEST_STEM, len(word) + 1):
            found |= self.stems.get(word[:end], 0)
        return found


_KINDS: Final = ("absence", "receipt", "beside", "staff", "first", "second", "weak")


@cache
def _lexicons() -> dict[str, _Lexicon]:
    path = files("factcheck.outside.mail") / "data" / "vocabulary.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    lexicons = {kind: _Lexicon({}, {}) for kind in (*_KINDS, "any")}
    for bit, by_kind in enumerate(table.values()):
        for kind in _KINDS:
            for entry in by_kind.get(kind, "").split():
                for lexicon in (lexicons[kind], lexicons["any"]):
                    into = lexicon.stems if entry.endswith("*") else lexicon.words
                    word = entry.removesuffix("*")
                    into[word] = into.get(word, 0) | 1 << bit
    return lexicons


def notice_words(clause: str, fewest: int = _FEWEST) -> NoticeWords | None:
    """Return what a clause speaks of that is made of such words alone, None for any other.

    `fewest` is the number of words below which none is judged.
    """
    if len(clause) > _LONGEST:
        return None
    words = _TOKEN.findall(_ELISIONS.sub(r"\1 ", clause.lower().replace("’", "'")))
    named = [word for word in words if not word.isdecimal()]
    if len(named) < fewest:
        return None
    languages = _shared_languages(named)
    return _judged(_kinds_of(named, languages)) if languages else None


def _shared_languages(words: list[str]) -> int:
    """Return the languages that have every one of the words, as bits."""
    languages = -1
    for word in words:
        languages &= _lexicons()["any"].languages(word)
        if not languages:
            break
    return languages


def _kinds_of(words: list[str], languages: int) -> set[str]:
    lexicons = _lexicons()
    return {
        kind for kind in _KINDS if any(languages & lexicons[kind].languages(word) for word in words)
    }


def _judged(kinds: set[str]) -> NoticeWords | None:
    """Return what a clause of these kinds of words speaks of.

    "The office received the request" is no notice: it tells its reader of nobody's own affairs.
    """
    absence = {"absence", "first"} <= kinds
    receipt = {"receipt", "second"} <= kinds
    if "staff" in kinds and not _deals_with_us(kinds):
        return None
    of_nobody = kinds & {"absence", "receipt"} and not kinds & {"first", "second"}
    if not absence and not receipt and (not kinds & {"beside", "staff"} or of_nobody):
        return None
    return NoticeWords(absence, receipt)


def _deals_with_us(kinds: set[str]) -> bool:
    """Tell whether staff are spoken of who answer the letter, and not somebody of the case."""
    return "second" in kinds or {"first", "beside"} <= kinds


def prepare() -> None:
    """Read the lists now, for processes that are forked from this one."""
    _lexicons()
