"""Names in the copy: runs of capitals and the little words inside them, told apart as people,
organisations and places; and the titles that stand before them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from factcheck.text import lexicon as lx
from factcheck.text.lexicon import word_list
from factcheck.text.numbers import CODES
from factcheck.text.phrases import capital
from factcheck.text.places import LONGEST, PEOPLES, PLACE_OPENERS, PLACE_WORDS, PLACES
from factcheck.text.reading import Span
from factcheck.text.titles import HONORIFICS, TITLES, title_length
from factcheck.text.tokens import Tokens, bare

Kind = Literal["person", "organisation", "place", "people", "other"]
_PARTICLES = frozenset(
    word_list("""
        al el de del della di da van von der den bin ibn bint abu la le du dos ten ter ben y
    """)
)
_ORG_LINKS = frozenset(["of", "for"])
_FOR_HEADS = frozenset(
    word_list("""
        center centre institute committee campaign council coalition alliance foundation fund agency office
        association movement ministry society front doctors reporters americans citizens party school secretary
        department commission
    """)
)
_NEVER = (
    lx.PRONOUNS
    | lx.AUXILIARIES
    | lx.SUBORDINATORS
    | lx.CONJUNCTIONS
    | lx.PREPOSITIONS
    | lx.ADVERBS
    | (lx.DETERMINERS - {"one", "two", "three"})
    | lx.QUANTIFIERS
    | frozenset(
        word_list("""
            according if yes no ok please thanks well oh ah hey let let's there's here's it's that's i'm i've
            he's she's they're we're we've you're don't can't it’s that’s i’m i’ve he’s she’s they’re we’re
            we’ve you’re don’t let’s him them us me mine yours ours theirs myself asked today's still even much
            more other another
        """)
    )
)
_LONE_STOP = frozenset(
    word_list("""
        god internet mr mrs ms mr. mrs. ms. dr. sr. jr. am pm a.m. p.m. i.e. e.g. etc tv ok tk tktk tbc tbd
        check xx xxx ceo spokesperson president republican democrat democratic christmas easter
    """)
) - {"republican", "democrat", "democratic"}


_ARTICLED = re.compile(r"(?:al|el|an|as|ar|ash|at|ad|ez|bin|ibn|abu|d['’]|l['’]|o['’])[-‑]?(?<=[-‑'’])[A-Z]")
COMPOUND = re.compile(
    r"[-‑](?:led|backed|aligned|based|born|run|controlled|occupied|owned|era|style|made|trained|supported|allied|held|"
    r"funded|sponsored|linked|affiliated|friendly|bound|wide|brokered|mediated|appointed|elect)\b",
    re.I,
)
_COUNTING = frozenset(
    word_list(
        """
        one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
        hundred thousand hundreds thousands dozens tens scores millions billions half third quarter
        twice usd eur gbp first second last
        """
    )
)
_KINDS_OF_PEOPLE = ("men", "women", "people", "ers", "ors", "ists", "ants", "ents", "ees", "ives", "tions", "ments")
# A people by its ending, for those no list of ours holds.
DEMONYM = re.compile(r"[A-Z][a-z]+(?:ian|ean|ese|ish)")
_LEANINGS = frozenset(
    word_list("""
        islamist sunni shiite shia muslim christian jewish catholic protestant kurdish marxist republican
        democratic conservative liberal communist socialist black white latino hispanic
    """)
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One name where it stands. `name` is its words without a title or a possessive; `title` the span of the
    title before it, `title_text` that title as written."""

    span: Span
    name: str
    kind: Kind
    first: int
    last: int
    title: Span | None = None
    title_text: str | None = None
    of: str | None = None


def find_mentions(tokens: Tokens, sentences: list[Span]) -> list[Mention]:
    """Every name inside the given sentences, in order."""
    ordinary = {w for w in tokens.words if w.islower()}
    found: list[Mention] = []
    for sentence in sentences:
        inside = tokens.range(sentence)
        if _mostly_capitals(tokens, inside):
            found.extend(_known_only(tokens, inside))
            continue
        i = inside.start
        while i < inside.stop:
            last = _run(tokens, i, inside.stop)
            if last < i:
                if "-" in tokens.words[i]:
                    found.extend(_compound(tokens, i))
                i += 1
                continue
            found.extend(_mentions_of(tokens, i, last, inside.start, ordinary))
            i = last + 1
    return found


def _mostly_capitals(tokens: Tokens, inside: range) -> bool:
    """A headline In Title Case, or a line IN CAPITALS, where capitals say nothing."""
    words = [tokens.words[i] for i in inside if tokens.words[i][0].isalpha() and len(tokens.words[i]) > 3]
    return len(words) >= 5 and sum(w[0].isupper() for w in words) > 0.85 * len(words)


def _known_only(tokens: Tokens, inside: range) -> list[Mention]:
    found = []
    i = inside.start
    while i < inside.stop:
        n = _place_length(tokens, i, inside.stop)
        if n and tokens.lower[i] != "us":
            name = _text(tokens, i, i + n - 1)
            people = name in PEOPLES
            found.append(Mention(_span(tokens, i, i + n - 1), name, "people" if people else "place", i, i + n - 1))
        i += n or 1
    return found


def _name_word(tokens: Tokens, i: int) -> bool:
    word, low = tokens.words[i], tokens.lower[i]
    if word == low and word.isascii() and "-" not in word and "'" not in word:
        return False
    if _ARTICLED.match(word):
        return True
    if not word[0].isalpha() or not capital(word) or COMPOUND.search(word):
        return False
    if word in CODES or low in ("celsius", "fahrenheit"):
        return False
    return low not in _NEVER and low.rstrip(".") not in lx.WEEKDAYS and not _month_like(tokens, i)


def _month_like(tokens: Tokens, i: int) -> bool:
    low = tokens.lower[i].rstrip(".")
    if low not in lx.MONTHS:
        return False
    if low not in ("may", "march", "august", "jan", "mar", "jun"):
        return True
    after = tokens.lower[i + 1] if i + 1 < len(tokens.lower) else ""
    return after[:1].isdigit()


def _adjacent(tokens: Tokens, i: int) -> bool:
    """Whether only a space parts token i from the one before."""
    gap = tokens.text[tokens.ends[i - 1] : tokens.starts[i]]
    return len(gap) == 1 and gap in " \xa0\u202f"


def _run(tokens: Tokens, i: int, stop: int) -> int:
    """The last token of the run of name words that begins with token i; i - 1 where there is none."""
    if not _name_word(tokens, i):
        return i - 1
    last = i
    j = i + 1
    while j < stop and _adjacent(tokens, j) and tokens.words[last][-2:] not in ("'s", "’s"):
        low = tokens.lower[j]
        if _name_word(tokens, j) or (low[0].isdigit() and low.isdigit() and len(low) <= 2):
            last = j
        elif low in _PARTICLES and j + 1 < stop and _name_word(tokens, j + 1):
            pass
        elif low == "of" and j + 1 < stop and (_name_word(tokens, j + 1) or _the_name(tokens, j + 1, stop)):
            if tokens.lower[j - 1] in PLACES or tokens.words[j - 1] in PEOPLES:
                break
        elif (
            (low == "for" and tokens.lower[last] in _FOR_HEADS and j + 1 < stop and _name_word(tokens, j + 1))
            or (low == "the" and tokens.lower[j - 1] == "of")
            or (tokens.words[j] == "&" and j + 1 < stop and _name_word(tokens, j + 1))
        ):
            pass
        else:
            break
        j += 1
    return last


def _the_name(tokens: Tokens, j: int, stop: int) -> bool:
    return tokens.lower[j] == "the" and j + 1 < stop and _name_word(tokens, j + 1)


def _text(tokens: Tokens, first: int, last: int) -> str:
    text = tokens.text[tokens.starts[first] : tokens.ends[last]]
    return bare(" ".join(text.split()))


def _span(tokens: Tokens, first: int, last: int) -> Span:
    """The name's characters; an ending possessive is grammar, not name."""
    word = tokens.words[last]
    return tokens.starts[first], tokens.ends[last] - (len(word) - len(bare(word)))


def _mentions_of(tokens: Tokens, first: int, last: int, sentence_start: int, ordinary: set[str]) -> list[Mention]:
    opens = first == sentence_start or tokens.words[first - 1] in "“\"‘'«:„(—–-•*·▪‣|"
    if opens and first == last and _ordinary(tokens, first, ordinary):
        return []
    if opens and first < last and tokens.lower[first].split("-")[0] in _COUNTING:
        first += 1
    elif opens and first < last and tokens.lower[first] in ordinary and tokens.lower[first] not in TITLES:
        # "Former Rep. …", "Police said": a common word that only the sentence's beginning made a capital.
        first += tokens.lower[first] not in lx.ORGANISATION_WORDS and title_length(tokens, first, last) == 0
        while first < last and tokens.lower[first] in ("of", "for", "the"):  # "Rebels of the Dawn Front"
            first += 1
    title = title_length(tokens, first, last)
    found: list[Mention] = []
    given = tokens.lower[first + title] if first + title <= last else ""
    if title or given in lx.FEMALE_NAMES or given in lx.MALE_NAMES:
        # "Maj. Gen. Ana Ruiz of the Belmar army": what follows "of" is another name.
        cut = next((k for k in range(first + title + 1, last) if tokens.lower[k] in ("of", "for")), None)
        if cut is not None:
            rest = cut + 2 if tokens.lower[cut + 1] == "the" else cut + 1
            parts = _mentions_of(tokens, first, cut - 1, sentence_start, ordinary)
            return parts + (_mentions_of(tokens, rest, last, sentence_start, ordinary) if rest <= last else [])
    if not title and first < last and DEMONYM.fullmatch(tokens.words[first]):
        title = title_length(tokens, first + 1, last)
        if title:  # "Varenian President Tomas Aldenne": a people no list of ours holds
            found.append(Mention(_span(tokens, first, first), _text(tokens, first, first), "people", first, first))
            first += 1
    if title:
        found.extend(_titled(tokens, first, last, title))
        return found
    found.extend(_split_peoples(tokens, first, last))
    return found


def _ordinary(tokens: Tokens, i: int, ordinary: set[str]) -> bool:
    low = tokens.lower[i]
    word = tokens.words[i]
    if low.split("-")[0] in _COUNTING:
        return True
    if low in _LONE_STOP or low in TITLES or low in lx.AGENT_NOUNS or low.endswith(("ly", "ing")):
        return True
    if word in PLACES or word in PEOPLES or bare(word) in PLACES:
        return False
    if low.endswith(_KINDS_OF_PEOPLE) and not word.isupper():
        return True
    if low in ordinary or low.endswith("ed"):
        return not (len(word) > 1 and word.isupper())
    after = tokens.lower[i + 1] if i + 1 < len(tokens.lower) else ""
    return low.endswith("s") and bare(low) == low and after in ("are", "were", "have", "who") and not word.isupper()


def _titled(tokens: Tokens, first: int, last: int, title: int) -> list[Mention]:
    """A run that begins with a title: the people or office before it ("Syrian President") stays apart."""
    found: list[Mention] = []
    start = first
    end = first + title - 1
    head = _place_length(tokens, start, end + 1)
    of = None
    if head and start + head <= end:
        name = _text(tokens, start, start + head - 1)
        kind: Kind = "people" if name in PEOPLES else "place"
        found.append(Mention(_span(tokens, start, start + head - 1), name, kind, start, start + head - 1))
        start += head
        of = PEOPLES.get(name) or PLACES.get(name)
    elif title > 1:
        cut = next((k for k in range(end, start - 1, -1) if _office_word(tokens, k)), None)
        if cut is not None and cut < end and _is_organisation(tokens, start, cut):
            of = _text(tokens, start, cut)
            found.append(Mention(_span(tokens, start, cut), of, "organisation", start, cut))
            start = cut + 1
    name_at = end + 1
    title_span = tokens.span(start, end)
    title_text = " ".join(tokens.text[title_span[0] : title_span[1]].split())
    honorific = tokens.lower[start].rstrip(".") in HONORIFICS and start == end
    if name_at > last:
        if not honorific:
            found.append(Mention(title_span, title_text, "other", start, end, title_span, title_text, of))
        return found
    found.append(
        Mention(
            _span(tokens, name_at, last),
            _text(tokens, name_at, last),
            "person",
            name_at,
            last,
            None if honorific else title_span,
            None if honorific else title_text,
            of,
        )
    )
    return found


def _office_word(tokens: Tokens, k: int) -> bool:
    return bare(tokens.lower[k]) in lx.ORGANISATION_WORDS or tokens.words[k].isupper()


def _is_organisation(tokens: Tokens, first: int, last: int) -> bool:
    return any(_office_word(tokens, k) for k in range(first, last + 1))


def _place_length(tokens: Tokens, i: int, stop: int) -> int:
    """How many tokens from i on make a place or a people, the longest first; 0 for none."""
    for n in range(min(LONGEST, stop - i), 0, -1):
        name = _text(tokens, i, i + n - 1)
        if name in PLACES or name in PEOPLES:
            return n
        if name.isupper() and len(name) > 3 and (name.title() in PLACES or name.title() in PEOPLES):
            return n
    return 0


def _compound(tokens: Tokens, i: int) -> list[Mention]:
    """ "Iran-led", "Turkish-backed": the place or people inside the word."""
    word = tokens.words[i]
    cut = COMPOUND.search(word)
    name = word[: cut.start()] if cut else ""
    if name not in PLACES and name not in PEOPLES:
        return []
    start = tokens.starts[i]
    return [Mention((start, start + len(name)), name, "people" if name in PEOPLES else "place", i, i)]


def _split_peoples(tokens: Tokens, first: int, last: int) -> list[Mention]:
    if first < last and tokens.lower[first] in _LEANINGS and bare(tokens.lower[last]) not in lx.ORGANISATION_WORDS:
        first += 1
    name = _text(tokens, first, last)
    span = _span(tokens, first, last)
    return [Mention(span, name, _classify(tokens, first, last, name), first, last)]


def _classify(tokens: Tokens, first: int, last: int, name: str) -> Kind:
    if name in PLACES or (name.title() in PLACES and name.isupper() and len(name) > 3):
        return "place"
    if name in PEOPLES:
        return "people"
    low_last, low_first = bare(tokens.lower[last]), tokens.lower[first]
    if first < last and (low_last in PLACE_WORDS or low_first in PLACE_OPENERS):
        return "place"
    if any(bare(tokens.lower[k]) in lx.ORGANISATION_WORDS for k in range(first, last + 1)):
        return "organisation"
    if any(tokens.lower[k] in ("of", "for", "&", "the") for k in range(first, last + 1)):
        return "organisation"
    following = tokens.lower[last + 1] if last + 1 < len(tokens.lower) else ""
    given = low_first in lx.FEMALE_NAMES or low_first in lx.MALE_NAMES
    if first == last:
        acronym = len(name) > 1 and name.isupper()
        return "organisation" if acronym else "other"
    if following in TITLES and not given and tokens.words[last + 1].islower():
        return "organisation"
    if given or low_last.rstrip(".") in ("jr", "sr") or last - first <= 3:
        return "person" if tokens.words[first] not in PEOPLES and not name.isupper() else "organisation"
    return "other"
