"""Bytes and HTML from outside into harmless, storable text. Nothing here raises."""

import re
import unicodedata
from html import escape, unescape

import nh3

from factcheck.outside.charsets import storable

MAX_HTML = 2_000_000  # characters; more is not shown
MAX_DEPTH = 250  # of tags inside tags: beyond it the time of tree builders grows with the square
_INLINE = {"a", "b", "strong", "i", "em", "u", "s", "sub", "sup", "code", "br"}
_APART = {"p", "h1", "h2", "h3", "blockquote", "ul", "ol", "table"}
_BLOCKS = _APART | {"div", "h4", "h5", "h6", "li", "pre", "hr", "tbody", "thead", "tr", "td", "th"}
_UNSEEN = {"script", "style", "title", "template", "textarea"}
_VOID = {
    "br",
    "hr",
    "img",
    "meta",
    "link",
    "input",
    "wbr",
    "col",
    "area",
    "base",
    "source",
    "param",
    "embed",
    "track",
}
_CLOSED_BY_ITSELF = _VOID | {
    "p",
    "li",
    "td",
    "tr",
    "th",
    "dt",
    "dd",
    "option",
    "tbody",
    "thead",
    "tfoot",
}
_JOINERS = "\u200c\u200d"  # Persian and emoji need them


def one_line(text: str) -> str:
    """Without line breaks, control characters and the marks that turn writing round."""
    text = re.sub(r"\s+", " ", text)
    kept = (
        c
        for c in storable(text)
        if c in _JOINERS or unicodedata.category(c) not in ("Cc", "Cf", "Cs")
    )
    return "".join(kept).strip()


# How senders hide the words that mail programs show beside the subject ("preheader"): nobody sees
# them in the mail.
_STRIKES = {"del", "s", "strike"}
_STRUCK = re.compile(
    r"\sstyle\s*=[^>]*\btext-decoration[\w-]*\s*:[^;\"'>]*line-through", re.IGNORECASE
)
_HIDDEN = re.compile(
    r"""\sstyle\s*=\s*(?:"[^"]*|'[^']*)\b(?:display\s*:\s*none|visibility\s*:\s*hidden)""",
    re.IGNORECASE,
)
# A start tag as an HTML5 tokenizer reads it, so that no trick with quotes hides an attribute.
_VALUE = r"""=\s*"[^"]*"|=\s*'[^']*'|=\s*[^\s"'>][^\s>]*"""
_TAG = re.compile(rf"(<[a-zA-Z][^\s/>]*)(?:[\s/]+|{_VALUE}|[^\s/>=]+|=)*")
_END_TAG = re.compile(r"(</[a-zA-Z][^\s/>]*)[^>]*")
_ANY_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_MOST_ATTRIBUTES = 300


def has_swollen_tag(html: str) -> bool:
    """Whether a tag has so many attributes that parsers, which compare each with all before it,
    would never end.
    """
    return any(
        len(re.findall(r"[^\s/=]+", re.sub(_VALUE, " ", tag[0]))) > _MOST_ATTRIBUTES
        for tag in _TAG.finditer(html)
        if len(tag[0]) > 2 * _MOST_ATTRIBUTES
    )


def nesting(html: str) -> int:
    """How deep tags stand inside tags, at most; a tag that HTML closes by itself does not count."""
    depth = deepest = 0
    for tag in _ANY_TAG.finditer(html):
        if tag[2].lower() in _CLOSED_BY_ITSELF:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


_ENDS_ITSELF = re.compile(r"""(?:["'\s]|<[a-zA-Z][\w:-]*)/$""")


def true_nesting(html: str) -> int:
    """As `nesting`, of a parser that takes `<path/>` for closed, and without the tags that only
    seem to be some: in scripts, comments and attributes.

    A page with a few hundred drawn symbols has them.
    """
    depth = deepest = position = 0
    while (start := html.find("<", position)) >= 0:
        if html.startswith("<!--", start):
            end = html.find("-->", start + 4)
            position = end + 3 if end >= 0 else len(html)
            continue
        tag = _TAG.match(html, start) or _END_TAG.match(html, start)
        if tag is None:
            position = start + 1
            continue
        position = tag.end()
        name = tag[1].lstrip("</").lower()
        if tag[1].startswith("</"):
            depth -= depth > 0 and name not in _CLOSED_BY_ITSELF
        elif name in _UNSEEN:
            closing = re.compile(rf"</{name}\b", re.IGNORECASE).search(html, position)
            position = closing.end() if closing else len(html)
        elif name not in _CLOSED_BY_ITSELF and not _ENDS_ITSELF.search(tag[0]):
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def clean_html(html: str) -> str:
    """Harmless HTML: words and structure, links to the web and to mail; no style, no image (they
    tell the sender that the mail was opened).

    Too large or too deep to be cleaned in good time: its text in paragraphs, or "" over MAX_HTML.
    """
    if len(html) > MAX_HTML:
        return ""
    if has_swollen_tag(html) or nesting(html) > MAX_DEPTH:
        return "".join(f"<p>{escape(line)}</p>" for line in text_of_html(html).split("\n") if line)
    return nh3.clean(
        html,
        tags=_INLINE | _BLOCKS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
        clean_content_tags={"script", "style", "title"},
    )


def text_of_html(html: str, *, mark_struck: bool = False) -> str:
    """Return the text of an HTML body; a blockquote's lines begin with "> ", as in plain text.

    With `mark_struck`, words that are struck out are marked: they are not what the writer says.
    Reads tags one by one in linear time and builds no tree, whatever the nesting.
    """
    lines = _Lines(mark_struck=mark_struck)
    position, html = 0, html[:MAX_HTML]
    while (start := html.find("<", position)) >= 0:
        lines.words(html[position:start])
        position = _past_tag(html, start, lines)
        if position < 0:
            return lines.text()
    lines.words(html[position:])
    return lines.text()


def _past_tag(html: str, start: int, lines: "_Lines") -> int:
    """Where reading goes on after what begins with "<" at `start`; -1 when it never ends."""
    if html.startswith("<!--", start):
        end = html.find("-->", start + 4)
        return end + 3 if end >= 0 else -1
    tag = _TAG.match(html, start) or _END_TAG.match(html, start)
    if tag is None:
        if html[start + 1 : start + 2] in ("!", "?", "/"):
            end = html.find(">", start)
            return end + 1 if end >= 0 else -1
        lines.words("<")
        return start + 1
    name = tag[1].lstrip("</").lower()
    position = tag.end() + html.startswith(">", tag.end())
    if tag[1].startswith("</"):
        lines.close(name)
    elif name in _UNSEEN:
        closing = re.compile(rf"</{name}\b", re.IGNORECASE).search(html, position)
        return closing.start() if closing else -1
    elif name not in _CLOSED_BY_ITSELF and lines.may_hide and _HIDDEN.search(tag[0]):
        after = _past_hidden(html, name, position)
        if after is not None:
            return after
        # Never closed. Looking for the end of each would take quadratic time.
        lines.may_hide = False
        lines.open(name, tag[0])
    else:
        lines.open(name, tag[0])
    return position


def _past_hidden(html: str, name: str, position: int) -> int | None:
    """Where the element whose start tag ends at `position` is closed; None when it never is."""
    depth = 1
    for tag in re.compile(rf"<(/?){name}\b[^>]*>", re.IGNORECASE).finditer(html, position):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return None


class _Lines:
    """The lines of a text, made from words and block tags."""

    def __init__(self, *, mark_struck: bool = False) -> None:
        self.may_hide = True
        self.mark_struck = mark_struck
        self.struck: list[tuple[str, int]] = []  # the tag that strikes, and how deep it is nested
        self.lines: list[str] = [""]
        self.depth = 0

    def open(self, tag: str, source: str = "") -> None:
        self._strike(tag, source)
        if tag == "br":
            self.lines.append("")
        elif tag in ("td", "th"):
            if self.lines[-1].strip("> "):
                self.lines[-1] += " "
        elif tag in _BLOCKS:
            self._break()
        if tag == "blockquote":
            self.depth += 1
        elif tag == "li":
            self._add("- ")

    def close(self, tag: str) -> None:
        self._unstrike(tag)
        if tag in _BLOCKS and tag not in ("td", "th"):
            self._break()
            if tag in _APART and self.lines[-2:-1] != [""]:
                self.lines.append("")
        if tag == "blockquote":
            self.depth = max(0, self.depth - 1)

    def _strike(self, tag: str, source: str) -> None:
        if self.struck:
            name, nested = self.struck[-1]
            if tag == name:
                self.struck[-1] = (name, nested + 1)
        elif self.mark_struck and (tag in _STRIKES or _STRUCK.search(source)):
            self.struck.append((tag, 1))
            apart = "" if self.lines[-1][-1:] in ("", " ") else " "
            self._add(f"{apart}[struck: ")

    def _unstrike(self, tag: str) -> None:
        if not self.struck or self.struck[-1][0] != tag:
            return
        nested = self.struck.pop()[1] - 1
        if nested:
            self.struck.append((tag, nested))
        else:
            self.lines[-1] = self.lines[-1].rstrip(" ") + "] "

    def words(self, raw: str) -> None:
        if raw:
            self._add(re.sub(r"[ \t\r\n\f]+", " ", unescape(raw)))

    def _add(self, words: str) -> None:
        if not self.lines[-1] or self.lines[-1].endswith("] "):
            words = words.lstrip(" ")
            if not words:
                return
            self.lines[-1] = self.lines[-1] or "> " * min(self.depth, 10)
        self.lines[-1] += words

    def _break(self) -> None:
        if self.lines[-1]:
            self.lines.append("")

    def text(self) -> str:
        text = "\n".join(line.rstrip().replace("\u00a0", " ") for line in self.lines)
        return storable(re.sub(r"\n{3,}", "\n\n", text).strip())
