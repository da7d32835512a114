"""What a message says beside the set phrases of programs: its own words, and its statements.

"I am away, but we deny it" holds words of its own; a date, a figure or a "Yes." is a word too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from factcheck.outside.mail import phrases
from factcheck.outside.mail.bodies import LetterWords, is_sentence
from factcheck.outside.mail.date_words import is_date_alone
from factcheck.outside.mail.imprints import without_imprint
from factcheck.outside.mail.refusals import refusal_in, without_refusals
from factcheck.outside.mail.short_answers import is_short_answer
from factcheck.outside.mail.short_receipts import is_short_receipt
from factcheck.outside.mail.signs import LIMITS
from factcheck.outside.mail.vocabulary import NoticeWords, notice_words

MAX_TEXT: Final = 30_000  # characters of a message that are looked at
_MOST_OF_SIGNATURE: Final = LIMITS["clauses"]["signature_words"]
_LEAST_WRAPPED: Final = LIMITS["clauses"]["wrapped_line"]
_MOST_BESIDE_NAME: Final = LIMITS["clauses"]["beside_name"]
_LONGEST_VALUE: Final = LIMITS["clauses"]["field_value"]
MAX_MARKS: Final = 5_000  # of its beginning, where machines say what they are
# Not after an ordinal ("vom 9. bis 20. November"): a small letter or a month goes on.
_SENTENCES: Final = re.compile(
    r"(?<=[.!?:;”])\s+(?!(?<=\d\.\s)(?:[a-zß-ž]|(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)))"
    r"|(?<=[。！？；])|\n+"
)
# "nr. 123": no sentence ends before a number's own number.
_LONGEST_BEGUN: Final = LIMITS["clauses"]["begun_sentence"]
_ABBREVIATED: Final = re.compile(
    r"\b(?:nr|no|n|núm|čís|č|č\. ?j|sz|sp|ref|dipl|inv"
    r"|sig|dott|hr|fr|dr|mr|mrs|ms|mme|sra?|κ|κα|п|г)\.$",
    re.IGNORECASE,
)
_CLAUSES: Final = re.compile(
    r",?\s{1,9}(?:but|and|however|aber|und|mais|et|pero|y|ma|e|mas|maar|men|och|og|mutta|ale|но|и|а)\s{1,9}"
    r"|,\s{1,9}|(?<=[、，])|(?<=[\u3040-\u9fff],)|\s[—–-]\s"
)
# "En" is "and" in Dutch and "in" in French and Spanish; "a" and "i" are "and" in Slavic languages.
_DUTCH: Final = re.compile(r"\b(?:het|een|wij|we|uw|niet|ik|van|ons|deze|dit)\b", re.IGNORECASE)
_SLAVIC: Final = re.compile(r"[ěščřžýůťďňľĺŕąęłśźżđć]", re.IGNORECASE)
_DUTCH_CLAUSES: Final = re.compile(_CLAUSES.pattern.replace("|maar|", "|maar|en|"))
_SLAVIC_CLAUSES: Final = re.compile(_CLAUSES.pattern.replace("|ale|", "|ale|a|i|"))
# "Karim Nasser", "Press Office": a signature.
_NAME: Final = re.compile(
    r"\W{0,9}(?:[A-ZÀ-ÞА-Я][\w.'’-]{0,40}\W{1,9}){1,4}[A-ZÀ-ÞА-Я][\w.'’-]{0,40}\W{0,9}"
)
_REACHES: Final = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,200}|\+?\d[\d ()/-]{6,30}\d|https?://\S{0,300}|www\.\S{0,300}"
)
# "INC0012345", "#88123".
_TICKET_NUMBER: Final = re.compile(r"#\w{1,20}|\b[A-Z]{1,6}[-#]?\d[\w-]{0,20}")
# "2026111010000123": no figure of a case is written so.
_FILE_NUMBER: Final = re.compile(r"\b\d{9,}\b")
# Scripts that put no blank between words are counted two signs a word.
_WORD: Final = re.compile(r"[\u0e00-\u0e7f]{4}|[\u3040-\u30ff\u3400-\u9fff]{2}|\d[\d.,]*|[^\W\d_]+")
_FILLER: Final = re.compile(
    r"(?:am|pm|st|nd|rd|th|until|till|from|to|on|the|https?|of|at|in|www|com)", re.IGNORECASE
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
    sentences: list[str] = field(default_factory=list)  # those that the words are of
    statement: str = ""  # the first words that make a statement of the case
    denial: str = ""  # a sentence that denies or refuses, outside set phrases
    short_answer: str = ""  # a sentence that is nothing but a date or a figure
    referral: str = ""  # a sentence that names whom to ask, and is no other set phrase

    @property
    def count(self) -> int:
        return len(self.words)


def own_words(text: str, ours: LetterWords, subject: str = "") -> OwnWords:
    """Return the words outside set phrases, greetings, the closing and our own letter.

    Quoted lines and words of our own letter, which ticket systems repeat, state nothing; nor does
    its subject on a line of its own.
    """
    plain = (
        refusal_in(text[:MAX_TEXT]) or _answer_alone(text[:MAX_MARKS]) or _linked(text[:MAX_MARKS])
    )
    result = OwnWords(statement="" if ours.holds(plain) else plain)
    named = _Named.NOTHING
    title = _title(subject)
    for sentence in _sentences(text[:MAX_TEXT]):
        if title and _title(sentence) == title:
            continue
        is_value, named = _is_value(sentence, named), _named(sentence)
        if is_value or named is _Named.FIELD:
            continue
        if phrases.GREETING.match(sentence) or ours.holds(sentence) or ours.numbers(sentence):
            continue
        if result.statement.endswith(":"):
            # "On your question:" only announces; who reads the reason wants what it announces.
            result.statement = f"{result.statement} {sentence[:90].strip()}"
        if not phrases.LEGAL.search(sentence):
            _add_sentence(result, sentence, ours)
    return result


def _answer_alone(text: str) -> str:
    """Return the sentence that only confirms or denies, "" without one."""
    said = [one for one in _sentences(text) if not phrases.GREETING.match(one)]
    is_all = len(said) == 1
    return next((one.strip() for one in said if is_short_answer(one, is_all=is_all)), "")


def _title(line: str) -> str:
    """Return a line as a subject: without ticket numbers and "Re:"; "" of fewer than three words.

    "We deny." may be the subject and all that is said.
    """
    bare = re.sub(r"\[[^\[\]]{0,60}\]", " ", _TICKET_NUMBER.sub(" ", line))
    words = re.findall(r"\w+", _ANSWERED.sub("", bare.strip(" -–—:").casefold()))
    return " ".join(words) if len(words) > _MOST_BESIDE_NAME - 1 else ""


_ANSWERED: Final = re.compile(
    r"^(?:(?:re|aw|sv|vs|odp|rif|ynt|antw|ref)\s{0,3}:\s{0,3}){1,5}", re.IGNORECASE
)


def _linked(text: str) -> str:
    """Return the line that leads to a statement of the writer's elsewhere, "" without one."""
    lines = (line.strip() for line in text.split("\n") if not line.lstrip().startswith(">"))
    return next((line for line in lines if phrases.LINKED.search(line)), "")


def only_refuses(text: str) -> bool:
    """Tell whether a text says that its writer does not comment, and nothing else of the case.

    Thanks, receipts, greetings and a signature say nothing of it.
    """
    if not refusal_in(text[:MAX_TEXT]):
        return False
    rest = own_words(without_refusals(text[:MAX_TEXT]), LetterWords())
    says_more = rest.statement or rest.denial or rest.short_answer or rest.referral
    has_sentence = any(line.rstrip().endswith((".", "!", "?", "。")) for line in rest.sentences)
    return not (says_more or has_sentence) and rest.count <= _MOST_OF_SIGNATURE


class _Named(Enum):
    """What the words before a sentence announced."""

    NOTHING = auto()
    NUMBER = auto()  # "Case number:"
    FIELD = auto()  # "Subject:"


def notices(text: str) -> NoticeWords:
    """Return whether any clause is one of absence, or of receipt, by its words alone."""
    found = [
        notice
        for sentence in _sentences(text[:MAX_MARKS])
        for clause in {sentence, *_clauses(sentence)}
        if (notice := _notices(clause))
    ]
    return NoticeWords(any(n.absence for n in found), any(n.receipt for n in found))


def _notices(clause: str) -> NoticeWords | None:
    if is_short_receipt(clause):
        return NoticeWords(absence=False, receipt=True)
    return notice_words(_TICKET_NUMBER.sub(" ", _without_reach(clause)))


def _named(sentence: str) -> _Named:
    if not sentence.rstrip().endswith((":", "：")):
        return _Named.NOTHING
    if phrases.FIELD.search(sentence):
        return _Named.FIELD
    is_set = phrases.BOILERPLATE.search(sentence) or notice_words(sentence, fewest=1)
    return _Named.NUMBER if is_set else _Named.NOTHING


def _is_value(sentence: str, named: _Named) -> bool:
    """Tell whether a sentence is only the number or the subject that was announced."""
    if named is _Named.FIELD:
        return len(sentence) <= _LONGEST_VALUE
    return named is _Named.NUMBER and _SHORT_ANSWER.fullmatch(sentence) is not None


def _add_sentence(result: OwnWords, sentence: str, ours: LetterWords) -> None:
    is_formula = _is_formula(sentence)
    own = _own_of(sentence, is_formula)
    result.referral = result.referral or _referral(sentence)
    result.statement = result.statement or _statement(sentence, own, ours)
    result.denial = result.denial or _denial(sentence, own)
    if is_formula:
        # A date beside it is the date of the absence.
        own = [clause for clause in own if not is_date_alone(clause)]
    else:
        result.short_answer = result.short_answer or _short_answer(sentence)
    words = [word for clause in own for word in _words(clause)]
    result.words += words
    result.sentences += [sentence] if words else []


def _own_of(sentence: str, is_formula: bool) -> list[str]:
    """Return the clauses of a sentence that are no set phrases."""
    if _notices(sentence):
        return []
    pieces = _clauses(sentence)
    own = _own_clauses(pieces)
    # Not of a phrase that runs over the clauses ("for urgent matters, please call").
    return [] if is_formula and len(own) == len(pieces) else own


def _denial(sentence: str, own: list[str]) -> str:
    return sentence if any(phrases.DENIAL.search(clause) for clause in own) else ""


def _referral(sentence: str) -> str:
    refers = phrases.REFER_TO.search(sentence) and not phrases.SET_PHRASE.search(sentence)
    return sentence if refers else ""


def _short_answer(sentence: str) -> str:
    """Return a sentence that is a figure or a month; "Marina" begins like one, and is a name."""
    if _SHORT_ANSWER.fullmatch(sentence) is None or _FILE_NUMBER.search(sentence):
        return ""
    is_dated = re.search(r"\d", sentence) or is_date_alone(sentence.split()[-1])
    return sentence if is_dated else ""


def _clauses(sentence: str) -> list[str]:
    if _DUTCH.search(sentence):
        return _DUTCH_CLAUSES.split(sentence)
    return (_SLAVIC_CLAUSES if _SLAVIC.search(sentence) else _CLAUSES).split(sentence)


def _own_clauses(pieces: list[str]) -> list[str]:
    """Return the clauses outside set phrases; "who is …" belongs to the clause before it."""
    own: list[str] = []
    after_formula = False
    for number, clause in enumerate(pieces):
        belongs = _RELATIVE.match(clause) and not _REPORTS.match(clause)
        is_greeting = number == 0 and phrases.GREETING.match(clause) is not None
        is_set = is_greeting or _is_formula(clause)
        after_formula = is_set or (after_formula and bool(belongs))
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
    if phrases.PAST.search(clause) and phrases.AWAY.search(clause):
        return False  # "he was on leave" tells of the case
    if phrases.MATTER.search(clause) and not phrases.LEGAL.search(clause):
        return False  # "we confirm that the money came"
    if _notices(clause) or names_machine(clause):
        return True
    match = phrases.BOILERPLATE.search(clause)
    return match is not None and not _NEGATED.search(clause[: match.start()])


def names_machine(clause: str) -> bool:
    """Tell whether a clause is little more than the name of an automatic message."""
    found = phrases.MACHINE_NAME.search(clause)
    if found is None:
        return False
    beside = f"{clause[: found.start()]} {clause[found.end() :]}"
    return len(_words(_without_reach(beside))) <= _MOST_BESIDE_NAME


# "Not" before a set phrase, in the languages that put it there.
_NEGATED: Final = re.compile(
    r"(?:^|\W)(?:not|never|nie|nigdy|nu|no|nunca|non|não|ne|niet|nicht|inte|ikke|ei|nem|не|ні|δεν|لم|لن|ما|לא)\s+$",
    re.IGNORECASE,
)


def _words(clause: str) -> list[str]:
    """Return the words of a clause, with its figures, and without mere fillers."""
    words = _WORD.findall(_FILE_NUMBER.sub(" ", clause.lower()))
    return [word for word in words if not _FILLER.fullmatch(word)]


def _statement(sentence: str, own: list[str], ours: LetterWords) -> str:
    """Return the words in which a sentence says something of the case, "" where it does not.

    Lawyers are a statement wherever they are named; all else only outside set phrases.
    """
    stated = phrases.STATEMENT.search(sentence)
    candidates = [phrases.LAWYERS.search(sentence), *map(_stated_in, own)]
    is_set = phrases.BOILERPLATE.search(sentence) or _notices(sentence)
    if not is_set or phrases.MATTER.search(sentence):
        candidates.append(stated)
    found = next((match for match in candidates if match and not ours.holds(match[0])), None)
    if found is None:
        return ""
    return _around(sentence, found if found is candidates[0] else stated or found)


def _stated_in(clause: str) -> re.Match[str] | None:
    return phrases.STATEMENT.search(clause) or phrases.FIGURE.search(_without_reach(clause))


def _without_reach(clause: str) -> str:
    """Return the clause without telephones, addresses and ticket numbers: no figures of a case."""
    return _REACHES.sub(" ", clause)


def _around(sentence: str, match: re.Match[str]) -> str:
    start = max(0, match.start() - 30) if match.string == sentence else 0
    return sentence[start : start + 90].strip()


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences of the letter's body, without its signature and quotations."""
    for line in _unwrapped(_without_frame(_body(text))):
        if line.lstrip().startswith(">") or phrases.FIELD.search(line):
            continue
        yield from _sentences_of(line)


def _without_frame(lines: list[str]) -> Iterator[str]:
    """Yield the lines that are neither a ticket system's own nor what it repeats of our message."""
    is_ours = False
    for line in lines:
        is_ours = not _ENDS_MESSAGE.fullmatch(line) and (
            is_ours or phrases.OWN_MESSAGE.search(line) is not None
        )
        if not is_ours and not phrases.FRAME.search(line):
            yield line


def _unwrapped(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines as they were before a program broke them: a small letter goes on."""
    begun = ""
    for line in lines:
        goes_on = len(begun) >= _LEAST_WRAPPED and line[:1].islower()
        if goes_on and begun[-1:] not in ".!?:;" and len(begun) <= MAX_MARKS:
            begun = f"{begun.rstrip()} {line}"
            continue
        if begun:
            yield begun
        begun = line
    if begun:
        yield begun


# A blank line or a rule.
_ENDS_MESSAGE: Final = re.compile(r"[\W_]*")


def _sentences_of(line: str) -> Iterator[str]:
    begun = ""
    for piece in _SENTENCES.split(line):
        sentence = f"{begun} {piece}" if begun else piece
        goes_on = len(sentence) < _LONGEST_BEGUN and _ABBREVIATED.search(sentence[-12:])
        begun = sentence if goes_on else ""
        if not begun and sentence.strip():
            yield sentence
    if begun:
        yield begun


def _body(text: str) -> list[str]:
    """Return the lines up to the closing; after it only what is a sentence again."""
    lines = _before_closing(text.split("\n"))
    while lines and _is_name_below(lines):
        lines.pop()
    lines = _without_imprint(lines)
    # Whom to ask instead, with an address or a number, is what such mails end with.
    return [line for line in lines if is_sentence(line) or not _REACHES.search(line)]


def _without_imprint(lines: list[str]) -> list[str]:
    """Return the lines without the figures of an office's own that stand below them.

    Not where one of those lines says something of the case.
    """
    kept = without_imprint(lines)
    says_something = any(phrases.STATEMENT.search(line) for line in lines[len(kept) :])
    return lines if says_something else kept


def _before_closing(lines: list[str]) -> list[str]:
    end = next((i for i, line in enumerate(lines) if i and phrases.CLOSING.match(line)), None)
    if end is None:
        return lines
    return [*lines[:end], *(line for line in lines[end + 1 :] if is_sentence(line))]


def _is_name_below(lines: list[str]) -> bool:
    """Tell whether the last line is empty or a name.

    Only below something else: "Kein Vertrag." and "Karim Nasser." may be all that is said.
    """
    last = lines[-1]
    if not last.strip():
        return True
    is_name = _NAME.fullmatch(last) or _FIRST_NAME.fullmatch(last)
    return is_name is not None and any(line.strip() for line in lines[:-1])


_FIRST_NAME: Final = re.compile(r"\s*[-–—/~]{1,2}\s?[A-ZÀ-ÞА-Я][\w’'-]{1,30},?\s*")
