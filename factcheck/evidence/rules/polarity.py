"""Whether two texts that share their words say the same with them.

Negation, opposites, roles, shares and ranks.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from factcheck.evidence.rules.roles import swapped
from factcheck.evidence.rules.same_subject import sense
from factcheck.evidence.rules.shares_and_ranks import Turn, ranks, shares
from factcheck.evidence.rules.words import Word, is_content, plain, stem, words_of
from factcheck.text.language.tense import is_past
from factcheck.text.language.word_lists import data_table

# What turns the words after it round. "Denied" and "failed to" negate what was denied and failed.
_NEGATORS: Final = re.compile(
    r"\b(?:not|never|no|none|nobody|no one|nothing|neither|nor|without|cannot|can't|n't|hardly|"
    r"(?:is|are|was|were|do|does|did|has|have|had|would|could|should|will|wo|ca)n't|"
    r"den(?:y|ies|ied|ying)|fail(?:s|ed|ing)? to|refus(?:e|es|ed|ing) to|declin(?:e|es|ed|ing) to|"
    r"rul(?:e|es|ed|ing) out|(?:has|have|had|is|are) yet to|"
    r"untrue that|false that|no evidence (?:that|of)|no proof (?:that|of)|unable to)\b",
    re.I,
)
# Words of limit, not of denial: "not only", "no fewer than", "no later than", "No. 3".
_NO_NEGATION: Final = re.compile(
    # Some did: "not all of the ballots". What is not known is not denied.
    r"\b(?:(?:not|never)(?: yet| been| be)* (?:known|clear|certain)"
    r"|not only|not (?:all|every|everyone|everybody|everything|always)\b"
    r"|no (?:fewer|less|more|later|earlier) than|no\. ?\d|no doubt"
    # A limit: "never had more than 5,000".
    r"|(?:never|not|n't) (?:\w+ ){0,3}(?:more|greater|higher|longer|larger) than)",
    re.I,
)
# Two denials are none: "did not deny that he had met them", "never refused to pay".
_TWICE: Final = re.compile(
    r"\b(?:not|never|n't|cannot) (?:\w+ly )?(?:den(?:y|ied|ying)|refus(?:e|ed) to|fail(?:ed)? to"
    r"|rul(?:e|ed) out)\b",
    re.I,
)
_BREAK: Final = re.compile(r"[,;:.!?()]|—|\b(?:and|but|although|though|while)\b")
_CLAUSES: Final = re.compile(r"[,;:.!?()]+(?=\s|$)|—|\b(?:and|but|although|though|while)\b")
# "Built in 1931, the observatory stands": its clause is the one that follows.
_OPENING: Final = re.compile(r"((?:^|[.!?]\s)\w{3,20}\s(?:in|on|at|by|near|from)\s[^,.]{1,30}),")
SENTENCES: Final = re.compile(r"[.!?](?=\s|$)")
COPY_DENIES: Final = "the copy denies it"
# Words of the claim, and the share of them, that a clause must have to speak of the same; guessed.
_TELLING_CLAUSE: Final = 2
_TELLING_SHARE: Final = 0.25
_OUGHT: Final = frozenset({"must", "should", "ought"})
_OF_A_VERB: Final = re.compile(
    r"not|never|cannot|can't|n't|\w+n't|(?:fail|refus|declin)\w* to|unable to|\w+ yet to", re.I
)
_REACH: Final = 3  # content words that a negator governs

_WORDS: Final = data_table("factcheck.evidence.rules", "words")


def _opposites() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    pairs = [tuple(pair.split()) for pair in _WORDS["opposites"]["pairs"]]
    up, down = (_WORDS["words"][name].split() for name in ("up", "down"))
    pairs += [(a, b) for a in up for b in down]
    for a, b in pairs:
        x, y = sense(stem(a)), sense(stem(b))
        if x != y:
            table.setdefault(x, set()).add(y)
            table.setdefault(y, set()).add(x)
    return {word: frozenset(others) for word, others in table.items()}


_OPPOSITES: Final = _opposites()
# "More than 20", "below 5%": limits of a number, which say nothing of direction.
_LIMITS: Final = re.compile(
    r"\b(?:more|less|fewer|greater|higher|lower|later|earlier) than\b"
    r"|\b(?:over|under|above|below|up to|at least|at most)(?=\s+[$€£]?\d)",
    re.I,
)


def turns(claim: str, passage: str) -> Iterator[Turn]:
    """Where the passage says the reverse of the claim with the claim's own words."""
    # Where both deny or both refuse, the word is common ground and turns nothing.
    common = frozenset(_verbs(claim) & _verbs(passage))
    mine, theirs = _Said(claim, common), _Said(passage, common)
    if not _both_deny(claim, passage) and not agree_in_denial(claim, passage):
        yield from _negations(mine, theirs)
    yield from _reversals(mine, theirs)
    yield from shares(claim, passage)
    yield from ranks(claim, passage)
    if act := swapped(claim, passage):
        yield Turn("roles", f"who did it to whom is the other way round in the source (“{act}…”)")


def has_denial(text: str) -> bool:
    """Return whether any clause of a text denies something."""
    return _NEGATORS.search(_NO_NEGATION.sub(" ", _TWICE.sub(" ", plain(text)))) is not None


def _both_deny(claim: str, passage: str) -> bool:
    """Return whether both deny one thing: "denied that she supplies arms", "supplied no arms"."""
    mine, theirs = _Said(claim), _Said(passage)
    return bool(mine.denied.keys() & theirs.denied.keys())


# The first letters of negators that deny a thing, not an act: "no waste", "without docks".
_OF_NOUNS: Final = frozenset(
    {"no", "none", "nobo", "noth", "neit", "nor", "with", "no e", "no p", "no o", "hard"}
)


def agree_in_denial(claim: str, passage: str) -> str:
    """Return the word that both deny, or that one denies and the other has the opposite of.

    "Did not pay" and "failed to pay"; "rejected the offer" and "voted not to accept it"; "" for
    none.
    """
    mine, theirs = _Said(claim, _OF_NOUNS), _Said(passage, _OF_NOUNS)
    both = [word for word in mine.denied if word in theirs.denied and word not in mine.names]
    turned = [
        word
        for one, other in ((mine, theirs), (theirs, mine))
        for word in one.stated
        if _OPPOSITES.get(word, frozenset()) & other.denied.keys()
    ]
    return next(iter((*both, *turned)), "")


def _verbs(text: str) -> set[str]:
    return {
        match.group()[:4]
        for match in re.finditer(r"\b(?:den(?:y|ies|ied)|fail|refus|declin)", plain(text))
    }


class _Said:
    """A text's content words by their sense: those it states, and those it denies."""

    def __init__(self, text: str, spared: frozenset[str] = frozenset()) -> None:
        bare = plain(text)
        for says_nothing in (_TWICE, _NO_NEGATION, _LIMITS):
            bare = says_nothing.sub(lambda m: " " * len(m.group()), bare)
        self.words = {sense(w.stem): w.text for w in words_of(bare)}
        # In plain() all is in small letters: the text itself tells its names.
        self.names = {sense(w.stem) for w in words_of(text) if w.is_name_like and w.start}
        self.denied: dict[str, str] = {}
        words = words_of(bare)
        for match in _NEGATORS.finditer(bare):
            if match.group()[:4] in spared:
                continue
            for word in _governed(bare, words, match):
                self.denied[sense(word.stem)] = word.text
        self._clauses = _parts(_CLAUSES, _OPENING.sub(r"\1 ", bare))
        self._sentences = _parts(SENTENCES, bare)
        self.content = {sense(w.stem) for w in words if is_content(w) and not w.is_number}
        self.stated = {s: w for s, w in self.words.items() if s not in self.denied}

    def only_ought(self, word: str) -> bool:
        """Return whether a word stands only in clauses that say what ought to be."""
        clauses = [part for part in self._clauses if word in part.words]
        return bool(clauses) and all(part.words & _OUGHT for part in clauses)

    def near(self, word: str, other: _Said) -> int:
        """How many of the other text's words the clauses that hold `word` have."""
        return _most_shared(self._clauses, word, other)

    def in_sentence(self, word: str, other: _Said) -> int:
        """How many of the other text's words the sentences that hold `word` have."""
        return _most_shared(self._sentences, word, other)


@dataclass(frozen=True, slots=True)
class _Part:
    """A clause or a sentence: the senses of all its words, and of those that tell something."""

    words: frozenset[str]
    content: frozenset[str]


def _parts(ends: re.Pattern[str], text: str) -> list[_Part]:
    parts = [words_of(part) for part in ends.split(text) if part]
    return [
        _Part(
            frozenset(sense(word.stem) for word in words),
            frozenset(sense(word.stem) for word in words if is_content(word)),
        )
        for words in parts
    ]


def _most_shared(parts: Sequence[_Part], word: str, other: _Said) -> int:
    shared = (len(part.content & other.words.keys()) for part in parts if word in part.words)
    return max(shared, default=0)


def _governed(text: str, words: list[Word], negator: re.Match[str]) -> list[Word]:
    stop = _BREAK.search(text, negator.end())
    end = stop.start() if stop else len(text)
    telling = [word for word in words if is_content(word) and not word.is_number]
    after = [word for word in telling if negator.end() <= word.start < end]
    if after:
        return _within_reach(text, after, negator.group())
    # "killed no one", "was hurt by none"
    return [word for word in telling if word.end <= negator.start()][-1:]


def _within_reach(text: str, after: Sequence[Word], negator: str) -> list[Word]:
    """Return the words behind a negator that it denies, by what kind of negator it is."""
    # What is denied is the whole clause: "denied last week that her government supplies".
    if negator.startswith("den"):
        return list(after)
    if negator == "no":
        return _without_modifiers(text, after)[:_REACH]
    if _OF_A_VERB.fullmatch(negator):
        # "Will not strike over the pay offer" denies no offer.
        return [word for word in after if not word.text.endswith("ly")][:1]
    return list(after[:_REACH])


def _without_modifiers(text: str, words: Sequence[Word]) -> list[Word]:
    """Return words without those that only say what kind of thing the next is: "fire exits"."""
    following = [*words[1:], None]
    return [
        word
        for word, after in zip(words, following, strict=True)
        if after is None or is_past(after.text) or text[word.end : after.start] != " "
    ]


def _is_of_the_claim(word: str, mine: _Said, theirs: _Said) -> bool:
    """Return whether the clause of the source that has a word speaks of what the claim does.

    "No hurricane warning was in force" denies no claim that merely has a hurricane in it.
    """
    telling = max(_TELLING_CLAUSE, math.ceil(len(mine.content) * _TELLING_SHARE))
    return theirs.near(word, mine) >= min(telling, len(mine.content))


def _negations(mine: _Said, theirs: _Said) -> Iterator[Turn]:
    for its_negators, other, who in (
        (mine.denied, theirs.stated, COPY_DENIES),
        (theirs.denied, mine.stated, "the source denies it"),
    ):
        for word in its_negators:
            if word[:1].isdigit() or word in mine.names | theirs.names:
                continue  # a name is not what is denied
            if other is theirs.stated and theirs.only_ought(word) and not mine.only_ought(word):
                continue  # "must have two fire exits" says of none that it is there
            if word in other and _is_of_the_claim(word, mine, theirs):
                yield Turn("negation", f"“{its_negators[word]}”: {who}")
                return


def _reversals(mine: _Said, theirs: _Said) -> Iterator[Turn]:
    for word, shown in mine.words.items():
        for opposite in theirs.words:
            if opposite not in _OPPOSITES.get(word, frozenset()):
                continue
            # A "storm surge" reverses no speed that went down.
            rest = len(mine.content - {word})
            if theirs.in_sentence(opposite, mine) < max(1, math.ceil(rest * _TELLING_SHARE)):
                continue
            if opposite in mine.words or (word in mine.denied) != (opposite in theirs.denied):
                continue
            # "Unemployment fell; wages rose": what is nearer to the claim's other words speaks to
            # it.
            if word in theirs.words and theirs.near(word, mine) >= theirs.near(opposite, mine):
                continue
            yield Turn(
                "opposite", f"the copy says “{shown}”, the source “{theirs.words[opposite]}”"
            )


_HEDGES: Final = re.compile(
    r"\b(?:(?-i:may)|might|could|alleged(?:ly)?|reportedly|purported(?:ly)?|unconfirmed|rumou?r(?:s|ed)?|"
    r"expected to|plan(?:s|ned)? to|is set to|proposed|possibl[ey]|perhaps|suspected|"
    r"(?<!asked )if|would|is "
    r"believed|"
    r"are believed|is said to|are said to)\b",
    re.I,
)


# What was open is so: "confirmed what had long been suspected", "proved the rumour true".
_BORNE_OUT: Final = re.compile(
    r"\b(?:confirm(?:s|ed|ing)?|prov(?:e|es|ed)|admit(?:s|ted)?|conceded?s?|acknowledged?s?)\b"
    r"[^.;]{0,60}\b(?:suspected|rumou?red|alleged|believed|speculated|feared)\b",
    re.I,
)

# What another clause leaves open is another matter: "bought it; it could not be insured".
_SAID_APART: Final = re.compile(rf"{SENTENCES.pattern}|;\s|,\s(?=but\b)")


def hedged(claim: str, passage: str, parts: re.Pattern[str] = _SAID_APART) -> str:
    """Return the word by which the source leaves open what the copy states as so, or nothing.

    Only the part of the passage nearest to the claim counts, cut at `parts`: what another one
    leaves open is another matter.
    """
    if _HEDGES.search(claim):
        return ""
    mine = _Said(claim)
    sentences = [part for part in parts.split(passage) if part.strip()]
    shared = [len(_Said(sentence).content & mine.content) for sentence in sentences]
    if max(shared, default=0) < len(mine.content) * _TELLING_SHARE:
        return ""  # no sentence speaks of what the claim does
    nearest = [
        _BORNE_OUT.sub(" ", sentence)
        for sentence, count in zip(sentences, shared, strict=True)
        if count == max(shared)
    ]
    found = (_HEDGES.search(sentence) for sentence in nearest)
    return next((match.group() for match in found if match), "")
