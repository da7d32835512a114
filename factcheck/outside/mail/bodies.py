"""The words of a mail body: HTML made harmless and plain, and what is new told from what is quoted."""

import re
from html.parser import HTMLParser

import nh3

MAX_HTML = 2_000_000  # characters; more is not shown
_INLINE = {"a", "b", "strong", "i", "em", "u", "s", "sub", "sup", "code", "br"}
_BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "pre", "hr", "blockquote"} | {
    "table",
    "tbody",
    "thead",
    "tr",
    "td",
    "th",
}


def clean_html(html: str) -> str:
    """Harmless HTML: words and structure, links to the web and to mail; no style, no image (they tell the
    sender that
    the mail was opened)."""
    if len(html) > MAX_HTML:
        return ""
    return nh3.clean(
        html,
        tags=_INLINE | _BLOCKS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
        clean_content_tags={"script", "style", "title"},
    )


def text_of_html(html: str) -> str:
    """The text of an HTML body; what stands in a blockquote gets "> " before each line, as plain text has it."""
    reader = _Reader()
    reader.feed(clean_html(html[:MAX_HTML]))
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Reads only what clean_html let through, so tags are balanced and known."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS - {"td", "th"} or tag == "br":
            self._break(force=tag == "br")
        if tag in ("td", "th") and self.lines[-1].strip("> "):
            self.lines[-1] += " "
        if tag == "blockquote":
            self.depth += 1
            self._break(force=False)
        if tag == "li":
            self._add("- ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self.depth = max(0, self.depth - 1)
        if tag in _BLOCKS - {"td", "th"}:
            self._break(force=False)
            if tag in ("p", "h1", "h2", "h3", "blockquote", "ul", "ol", "table") and self.lines[-2:-1] != [""]:
                self.lines.append("")

    def handle_data(self, data: str) -> None:
        self._add(re.sub(r"[ \t\r\n\f]+", " ", data))

    def _add(self, words: str) -> None:
        if not self.lines[-1]:
            words = words.lstrip(" ")
            if not words:
                return
            self.lines[-1] = "> " * min(self.depth, 10)
        self.lines[-1] += words

    def _break(self, *, force: bool) -> None:
        if self.lines[-1] or force:
            self.lines.append("")

    def text(self) -> str:
        text = "\n".join(line.rstrip().replace("\u00a0", " ") for line in self.lines)
        return re.sub(r"\n{3,}", "\n\n", text).strip()


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
    """The text without the quotation at its end. Whole whenever an answer may stand inside the quotation: the
    fold only
    saves reading, it must never hide an answer."""
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
        pair = f"{line} {lines[number + 1]}" if number + 1 < len(lines) else line
        if _ATTRIBUTION.match(line) or (len(pair) < 400 and _ATTRIBUTION.match(pair)):
            return number
        if _header_block(lines, number):
            divided = number > 0 and any(_DIVIDER.match(above) for above in lines[max(0, number - 2) : number])
            return max(0, number - 2) if divided and lines[number - 1].strip() == "" else number - divided
    return None


def _header_block(lines: list[str], number: int) -> bool:
    if not _HEADER_LINE.match(lines[number]):
        return False
    return sum(bool(_HEADER_LINE.match(line)) for line in lines[number : number + 6]) >= 3


def _before_signature(lines: list[str]) -> list[str]:
    for number, line in enumerate(lines):
        if line.rstrip("\r") in ("-- ", "--"):
            return lines[:number]
    return lines
