"""Bytes and HTML from outside into harmless, storable text. Nothing here raises."""

import re
import unicodedata
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

# Codecs that are no charset of any mail, and take quadratic time or read escapes.
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
_JOINERS = "\u200c\u200d"  # Persian and emoji need them
_LATIN = frozenset({"iso-8859-1", "latin-1", "latin1", "iso8859-1", "windows-1252", "cp1252", "us-ascii", "ascii"})


def text_from(data: bytes, charset: str | None) -> tuple[str, bool]:
    """Bytes as text, and whether the charset claimed was true. UTF-8 in a part that claims Latin-1 is read as UTF-8:
    no other text looks like it.
    """
    claimed = (charset or "us-ascii").strip().strip("'\"").lower()
    if claimed in _LATIN or claimed.replace("-", "_") in _NO_CHARSETS:
        tries = ["utf-8", "cp1252"]
    else:
        tries = ["gb18030" if claimed in ("gb2312", "gbk") else claimed, "utf-8", "cp1252"]
    for charset_tried in tries:
        try:
            return storable(data.decode(charset_tried)), charset_tried == tries[0]
        except (UnicodeError, LookupError, ValueError):
            continue
    return storable(data.decode("cp1252", "replace")), False


def storable(text: str) -> str:
    """Without what PostgreSQL cannot hold: NUL and lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def one_line(text: str) -> str:
    """Without line breaks, control characters and the marks that turn writing round."""
    text = re.sub(r"\s+", " ", text)
    kept = (c for c in storable(text) if c in _JOINERS or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return "".join(kept).strip()


def clean_html(html: str) -> str:
    """Harmless HTML: words and structure, links to the web and to mail; no style, no image (they tell the sender that
    the mail was opened).
    """
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
