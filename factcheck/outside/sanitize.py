"""Bytes and HTML from outside into harmless, storable text. Nothing here raises."""

import re
import unicodedata
from html import escape, unescape

import nh3

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
# Codecs that are no charset of any page or mail, and take quadratic time or read escapes.
_NO_CHARSETS = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
)
_JOINERS = "\u200c\u200d"  # Persian and emoji need them
_LATIN = frozenset(
    {"iso-8859-1", "latin-1", "latin1", "iso8859-1", "windows-1252", "cp1252", "us-ascii", "ascii"}
)


def text_from(data: bytes, charset: str | None) -> tuple[str, bool]:
    """Return bytes as text, and whether the charset claimed was true.

    UTF-8 in a part that claims Latin-1 is read as UTF-8: no other text looks like it.
    """
    claimed = (charset or "us-ascii").strip().strip("'\"").lower()
    if claimed in _LATIN or not is_charset(claimed):
        tries = ["utf-8", "cp1252"]
    else:
        tries = ["gb18030" if claimed in ("gb2312", "gbk") else claimed, "utf-8", "cp1252"]
    for charset_tried in tries:
        try:
            return storable(data.decode(charset_tried)), charset_tried == tries[0]
        except (UnicodeError, LookupError, ValueError):
            continue
    return storable(data.decode("cp1252", "replace")), False


def is_charset(name: str) -> bool:
    """Return whether a name is that of a charset text comes in."""
    name = name.strip().strip("'\"").lower()
    try:
        return (
            name.replace("-", "_") not in _NO_CHARSETS
            and isinstance(b"".decode(name), str)
            and name != ""
        )
    except (LookupError, ValueError):
        return False


def storable(text: str) -> str:
    """Return the text without what PostgreSQL cannot hold: NUL and lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


# Soft hyphens, zero-width spaces, word joiners, byte order marks inside text and marks that turn
# writing round: nobody sees them, and a number or a name with one in it is another string.
_INVISIBLE = re.compile("[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Joiners have a meaning between letters of Persian or Indic writing and between emoji only.
_IDLE_JOINER = re.compile("(?<=[\u0000-\u024f])[\u200c\u200d]|[\u200c\u200d](?=[\u0000-\u024f])")
_FULL_WIDTH = {code: code - 0xFEE0 for code in (0xFF05, 0xFF0B, 0xFF0D, *range(0xFF10, 0xFF1A))}
_FULL_WIDTH |= {code: code - 0xFEE0 for code in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_LIGATURES = dict(
    zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True)
)
_PLAIN = str.maketrans({**_FULL_WIDTH, **_LIGATURES})


def plain_characters(text: str) -> str:
    """Return the text without invisible characters, ligatures and full-width digits and letters.

    Character by character, so that a text may be cleaned in pieces and every place stays exact.
    """
    if text.isascii():
        return text
    return _IDLE_JOINER.sub("", _INVISIBLE.sub("", text)).translate(_PLAIN)


def one_line(text: str) -> str:
    """Return the text without line breaks, control characters and marks that turn writing round."""
    text = re.sub(r"\s+", " ", text)
    kept = (
        c
        for c in storable(text)
        if c in _JOINERS or unicodedata.category(c) not in ("Cc", "Cf", "Cs")
    )
    return "".join(kept).strip()


# How senders hide the words that mail programs show beside the subject ("preheader"): nobody sees
# them in the mail.
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
    """Return whether a tag has more attributes than a parser can bear.

    Parsers compare each attribute with all before it, so that one such tag would keep them for
    hours.
    """
    return any(
        len(re.findall(r"[^\s/=]+", re.sub(_VALUE, " ", tag[0]))) > _MOST_ATTRIBUTES
        for tag in _TAG.finditer(html)
        if len(tag[0]) > 2 * _MOST_ATTRIBUTES
    )


def nesting(html: str) -> int:
    """Return how deep tags stand inside tags, at most.

    A tag that HTML closes by itself does not count.
    """
    depth = deepest = 0
    for tag in _ANY_TAG.finditer(html):
        if tag[2].lower() in _CLOSED_BY_ITSELF:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


_UNSEEN_STARTS = re.compile(r"<(?:!--|(script|style)\b)", re.IGNORECASE)
_CLOSINGS = {
    name: re.compile(rf"</{name}\b[^>]{{0,200}}>?", re.IGNORECASE) for name in ("script", "style")
}
_ENDS_ITSELF = re.compile(r"""(?:["'\s]|<[a-zA-Z][\w:-]*)/$""")


def true_nesting(html: str) -> int:
    """Return the nesting a parser sees that takes `<path/>` for closed.

    Tags that only seem to be some, in scripts, comments and attributes, do not count. A page with
    a few hundred drawn symbols has them.
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
        name = tag[1].lstrip("</").lower()
        position = _past_unseen(html, tag, name)
        depth = max(0, depth + _step(tag, name))
        deepest = max(deepest, depth)
    return deepest


def _past_unseen(html: str, tag: re.Match[str], name: str) -> int:
    """Return where the tag ends, or what it begins does, if nothing in that is markup."""
    if tag[1].startswith("</") or name not in _UNSEEN:
        return tag.end()
    closing = re.compile(rf"</{name}\b", re.IGNORECASE).search(html, tag.end())
    return closing.end() if closing else len(html)


def _step(tag: re.Match[str], name: str) -> int:
    """Return by how much the tag changes the depth."""
    if name in _CLOSED_BY_ITSELF or name in _UNSEEN:
        return 0
    if tag[1].startswith("</"):
        return -1
    return 0 if _ENDS_ITSELF.search(tag[0]) else 1


def without_unseen(html: str) -> str:
    """Return the HTML without scripts, styles and comments, whose "<" begin no tag."""
    pieces, position = [], 0
    for start in _UNSEEN_STARTS.finditer(html):
        if start.start() < position:
            continue
        name = start[1]
        if name is None:
            end = html.find("-->", start.end())
            after = end + 3 if end >= 0 else len(html)
        else:
            closing = _CLOSINGS[name.lower()].search(html, start.end())
            after = closing.end() if closing else len(html)
        pieces.append(html[position : start.start()])
        position = after
    return "".join([*pieces, html[position:]])


def clean_html(html: str) -> str:
    """Return harmless HTML: words and structure, links to the web and to mail.

    There is no style and no image (they tell the sender that the mail was opened). Where the HTML
    is too large or too deep to be cleaned in good time, its text in paragraphs, or "" over
    MAX_HTML.
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


def text_of_html(html: str) -> str:
    """Return the text of an HTML body.

    What stands in a blockquote gets "> " before each line, as plain text has it. Reads tags one by
    one in linear time and builds no tree, whatever the nesting.
    """
    lines = _Lines()
    position, html = 0, html[:MAX_HTML]
    while (start := html.find("<", position)) >= 0:
        lines.words(html[position:start])
        position = _past_tag(html, start, lines)
        if position < 0:
            return lines.text()
    lines.words(html[position:])
    return lines.text()


def _past_tag(html: str, start: int, lines: "_Lines") -> int:
    """Return where reading goes on after what begins with "<" at `start`; -1 when it never ends."""
    if html.startswith("<!--", start):
        return _past(html, "-->", start + 4)
    tag = _TAG.match(html, start) or _END_TAG.match(html, start)
    if tag is None:
        if html[start + 1 : start + 2] in ("!", "?", "/"):
            return _past(html, ">", start)
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
        lines.open(name)
    else:
        lines.open(name)
    return position


def _past(html: str, ending: str, start: int) -> int:
    """Return where the next `ending` is over; -1 when there is none."""
    end = html.find(ending, start)
    return end + len(ending) if end >= 0 else -1


def _past_hidden(html: str, name: str, position: int) -> int | None:
    """Return where the element whose start tag ends at `position` is closed, or None."""
    depth = 1
    for tag in re.compile(rf"<(/?){name}\b[^>]*>", re.IGNORECASE).finditer(html, position):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return None


class _Lines:
    """The lines of a text, made from words and block tags."""

    def __init__(self) -> None:
        self.may_hide = True
        self.lines: list[str] = [""]
        self.depth = 0

    def open(self, tag: str) -> None:
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
        if tag in _BLOCKS and tag not in ("td", "th"):
            self._break()
            if tag in _APART and self.lines[-2:-1] != [""]:
                self.lines.append("")
        if tag == "blockquote":
            self.depth = max(0, self.depth - 1)

    def words(self, raw: str) -> None:
        if raw:
            self._add(re.sub(r"[ \t\r\n\f]+", " ", unescape(raw)))

    def _add(self, words: str) -> None:
        if not self.lines[-1]:
            words = words.lstrip(" ")
            if not words:
                return
            self.lines[-1] = "> " * min(self.depth, 10)
        self.lines[-1] += words

    def _break(self) -> None:
        if self.lines[-1]:
            self.lines.append("")

    def text(self) -> str:
        text = "\n".join(line.rstrip().replace("\u00a0", " ") for line in self.lines)
        return storable(re.sub(r"\n{3,}", "\n\n", text).strip())
