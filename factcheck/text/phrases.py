"""Noun phrases found by their borders alone: no tagger, a few closed classes of words and the capitals.

A `Unit` is a sentence (or several that a quotation holds together) as a row of items: words outside
quotation marks one by one, each quoted stretch as a single item.
"""

from __future__ import annotations

from bisect import bisect_right

from factcheck.text import lexicon as lx
from factcheck.text.cues import CUES
from factcheck.text.lexicon import word_list
from factcheck.text.marks import Quoted
from factcheck.text.reading import Span
from factcheck.text.tokens import Tokens

QUOTE = "“…”"
_NP_STOP = (
    lx.SUBORDINATORS
    | lx.AUXILIARIES
    | lx.PREPOSITIONS
    | lx.CONJUNCTIONS
    | lx.PRONOUNS
    | frozenset(word_list("not n't n’t him them us me himself herself themselves according yes"))
) - frozenset(["like", "past"])
_NEW_CLAUSE = (lx.SUBORDINATORS | lx.CONJUNCTIONS) - {"who"}
_NP_LINKS = frozenset(["of", "for", "at", "in", "from", "with", "to", "on", "behind", "against", "near", "between"])
_STATES = frozenset(
    word_list("""
        ala. ariz. ark. calif. colo. conn. del. fla. ga. ill. ind. kan. ky. la. md. mass. mich. minn. miss. mo.
        mont. neb. nev. n.h. n.j. n.m. n.y. n.c. n.d. okla. ore. pa. r.i. s.c. s.d. tenn. vt. va. wash. w.va.
        wis. wyo. d.c. jr. sr. iowa ohio texas utah maine
    """)
)
_APPOSITIVE_HEADS = (
    frozenset(
        word_list("""
            the a an who which whose whom of from former now then his her its their one also himself herself
            both
        """)
    )
    | lx.AGENT_NOUNS
    | _STATES
    | frozenset(
        word_list("""
            whose where formerly currently executive deputy senior associate assistant vice chief co-author
        """)
    )
)


class Unit:
    """One unit as items; `first[k]` and `last[k]` are the tokens item k begins and ends with."""

    __slots__ = ("first", "last", "low", "quotes", "span", "tokens", "words")

    def __init__(self, tokens: Tokens, span: Span, quoted: list[Quoted], quote_starts: list[int]) -> None:
        self.tokens = tokens
        self.span = span
        self.first: list[int] = []
        self.last: list[int] = []
        self.low: list[str] = []
        self.words: list[str] = []
        self.quotes: dict[int, Quoted] = {}
        inside = tokens.range(span)
        i, stop = inside.start, inside.stop
        q = bisect_right(quote_starts, span[0] - 1)
        while i < stop:
            start = tokens.starts[i]
            while q < len(quoted) and quoted[q].span[1] <= start:
                q += 1
            if q < len(quoted) and quoted[q].span[0] <= start:
                i = self._take_quote(quoted[q], i, stop)
                q += 1
                continue
            self._take(i, i, tokens.lower[i], tokens.words[i])
            i += 1

    def _take(self, first: int, last: int, low: str, word: str) -> None:
        self.first.append(first)
        self.last.append(last)
        self.low.append(low)
        self.words.append(word)

    def _take_quote(self, quote: Quoted, i: int, stop: int) -> int:
        """Takes every token the stretch covers as one item, and gives the number of the next token."""
        after = i
        while after < stop and self.tokens.starts[after] < quote.span[1]:
            after += 1
        self.quotes[len(self.low)] = quote
        self._take(i, after - 1, QUOTE, QUOTE)
        return after

    def __len__(self) -> int:
        return len(self.low)

    def chars(self, a: int, b: int) -> Span:
        """The characters from item a to item b, both included; a quoted stretch with its marks."""
        start = self.quotes[a].span[0] if a in self.quotes else self.tokens.starts[self.first[a]]
        end = self.quotes[b].span[1] if b in self.quotes else self.tokens.ends[self.last[b]]
        return start, end


def capital(word: str) -> bool:
    """Whether a word is written like a name; scripts without capitals always are."""
    return word[0].isupper() or (word[0].isalpha() and not word[0].islower())


def is_word(word: str) -> bool:
    return word[0].isalnum()


def noun_like(unit: Unit, k: int) -> bool:
    """Whether item k may stand inside a noun phrase."""
    low, word = unit.low[k], unit.words[k]
    if low == QUOTE or (not is_word(word) and word not in "&%$€£"):
        return False
    if low in _NP_STOP:
        return False
    if capital(word):
        return low not in lx.WEEKDAYS
    if low in lx.TIME_WORDS or low in lx.ADVERBS:
        return False
    return not low.endswith("ly") or low in ("family", "ally", "assembly", "early", "elderly", "daily", "weekly")


def phrase_before(unit: Unit, end: int) -> tuple[int, int] | None:
    """The noun phrase whose last item is `end`, with the phrases it depends on by "of", "for" and the like."""
    a = _simple_before(unit, end)
    if a is None:
        return None
    for _ in range(4):
        link = a - 1
        if link < 1:
            break
        low = unit.low[link]
        before = unit.low[link - 1]
        if low in _NP_LINKS and noun_like(unit, link - 1):
            agent = before in lx.AGENT_NOUNS or before in lx.QUANTIFIERS or low == "of" or capital(unit.words[link - 1])
            wider = _simple_before(unit, link - 1) if agent else None
            starts_well = wider is not None and (
                before in lx.AGENT_NOUNS or low == "of" or unit.low[wider] in lx.DETERMINERS
            )
            if wider is None or not starts_well:
                break
            a = wider
        elif low in ("and", "&") and noun_like(unit, link - 1) and _joins(unit, link, a):
            wider = _simple_before(unit, link - 1)
            if wider is None:
                break
            a = wider
        elif low in lx.QUANTIFIERS and before not in _NP_LINKS:
            a = link
        else:
            break
    return a, end


def _joins(unit: Unit, link: int, a: int) -> bool:
    left, right = unit.words[link - 1], unit.words[a]
    same_case = capital(left) == capital(right) or unit.low[a] in lx.DETERMINERS
    return same_case and (capital(left) or unit.low[link - 1] in lx.AGENT_NOUNS)


def _simple_before(unit: Unit, end: int) -> int | None:
    """Where the plain noun phrase (determiner, adjectives, nouns) that ends with item `end` begins."""
    low = unit.low[end]
    if low in lx.PRONOUNS or low in lx.QUANTIFIERS:
        return end
    if not noun_like(unit, end) or low in lx.DETERMINERS - lx.QUANTIFIERS:
        return None
    a = end
    while a > 0 and noun_like(unit, a - 1):
        left = unit.low[a - 1]
        if (
            not capital(unit.words[a - 1])
            and left in CUES
            and CUES[left].form != "base"
            and not _adjectival(unit, a - 1)
        ):
            break
        if left.endswith(("ed", "ing")) and not capital(unit.words[a - 1]) and not _adjectival(unit, a - 1):
            break
        a -= 1
        if left in lx.DETERMINERS and not (a > 0 and unit.low[a - 1] in ("all", "both", "half")):
            break
        if end - a > 14:
            break
    return a


def _adjectival(unit: Unit, k: int) -> bool:
    """ "the retired general", "Iran-backed groups": a participle with a determiner or an adjective before it."""
    if "-" in unit.low[k]:
        return True
    if k == 0:
        return False
    before = unit.low[k - 1]
    return before in lx.DETERMINERS or before.endswith(("'s", "’s", "ly", "ed"))


def subject_before(unit: Unit, end: int) -> tuple[int, int] | None:
    """The subject that ends with item `end`, going back over brackets and what stands between commas
    ("Cory James, 22, of Flint, Mich., said")."""
    k = end
    if k < 0:
        return None
    if unit.low[k] == ")":
        k = _before_bracket(unit, k)
    if k >= 0 and unit.low[k] in (",", "—", "–", "--"):
        return _subject_before_comma(unit, k)
    if k < 0:
        return None
    if unit.low[k] in lx.RELATIVES:
        return k, k
    phrase = phrase_before(unit, k)
    return _modified(unit, phrase) or phrase if phrase else None


def _modified(unit: Unit, phrase: tuple[int, int]) -> tuple[int, int] | None:
    """The noun a phrase before the verb only describes: "a faction aligned with the Axis", "officials who met him"."""
    j = phrase[0] - 1
    if j < 1 or unit.low[j] in CUES or unit.low[j] in _NEW_CLAUSE:
        return None
    for who in range(j, max(0, j - 8), -1):
        if unit.low[who] == "who" and noun_like(unit, who - 1):
            return phrase_before(unit, who - 1)
        if not is_word(unit.words[who]):
            break
    if unit.low[j] in lx.PREPOSITIONS:
        j -= 1
    elif not unit.low[j].endswith(("ing", "ed")):
        return None
    participle = unit.low[j].endswith(("ed", "ing")) and not capital(unit.words[j]) and j >= 1
    if not participle or not noun_like(unit, j - 1) or unit.low[j - 1] in lx.PRONOUNS:
        return None
    head = phrase_before(unit, j - 1)
    clear = head is not None and (
        head[0] == 0 or not is_word(unit.words[head[0] - 1]) or unit.low[head[0] - 1] in _NP_STOP
    )
    return head if clear else None


def _before_bracket(unit: Unit, k: int) -> int:
    for j in range(k - 1, max(-1, k - 16), -1):
        if unit.low[j] == "(":
            return j - 1
    return -1


def _subject_before_comma(unit: Unit, comma: int) -> tuple[int, int] | None:
    mark = unit.low[comma]
    right = comma
    for _ in range(5):
        left = next((j for j in range(right - 1, max(-1, right - 26), -1) if unit.low[j] in (mark, QUOTE, ";")), -1)
        if left < 0 or unit.low[left] != mark or left + 1 >= right:
            return None
        if not _appositive(unit, left + 1, right):
            return None
        k = left - 1
        if k >= 0 and unit.low[k] == ")":
            k = _before_bracket(unit, k)
        if k < 0:
            return None
        if not _tail(unit, k):
            return phrase_before(unit, k)
        right = left
    return None


def _appositive(unit: Unit, a: int, b: int) -> bool:
    low = unit.low[a]
    if low in _APPOSITIVE_HEADS or low[0].isdigit() or low.rstrip(".") in lx.AGENT_NOUNS:
        return True
    if any(unit.low[j] in lx.AGENT_NOUNS for j in range(a, min(b, a + 8))):
        return low not in lx.PREPOSITIONS
    return b - a <= 3 and capital(unit.words[a])


def _tail(unit: Unit, k: int) -> bool:
    """Whether the stretch that ends with item k is itself an apposition: an age, "of Flint", "Mich."."""
    low = unit.low[k]
    if low[0].isdigit() or low in _STATES:
        return True
    j = k
    while j > 0 and unit.low[j - 1] not in (",", QUOTE):
        j -= 1
    return j > 0 and unit.low[j] in ("of", "from", "who", "a", "an", "the", "which", "in") and unit.low[j - 1] == ","


def phrase_after(unit: Unit, k: int) -> tuple[int, int] | None:
    """The noun phrase that begins with item k."""
    n = len(unit)
    if k >= n:
        return None
    low = unit.low[k]
    if low in lx.PRONOUNS:
        return k, k
    b = k
    if low in lx.DETERMINERS or low in lx.QUANTIFIERS:
        b += 1
    start = b
    while b < n and noun_like(unit, b) and not (b > start and _verb_after_noun(unit, b)):
        b += 1
        if b < n and unit.low[b] in ("of", "and", "for") and b > start and b + 1 < n and _continues(unit, b):
            b += 1
            if unit.low[b] in lx.DETERMINERS:
                b += 1
    if b == start:
        return (k, k) if low in lx.QUANTIFIERS else None
    return k, b - 1


def _continues(unit: Unit, link: int) -> bool:
    after = unit.low[link + 1]
    if unit.low[link] == "and":
        return capital(unit.words[link + 1]) and capital(unit.words[link - 1]) and after not in lx.PRONOUNS
    return noun_like(unit, link + 1) or after in lx.DETERMINERS


def _verb_after_noun(unit: Unit, k: int) -> bool:
    low = unit.low[k]
    if capital(unit.words[k]):
        return False
    cue = CUES.get(low)
    return cue is not None and cue.form in ("ed", "s") and low not in ("calls", "claims", "plans", "reports")
