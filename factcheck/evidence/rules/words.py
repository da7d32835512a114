"""Words as they are matched: stems, weights, and facts as a text states them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from factcheck.text.language.word_lists import word_lists

WORD: Final = re.compile(r"[^\W_]+(?:[.,’'](?=[^\W_])[^\W_]+)*", re.UNICODE)
_ORDINAL: Final = re.compile(r"\d{1,3}(?:st|nd|rd|th)", re.I)
ORDINALS: Final = {
    "1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth",
    "6th": "sixth", "7th": "seventh", "8th": "eighth", "9th": "ninth", "10th": "tenth",
    "11th": "eleventh", "12th": "twelfth", "13th": "thirteenth", "14th": "fourteenth",
    "15th": "fifteenth", "16th": "sixteenth", "17th": "seventeenth", "18th": "eighteenth",
    "19th": "nineteenth", "20th": "twentieth",
}  # fmt: skip

# Words kept with their stems. A longer one is hardly a word: foreign pages cannot fill the memory.
_WORDS_KEPT: Final = 50_000
_WORD_LENGTH: Final = 40

# Function words, and words of saying: they are in every story and tell none from another.
STOP: Final = word_lists("factcheck.evidence.rules", "words")["stop"]


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A fact as one text states it.

    `kind` and canonical `value` as the reader gives them (value None where vague), `start` and
    `end` into that text.
    """

    kind: str
    text: str
    value: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    stem: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        return self.text[:1].isdigit() and not _ORDINAL.fullmatch(self.text)

    @property
    def is_name_like(self) -> bool:
        return self.text[:1].isupper()


def plain(text: str) -> str:
    """Lower case without accents, with straight apostrophes.

    What two spellings of one word have in common.
    """
    split = unicodedata.normalize("NFKD", text)
    return (
        "".join(c for c in split if not unicodedata.combining(c))
        .casefold()
        .replace("’", "'")
        .replace("‑", "-")
    )


_plain_once: Final = lru_cache(maxsize=_WORDS_KEPT)(plain)

# The longest that fits is taken, and only where four letters stay: "string" keeps its "ing". A
# crude list on purpose: it is meant for the same words in two texts, not for a dictionary.
_ENDINGS: Final = (
    ("ations", ""),
    ("ation", ""),
    ("ingly", ""),
    ("edly", ""),
    ("ments", ""),
    ("ment", ""),
    ("ings", ""),
    ("ing", ""),
    ("ies", "y"),
    ("ied", "y"),
    ("ers", ""),
    ("er", ""),
    ("ed", ""),
    ("es", ""),
)


def stem(word: str) -> str:
    """Return a crude English stem.

    Enough to meet "attacks" with "attack", "members" with "member", "Syrian" with "Syria".
    """
    return _stem_once(word) if len(word) <= _WORD_LENGTH else _stem(word)


def _stem(word: str) -> str:
    capital = word[:1].isupper()
    word = plain(word)
    # "Its 12th president" is its twelfth.
    word = ORDINALS.get(word, word)
    if word[:1].isdigit():
        return word.replace(",", "").rstrip(".")
    word = word.removesuffix("'s").rstrip("'").replace(".", "")
    if capital and (people := re.fullmatch(r"(\w{3,}?)(?:ians?|ia|is?)", word)):
        return people.group(1)
    word = _without_ending(word)
    return word.rstrip("e") if len(word) > 4 else word


# Most words of a page stand in it, and in the next page, many times over.
_stem_once: Final = lru_cache(maxsize=_WORDS_KEPT)(_stem)


# "Agreed" is "agree" with one letter more: two would leave another stem.
_IN_DOUBLE_E: Final = frozenset({"agree", "disagree", "guarantee", "decree", "oversee", "foresee"})


def _without_ending(word: str) -> str:
    if word[:-1] in _IN_DOUBLE_E:
        return word[:-1]
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)] + instead
    plural = word.endswith("s") and not word.endswith("ss") and len(word) > 3
    return word[:-1] if plural else word


def bare(word: str) -> str:
    """Return a word without its possessive ending."""
    return re.sub(r"['’]s?$", "", word)


def words_of(text: str) -> list[Word]:
    return [Word(m.group(), stem(m.group()), m.start(), m.end()) for m in WORD.finditer(text)]


def is_content(word: Word) -> bool:
    """Whether the word tells one story from another."""
    if word.text.isupper() and len(word.text) > 1:
        return True  # "US" is a country
    low = _plain_once(word.text) if len(word.text) <= _WORD_LENGTH else plain(word.text)
    return low not in STOP and (word.is_number or len(low) > 2)
