"""Which words make one name: runs of capitals and the little words, initials and marks inside them.

These are rules of print. They say how far a name goes; whether it is one, and of what kind, is
weighed in `kinds`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from factcheck.text.language import lexicon
from factcheck.text.language.rules import Rule, first_result
from factcheck.text.language.tokens import Tokens, bare, capital
from factcheck.text.language.word_lists import word_lists
from factcheck.text.names.gazetteer import LONGEST, PEOPLES, PLACES
from factcheck.text.names.titles import FIELDS, joins_fields
from factcheck.text.reading import Span
from factcheck.text.values.numbers import CODES

_WORDS = word_lists("factcheck.text.names", "extents")

PART_OF_NAME = _WORDS["part_of_name"]
_PARTICLES = _WORDS["particles"]
_FOR_HEADS = _WORDS["for_heads"]
NEVER = (
    lexicon.PRONOUNS
    | lexicon.AUXILIARIES
    | lexicon.SUBORDINATORS
    | lexicon.CONJUNCTIONS
    | lexicon.PREPOSITIONS
    | lexicon.ADVERBS
    | (lexicon.DETERMINERS - {"one", "two", "three"})
    | lexicon.QUANTIFIERS
    | _WORDS["never"]
)
_ARTICLED = re.compile(
    r"(?:al|el|an|as|ar|ash|at|ad|ez|bin|ibn|abu|d['’]|l['’]|o['’])[-‑]?(?<=[-‑'’])[A-Z]"
)
COMPOUND = re.compile(
    r"[-‑](?:led|backed|aligned|based|born|run|controlled|occupied|owned|era|style|made|trained"
    r"|supported|allied|held|funded|sponsored|linked|affiliated|friendly|bound|wide|brokered"
    r"|mediated|appointed|elect)\b",
    re.I,
)
_SEAT = re.compile(r"(?:D|R|I|DFL|L|Lab|Con)[-‑–](?=[A-Z])")
_SHORTENED = _WORDS["shortened"]
# Owners that are part of what they own: "Sheriff's Office", "Farmers' Union". Any other owner is a
# name of its own.
_MINISTRIES = frozenset(["ministry", "department", "ministries", "bureau", "directorate"])
_LONGEST_LIST = 6  # tokens between a comma and the "and" of a ministry's fields; guessed
_NUMBERED = _WORDS["numbered"]
_CREDITS = _WORDS["credits"]
_OWNERS = _WORDS["owners"]
_STOPPED = _WORDS["stopped"]
_OPENING, _CLOSING = "“\"‘'(", "”\"’')"
_FIELD_LOOK = 5  # tokens before an "and" in which a body's head and its "of" stand; guessed
_HEALTH_BODY = "WHO"  # no relative pronoun, but in a headline all in capitals
_LONGEST_SECOND = 4  # words after an "and" in a body's name; guessed
_FORCES = frozenset(
    ("police", "constabulary", "council", "administration", "presidency", "company")
)
_NICKNAME = 3  # words between the marks of "Dana “Ice” Whitlow"


def name_words(tokens: Tokens, freed: Collection[int]) -> list[bool]:
    """Return for each token whether it may be part of a name, by its letters.

    `freed` are those that look like the little words they are not ("May told", "Will Tansley").
    """
    return [i in freed or _name_word(tokens, i) for i in range(len(tokens.words))]


def _name_word(tokens: Tokens, i: int) -> bool:
    word, low = tokens.words[i], tokens.lower[i]
    # Most words of copy end here, at the cost of a comparison.
    if word == low and word.isascii() and "-" not in word and "'" not in word:
        return False
    if _ARTICLED.match(word):
        return True
    if not _is_capital_word(word, low) or _is_contracted(low):
        return False
    if len(word) == 1 and _initial(tokens, i):
        return True
    if word == _HEALTH_BODY:
        return not (i > 0 and tokens.words[i - 1].isupper() and len(tokens.words[i - 1]) > 1)
    return low not in NEVER and not _names_a_time(tokens, i)


def _is_contracted(low: str) -> bool:
    """Return whether a word is a pronoun and a verb: "I’d", "They’re"."""
    first, mark, _ = low.replace("’", "'").partition("'")
    return bool(mark) and first in lexicon.PRONOUNS | {"i"}


def _is_capital_word(word: str, low: str) -> bool:
    """Return whether a word has a name's capital, and not that of a unit, a seat or a compound.

    "Iran-backed" and "R-Texas" have a capital of their first part alone.
    """
    if not word[0].isalpha() or not capital(word):
        return False
    if word in CODES or low in ("celsius", "fahrenheit"):
        return False
    return COMPOUND.search(word) is None and _SEAT.match(word) is None


def _names_a_time(tokens: Tokens, i: int) -> bool:
    return tokens.lower[i].rstrip(".") in lexicon.WEEKDAYS or _month_like(tokens, i)


def _initial(tokens: Tokens, i: int) -> bool:
    """Return whether a token is an initial, the "J" of "J. Varnell".

    That is one capital, a full stop that touches it, and a capital after a space.
    """
    after = i + 2
    return (
        len(tokens.words[i]) == 1
        and tokens.words[i].isupper()
        and after < len(tokens.words)
        and tokens.words[i + 1] == "."
        and tokens.starts[i + 1] == tokens.ends[i]
        and adjacent(tokens, after)
        and capital(tokens.words[after])
        and tokens.lower[after]
        not in lexicon.AGENT_NOUNS  # "Plan B. Officials said": a sentence ends there
    )


def _month_like(tokens: Tokens, i: int) -> bool:
    low = tokens.lower[i].rstrip(".")
    if low not in lexicon.MONTHS:
        return False
    if low not in ("may", "march", "august", "jan", "mar", "jun"):
        return True
    after = tokens.lower[i + 1] if i + 1 < len(tokens.lower) else ""
    return after[:1].isdigit()


def adjacent(tokens: Tokens, i: int) -> bool:
    """Return whether only a space parts token i from the token before."""
    gap = tokens.text[tokens.ends[i - 1] : tokens.starts[i]]
    return len(gap) == 1 and gap in " \xa0\u202f"


def run_end(
    tokens: Tokens, named: Sequence[bool], i: int, stop: int, inside: Collection[int] = ()
) -> int:
    """Return the last token of the run of name words that begins at token i.

    Returns i - 1 where there is none. `inside` are those that join the words of a body ("and").
    """
    if not named[i]:
        return i - 1
    last = i
    j = i + 1
    while j < stop:
        step = _goes_on(_Join(tokens, named, last, j, stop, j in inside))
        if step is None:
            break
        j += step
        if named[j - 1] or tokens.lower[j - 1].isdigit():
            last = j - 1
    return last


@dataclass(frozen=True, slots=True)
class _Join:
    """A token that may belong to the run of name words before it.

    `last` is the run's last name word, `j` the token, `stop` the end of the sentence;
    `inside` says that the model sees it inside the name of a body.
    """

    tokens: Tokens
    named: Sequence[bool]
    last: int
    j: int
    stop: int
    inside: bool = False

    @property
    def word(self) -> str:
        return self.tokens.words[self.j]

    @property
    def low(self) -> str:
        return self.tokens.lower[self.j]

    @property
    def is_next(self) -> bool:
        """Whether nothing is between the token and the last name word."""
        return self.j == self.last + 1

    @property
    def is_followed(self) -> bool:
        """Whether a name word follows the token."""
        return self.j + 1 < self.stop and self.named[self.j + 1]


def _is_abbreviation(join: _Join) -> bool:
    last = join.last
    return _initial(join.tokens, last) or join.tokens.lower[last] in _SHORTENED


def _is_apart(join: _Join) -> bool:
    return not adjacent(join.tokens, join.j) and join.tokens.words[join.j - 1] != "."


def _is_after_owner(join: _Join) -> bool:
    owner = join.tokens.words[join.last]
    possessive = owner != bare(owner) and join.is_next
    return possessive and not _owned(join.tokens, join.named, join.last, join.j)


def _is_name_part(join: _Join) -> bool:
    low = join.low
    figure = low.isdigit() and len(low) <= 2 and low.isascii()
    # "Nair 88 not out", "Noosa 32": a score, unless such things go by their numbers.
    numbered = join.tokens.lower[join.last] in _NUMBERED and join.is_next
    inside = numbered or (join.is_next and _is_between_names(join))
    return join.named[join.j] or (figure and inside and not _is_credit(join))


def _is_between_names(join: _Join) -> bool:
    """Return whether one capital ends a name behind a figure: "Lost 52 Project".

    "Hollinfield 2 Marsh Vale 1" is a result.
    """
    after = join.j + 2
    ends = after >= join.stop or not (join.named[after] or join.tokens.lower[after].isdigit())
    return join.is_followed and ends


def _is_credit(join: _Join) -> bool:
    """Return whether a figure counts what follows: "Dana Whitlow 18 points"."""
    after = join.j + 1
    return after < join.stop and join.tokens.lower[after] in _CREDITS


def _is_of_name(join: _Join) -> bool:
    named = join.is_followed or _the_name(join.tokens, join.named, join.j + 1, join.stop)
    return join.low == "of" and named


def _is_after_people(join: _Join) -> bool:
    return join.tokens.words[join.j - 1] in PEOPLES


def _has_fields(join: _Join) -> bool:
    """Return whether what comes before says of what a body is: "Survey on Drug Use and Health"."""
    before = join.tokens.lower[max(0, join.j - _FIELD_LOOK) : join.j]
    return any(
        link in ("of", "on", "for") and head in _FOR_HEADS for head, link in pairwise(before)
    )


def _is_of_two_fields(join: _Join) -> bool:
    """Return whether the model sees one body in "Command and Control Centre"."""
    joint = join.low == "and" and join.is_next and join.is_followed
    # "UBTek and AgiBox" are two: a body's second field has a noun behind it.
    several = (
        join.j + 2 < join.stop and join.named[join.j + 2] and adjacent(join.tokens, join.j + 2)
    )
    return joint and join.inside and several


def _fields_after_comma(join: _Join) -> int:
    """Return how many tokens of a ministry's list of fields follow a comma, 0 for none.

    A list ends with "and" and a last field; all of it is in capitals, and no verb is in between.
    """
    tokens, j = join.tokens, join.j
    before = tokens.lower[max(0, j - _FIELD_LOOK) : j]
    ministry = any(head in _MINISTRIES and link in ("of", "for") for head, link in pairwise(before))
    if join.word != "," or not join.is_next or not ministry or not join.is_followed:
        return 0
    if tokens.lower[j + 1] not in FIELDS:
        return 0  # "the Ministry of Health, Oxfam and Halden Aid"
    k = j + 1
    while k < join.stop and k - j < _LONGEST_LIST and join.named[k]:
        k += 1
    if k + 1 >= join.stop or tokens.lower[k] != "and" or not join.named[k + 1]:
        return 0
    return k + 2 - j


def _ends_as_body(join: _Join) -> bool:
    """Return whether a body's word ends the run after an "and", and none the run before it."""
    if join.tokens.lower[join.last] in lexicon.ORGANISATION_WORDS:
        return False
    k = join.j + 1
    while k + 1 < join.stop and join.named[k + 1] and k - join.j < _LONGEST_SECOND:
        k += 1
    word = join.tokens.lower[k]
    return word in lexicon.ORGANISATION_WORDS or word in _FORCES


def _is_capital_preposition(join: _Join) -> bool:
    little = join.low in lexicon.PREPOSITIONS and join.word[0].isupper() and join.is_next
    return little and join.is_followed and join.tokens.lower[join.last] not in NEVER


def _end(join: _Join) -> int | None:
    return None


def _one(join: _Join) -> int | None:
    return 1


_STEPS: tuple[Rule[_Join, Callable[[_Join], int | None]], ...] = (
    Rule(
        lambda join: join.word == "." and join.is_next and join.is_followed,
        lambda join: 1 if _is_abbreviation(join) else None,
        "a full stop belongs to an initial or an abbreviation",
    ),
    Rule(
        lambda join: join.word in _OPENING and join.is_next and adjacent(join.tokens, join.j),
        lambda join: _nickname(join.tokens, join.named, join.j, join.stop),
        "Dana “Ice” Whitlow",
    ),
    Rule(
        lambda join: _fields_after_comma(join) > 0,
        _fields_after_comma,
        "Ministry of Corrections, Policing and Public Safety",
    ),
    Rule(_is_apart, _end, "only a space is inside a name"),
    Rule(_is_after_owner, _end, "an owner is a name of its own"),
    Rule(_is_name_part, _one, "a name word, or a figure of a name"),
    Rule(
        lambda join: join.low in _PARTICLES and join.word.islower(),
        lambda join: _particles(join.tokens, join.named, join.j, join.stop),
        "van der Berg",
    ),
    Rule(
        lambda join: _is_of_name(join) and _is_after_people(join),
        _end,
        "Syrians of the Karim family: a people is a name of its own",
    ),
    Rule(
        _is_of_name,
        lambda join: 1 if join.is_followed else 2,
        "University of Belmar, Church of the Redeemer",
    ),
    Rule(
        lambda join: (
            join.low in ("for", "on")
            and join.tokens.lower[join.last] in _FOR_HEADS
            and join.is_followed
        ),
        _one,
        "Center for Justice",
    ),
    Rule(
        lambda join: (
            join.low == "and"
            and join.is_next
            and join.is_followed
            and (
                join.tokens.lower[join.j + 1] in PART_OF_NAME
                or (join.inside and _ends_as_body(join))
            )
            and (join.inside or _has_fields(join))
        ),
        _one,
        "Securities and Exchange Commission, Avon and Somerset Police",
    ),
    Rule(
        lambda join: joins_fields(join.tokens, join.j),
        _one,
        "Police and Crime Commissioner: one office",
    ),
    Rule(_is_of_two_fields, _one, "Command and Control Centre, Devon and Cornwall Police"),
    Rule(lambda join: join.word == "&" and join.is_followed, _one, "Halden & Sons"),
    Rule(_is_capital_preposition, _one, "Doctors Without Borders"),
)


def _goes_on(join: _Join) -> int | None:
    """Return how many tokens belong to the run; None where it ends."""
    end: Callable[[_Join], int | None] = _end
    return first_result(_STEPS, join, end)(join)


def _particles(tokens: Tokens, named: Sequence[bool], j: int, stop: int) -> int | None:
    """Return the length of the little words before a name word: "van der", "de la"."""
    k = j
    while (
        k < stop
        and tokens.lower[k] in _PARTICLES
        and tokens.words[k].islower()
        and adjacent(tokens, k)
    ):
        k += 1
    return k - j if k < stop and adjacent(tokens, k) and named[k] else None


def _nickname(tokens: Tokens, named: Sequence[bool], j: int, stop: int) -> int | None:
    close = next(
        (k for k in range(j + 2, min(j + 2 + _NICKNAME, stop)) if tokens.words[k] in _CLOSING), None
    )
    if (
        close is None
        or tokens.words[j] == "("
        or close + 1 >= stop
        or not adjacent(tokens, close + 1)
    ):
        return None
    inner = all(capital(tokens.words[k]) for k in range(j + 1, close))
    return close + 1 - j if inner and named[close + 1] else None


def _owned(tokens: Tokens, named: Sequence[bool], last: int, j: int) -> bool:
    owner = bare(tokens.lower[last]).rstrip("’'")
    saint = last > 0 and tokens.lower[last - 1] in ("st.", "st")
    return (
        (owner in _OWNERS or saint) and named[j] and tokens.lower[j] in lexicon.ORGANISATION_WORDS
    )


def _the_name(tokens: Tokens, named: Sequence[bool], j: int, stop: int) -> bool:
    return j + 1 < stop and tokens.lower[j] == "the" and named[j + 1]


def text_of(tokens: Tokens, first: int, last: int) -> str:
    """Return a run's words on one line, without an ending possessive."""
    return " ".join(tokens.text[slice(*span_of(tokens, first, last))].split())


def span_of(tokens: Tokens, first: int, last: int) -> Span:
    """Return the name's span.

    An ending possessive is grammar, not name; the stop of "Inc." belongs to it, also where it ends
    the sentence too.
    """
    word, end = tokens.words[last], tokens.ends[last]
    if tokens.lower[last] in _STOPPED and first < last and tokens.text.startswith(".", end):
        end += 1
    return tokens.starts[first], end - (len(word) - len(bare(word)))


def place_length(tokens: Tokens, i: int, stop: int) -> int:
    """How many tokens from i on make a place or a people, the longest first; 0 for none."""
    for n in range(min(LONGEST, stop - i), 0, -1):
        name = text_of(tokens, i, i + n - 1)
        if name in PLACES or name in PEOPLES:
            return n
        if name.isupper() and len(name) > 3 and (name.title() in PLACES or name.title() in PEOPLES):
            return n
    return 0


def inner_name(tokens: Tokens, i: int) -> tuple[str, int] | None:
    """Return the place or people inside a word, and where in the word it begins.

    "Iran-led", "Turkish-backed" and "D-Ohio" have one.
    """
    word = tokens.words[i]
    cut = COMPOUND.search(word)
    seat = _SEAT.match(word)
    at = seat.end() if seat else 0
    name = word[at : cut.start()] if cut else word[at:]
    return (name, at) if (cut or seat) and (name in PLACES or name in PEOPLES) else None
