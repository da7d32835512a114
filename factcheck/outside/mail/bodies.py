"""What is new in a mail body, told from what is quoted."""

import re
from collections.abc import Sequence

_QUOTED = re.compile(r"^\s{0,3}(?:>|\|\s)")
# "On Tue, 3 Dec 2024 at 10:12, Desk <desk@paper.example> wrote:" and its sisters, over one or two
# lines.
_ATTRIBUTION = re.compile(
    r"^\s*(?:(?:on|am|le|el|il|op|em|den|dne|w dniu)\b.{5,300}"
    r"(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev|napsal\(?a?\)?|napisał\(?a?\)?)"
    r"|.{3,200}(?:wrote|schrieb|a écrit|escribió|пишет|написал\(?а?\)?))\s*:\s*$",
    re.IGNORECASE | re.DOTALL,
)
_DIVIDER = re.compile(
    r"^\s*(?:-{2,}|_{10,}|\*{2,})?\s*(?:original message|ursprüngliche nachricht|message d'origine|mensaje original"
    r"|messaggio originale|oorspronkelijk bericht|forwarded message|weitergeleitete nachricht)?\s*"
    r"(?:-{2,}|_{10,}|\*{2,})\s*$",
    re.IGNORECASE,
)
_HEADER_LINE = re.compile(
    r"^\s*\*?(?:from|sent|to|cc|subject|date|reply-to|von|gesendet|an|betreff|datum|de|envoyé|à|objet|para|asunto"
    r"|enviado|fecha|da|inviato|a|oggetto|van|verzonden|aan|onderwerp)\s?:\*?\s",
    re.IGNORECASE,
)
# What people write above when the answers stand inside the quoted text.
_INSIDE = re.compile(
    r"\b(?:below|inline|in-line|in line|in red|in blue|in bold|in green|in caps|beneath|underneath|between your"
    r"|after each"
    r"|unten|im text|in rot|ci-dessous|en rouge|abajo|en rojo|di seguito|hieronder)\b",
    re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"^\W*(?:begin forwarded message|forwarded (?:message|by)|weitergeleitete nachricht|anfang der weitergeleiteten"
    r"|message transféré|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht|пересылаемое сообщение)\b",
    re.IGNORECASE,
)
_LEAST_ABOVE = (
    12  # characters above an unmarked quotation; with less, the answer is probably inside it
)
_LEAST_SHARED = 4  # words in a row that are taken for our letter's wherever they stand in it


class KnownLetter:
    """What our own letters say, word for word, whatever wraps or marks it."""

    def __init__(self, texts: Sequence[str] = ()) -> None:
        self.words = " " + " ".join(_words(text) for text in texts) + " "
        self.lines = {_words(line) for text in texts for line in text.split("\n")}

    def __bool__(self) -> bool:
        return bool(self.words.strip())

    def holds(self, words: str) -> bool:
        """Whether these words are ours; of very few only when they are a whole line of ours."""
        wanted = _words(words)
        if wanted.count(" ") + 1 < _LEAST_SHARED:
            return wanted in self.lines
        return f" {wanted} " in self.words


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"https?://\S+", " ", text.casefold())))


def new_text(text: str, ours: Sequence[str] = ()) -> str:
    """The text without the quotation at its end.

    Whole whenever an answer may stand inside the quotation: the fold only saves reading, it must
    never hide an answer. Told what our letters said (`ours`), it folds only their words.
    """
    lines = text.split("\n")
    start = _quotation_start(lines)
    if start is None:
        return text
    above = "\n".join(lines[:start]).strip()
    rest = [line for line in lines[start:] if line.strip()]
    if not above or any(_FORWARDED.match(line) for line in lines[max(0, start - 2) : start + 2]):
        return text
    if ours:
        return above if _all_known(rest, KnownLetter(ours)) else text
    if any(_QUOTED.match(line) for line in rest):
        return text if _answers_below(lines[start + 1 :]) else above
    return text if len(above) < _LEAST_ABOVE or _INSIDE.search(above) else above


def _answers_below(after: list[str]) -> bool:
    """Whether a person's words stand among or below marked lines; a signature is none, but a
    sentence in it is.
    """
    first = next((i for i, line in enumerate(after) if _QUOTED.match(line)), 0)
    body = _before_signature(after[first:])
    if any(line.strip() and not _QUOTED.match(line) for line in body):
        return True
    return any(_is_sentence(line) for line in after[first + len(body) :] if not _QUOTED.match(line))


def _all_known(rest: list[str], known: KnownLetter) -> bool:
    """Whether a quotation holds nothing but our letter, the lines that introduce it, and a
    signature.
    """
    for number, line in enumerate(rest):
        bare = re.sub(r"^[\s>|]+", "", line)
        if (
            not re.search(r"\w", bare)
            or _HEADER_LINE.match(bare)
            or _DIVIDER.match(bare)
            or known.holds(bare)
        ):
            continue
        if any(
            _ATTRIBUTION.match(" ".join(rest[i : i + 2])) for i in (number, number - 1) if i >= 0
        ):
            continue
        if _ATTRIBUTION.match(bare):
            continue
        signature = next(
            (i for i, above in enumerate(rest[:number]) if above.rstrip() in ("--", "-- ")), None
        )
        if signature is None or _QUOTED.match(line) or _is_sentence(line):
            return False
    return True


def _is_sentence(line: str) -> bool:
    return len(line.split()) > 3 and line.rstrip().endswith((".", "!", "?"))


def _quotation_start(lines: list[str]) -> int | None:
    """The line on which the quotation (with its attribution) begins, None without one."""
    for number, line in enumerate(lines[:5000]):
        if len(line) > 400:
            continue
        if _QUOTED.match(line):
            return number
        if _attributes(lines, number) or _FORWARDED.match(line):
            return number
        if _header_block(lines, number):
            divided = number > 0 and any(
                _DIVIDER.match(above) for above in lines[max(0, number - 2) : number]
            )
            return (
                max(0, number - 2)
                if divided and lines[number - 1].strip() == ""
                else number - divided
            )
    return None


def _attributes(lines: list[str], number: int) -> bool:
    """Whether an attribution of one or two lines begins here and marked lines follow it: a person
    too may write "the minister wrote:" and go on with what he wrote.
    """
    for length in (1, 2):
        text = " ".join(lines[number : number + length])
        if len(text) < 400 and lines[number].strip() and _ATTRIBUTION.match(text):
            following = next(
                (line for line in lines[number + length : number + length + 3] if line.strip()), ""
            )
            return bool(_QUOTED.match(following)) and not (
                length == 2 and _ATTRIBUTION.match(lines[number + 1])
            )
    return False


def _header_block(lines: list[str], number: int) -> bool:
    if not _HEADER_LINE.match(lines[number]):
        return False
    return sum(bool(_HEADER_LINE.match(line)) for line in lines[number : number + 6]) >= 3


def _before_signature(lines: list[str]) -> list[str]:
    for number, line in enumerate(lines):
        if line.rstrip("\r") in ("-- ", "--"):
            return lines[:number]
    return lines
