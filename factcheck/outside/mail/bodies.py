"""What is new in a mail body, told from what is quoted."""

import re

_QUOTED = re.compile(r"^\s{0,3}(?:>|\|\s)")
# "On Tue, 3 Dec 2024 at 10:12, Desk <desk@paper.example> wrote:" and its sisters, over one or two lines.
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
_LEAST_ABOVE = 12  # characters above an unmarked quotation; with less, the answer is probably inside it


def new_text(text: str) -> str:
    """The text without the quotation at its end. Whole whenever an answer may stand inside the quotation: the fold
    only saves reading, it must never hide an answer.
    """
    lines = text.split("\n")
    start = _quotation_start(lines)
    if start is None:
        return text
    above = "\n".join(lines[:start]).strip()
    rest = [line for line in lines[start:] if line.strip()]
    marked = [line for line in rest if _QUOTED.match(line)]
    if marked:
        after = lines[start + 1 :]
        first = next((i for i, line in enumerate(after) if _QUOTED.match(line)), 0)
        answers = [line for line in _before_signature(after[first:]) if line.strip() and not _QUOTED.match(line)]
        return text if answers or not above else above
    if len(above) < _LEAST_ABOVE or _INSIDE.search(above):
        return text
    return above


def _quotation_start(lines: list[str]) -> int | None:
    """The line on which the quotation (with its attribution) begins, None without one."""
    for number, line in enumerate(lines[:5000]):
        if len(line) > 400:
            continue
        if _QUOTED.match(line):
            return number
        if _attributes(lines, number):
            return number
        if _header_block(lines, number):
            divided = number > 0 and any(_DIVIDER.match(above) for above in lines[max(0, number - 2) : number])
            return max(0, number - 2) if divided and lines[number - 1].strip() == "" else number - divided
    return None


def _attributes(lines: list[str], number: int) -> bool:
    """Whether an attribution of one or two lines begins here and marked lines follow it: a person too may write "the
    minister wrote:" and go on with what he wrote."""
    for length in (1, 2):
        text = " ".join(lines[number : number + length])
        if len(text) < 400 and lines[number].strip() and _ATTRIBUTION.match(text):
            following = next((line for line in lines[number + length : number + length + 3] if line.strip()), "")
            return bool(_QUOTED.match(following)) and not (length == 2 and _ATTRIBUTION.match(lines[number + 1]))
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
