"""Bytes and HTML from outside into harmless, storable text. Nothing here raises."""

import colorsys
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

# Soft hyphens, zero-width spaces, word joiners, byte order marks inside text and marks that turn
# writing round: nobody sees them, and a number or a name with one in it is another string.
_INVISIBLE = re.compile("[\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Joiners have a meaning between letters of Persian or Indic writing and between emoji only.
_IDLE_JOINER = re.compile("(?<=[\u0000-\u024f])[\u200c\u200d]|[\u200c\u200d](?=[\u0000-\u024f])")
# Full-width percent, plus, minus, digits and letters stand at one distance from their plain forms
# (Unicode, "Halfwidth and Fullwidth Forms").
_FULL_WIDTH_BY = 0xFEE0
_FULL_WIDTH = {
    code: code - _FULL_WIDTH_BY
    for code in (
        0xFF05,
        0xFF0B,
        0xFF0D,
        *range(0xFF10, 0xFF1A),
        *range(0xFF21, 0xFF3B),
        *range(0xFF41, 0xFF5B),
    )
}
# U+FB00 to U+FB06, which PDFs and typesetting programs write.
_LIGATURES = dict(enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"), start=0xFB00))
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
    line = storable(re.sub(r"\s+", " ", text))
    return "".join(filter(_is_shown, line)).strip()


def _is_shown(character: str) -> bool:
    """Return whether a character is a joiner, or no control, format or surrogate code."""
    return character in _JOINERS or unicodedata.category(character) not in ("Cc", "Cf", "Cs")


# How writers strike words out.
_STRIKES = {"del", "s", "strike"}
_STRUCK = re.compile(
    r"\sstyle\s*=[^>]*\btext-decoration[\w-]*\s*:[^;\"'>]*line-through", re.IGNORECASE
)
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
    for tag in _TAG.finditer(html):
        # An attribute takes two characters at least: most tags need not be counted.
        if len(tag[0]) <= 2 * _MOST_ATTRIBUTES:
            continue
        names = re.findall(r"[^\s/=]+", re.sub(_VALUE, " ", tag[0]))
        if len(names) > _MOST_ATTRIBUTES:
            return True
    return False


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
    pieces = []
    position = 0
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
        lines = filter(None, text_of_html(html).split("\n"))
        return "".join(f"<p>{escape(line)}</p>" for line in lines)
    return nh3.clean(
        _with_inks(html),
        tags=_INLINE | _BLOCKS | _MARKED,
        attributes={"a": {"href"}} | {tag: {"class"} for tag in _INKED},
        attribute_filter=_ours_alone,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
        clean_content_tags={"script", "style", "title"},
    )


# Words that are struck, added or coloured say something by it ("our answers in red"). A style could
# hide or forge things: each becomes a class of ours.
_MARKED = {"span", "font", "del", "ins", "s", "strike", "mark", "u"}
_INKED = {"span", "font", "p", "td", "li", "div", "b", "strong", "i", "em", "u"}
_INK_TAG = re.compile(rf"<({'|'.join(sorted(_INKED))})\b([^>]{{0,2000}})>", re.IGNORECASE)
_INK_CLASS = re.compile(r"(?:ink-[a-z]+ ?)+")
_INK = re.compile(
    r"(?:(background(?:-color)?)|(?<![\w-])color)\s*[:=]\s*[\"']?\s*"
    r"(#[0-9a-f]{3,8}|rgba?\([\d\s,.%]{5,40}\)|[a-z]{3,20})",
    re.IGNORECASE,
)
_NAMED_INKS = {
    "red": "red", "crimson": "red", "darkred": "red", "maroon": "red", "firebrick": "red",
    "blue": "blue", "navy": "blue", "darkblue": "blue", "royalblue": "blue", "teal": "blue",
    "green": "green", "darkgreen": "green", "forestgreen": "green", "lime": "green",
    "purple": "purple", "violet": "purple", "magenta": "purple", "fuchsia": "purple",
    "orange": "orange", "darkorange": "orange", "yellow": "orange", "gold": "orange",
}  # fmt: skip
_LEAST_COLOUR = 0.3  # saturation or brightness, 0 to 1; below, it looks grey or black
# Where each colour of the circle ends, in degrees.
_HUES = ((20, "red"), (70, "orange"), (170, "green"), (260, "blue"), (340, "purple"), (361, "red"))


def _with_inks(html: str) -> str:
    """Return the HTML with a class of ours for each colour and strike, which alone outlive it."""
    return _INK_TAG.sub(_inked, html)


def _ours_alone(tag: str, name: str, value: str) -> str | None:
    """Return an attribute that may stay: a class only where it is one of ours."""
    return value if name != "class" or _INK_CLASS.fullmatch(value) else None


def _inked(tag: re.Match[str]) -> str:
    classes = {"ink-struck"} if _STRUCK.search(tag[0]) else set()
    for ground, colour in _INK.findall(tag[2]):
        ink = _ink_of(colour.lower())
        if ink:
            classes.add("ink-marked" if ground else f"ink-{ink}")
    if not classes:
        return tag[0]
    # Of two classes the first one counts.
    return f'<{tag[1]} class="{" ".join(sorted(classes))}"{tag[2]}>'


def _ink_of(colour: str) -> str:
    """Return the plain name of a colour, "" for black, white and grey."""
    if not colour.startswith(("#", "rgb")):
        return _NAMED_INKS.get(colour, "")
    hue, saturation, value = colorsys.rgb_to_hsv(*_rgb(colour))
    if saturation < _LEAST_COLOUR or value < _LEAST_COLOUR:
        return ""
    return next(name for end, name in _HUES if hue * 360 < end)


def _rgb(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue, each 0 to 1; 0 for what is missing."""
    if colour.startswith("#"):
        digits = colour[1:]
        if len(digits) < 6:
            # "#f00" is short for "#ff0000".
            digits = "".join(2 * digit for digit in digits[:3])
        parts = [int(digits[place : place + 2], 16) for place in (0, 2, 4)]
    else:
        numbers = re.findall(r"\d{1,3}(?=[\s,)])", colour)
        parts = [min(255, int(number)) for number in numbers[:3]]
    red, green, blue = (*parts, 0, 0, 0)[:3]
    return red / 255, green / 255, blue / 255


def text_of_html(html: str, *, mark_struck: bool = False) -> str:
    """Return the text of an HTML body; a blockquote's lines begin with "> ", as in plain text.

    With `mark_struck`, words that are struck out are marked: they are not what the writer says.
    Reads tags one by one in linear time and builds no tree, whatever the nesting.
    """
    lines = _Lines(mark_struck=mark_struck)
    html = html[:MAX_HTML]
    position = 0
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
        return _past_no_tag(html, start, lines)
    name = tag[1].lstrip("</").lower()
    position = tag.end() + html.startswith(">", tag.end())
    if tag[1].startswith("</"):
        lines.close(name)
        return position
    if name in _UNSEEN:
        return _before_end_tag(html, name, position)
    if lines.may_hide and name not in _CLOSED_BY_ITSELF and _HIDDEN.search(tag[0]):
        after = _past_hidden(html, name, position)
        if after is not None:
            return after
        # Never closed. Looking for the end of each would take quadratic time.
        lines.may_hide = False
    lines.open(name, tag[0])
    return position


def _past_no_tag(html: str, start: int, lines: "_Lines") -> int:
    """Return where reading goes on after a "<" of no tag: a declaration, or a sign in the text."""
    if html[start + 1 : start + 2] in ("!", "?", "/"):
        return _past(html, ">", start)
    lines.words("<")
    return start + 1


def _past(html: str, ending: str, start: int) -> int:
    """Return where the next `ending` is over; -1 when there is none."""
    end = html.find(ending, start)
    return end + len(ending) if end >= 0 else -1


def _before_end_tag(html: str, name: str, position: int) -> int:
    """Return where the next end tag of this name begins; -1 when there is none."""
    closing = re.compile(rf"</{name}\b", re.IGNORECASE).search(html, position)
    return closing.start() if closing else -1


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
