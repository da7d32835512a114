"""Nouns that mean a name given elsewhere: "the minister", "the group", "a powerful faction".

A noun means a person whose title it repeats, a body whose name or description holds it, or, where
it says only what sort of body it is ("the company"), the last one of that sort.
"""

from __future__ import annotations

import re

from factcheck.text.language import lexicon as lx
from factcheck.text.language.lexicon import word_list
from factcheck.text.names.titles import TITLES

_WRITTEN_OUT = {
    "rep.": "representative congresswoman congressman lawmaker",
    "congressman": "lawmaker representative",
    "congresswoman": "lawmaker representative",
    "sen.": "senator lawmaker",
    "senator": "lawmaker",
    "mp": "lawmaker",
    "gov.": "governor",
    "gen.": "general commander officer",
    "general": "commander officer",
    "col.": "colonel officer",
    "lt.": "lieutenant officer",
    "capt.": "captain officer",
    "maj.": "major officer",
    "adm.": "admiral officer",
    "sgt.": "sergeant officer",
    "cmdr.": "commander officer",
    "dr.": "doctor physician",
    "prof.": "professor",
    "professor": "academic scholar",
    "rev.": "reverend pastor",
    "spokesperson": "spokesman spokeswoman official",
    "spokesman": "spokesperson official",
    "spokeswoman": "spokesperson official",
    "minister": "official",
    "premier": "minister leader",
    "president": "leader",
    "chancellor": "leader",
    "director": "official",
    "ceo": "executive",
    "executive": "ceo",
    "ambassador": "diplomat envoy",
    "envoy": "diplomat",
    "lawyer": "attorney",
    "attorney": "lawyer",
    "chairman": "chair",
    "chairwoman": "chair",
    "reporter": "journalist",
    "correspondent": "journalist",
}
_MODIFYING = frozenset(["the", "this", "that", "same", "then"])

_FORCES = frozenset(
    word_list("""
        militia faction rebels rebel insurgents militants fighters guerrillas jihadists separatists paramilitary
        paramilitaries
    """)
)
_ARMIES = frozenset(["army", "military", "navy", "troops", "forces"])
_FIRMS = frozenset(
    word_list("""
        company firm manufacturer retailer airline automaker carmaker bank supplier chain brand publisher developer
        startup start-up corporation conglomerate maker producer
    """)
)
_GROUPS = frozenset(
    word_list("""
        group organization organisation nonprofit charity body coalition alliance movement party union association
        watchdog institution agency network federation outfit campaign
    """)
)
_SIDES = frozenset(["team", "club", "side", "franchise"])
_PAPERS = frozenset(["newspaper", "paper", "magazine", "broadcaster", "outlet", "daily", "website"])
SORTS = (_FORCES, _ARMIES, _FIRMS, _GROUPS, _SIDES, _PAPERS)

_FIGHTING = frozenset(
    word_list("""
        front movement army brigade brigades forces force militia resistance liberation legion guard corps defense
        defence command battalion fighters party hezbollah hamas houthis taliban
    """)
)
_STATE = frozenset(
    word_list("""
        ministry department court senate congress parliament police council university army forces movement front
        commission house
    """)
)
_WORK_ENDINGS = ("er", "or", "ist", "man", "woman", "ian", "eer", "ant", "ent")
_WORK = frozenset(
    word_list("""
        nurse chef pilot clerk guard cook mechanic athlete refugee widow midwife surgeon monk nun priest soldier sailor
        student graduate veteran expert critic fellow head star model poet surgeon dentist therapist aide apprentice
        resident survivor landlord tenant bodyguard boss butler banker baker butcher
    """)
)
_NO_WORK = frozenset(
    word_list("""
        number other former water summer order matter letter october december november brother mother father daughter
        grandmother grandfather stepfather stepmother sister
    """)
)


def noun_of(text: str) -> tuple[list[str], str] | None:
    """Split a noun phrase into the words before its head and the head, in small letters.

    Returns (["former"], "president") for "the former president", and None where words follow the
    head ("a spokesman for …") that say more than the noun.
    """
    words = re.findall(r"[\w’'.-]+", text.lower())
    if (
        not words
        or len(words) > 5
        or any(word in lx.PREPOSITIONS or word in ("and", "who") for word in words)
    ):
        return None
    while len(words) > 1 and words[0] in _MODIFYING:
        words = words[1:]
    return words[:-1], words[-1]


def has_title(title: str, of: str | None, modifiers: list[str], head: str) -> bool:
    """Return whether a noun phrase repeats a title.

    Every word of the phrase is in the title, or is a shorter or longer form of one that is.
    """
    own = title.lower().split(" of ")[0].split(" for ")[0].split()
    forms = set(own)
    for word in own:
        forms.update(_WRITTEN_OUT.get(word, "").split())
    last = own[-1]
    heads = {last, *_WRITTEN_OUT.get(last, "").split()}
    if last == "officer" and "chief" in own:
        heads |= {"chief", "ceo"}
    around = {*forms, *(of or "").lower().split()}
    return head in heads and all(word in around for word in modifiers)


def sort_of(noun: str) -> int | None:
    """Return the sort of body a noun means, by its place in `SORTS`."""
    return next((n for n, nouns in enumerate(SORTS) if noun in nouns), None)


def is_of_sort(name: str, sort: int) -> bool:
    """Return whether a noun of that sort may mean a body, judged by the body's name alone."""
    words = name.lower().split()
    acronym = name.isupper() and len(words) == 1
    if SORTS[sort] is _FORCES:
        return any(word in _FIGHTING for word in words)
    if SORTS[sort] is _ARMIES:
        return acronym or any(
            word in ("army", "forces", "navy", "military", "corps") for word in words
        )
    if SORTS[sort] is _FIRMS:
        return not any(word in _STATE for word in words)
    return True


def heads_of(name: str) -> tuple[str, ...]:
    """Return the nouns a body may be called by: "front" for "Harbor Front".

    "Ministry of Health" may be called "ministry".
    """
    words = name.lower().split(" of ")[0].split(" for ")[0].split()
    if " " not in name:
        return ()
    return (words[-1], words[0]) if words[0] in lx.ORGANISATION_WORDS else (words[-1],)


def first_sort(text: str) -> int | None:
    """Return the sort of the first noun that means a body, in the words before any preposition."""
    for word in re.findall(r"[\w’'-]+", text.lower()):
        if word in lx.PREPOSITIONS:
            return None
        sort = sort_of(word)
        if sort is not None:
            return sort
    return None


def is_work(word: str) -> bool:
    """Whether a noun says what someone does: a title, a member of a group, a trade by its ending."""
    if word in TITLES or word in lx.AGENT_NOUNS or word in _WORK:
        return True
    return len(word) > 4 and word.endswith(_WORK_ENDINGS) and word not in _NO_WORK


def plain_noun(text: str) -> str:
    """Return a noun phrase as a name: on one line, without its article and description.

    For "a powerful faction aligned with …" this is "powerful faction"; "spokesman for the port"
    stays whole.
    """
    words = text.split()
    if len(words) > 1 and words[0].lower() in ("the", "a", "an"):
        words = words[1:]
    for n in range(1, len(words)):
        low = words[n].lower()
        told = (
            low.endswith(("ed", "ing"))
            and n + 1 < len(words)
            and words[n + 1].lower() in lx.PREPOSITIONS
        )
        if low in lx.RELATIVES or (told and words[n].islower()):
            return " ".join(words[:n]).rstrip(",")
    return " ".join(words)


def gender_of_name(given: str) -> str | None:
    """Return "f" or "m" by a given name in small letters; None where it is unknown or both."""
    if given in lx.FEMALE_NAMES and given not in lx.MALE_NAMES:
        return "f"
    return "m" if given in lx.MALE_NAMES and given not in lx.FEMALE_NAMES else None
