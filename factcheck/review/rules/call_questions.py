"""What to ask on the phone.

Pure. A question never reads a quote out (DESK.md 9): what a person is asked to approve they would
rather have said better. It names what is to be known, and leaves the saying to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from factcheck.replies.rules import run_shared, runs_of
from factcheck.text.language.word_lists import data_table, word_lists
from factcheck.text.names.gazetteer import PEOPLES

RUN = 4  # words in a row that are the quote's own; fewer are anybody's
MASK = "__"  # a word no copy has
UNITS: dict[str, str] = data_table("factcheck.review.rules", "call_questions")["units"]
PLAIN = (
    "What can you tell us about this, in your own words?",
    "Please say how it was, as you know it.",
    "Your account?",
)
BARE = "How many, by your own count?"
_FUNCTION_WORDS = word_lists("factcheck.review.rules", "call_questions")["function"]
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TOPIC = re.compile(
    r"\b(?:the|our|their|its|his|her|this|these|those|a|an)\s+([^\W\d_]{3,}(?:-[^\W\d_]+)*)", re.I
)
_RELATIVE = re.compile(
    r"^(?:last|this|next|yesterday|today|tomorrow|early|late|over|since|during|between)\b", re.I
)
NAMING = ("name", "place", "title", "date", "number")  # kinds of facts that anybody may say
NAME_WORDS = 5  # a longer "name" is a slip of the reader, and may be half a quote


@dataclass(frozen=True, slots=True)
class CallFact:
    """A fact of the copy: its `text` there, its canonical `value`, and the next words, `after`."""

    kind: str
    text: str
    value: str = ""
    after: str = ""


class QuotedWords:
    """The contents of every quote of a story, to hold questions against.

    `names` are what the story calls people, places and days: anybody may say those.
    """

    def __init__(self, contents: Iterable[str], names: Iterable[str] = ()) -> None:
        self._runs = frozenset(run for content in contents for run in runs_of(content, RUN))
        long = sorted(
            {name for name in names if 1 < len(name.split()) <= NAME_WORDS}, key=len, reverse=True
        )
        joined = "|".join(re.escape(name) for name in long)
        self._names = re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE) if long else None

    def read_out(self, question: str) -> str:
        """Return the first RUN or more words of `question` that are a quote's own, or ""."""
        masked = self._names.sub(f" {MASK} ", question) if self._names else question
        return run_shared(masked, self._runs, RUN)

    def kept(self, questions: Iterable[str]) -> str:
        """Return the first question that reads no quote out; "" where a person has to write one."""
        return next(
            (
                question
                for question in (*questions, *PLAIN)
                if question and not self.read_out(question)
            ),
            "",
        )


def of_quote(content: str, facts: Sequence[CallFact], quoted: QuotedWords) -> str:
    """Whether, when and where it was said: what about, in two words of it at most."""
    about = topic(content, facts)
    return quoted.kept(
        f"Have you spoken with us{more}? When was that, and where?"
        for more in (f" about {about}", "")
    )


def of_claim(text: str, facts: Sequence[CallFact], quoted: QuotedWords) -> str:
    """Return one or two questions whose answers can be held against the facts of the claim.

    Without facts, an open question.
    """
    scene = _scene(facts)
    exact = [
        _of_fact(fact, scene[:1].upper() + scene[1:])
        for fact in facts
        if fact.kind in ("number", "superlative")
    ]
    telling = [
        fact for fact in dict.fromkeys(exact) if not fact.casefold().endswith(BARE.casefold())
    ][:2] or exact[:1]
    open_one = f"What can you tell us about {topic(text, facts)}, and how do you know?"
    there = f"Were you there, {scene}? What happened, and how do you know?" if scene else ""
    return quoted.kept([" ".join(telling), *telling, there, open_one])


def of_fact(fact: CallFact, quoted: QuotedWords, *, own: bool = False) -> str:
    """One fact alone. `own`: it is the name or title of whoever is asked, a person or an office."""
    if fact.kind == "name" and own:
        return quoted.kept(["What is your full name, and how is it spelled?"])
    if fact.kind == "title":
        whose = "your" if own else "the"
        return quoted.kept([f"What is {whose} exact title, and since when?"])
    return quoted.kept([_of_fact(fact, "")])


def _of_fact(fact: CallFact, context: str) -> str:
    asked = {
        "number": _how_many(fact),
        "date": f"Were you there {when(fact)}, and if not, when was it?",
        "place": f"Where was it: in {_place(fact)}, or elsewhere?",
        "superlative": "What was it compared with, and who made the comparison?",
        "name": f"What do you know of {fact.text}’s part in this?",
    }.get(fact.kind, PLAIN[0])
    return f"{context}: {asked[0].lower()}{asked[1:]}" if context else asked


def _how_many(fact: CallFact) -> str:
    unit = fact.value.partition(" ")[2]
    if re.fullmatch("[A-Z]{3}", unit):
        return "How much money was it?"
    if unit == "%":
        return "What share was it, in per cent?"
    thing = UNITS.get(unit, unit) or counted(fact.after)
    if fact.value in ("0", "1") and thing and not thing.endswith("s"):
        thing += "s"
    return f"How many {thing}, by your own count?" if thing else BARE


def counted(after: str) -> str:
    """Return what a number counts: up to three words before the first little word, or ""."""
    words: list[str] = []
    for part in re.findall(r"[^\W\d_][\w'’-]*|[^\w\s]", after)[:8]:
        if part.casefold() in ("of", "the", "its", "their") and not words:
            continue
        if not _WORD.fullmatch(part) or part.casefold() in _FUNCTION_WORDS or len(words) == 3:
            break
        words.append(part)
    while words and (
        words[-1].endswith(("ed", "ing", "ly")) or words[-1] in ("died", "fled", "left", "hurt")
    ):
        words.pop()
    return " ".join(words)


def topic(text: str, facts: Sequence[CallFact]) -> str:
    """Return the topic in two words: a place or name among the facts, else the first noun."""
    names = [fact.text for fact in facts if fact.kind == "name"]
    named = next((name for name in (*_places(facts), *names) if len(name.split()) < RUN), "")
    if named:
        return named
    noun = next((m[1] for m in _TOPIC.finditer(text) if m[1].casefold() not in _FUNCTION_WORDS), "")
    return f"the {noun.lower() if noun.istitle() else noun}" if noun else "this"


def when(fact: CallFact) -> str:
    """Return "on 24 November", "in 2024", "last week": a date with what joins it to a question."""
    text = re.sub(r"^(?:on|in|at)\s+", "", fact.text.strip(), flags=re.I)
    if _RELATIVE.match(text):
        return text[:1].lower() + text[1:]
    value = fact.value
    if re.fullmatch(r"\d{4}(?:-\d\d)?", value):
        return f"in {text}"
    return f"at the time ({text})" if "/" in value else f"on {text}"


def _scene(facts: Sequence[CallFact]) -> str:
    """Where and when: "in Aleppo on Friday"."""
    place = next((f"in {name}" for name in _places(facts)), "")
    day = next((when(fact) for fact in facts if fact.kind == "date"), "")
    return " ".join(part for part in (place, day) if part)


def _places(facts: Sequence[CallFact]) -> list[str]:
    """Without those that are only spoken of ("Karsian"): one cannot be in them."""
    places = (_place(fact) for fact in facts if fact.kind == "place")
    return [name for name in places if not re.search("(?:ian|ish|ese)$", name)]


def _place(fact: CallFact) -> str:
    """Return "Ostria" for "Ostrian", where the reader knows it."""
    name = re.sub(r"^(?:in|at|near)\s+", "", (fact.value or fact.text).strip(), flags=re.IGNORECASE)
    return PEOPLES.get(name, name)
