"""Titles and offices: "President", "deputy foreign minister", "Sen."."""

from __future__ import annotations

from factcheck.text.language import lexicon as lx
from factcheck.text.language.lexicon import word_list
from factcheck.text.language.tokens import Tokens
from factcheck.text.names.gazetteer import PEOPLES

HONORIFICS = frozenset(["mr", "mrs", "ms", "mx", "miss", "messrs", "sir", "dame", "lady", "lord"])
TITLES = frozenset(
    word_list("""
        president minister premier chancellor secretary senator sen. sens. rep. reps. representative congressman
        congresswoman gov. govs. governor mayor gen. general col. colonel lt. lieutenant capt. captain maj.
        major adm. admiral cmdr. commander sgt. sergeant cpl. corporal private brig. judge justice king queen
        prince princess emir sultan sheikh sheik ayatollah imam mufti rabbi pope bishop archbishop cardinal
        father rev. reverend pastor dr. doctor prof. professor chairman chairwoman chairperson chair ceo cfo coo
        cto director commissioner chief officer detective inspector spokesperson spokesman spokeswoman
        ambassador envoy attorney lawyer analyst leader coach manager editor author economist sheriff
        secretary-general councilman councilwoman councillor councilor mp mep founder co-founder co-chair
        adviser advisor consultant strategist pollster researcher historian activist correspondent speaker dean
        provost principal superintendent treasurer comptroller coordinator organizer lobbyist scientist
        physicist epidemiologist psychologist columnist journalist reporter prosecutor magistrate deputy
        delegate candidate nominee hon. undersecretary trustee curator owner engineer architect presidency
        marshal mr. mrs. ms. mx. messrs. mr mrs ms sir dame lady lord
    """)
)
MODIFIERS = frozenset(
    word_list("""
        foreign prime interior defense defence deputy vice acting former senior chief press national security
        executive managing general assistant associate campaign communications attorney police fire district
        state finance health justice education trade energy labor labour transport transportation environment
        agriculture culture interim outgoing incoming then-president ex-president then ex- lead principal junior
        special first second lord high under permanent majority minority house senate party political policy
        public affairs media military army navy air force supreme grand crown city county federal regional local
        chair- rear brigadier major lieutenant staff presidential gubernatorial congressional democratic
        republican conservative liberal labour research operations financial operating information technology
        marketing legal program project emergency relations editorial news white house u.n. un nato eu fbi cia
        pentagon supreme leader secretary of state the treasury homeland commerce veteran longtime late honorary
        emeritus visiting adjunct
    """)
) - {"of", "the"}


def title_length(tokens: Tokens, first: int, last: int) -> int:
    """How many tokens at the head of a run of name words are a title; 0 where it has none.

    "Secretary of State" and "Chief of Staff" count as one.
    """
    best = 0
    for k in range(first, min(last, first + 7) + 1):
        low = tokens.lower[k]
        if low in TITLES or low.rstrip(".") in HONORIFICS:
            if k == last and k > first and not _led(tokens, first, k):
                break
            best = k - first + 1
            if low in (
                "secretary",
                "chief",
                "chancellor",
                "speaker",
                "chairman",
                "minister",
                "leader",
                "director",
                "president",
            ):
                best = max(best, _with_of(tokens, first, k, last))
        elif not _before_title(tokens, k) and not _led_later(tokens, k, last):
            break
    return best


def _before_title(tokens: Tokens, k: int) -> bool:
    low, word = tokens.lower[k], tokens.words[k]
    known = low in MODIFIERS or low in lx.ORGANISATION_WORDS or word in PEOPLES
    return known or low in ("of", "for", "the") or word.isupper()


def _led(tokens: Tokens, first: int, k: int) -> bool:
    """Return whether the words before a title are its own: "Prime Minister", "Iranian President".

    "Dark Horse Leader" might be anything.
    """
    return all(
        tokens.lower[j] in MODIFIERS
        or tokens.words[j] in PEOPLES
        or tokens.lower[j] in lx.ORGANISATION_WORDS
        for j in range(first, k)
    )


def _led_later(tokens: Tokens, k: int, last: int) -> bool:
    """Return whether an office leads to a title: "Amnesty International Director Ana Ruiz"."""
    for j in range(k + 1, min(last, k + 4) + 1):
        if tokens.lower[j] in TITLES and j < last and tokens.lower[j - 1] in lx.ORGANISATION_WORDS:
            return True
    return False


def _with_of(tokens: Tokens, first: int, k: int, last: int) -> int:
    if (
        k + 2 <= last
        and tokens.lower[k + 1] == "of"
        and tokens.lower[k + 2] in ("state", "staff", "defense", "defence")
    ):
        return k + 3 - first
    return 0


def capitalised(title: str) -> str:
    """Return a title as it is written on its own."""
    title = title.strip()
    return title[:1].upper() + title[1:]
