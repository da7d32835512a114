"""Titles and offices: "President", "deputy foreign minister", "Sen."."""

from __future__ import annotations

from factcheck.text.language import lexicon
from factcheck.text.language.tokens import Tokens
from factcheck.text.language.word_lists import word_lists
from factcheck.text.names.gazetteer import PEOPLES

_WORDS = word_lists("factcheck.text.names", "titles")

HONORIFICS = _WORDS["honorifics"]
TITLES = _WORDS["titles"]
RELATIONS = _WORDS["relations"]
# Who somebody is by their work, right before a full name alone: "nurse Olive Tranter".
JOBS = _WORDS["jobs"]
PARTICIPLES = _WORDS["participles"]
_OFFICES = _WORDS["offices"]
FIELDS = _WORDS["fields"]
# Offices of members, before which their party or seat stands.
SEATS = _WORDS["seats"]
_FIELDED, _RANKS = _WORDS["fielded"], _WORDS["ranks"]
WHOLE = frozenset(title.replace("-", " ") for title in _WORDS["whole"])
MODIFIERS = _WORDS["modifiers"] - {"of", "the"}


# Words that a body before an office may have, and its modifiers; guessed.
_LONGEST_BODY = 4
# Tokens of a field, its links and "and" counted: "of State for Health and Social Care"; guessed.
_LONGEST_FIELD = 8
_FIELD_LINKS = frozenset(("of", "for", "and", "&"))
# Who studies something: too many to list ("Glaciologist Ingrid Moen").
_SCHOLARS = ("ologist", "ographer", "onomer")


def title_length(tokens: Tokens, first: int, last: int) -> int:
    """How many tokens at the head of a run of name words are a title; 0 where it has none.

    "Secretary of State" and "Chief of Staff" count as one.
    """
    best = 0
    if tokens.lower[first] == "dean" and last == first + 1:
        return 0  # a first name more often than an office: "Dean Proctor"
    for k in range(first, min(last, first + 7) + 1):
        low = tokens.lower[k]
        if is_title_word(low) or low.rstrip(".") in HONORIFICS:
            if k == last and k > first and not _led(tokens, first, k):
                break
            best = max(k - first + 1, _field_end(tokens, k, last) - first)
        elif not _before_title(tokens, k) and not _led_later(tokens, k, last):
            break
    return best


def _before_title(tokens: Tokens, k: int) -> bool:
    low, word = tokens.lower[k], tokens.words[k]
    known = low in MODIFIERS or low in lexicon.ORGANISATION_WORDS or word in PEOPLES
    return known or _in_joined_fields(tokens, k) or low in ("of", "for", "the") or word.isupper()


def _joins_fields(tokens: Tokens, k: int) -> bool:
    """Return whether an "and" is an office's own: "Police and Crime Commissioner"."""
    around = tokens.lower[k - 1 : k + 3]
    own = FIELDS | {"crime", "rescue", "fire", "equality", "border"}
    return len(around) == 4 and around[0] in own and around[2] in own and around[3] in _FIELDED


def _in_joined_fields(tokens: Tokens, k: int) -> bool:
    """Return whether a token is the "and" of such an office, or the field behind it."""
    return joins_fields(tokens, k) or (k > 1 and joins_fields(tokens, k - 1))


def joins_fields(tokens: Tokens, k: int) -> bool:
    """Return whether an "and" between capitals is part of one office."""
    return tokens.lower[k] == "and" and _joins_fields(tokens, k)


def _led(tokens: Tokens, first: int, k: int) -> bool:
    """Return whether the words before a title are its own: "Prime Minister", "Iranian President".

    "Dark Horse Leader" might be anything.
    """
    return all(
        tokens.lower[j] in MODIFIERS
        or tokens.words[j] in PEOPLES
        or _in_joined_fields(tokens, j)
        or tokens.lower[j] in lexicon.ORGANISATION_WORDS
        for j in range(first, k)
    )


def _led_later(tokens: Tokens, k: int, last: int) -> bool:
    """Return whether an office leads to a title: "Amnesty International Director Ana Ruiz"."""
    for j in range(k + 1, min(last, k + 4) + 1):
        if (
            tokens.lower[j] in TITLES
            and j < last
            and tokens.lower[j - 1] in lexicon.ORGANISATION_WORDS
        ):
            return True
    return False


def is_title_word(low: str) -> bool:
    """Return whether a word in small letters is a title, or says what somebody studies."""
    return low in TITLES or low.endswith(_SCHOLARS)


def _field_end(tokens: Tokens, k: int, last: int) -> int:
    """Return the token after the field of the title at `k`, 0 where no known field follows.

    The field is all of known words: "Secretary of State for Transport".
    """
    end = 0
    at = k + 1
    while at < min(last, k + _LONGEST_FIELD):
        begin = field_begin(tokens, at)
        at = begin
        while begin and at <= last and tokens.lower[at] in FIELDS:
            at += 1
        if at == begin:
            break
        end = at
    return end


def field_begin(tokens: Tokens, link: int) -> int:
    """Return the token at which a field begins after a link like "of"; 0 where none does."""
    begin = link + 2 if tokens.lower[link + 1 : link + 2] == ["the"] else link + 1
    known = begin < len(tokens.lower) and tokens.lower[begin] in FIELDS
    if not known or tokens.words[begin].islower():
        return 0
    # "Leader of the Opposition in the Assembly"; "in" leads to no other field.
    in_chamber = tokens.lower[link] == "in" and tokens.lower[link - 1] in ("opposition", "leader")
    return begin if in_chamber or tokens.lower[link] in _FIELD_LINKS else 0


def office_after_body(tokens: Tokens, first: int, last: int) -> int | None:
    """Return the token at which a title begins after the name of a body or country.

    "SoftFund CEO Masao Senda" has one; of "Dark Horse Leader" nobody knows.
    """
    for k in range(first + 1, min(first + _LONGEST_BODY, last - 1) + 1):
        if tokens.lower[k] in _OFFICES:
            begin = k
            # "Orbis Energy CEO": what may be a minister's field is a firm's name.
            own = MODIFIERS if tokens.lower[k] in _FIELDED else _RANKS
            while begin - 1 > first and tokens.lower[begin - 1] in own:
                begin -= 1
            return begin
        if tokens.lower[k] in ("of", "for", "and", "the"):
            return None
    return None


def capitalised(title: str) -> str:
    """Return a title as it is written on its own."""
    title = title.strip()
    return title[:1].upper() + title[1:]
