"""Which words of a unit bring in what someone said, and whose words they are."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.text import lexicon as lx
from factcheck.text.cues import CUES, NOUNS, PARTICLES, Cue
from factcheck.text.lexicon import word_list
from factcheck.text.phrases import QUOTE, Unit, capital, noun_like, phrase_after, phrase_before, subject_before

_NOUNISH_BEFORE = (
    lx.DETERMINERS
    - lx.QUANTIFIERS
    - frozenset(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "half"])
) | frozenset(["of", "for", "in", "on", "with", "from", "by", "at", "about", "no", "as", "than"])
_CARRIERS = frozenset(
    word_list("""
        decline declined declines refuse refused refuses go goes went continue continued proceed proceeded
    """)
)
_RECIPIENT_STOPS = frozenset(["that", "to", "if", "whether", "how", "why", "what", "who", "when", "where"]) | {
    ",",
    ":",
    QUOTE,
}
# More in one unit is no prose; the bound keeps the cost linear.
_MOST_VERBS = 40
_SAY_FRAMES = {"say", "that"}
# Bare forms that are nouns far more often than verbs; they count only after a pronoun or a plural.
_NOUN_FIRST = frozenset(
    word_list("""
        claim claims report reports plan plans call calls support vote question questions view views note notes
        hope hopes fear fears demand demands request requests promise promises answer answers attack attacks
        doubt doubts estimate estimates comment fear offer offers challenge praise post posts text texts email
        emails love respect value signal signals tweet tweets pledge pledges detail details forecast forecasts
        label brand press need needs list lists show shows order orders favor back finding findings showing
        meaning reading understanding feeling posting offering thinking warning proposal charge charges rule
        rules read wonder worry worries vow vows concern concerns
    """)
)


@dataclass(slots=True)
class Verb:
    """A word of saying in a unit: its item `k`, where its verb group begins, and whose it is. `onset` is the
    first item of the phrase, so that what someone else says before it ends there."""

    k: int
    cue: Cue
    group: int
    subject: tuple[int, int] | None
    order: str  # left, inverted, inherited, passive
    onset: int
    modal: bool = False


def find_verbs(unit: Unit) -> list[Verb]:
    """The words of saying that have, or share, a subject; in the order of the text."""
    found: list[Verb] = []
    for k, low in enumerate(unit.low):
        cue = CUES.get(low)
        if cue is None:
            continue
        verb = _verb(unit, k, cue, found)
        if verb is not None:
            found.append(verb)
            if len(found) == _MOST_VERBS:
                break
    return found


def _verb(unit: Unit, k: int, cue: Cue, found: list[Verb]) -> Verb | None:
    group, modal, be = _group_start(unit, k)
    before = group - 1
    if cue.form == "ed" and be and unit.low[k] not in ("said",):
        return None
    if k + 1 < len(unit) and unit.low[k + 1] == "by" and cue.form == "ed":
        return None
    if before >= 0 and unit.low[before] == "to":
        return _infinitive(unit, k, cue, group, found)
    if before >= 0 and not be and not modal and group == k and _is_noun(unit, k, before, cue):
        return None
    if cue.form == "ing" and not be:
        return _participle(unit, k, cue, group, found)
    inverted = _inverted(unit, k, cue, group)
    if inverted is not None:
        return Verb(k, cue, group, inverted, "inverted", group, modal)
    subject = subject_before(unit, before)
    if subject is None:
        return _shared(unit, k, cue, group, found, modal)
    if cue.form == "base" and not modal and not _plural(unit, subject) and not _did(unit, group, k):
        return None
    return Verb(k, cue, group, subject, "left", subject[0], modal)


def _group_start(unit: Unit, k: int) -> tuple[int, bool, bool]:
    """The first item of the verb group that ends with item k; whether it has a modal, and a form of "be"."""
    modal = be = False
    j = k
    while j > 0:
        low = unit.low[j - 1]
        if low in lx.AUXILIARIES or low.endswith(("n't", "n’t")):
            modal = modal or low in lx.MODALS
            be = be or low in lx.BE
        elif not (low in lx.ADVERBS or (low.endswith("ly") and low not in ("family", "ally", "assembly"))):
            break
        j -= 1
    while j < k and unit.low[j] in ("all", "both", "himself", "herself", "there", "here", "today", "yesterday"):
        j += 1
    return j, modal, be


def _did(unit: Unit, group: int, k: int) -> bool:
    return any(unit.low[j].startswith(("did", "do", "does")) for j in range(group, k))


def _plural(unit: Unit, subject: tuple[int, int]) -> bool:
    """Whether a bare verb form can agree with the subject ("critics say", but not "the report claim")."""
    low = unit.low[subject[1]]
    if low in ("i", "you", "we", "they", "who", "which", "that") or low in lx.QUANTIFIERS:
        return True
    if any(unit.low[j] == "and" for j in range(*subject)):
        return True
    return (low.endswith("s") and not low.endswith(("ss", "'s", "’s", "us"))) or low in (
        "people",
        "police",
        "women",
        "men",
    )


def _is_noun(unit: Unit, k: int, before: int, cue: Cue) -> bool:
    low, left = unit.low[k], unit.low[before]
    if cue.form == "ed":
        return left in lx.POSSESSIVES or left in ("the", "a", "an")
    if left in _NOUNISH_BEFORE or left.endswith(("'s", "’s", "s’")):
        return not (
            cue.form == "ing" and left in ("of", "for", "in", "by", "with", "about", "at", "from", "on", "than", "as")
        )
    if low in _NOUN_FIRST:
        if left in lx.PRONOUNS or left in ("who", "which", "that", ",", QUOTE) or capital(unit.words[before]):
            return capital(unit.words[k]) and k > 0 and not capital(unit.words[before])
        if low.endswith("s"):
            return not (left in lx.AGENT_NOUNS and not left.endswith("s"))
        return not (left.endswith("s") and not left.endswith(("ss", "ous")))
    return False


def _infinitive(unit: Unit, k: int, cue: Cue, group: int, found: list[Verb]) -> Verb | None:
    """ "went on to say", "declined to say": the verb before "to" has the subject."""
    j = group - 2
    while j >= 0 and (unit.low[j] == "on" or unit.low[j] in lx.ADVERBS):
        j -= 1
    if j < 0 or unit.low[j] not in _CARRIERS:
        return None
    start, modal, _ = _group_start(unit, j)
    subject = subject_before(unit, start - 1)
    if subject is None:
        return None
    return Verb(k, cue, start, subject, "left", subject[0], modal)


def _participle(unit: Unit, k: int, cue: Cue, group: int, found: list[Verb]) -> Verb | None:
    """ "…, adding that …" belongs to the subject of the clause before it, "Citing …, he" to the one after."""
    before = group - 1
    onset = before if before >= 0 and unit.low[before] in (",", "and", "by", "while", "before", "after", "—") else group
    if before >= 0 and noun_like(unit, before) and unit.low[before] not in ("said",):
        beside = phrase_before(unit, before)
        if beside is not None and beside[0] > 0 and unit.low[beside[0] - 1] in ("with", "of"):
            return Verb(k, cue, group, beside, "inherited", group)
    if found:
        return Verb(k, cue, group, found[-1].subject, "inherited", onset)
    subject = main_subject(unit, group)
    if subject is None and before >= 0 and noun_like(unit, before):
        subject = phrase_before(unit, before)
    return Verb(k, cue, group, subject, "inherited", onset) if subject else None


def _shared(unit: Unit, k: int, cue: Cue, group: int, found: list[Verb], modal: bool) -> Verb | None:
    """ "… and said …": the subject stands before an earlier verb."""
    before = group - 1
    if before < 0 or unit.low[before] not in ("and", "but", "or", ",", "then") or cue.form == "base":
        return None
    onset = before - 1 if before > 0 and unit.low[before - 1] == "," else before
    if found and found[-1].subject:
        return Verb(k, cue, group, found[-1].subject, "inherited", onset, modal)
    subject = main_subject(unit, group)
    return Verb(k, cue, group, subject, "inherited", onset, modal) if subject else None


def main_subject(unit: Unit, before: int) -> tuple[int, int] | None:
    """The subject of the first finite verb ahead of item `before`; else the first noun phrase."""
    for k in range(before - 1, 0, -1):
        low = unit.low[k]
        finite = low in lx.AUXILIARIES or (low.endswith("ed") and low not in ("united",)) or low in _COMMON_PAST
        if finite and not capital(unit.words[k]):
            subject = subject_before(unit, _group_start(unit, k)[0] - 1)
            if subject:
                return subject
    return phrase_after(unit, 0)


_COMMON_PAST = frozenset(
    word_list("""
        said told went came took made gave left met spoke sent stood ran won lost held began kept brought wrote
        saw got says tells goes comes takes makes gives faces drew rose fell hit led put sat broke threw flew
    """)
)


def _inverted(unit: Unit, k: int, cue: Cue, group: int) -> tuple[int, int] | None:
    """ "…," said Mr. DuHaime: the subject follows, and the sentence ends or pauses after it."""
    if not (_SAY_FRAMES & cue.frames) or cue.form == "base" or group != k or cue.lemma in _TO_SOMEONE - {"ask"}:
        return None
    if k > 0 and unit.low[k - 1] not in (",", QUOTE, "—", "–", "--", "-", "so", "as"):
        return None
    after = phrase_after(unit, k + 1)
    if after is None or unit.low[k + 1] in ("that", "this", "it", "you", "all", "such"):
        return None
    named = capital(unit.words[k + 1]) or unit.low[k + 1] in lx.DETERMINERS or unit.low[k + 1] in lx.PRONOUNS
    agent = any(unit.low[j] in lx.AGENT_NOUNS for j in range(after[0], after[1] + 1))
    nxt = unit.low[after[1] + 1] if after[1] + 1 < len(unit) else "."
    pauses = (
        nxt
        in (
            ",",
            ".",
            ";",
            "—",
            "–",
            "--",
            "(",
            "of",
            "in",
            "on",
            "at",
            "who",
            "during",
            "after",
            "to",
            ":",
            "?",
            "!",
            "from",
            "with",
            "when",
            "as",
            "last",
            "this",
            QUOTE,
        )
        or nxt in lx.TIME_WORDS
        or nxt in lx.ADVERBS
    )
    return after if (named or agent) and pauses else None


@dataclass(slots=True)
class Complement:
    """Where what was said begins after a verb, and how it is joined ("say", "that", "object", "infinitive")."""

    start: int
    frame: str


def complement(unit: Unit, verb: Verb, limit: int) -> Complement | None:
    """What follows the verb, past its recipient ("told Newsweek") and adverbials ("said on Friday")."""
    j = verb.k + 1
    if verb.order == "inverted" and verb.subject:
        j = verb.subject[1] + 1
        return _after_pause(unit, j, limit)
    lemma = verb.cue.lemma
    if lemma in PARTICLES and j < limit and unit.low[j] in PARTICLES[lemma][1]:
        return Complement(j + 1, "particle")
    if lemma in _TO_SOMEONE and j < limit and unit.low[j] not in _RECIPIENT_STOPS:
        return _with_recipient(unit, j, limit, lemma)
    return _plain(unit, j, limit, verb.cue)


_TO_SOMEONE = frozenset(
    word_list("""
        tell inform assure remind warn ask urge advise order beg implore encourage email text
    """)
)


def _with_recipient(unit: Unit, j: int, limit: int, lemma: str) -> Complement | None:
    receiver = phrase_after(unit, j)
    if unit.low[j] in ("him", "her", "them", "us", "me", "it"):
        receiver = (j, j)
    if receiver is None:
        return _plain(unit, j, limit, CUES[lemma])
    after = _skip_adverbials(unit, receiver[1] + 1, limit)
    if after >= limit:
        return None if lemma in ("tell", "inform", "assure", "remind", "ask") else Complement(j, "object")
    low = unit.low[after]
    if low == "to" or (low == "not" and after + 1 < limit and unit.low[after + 1] == "to"):
        return Complement(j, "object")
    if low in (",", ":") and after + 1 < limit:
        return Complement(after + 1, "say") if unit.low[after + 1] == QUOTE or low == ":" else None
    if low in ("about", "for", "of") and lemma in ("ask", "tell", "remind", "warn"):
        return Complement(after + 1, "particle")
    if low == QUOTE or low in _RECIPIENT_STOPS or lemma == "tell":
        return Complement(after, "say")
    return Complement(after, "say") if lemma in ("assure", "remind", "inform", "warn") else Complement(j, "object")


def _skip_adverbials(unit: Unit, j: int, limit: int) -> int:
    """Past times, adverbs and, where "that" or a quotation comes after them, phrases with a preposition."""
    while j < limit and (unit.low[j] in lx.TIME_WORDS or unit.low[j] in lx.ADVERBS or unit.low[j].endswith("ly")):
        j += 1
    if (
        j < limit
        and unit.low[j] in ("last", "this", "early", "late")
        and j + 1 < limit
        and unit.low[j + 1] in lx.TIME_WORDS
    ):
        return _skip_adverbials(unit, j + 2, limit)
    if j < limit and unit.low[j] in (
        "in",
        "on",
        "at",
        "during",
        "after",
        "to",
        "from",
        "with",
        "via",
        "through",
        "before",
        "of",
        "by",
        "as",
        "over",
        "for",
    ):
        for m in range(j + 1, min(limit, j + 22)):
            if unit.low[m] in ("that", ":") or (unit.low[m] == QUOTE and unit.low[m - 1] in (",", ":")):
                return m
            if unit.low[m] == "," and m + 1 < limit and unit.low[m + 1] == QUOTE:
                return m
    if (
        j + 1 < limit
        and unit.low[j] in ("on", "in", "at")
        and (unit.low[j + 1] in lx.TIME_WORDS or unit.low[j + 1].isdigit())
    ):
        return _skip_adverbials(unit, j + 2, limit)
    return j


def _after_pause(unit: Unit, j: int, limit: int) -> Complement | None:
    """After an inverted subject only a fresh quotation or clause goes on with what was said."""
    for m in range(j, min(limit, j + 30)):
        if unit.low[m] == QUOTE and unit.low[m - 1] in (",", ":", ".", "—"):
            return Complement(m, "say")
        if unit.low[m] == "that" and unit.low[m - 1] == ",":
            return Complement(m, "say")
    return None


def _plain(unit: Unit, j: int, limit: int, cue: Cue) -> Complement | None:
    j = _skip_adverbials(unit, j, limit)
    if j >= limit:
        return None
    low = unit.low[j]
    if low in (",", ":", "—", "–", "-", "--") and j + 1 < limit:
        if unit.low[j + 1] == QUOTE or low == ":":
            return Complement(j + 1, "say")
        # "told them, for example, that": a short aside
        for m in range(j + 1, min(limit, j + 14)):
            if unit.low[m] == "," and m + 1 < limit and unit.low[m + 1] in ("that", QUOTE):
                return Complement(m + 1, "that")
        return None
    if low == QUOTE:
        return Complement(j, "say" if _SAY_FRAMES & cue.frames else "object")
    if low == "that" or low in ("whether", "if", "how", "why", "what"):
        if "object" in cue.frames and not _SAY_FRAMES & cue.frames and low == "if":
            return None
        return Complement(j, "that")
    if low == "to":
        return Complement(j, "infinitive") if "infinitive" in cue.frames else None
    if low in lx.PREPOSITIONS and low not in ("like", "despite", "amid", "while", "under"):
        return None
    if not (unit.words[j][0].isalnum() or low in "$€£(“["):
        return None
    if "say" in cue.frames:
        return Complement(j, "say")
    return Complement(j, "object") if "object" in cue.frames else None


def noun_cues(unit: Unit) -> list[tuple[int, int, tuple[int, int], int]]:
    """ "Mr. Trump's vow to", "his claim that": cue items a..b, the owner, and where the content begins."""
    found = []
    for k, low in enumerate(unit.low):
        links = NOUNS.get(low)
        if links is None or k == 0 or k + 2 >= len(unit) or unit.low[k + 1] not in links:
            continue
        j = k - 1
        while j > 0 and k - j < 4 and not (unit.low[j] in lx.POSSESSIVES or unit.low[j].endswith(("'s", "’s", "s’"))):
            j -= 1
        if unit.low[j] in lx.POSSESSIVES:
            owner: tuple[int, int] | None = (j, j)
        elif unit.low[j].endswith(("'s", "’s", "s’")):
            owner = phrase_before(unit, j)
        else:
            continue
        if owner is not None:
            found.append((j + 1, k, owner, k + 1 if unit.low[k + 1] in ("that", "to") else k + 2))
    return found
