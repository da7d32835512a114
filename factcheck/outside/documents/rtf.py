"""Rich Text Format: words, links, footnotes, annotations; what is struck, deleted or hidden."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from factcheck.outside.documents.addresses import http_address
from factcheck.outside.documents.drafts import Draft, DraftRefusal, Paragraph, Pen, Writer
from factcheck.outside.documents.embargoes import embargo_in
from factcheck.outside.documents.tables import rows_to_paragraphs

_EMPTY = "This RTF file has no text in it."
_TOKEN = re.compile(
    r"\\(?:([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|'([0-9a-fA-F]{2})|([^a-zA-Z]))"
    r"|([{}])|([^\\{}\r\n]+)|[\r\n]+"
)
_HYPERLINK = re.compile(r"HYPERLINK\s{1,9}(?:\\\S\s{1,9})?\"?([^\"\s]{1,2000})", re.I)
# Destinations whose words are no copy (RTF 1.9.1, "Destination" in its index of control words).
_SKIPPED = frozenset(
    [
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "object",
        "objdata",
        "themedata",
        "colorschememapping",
        "datastore",
        "latentstyles",
        "listtable",
        "listoverridetable",
        "rsidtbl",
        "generator",
        "filetbl",
        "revtbl",
        "xmlnstbl",
        "mmathPr",
        "fontemb",
        "bkmkstart",
        "bkmkend",
        "panose",
        "falt",
        "atnid",
        "atnref",
        "atnicn",
        "atnparent",
        "tc",
        "xe",
        "template",
        "operator",
        "shppict",
        "nonshppict",
        "sp",
        "sn",
        "sv",
        "pnseclvl",
        "pntxta",
        "pntxtb",
        "shprslt",
        "wgrffmtfilter",
        "userprops",
        "docvar",
        "do",
        "shpinst",
        "ud",
        "annotationref",
    ]
)
# Of those, what is told to whoever brings the file in.
_LEFT_OUT = {"pict": "picture", "object": "embedded object"}
# Destinations with words of their own, by what they are.
_NOTES = {
    "footnote": "footnote",
    "annotation": "annotation",
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "footer"),
}
_TEXT_BOXES = ("shptxt", "dptxbxtext")  # in a drawing, whose other words are numbers
_COLLECTED = ("fldinst", "atnauthor", "atndate", "listtext", "pntext")  # read once they are whole
_CHARACTERS = {
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "~": " ",
    "_": "-",
    "-": "",
}
# The codecs of \\fcharset's numbers (RTF 1.9.1, "Font Table"), which are those of Windows.
_CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    255: "cp437",
}
# What a word says of the letters after it; 0 behind it takes that back.
_LOOKS = {
    "strike": "struck",
    "striked": "struck",
    "deleted": "deleted",
    "v": "hidden",
    "super": "raised",
    "up": "raised",
}
_LONGEST_LABEL = 12  # characters of a list's number; a longer one is words that were typed


@dataclass
class _State:
    """How words are written inside a group."""

    target: str = ""  # a destination whose words are no copy: "skip", or what is collected
    struck: bool = False
    deleted: bool = False
    hidden: bool = False
    raised: bool = False
    font: int = 0
    unicode_skip: int = 1
    kind: str | None = None


def read_rtf(data: bytes) -> Draft:
    """Return the draft in an RTF file; raise DraftRefusal where it holds no words."""
    reader = _RtfReader(data)
    draft = reader.read(data.decode("latin-1"))
    if not any(p.text.strip() for p in draft.paragraphs):
        raise DraftRefusal(_EMPTY)
    return draft


class _RtfReader(Writer):
    """Reads tokens one by one, in linear time; nothing in the file is opened or run."""

    def __init__(self, data: bytes) -> None:
        super().__init__("rtf")
        found = re.search(rb"\\ansicpg(\d{1,5})", data[:2000])
        self.page = f"cp{found[1].decode()}" if found else "cp1252"
        self.fonts = _fonts(data[:200_000].decode("latin-1"))
        self.state = _State()
        self.stack: list[_State] = []
        self.bytes = bytearray()  # of a multi-byte character being read
        self.skip = 0  # characters that stand for a Unicode character already read
        self.first = False  # the next word names a destination
        self.starred = False  # that old readers should skip
        self.collected: list[tuple[int, str, list[str]]] = []
        self.links: list[tuple[int, int, str]] = []
        self.notes: list[tuple[int, Pen]] = []
        self.comment: dict[str, str] = {}
        self.cells: list[list[Paragraph]] | None = None
        self.surrogate = 0
        self._layouts: dict[str, Callable[[], object]] = {
            **dict.fromkeys(("par", "sect", "page"), self._end_paragraph),
            "line": lambda: self.pen.mark("\n"),
            "tab": lambda: self.pen.mark("\t"),
            "trowd": self._begin_row,
            **dict.fromkeys(("cell", "nestcell"), self._end_cell),
            **dict.fromkeys(("row", "nestrow"), self._end_row),
        }

    def read(self, text: str) -> Draft:
        """Return the draft."""
        for token in _TOKEN.finditer(text):
            word, number, byte, sign, brace, words = token.groups()
            if byte:
                self._byte(int(byte, 16))
                continue
            self._flush_bytes()
            if brace:
                self._open() if brace == "{" else self._close()
            elif word:
                self._control(word, int(number) if number else None)
            elif sign:
                self._sign(sign)
            elif words:
                self._words(words)
        self._flush_bytes()
        return self.finish()

    # Groups

    def _open(self) -> None:
        self.stack.append(self.state)
        self.state = replace(self.state)
        self.first = True
        self.skip = 0

    def _close(self) -> None:
        depth = len(self.stack)
        while self.notes and self.notes[-1][0] == depth:
            self._end_note()
        while self.links and self.links[-1][0] == depth:
            self._end_link()
        while self.collected and self.collected[-1][0] == depth:
            self._end_collected()
        self.state = self.stack.pop() if self.stack else _State()
        self.first = False

    def _begin_note(self, kind: str) -> None:
        self.pen.words("")
        self.notes.append((len(self.stack), self.pen))
        self.pen = Pen()
        self.state = _State(
            target="",
            kind=kind,
            font=self.state.font,
        )
        self.comment = {**self.comment, "kind": kind} if kind == "annotation" else self.comment

    def _end_note(self) -> None:
        _, outer = self.notes.pop()
        self.pen.end()
        note, kind = self.pen.paragraphs, self.state.kind
        self.pen = outer
        if kind == "annotation":
            self.remark(
                self.pen.clause(),
                note,
                self.comment.get("atnauthor", ""),
                self.comment.get("atndate", ""),
            )
            self.comment = {}
        elif kind in ("header", "footer"):
            text = " ".join(p.text for p in note)
            self.draft.embargo = self.draft.embargo or embargo_in(text)
            self.draft.leave_out(f"page {kind}", 1 if text else 0, text)
        elif kind == "text box":
            text = " ".join(p.text for p in note)
            self.draft.leave_out("text box", 1 if text else 0, text)
        else:
            self.reference(note)

    def _collect(self, name: str) -> None:
        self.state.target = name
        self.collected.append((len(self.stack), name, []))

    def _end_collected(self) -> None:
        _, name, pieces = self.collected.pop()
        text = "".join(pieces).strip()
        if name in ("listtext", "pntext"):
            # A bullet is no word; the copy may refer to a number.
            counts = any(c.isalnum() for c in text) and len(text) < _LONGEST_LABEL
            if counts and not self.pen.text:
                self.pen.words(f"{text} ")
        elif name == "fldinst":
            link = _HYPERLINK.search(text)
            address = http_address(link[1]) if link else ""
            if self.links and address:
                depth, start, _ = self.links[-1]
                self.links[-1] = (depth, start, address)
        else:
            self.comment[name] = text

    def _end_link(self) -> None:
        _, start, address = self.links.pop()
        self.pen.words("")
        if address:
            self.pen.source(min(start, len(self.pen.text)), address=address)

    # Words

    def _control(self, word: str, number: int | None) -> None:
        first, starred = self.first, self.starred
        self.first = self.starred = False
        if self._is_of_characters(word, number):
            return
        if first and self._destination(word):
            return
        if first and starred:  # a group of some program's own, to be passed over by others
            self.state.target = "skip"
            return
        self._look(word, number != 0)
        self._layout(word)

    def _is_of_characters(self, word: str, number: int | None) -> bool:
        """Do what a word says of the characters that follow; return whether it is such a word."""
        if word == "u" and number is not None:
            self._unicode(number)
        elif word == "uc":
            self.state.unicode_skip = 1 if number is None else number
        elif word == "bin":
            self.skip = max(number or 0, 0)
        elif word == "f":
            self.state.font = number or 0
        else:
            return word == "af"  # the font of the other script: the letters are read by this one
        return True

    def _destination(self, word: str) -> bool:
        """Begin a group that is no running text; return whether it is one."""
        if word in _TEXT_BOXES:
            self._begin_note("text box")
            return True
        if word == "ud" and self.state.target == "upr":  # the same words in Unicode
            self.state.target = ""
            return True
        # What stands in a group that is passed over or collected is of that group.
        return bool(self.state.target) or self._begin_destination(word)

    def _begin_destination(self, word: str) -> bool:
        """Begin the group that a word names among running text; return whether it names one."""
        if word in _NOTES:
            self._begin_note(_NOTES[word])
        elif word in _COLLECTED:
            self._collect(word)
        elif word == "upr":
            self.state.target = word
        elif word == "field":
            self.links.append((len(self.stack), self.pen.here, ""))
        elif word in _SKIPPED:
            if word in _LEFT_OUT:
                self.draft.leave_out(_LEFT_OUT[word])
            self.state.target = "skip"
        else:
            return False
        return True

    def _look(self, word: str, on: bool) -> None:
        if word in _LOOKS:
            setattr(self.state, _LOOKS[word], on)
        elif word == "nosupersub":
            self.state.raised = False
        elif word == "plain":
            for look in _LOOKS.values():
                setattr(self.state, look, False)

    def _layout(self, word: str) -> None:
        if self.state.target:
            return
        if word in _CHARACTERS:
            self._words(_CHARACTERS[word])
        elif word in self._layouts:
            self._layouts[word]()

    def _end_paragraph(self) -> None:
        self.pen.end()

    def _begin_row(self) -> None:
        if self.cells is None:
            self.pen.end()
            self.cells, self.row_start = [], len(self.pen.paragraphs)

    def _end_cell(self) -> None:
        if self.cells is None:
            self.cells, self.row_start = [], len(self.pen.paragraphs)
        self.pen.end()
        self.cells.append(self.pen.paragraphs[self.row_start :])
        del self.pen.paragraphs[self.row_start :]

    def _end_row(self) -> None:
        if self.cells is not None:
            self.pen.paragraphs += rows_to_paragraphs(self.cells)
            self.cells = None

    def _sign(self, sign: str) -> None:
        # After \* comes a destination that old readers should skip; so do we, unless we know it.
        self.first = self.starred = sign == "*"
        if sign in _CHARACTERS:
            self._words(_CHARACTERS[sign])
        elif sign in "\\{}":
            self._words(sign)
        elif sign in "\r\n":
            self._layout("par")

    def _words(self, words: str) -> None:
        self.first = False
        if self.skip:
            words, self.skip = words[self.skip :], max(0, self.skip - len(words))
        if words:
            self._emit(words)

    def _emit(self, words: str) -> None:
        state = self.state
        if state.target:
            if self.collected and self.collected[-1][1] == state.target:
                self.collected[-1][2].append(words)
        elif state.struck or state.deleted or state.hidden:
            self.lose("struck" if state.struck else "deleted" if state.deleted else "hidden", words)
        elif state.raised:
            self.pen.raised(words)
        else:
            self.pen.words(words)

    def _byte(self, byte: int) -> None:
        if self.skip:
            self.skip -= 1
            return
        self.bytes.append(byte)

    def _flush_bytes(self) -> None:
        if self.bytes:
            encoding = self.fonts.get(self.state.font, self.page)
            try:
                text = bytes(self.bytes).decode(encoding, "replace")
            except LookupError:
                text = bytes(self.bytes).decode("cp1252", "replace")
            self.bytes.clear()
            self.first = False
            self._emit(text)

    def _unicode(self, number: int) -> None:
        code = number & 0xFFFF if number < 0 else number
        if 0xD800 <= code < 0xDC00:
            self.surrogate = code
        elif 0xDC00 <= code < 0xE000 and self.surrogate:
            self._emit(chr(0x10000 + ((self.surrogate - 0xD800) << 10) + code - 0xDC00))
            self.surrogate = 0
        elif code < 0xD800 or 0xE000 <= code < 0x110000:
            self._emit(chr(code))
        self.skip = self.state.unicode_skip


def _fonts(text: str) -> dict[int, str]:
    """Return the encoding of each font that names one."""
    table = text.find("\\fonttbl")
    if table < 0:
        return {}
    rows = re.findall(
        r"\\f(\d{1,5})(?:\\f[a-z]{1,8}|\\fprq\d|\\fbias\d)*\\fcharset(\d{1,3})",
        text[table : table + 60_000],
    )
    return {
        int(font): _CHARSETS[int(charset)]
        for font, charset in rows
        if int(charset) in _CHARSETS and charset != "0"
    }
