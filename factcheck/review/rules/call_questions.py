"""What to ask on the phone.

Pure. A question never reads a quote out (DESK.md 9): what a person is asked to approve they would
rather have said better. Only what a form can carry is proposed: how a name is spelled, a title, an
age, a figure as a figure. Every other question is a person's to write.
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
_FUNCTION_WORDS = word_lists("factcheck.review.rules", "call_questions")["function"]
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
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

    def kept(self, question: str) -> str:
        """Return the question; "" where it reads a quote out, and a person has to write one."""
        return "" if self.read_out(question) else question


def of_claim(facts: Sequence[CallFact], quoted: QuotedWords) -> str:
    """Return what asks for the figures of a claim, two at most; "" where it has none."""
    figures = [_how_many(fact) for fact in facts if fact.kind == "number"]
    asked = [figure for figure in dict.fromkeys(figures) if figure][:2]
    scene = _scene(facts)
    if asked and scene:
        asked[0] = f"{scene[:1].upper()}{scene[1:]}: {asked[0][:1].lower()}{asked[0][1:]}"
    return quoted.kept(" ".join(asked)) or next(filter(None, map(quoted.kept, asked)), "")


def of_fact(fact: CallFact, quoted: QuotedWords, *, own: bool = False) -> str:
    """Return what asks for one fact alone; "" where no form can carry it.

    `own`: it is the name, title or age of whoever is asked, a person or an office.
    """
    return quoted.kept(_of_fact(fact, own=own))


def _of_fact(fact: CallFact, *, own: bool) -> str:
    if fact.kind == "name":
        return "What is the full name, and how is it spelled?" if own else ""
    if fact.kind == "title":
        return "What is your exact title, and since when?" if own else ""
    if fact.kind != "number":
        return ""
    return "How old are you?" if own and is_age(fact) else _how_many(fact)


def is_age(fact: CallFact) -> bool:
    """Tell whether a number counts years: near a name, it is an age."""
    return fact.kind == "number" and fact.value.partition(" ")[2] in ("year", "years")


def _how_many(fact: CallFact) -> str:
    """Return what asks for a figure, and does not say it; "" where it counts nothing known."""
    unit = fact.value.partition(" ")[2]
    if re.fullmatch("[A-Z]{3}", unit):
        return "How much money was it?"
    if unit == "%":
        return "What share was it, in per cent?"
    thing = UNITS.get(unit, unit) or counted(fact.after)
    if fact.value in ("0", "1") and thing and not thing.endswith("s"):
        thing += "s"
    return f"How many {thing}, by your figures?" if thing else ""


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
    """Return where and when, "in Aleppo on Friday", of a claim that names one place, one day."""
    places = {_place(fact) for fact in facts if fact.kind == "place"} - {""}
    days = {when(fact) for fact in facts if fact.kind == "date"}
    named = [f"in {place}" for place in places] if len(places) == 1 else []
    return " ".join([*named, *(days if len(days) == 1 else ())])


def _place(fact: CallFact) -> str:
    """Return the place's name; "" of a people ("Ostrian"), in which nobody can be."""
    name = re.sub(r"^(?:in|at|near)\s+", "", (fact.value or fact.text).strip(), flags=re.IGNORECASE)
    is_people = fact.text.strip() in PEOPLES or name in PEOPLES
    return "" if is_people or re.search("(?:ian|ish|ese)$", name) else name
