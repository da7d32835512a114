"""winmail.dat (TNEF): what Outlook packs a message into for other Outlooks."""

import re
from dataclasses import dataclass

from tnefparse import TNEF

from factcheck.outside.charsets import text_from

KINDS = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
MAX_FILES = 100


@dataclass(frozen=True)
class WinMail:
    """The words and files of a winmail.dat."""

    text: str
    html: str
    files: tuple[tuple[str, bytes], ...]  # name as claimed, content


def is_winmail(kind: str, name: str) -> bool:
    """Tell whether a part is one, by its type or by the name that Outlook gives it."""
    return kind in KINDS or name.lower() in ("winmail.dat", "win.dat")


def unpacked(data: bytes) -> WinMail | None:
    """Return what is inside; None for what is no TNEF or is broken."""
    try:
        tnef = TNEF(data, do_checksum=False)
        files = tuple(
            (str(file.long_filename() or file.name or ""), bytes(file.data))
            for file in tnef.attachments[:MAX_FILES]
        )
        text, html = _plain(tnef.body), _plain(tnef.htmlbody)
        if not text and not html and tnef.rtfbody:
            text = text_of_rtf(_bytes(tnef.rtfbody))
    except Exception:  # noqa: BLE001 - hostile bytes make the library raise anything
        return None
    return WinMail(text.strip(), html, files)


def _bytes(value: bytes | str) -> bytes:
    return value if isinstance(value, bytes) else value.encode("utf-8", "replace")


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return text_from(value.rstrip(b"\0"), None)[0]
    return str(value).rstrip("\0") if value else ""


_TOKEN = re.compile(rb"\\'([0-9a-fA-F]{2})|\\([a-z]+)(-?\d+)? ?|\\([^a-z])|([{}])|([^\\{}\r\n]+)")
# Groups that hold no words of the text.
_SKIPPED = frozenset(
    {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"themedata"}
)
_BREAKS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"cell": " ", b"row": "\n", b"page": "\n"}
_SIGNS = {b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’"}
_SIGNS |= {b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•"}
_ESCAPED = {b"~": "\u00a0", b"_": "-", b"-": "", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n"}


def text_of_rtf(data: bytes) -> str:
    """Return the words of an RTF text, as Outlook writes it, in linear time."""
    reader = _Rtf()
    for token in _TOKEN.finditer(data[:5_000_000]):
        reader.take(token)
    reader.flush()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.words)).strip()


class _Rtf:
    """Gathers words, and keeps track of the groups that hold none."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.depth = 0
        self.skip_from = 0  # the depth of a group whose words are skipped; 0 for none
        self.charset = "cp1252"
        self.pending = b""  # bytes of signs that may have several
        self.hidden = False  # Outlook's own repetition of HTML in RTF
        self.unicode_skip = 0

    def take(self, token: re.Match[bytes]) -> None:
        code, word, number, sign, brace, plain = token.groups()
        if not code:
            self.flush()
        if brace:
            self._brace(brace)
        elif word:
            self._word(word, number)
        elif sign == b"*":
            self.skip_from = self.skip_from or self.depth
        elif not (self.skip_from or self.hidden):
            self._sign(code, sign, plain)

    def _sign(self, code: bytes | None, sign: bytes | None, plain: bytes | None) -> None:
        if self.unicode_skip and not sign:
            self._after_unicode(plain)
        else:
            self._add(code, sign, plain)

    def _brace(self, brace: bytes) -> None:
        self.depth += 1 if brace == b"{" else -1
        if self.skip_from and self.depth < self.skip_from:
            self.skip_from = 0

    def _word(self, word: bytes, number: bytes | None) -> None:
        if word in _SKIPPED:
            self.skip_from = self.skip_from or self.depth
        elif word == b"htmlrtf":
            self.hidden = number != b"0"
        elif word == b"ansicpg" and number:
            self.charset = f"cp{number.decode()}"
        elif self.skip_from or self.hidden:
            return
        elif word == b"u" and number:
            self.words.append(chr(int(number) % 65536))
            self.unicode_skip = 1
        else:
            self.words.append(_BREAKS.get(word, _SIGNS.get(word, "")))

    def _after_unicode(self, plain: bytes | None) -> None:
        """Pass over the sign that stands in for a Unicode one in old readers."""
        self.unicode_skip = 0
        if plain:
            self.words.append(self._decoded(plain[1:]))

    def flush(self) -> None:
        """Turn the bytes gathered so far into signs."""
        self.words.append(self._decoded(self.pending))
        self.pending = b""

    def _decoded(self, data: bytes) -> str:
        try:
            return data.decode(self.charset, "replace")
        except LookupError:
            return data.decode("cp1252", "replace")

    def _add(self, code: bytes | None, sign: bytes | None, plain: bytes | None) -> None:
        if code:
            self.pending += bytes.fromhex(code.decode())
        elif sign:
            self.words.append(_ESCAPED.get(sign, ""))
        elif plain:
            self.words.append(self._decoded(plain))
