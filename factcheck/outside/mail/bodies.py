"""What is new in a mail body, and what of it is quoted.

The fold only saves reading, it must never hide an answer. With no letter of ours known nothing but
a marked quotation at the end folds; with our letters known, only their words do.
"""

import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from typing import Final

_DATA: Final = tomllib.loads(
    (files("factcheck.outside.mail") / "data" / "quotations.toml").read_text(encoding="utf-8")
)


def _pattern(name: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(_DATA[name]), flags)


_QUOTED: Final = re.compile(r"^\s{0,3}(?:>|\|\s)")
_ATTRIBUTION: Final = _pattern("attribution", re.IGNORECASE | re.DOTALL)
_DIVIDER: Final = _pattern("divider")
_HEADER_LINE: Final = _pattern("header_line")
_INSIDE: Final = _pattern("inside")
_FORWARDED: Final = _pattern("forwarded")
_SIGNATURE: Final = ("--", "-- ")
_LEAST_SHARED: Final = 4  # words in a row that are taken for our letter's wherever they are in it
_LONGEST: Final = 400  # characters of a line that may introduce a quotation
_LINES: Final = 5000  # that are searched for one


class LetterWords:
    """The words of our own letters, whatever wraps or marks them."""

    def __init__(self, texts: Sequence[str] = ()) -> None:
        self.words = " " + " ".join(_words(text) for text in texts) + " "
        self.lines = {_words(line) for text in texts for line in text.split("\n")}

    def __bool__(self) -> bool:
        return bool(self.words.strip())

    def holds(self, words: str) -> bool:
        """Tell whether these words are ours; of very few only when they are a whole line."""
        searched = _words(words)
        if searched.count(" ") + 1 < _LEAST_SHARED:
            return searched in self.lines
        return f" {searched} " in self.words

    def numbers(self, words: str) -> bool:
        """Tell whether these words are only the number of a point of ours, such as "1."."""
        number = words.strip().rstrip(".)")
        return number.isdecimal() and any(line.startswith(f"{number} ") for line in self.lines)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"https?://\S+", " ", text.casefold())))


def new_text(text: str, ours: Sequence[str] = ()) -> str:
    """Return the text without the quotation at its end."""
    return split_quotation(text, ours)[0]


def split_quotation(text: str, ours: Sequence[str] = ()) -> tuple[str, str]:
    """Return what is new and what is quoted below it, whole whenever an answer may be inside."""
    lines = text.split("\n")
    start = _quotation_start(lines)
    if start is None or not _may_fold(lines, start, ours):
        return text, ""
    return "\n".join(lines[:start]).strip(), "\n".join(lines[start:]).strip("\n")


def _may_fold(lines: Sequence[str], start: int, ours: Sequence[str]) -> bool:
    """Tell whether what begins at `start` is a quotation and nothing else."""
    above = "\n".join(lines[:start]).strip()
    if not above or any(_FORWARDED.match(line) for line in lines[max(0, start - 2) : start + 2]):
        return False
    rest = [line for line in lines[start:] if line.strip()]
    if ours:
        return _all_known(rest, LetterWords(ours))
    return _is_marked(lines, start) and not _INSIDE.search(above)


def _is_marked(lines: Sequence[str], start: int) -> bool:
    """Tell whether marked lines follow the attribution, to the end or to a signature.

    A line without a mark between or below them is a person's.
    """
    first = next((i for i in range(start, len(lines)) if _QUOTED.match(lines[i])), None)
    if first is None:
        return False
    body = _before_signature(lines[first:])
    if any(line.strip() and not _QUOTED.match(line) for line in body):
        return False
    below = lines[first + len(body) :]
    return not any(is_sentence(line) for line in below if not _QUOTED.match(line))


def _all_known(rest: Sequence[str], known: LetterWords) -> bool:
    """Tell whether a quotation holds nothing but our letter.

    The lines that introduce it, and a signature, are no answer.
    """
    signature = next((i for i, line in enumerate(rest) if line in _SIGNATURE), len(rest))
    return all(
        _introduces(rest, number)
        or known.holds(bare := re.sub(r"^[\s>|]+", "", line))
        or not re.search(r"\w", bare)
        or (number > signature and not _QUOTED.match(line) and not is_sentence(line))
        for number, line in enumerate(rest)
    )


def _introduces(rest: Sequence[str], number: int) -> bool:
    """Tell whether a line is one of those that programs set before what they quote."""
    bare = re.sub(r"^[\s>|]+", "", rest[number])
    if _HEADER_LINE.match(bare) or _DIVIDER.match(bare) or _ATTRIBUTION.match(bare):
        return True
    begins = [first for first in (number, number - 1) if first >= 0]
    return any(_ATTRIBUTION.match(" ".join(rest[first : first + 2])) for first in begins)


def is_sentence(line: str) -> bool:
    """Tell whether a line is more than a name or a title."""
    return len(line.split()) > 3 and line.rstrip().endswith((".", "!", "?"))


def _quotation_start(lines: Sequence[str]) -> int | None:
    """Return the line on which the quotation with its attribution begins, None without one."""
    for number, line in enumerate(lines[:_LINES]):
        if len(line) > _LONGEST:
            continue
        if _QUOTED.match(line) or _FORWARDED.match(line) or _attributes(lines, number):
            return number
        if _is_header_block(lines, number):
            return _divider_above(lines, number)
    return None


def _divider_above(lines: Sequence[str], number: int) -> int:
    """Return the divider within two lines above a block of header lines, else its own line."""
    for above in (number - 2, number - 1):
        if above >= 0 and _DIVIDER.match(lines[above]):
            return above
    return number


def _attributes(lines: Sequence[str], number: int) -> bool:
    """Tell whether an attribution of one or two lines begins here and marked lines follow it.

    A person too may write "the minister wrote:" and go on with what he wrote.
    """
    for length in (1, 2):
        text = " ".join(lines[number : number + length])
        if len(text) < _LONGEST and lines[number].strip() and _ATTRIBUTION.match(text):
            after = lines[number + length : number + length + 3]
            following = next((line for line in after if line.strip()), "")
            later_alone = length == 2 and _ATTRIBUTION.match(lines[number + 1])
            return bool(_QUOTED.match(following)) and not later_alone
    return False


def _is_header_block(lines: Sequence[str], number: int) -> bool:
    if not _HEADER_LINE.match(lines[number]):
        return False
    return sum(bool(_HEADER_LINE.match(line)) for line in lines[number : number + 6]) >= 3


def _before_signature(lines: Sequence[str]) -> Sequence[str]:
    for number, line in enumerate(lines):
        if line.rstrip("\r") in _SIGNATURE:
            return lines[:number]
    return lines
