"""What a message says beside the set phrases of programs: its own words, and its statements.

"I am away, but we deny it" holds words of its own; a date, a figure or a "Yes." is a word too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from factcheck.outside.mail import phrases
from factcheck.outside.mail.bodies import LetterWords, is_sentence

MAX_TEXT: Final = 30_000  # characters of a message that are looked at
MAX_MARKS: Final = 5_000  # of its beginning, where machines say what they are
# Not after an ordinal ("vom 9. bis 20. November"): a small letter or a month goes on.
_SENTENCES: Final = re.compile(
    r"(?<=[.!?:;”])\s+(?!(?<=\d\.\s)(?:[a-zß-ž]|(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)))"
    r"|(?<=[。！？；])|\n+"
)
_CLAUSES: Final = re.compile(
    r",?\s{1,9}(?:but|and|however|aber|und|mais|et|pero|y|ma|e|mas|maar|en|men|och|og|mutta|ale|a|i|но|и|а)\s{1,9}"
    r"|,\s{1,9}|(?<=[、，])|(?<=[\u3040-\u9fff],)|\s[—–-]\s"
)
# "Karim Nasser", "Press Office": a signature.
_NAME: Final = re.compile(
    r"\W{0,9}(?:[A-ZÀ-ÞА-Я][\w.'’-]{0,40}\W{1,9}){1,4}[A-ZÀ-ÞА-Я][\w.'’-]{0,40}\W{0,9}"
)
_REACHES: Final = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,200}|\+?\d[\d ()/-]{6,30}\d|https?://|www\."
)
# Scripts that put no blank between words are counted two signs a word.
_WORD: Final = re.compile(r"[\u0e00-\u0e7f]{4}|[\u3040-\u30ff\u3400-\u9fff]{2}|\d[\d.,]*|[^\W\d_]+")
_FILLER: Final = re.compile(
    r"(?:am|pm|st|nd|rd|th|until|till|from|to|on|the|https?|of|at|in|www|com)", re.IGNORECASE
)
_DATES: Final = re.compile(
    r"\W*(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?"
    r"|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|\d{1,2}(?:st|nd|rd|th)?|\d{4}|am|pm|until|till|from|to|on|the|of|at"
    r"|and|back|return\w*|bis|von|vom|zum|au|du|al|del|\W)+\W*",
    re.IGNORECASE,
)


# A date or a figure that answers a question ("In May 2024.", "3.1 million."); a weekday or the way
# back is what machines write too.
_SHORT_ANSWER: Final = re.compile(
    r"\W*(?:(?:in|on|im|am|en|em|a|il|le|el|den|i|w|v|since|seit|by) )?(?:early |late |mid-)?"
    r"(?:\d{1,2}(?:st|nd|rd|th|\.)? (?:of |de )?)?"
    r"(?:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт"
    r"|ноя|дек)\w*(?:\W+(?:de )?\d{2,4})?\W*"
    r"|\W*(?:about |around |some |only |exactly |etwa |rund )?\d[\d.,]*\W*(?:\w+\W*){0,2}",
    re.IGNORECASE,
)


@dataclass
class OwnWords:
    """What a text says for itself."""

    words: list[str] = field(default_factory=list)
    statement: str = ""  # the first words that make a statement of the case
    short_answer: str = ""  # a sentence that is nothing but a date or a figure
    referral: str = ""  # a sentence that names whom to ask, and is no other set phrase

    @property
    def count(self) -> int:
        return len(self.words)


def own_words(text: str, ours: LetterWords) -> OwnWords:
    """Return the words outside set phrases, greetings, the closing and our own letter.

    Quoted lines and words of our own letter, which ticket systems repeat, state nothing.
    """
    result = OwnWords()
    names_value = False  # "Case number:" stood before
    for sentence in _sentences(text[:MAX_TEXT]):
        is_value, names_value = names_value, _names_value(sentence)
        if is_value and _SHORT_ANSWER.fullmatch(sentence):
            continue
        if phrases.GREETING.match(sentence) or ours.holds(sentence):
            continue
        if result.statement.endswith(":"):
            # "On your question:" only announces; who reads the reason wants what it announces.
            result.statement = f"{result.statement} {sentence[:90].strip()}"
        if not phrases.LEGAL.search(sentence):
            _add_sentence(result, sentence, ours)
    return result


def _names_value(sentence: str) -> bool:
    """Tell whether a set phrase announces a number ("Case number: 2026/881")."""
    return (
        sentence.rstrip().endswith((":", "：")) and phrases.BOILERPLATE.search(sentence) is not None
    )


def _add_sentence(result: OwnWords, sentence: str, ours: LetterWords) -> None:
    pieces = _CLAUSES.split(sentence)
    own = _own_clauses(pieces)
    is_formula = _is_formula(sentence)
    if phrases.REFER_TO.search(sentence) and not phrases.SET_PHRASE.search(sentence):
        result.referral = result.referral or sentence
    if is_formula and len(own) == len(pieces):
        own = []  # a phrase that runs over the clauses ("for urgent matters, please call")
    result.statement = result.statement or _statement(sentence, own, ours)
    if not is_formula and not result.short_answer and _SHORT_ANSWER.fullmatch(sentence):
        result.short_answer = sentence
    if is_formula:
        # A date beside it is the date of the absence.
        own = [clause for clause in own if not is_date_alone(clause)]
    result.words += [word for clause in own for word in _words(clause)]


def _own_clauses(pieces: list[str]) -> list[str]:
    """Return the clauses outside set phrases; "who is …" belongs to the clause before it."""
    own: list[str] = []
    after_formula = False
    for clause in pieces:
        belongs = _RELATIVE.match(clause) and not _REPORTS.match(clause)
        after_formula = _is_formula(clause) or (after_formula and bool(belongs))
        if not after_formula:
            own.append(clause)
    return own


_RELATIVE: Final = re.compile(
    r"\W{0,9}(?:who|whom|whose|which|where|der|die|das|qui|que|dont|dove|che|die|som|który|která|которы\w+)\b",
    re.IGNORECASE,
)


# "…, who says that he never met him": somebody's words, whatever they hang on.
_REPORTS: Final = re.compile(
    r"\W{0,9}(?:who|which) (?:\w+ )?(?:says?|said|den(?:ies|ied)|insists?|told us)\b", re.IGNORECASE
)


def _is_formula(clause: str) -> bool:
    """Tell whether a clause is a set phrase; "we did not receive …" is none."""
    if not clause.strip():
        return True
    match = phrases.BOILERPLATE.search(clause)
    return match is not None and not _NEGATED.search(clause[: match.start()])


# "Not" before a set phrase, in the languages that put it there.
_NEGATED: Final = re.compile(
    r"(?:^|\W)(?:not|never|nie|nigdy|nu|no|nunca|non|não|ne|niet|nicht|inte|ikke|ei|nem|не|ні|δεν|لم|لن|ما|לא)\s+$",
    re.IGNORECASE,
)


def _words(clause: str) -> list[str]:
    """Return the words of a clause, with its figures, and without mere fillers."""
    return [word for word in _WORD.findall(clause.lower()) if not _FILLER.fullmatch(word)]


def _statement(sentence: str, own: list[str], ours: LetterWords) -> str:
    """Return the words in which a sentence says something of the case, "" where it does not.

    Lawyers are a statement wherever they are named; all else only outside set phrases.
    """
    lawyers = phrases.LAWYERS.search(sentence)
    if lawyers and not ours.holds(lawyers[0]):
        return _around(sentence, lawyers)
    for clause in own:
        match = phrases.STATEMENT.search(clause) or phrases.FIGURE.search(_without_reach(clause))
        if match and not ours.holds(match[0]):
            return _around(sentence, phrases.STATEMENT.search(sentence) or match)
    if phrases.BOILERPLATE.search(sentence):
        return ""
    match = phrases.STATEMENT.search(sentence)
    return _around(sentence, match) if match and not ours.holds(match[0]) else ""


def _without_reach(clause: str) -> str:
    """Return the clause without telephones, addresses and ticket numbers: no figures of a case."""
    return _REACHES.sub(" ", clause)


def _around(sentence: str, match: re.Match[str]) -> str:
    start = max(0, match.start() - 30) if match.string == sentence else 0
    return sentence[start : start + 90].strip()


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences of the letter's body, without its signature and quotations."""
    for line in _body(text):
        if line.lstrip().startswith(">") or phrases.FIELD.search(line):
            continue
        for sentence in _SENTENCES.split(line):
            if sentence.strip():
                yield sentence


def _body(text: str) -> list[str]:
    """Return the lines up to the closing; after it only what is a sentence again."""
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines) if i and phrases.CLOSING.match(line)), None)
    if end is not None:
        lines = [*lines[:end], *(line for line in lines[end + 1 :] if is_sentence(line))]
    while lines and (not lines[-1].strip() or _NAME.fullmatch(lines[-1]) or _signs(lines)):
        lines.pop()
    # Whom to ask instead, with an address or a number, is what such mails end with.
    return [line for line in lines if is_sentence(line) or not _REACHES.search(line)]


def _signs(lines: list[str]) -> bool:
    """Tell whether the last line is one name ("/Lars", "- Karim") below something else."""
    return len(lines) > 1 and _FIRST_NAME.fullmatch(lines[-1]) is not None


_FIRST_NAME: Final = re.compile(r"\s*[-–—/~]{1,2}\s?[A-ZÀ-ÞА-Я][\w’'-]{1,30},?\s*")


def is_date_alone(text: str) -> bool:
    """Tell whether a text is nothing but days and hours."""
    return _DATES.fullmatch(text) is not None
