"""Bytes in whatever character set into text. Nothing here raises.

The order: what cannot be mistaken (a byte order mark, UTF-8), then what is claimed where the text
looks like one, then charset-normalizer's guess and the usual charsets, judged by their letters.
"""

import codecs
import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from charset_normalizer import from_bytes

_DATA: Final = tomllib.loads(
    (files("factcheck.outside") / "data" / "charsets.toml").read_text(encoding="utf-8")
)
_NAMES: Final[dict[str, str]] = _DATA["names"]
_NOT_CHARSETS: Final = frozenset(_DATA["not_charsets"]["names"])
_SAYS_NOTHING: Final = frozenset(_DATA["says_nothing"]["names"])
_GUESSES: Final = [(codec, script, rarity) for codec, script, rarity in _DATA["guesses"]["codecs"]]
_PLAUSIBLE: Final = float(_DATA["bounds"]["plausible"])
_MARGIN: Final = float(_DATA["bounds"]["margin"])
_NAMED: Final = float(_DATA["bounds"]["named_by_detector"])


def _weights(script: str, table: dict[str, str]) -> dict[str, float]:
    """Return what each sign says for its script; one that is not here speaks against it.

    The commoner a letter, the more it says: from 1 down to .4. Latin's accented letters are those
    of many languages, and say the same.
    """
    slope = 0.0 if script == "latin" else 0.6 / len(table["common"])
    return (
        dict.fromkeys((*table["marks"], "\xa0"), 0.8)
        | dict.fromkeys(table["others"], 0.4)
        | {character: 1 - slope * place for place, character in enumerate(table["common"])}
    )


_WEIGHTS: Final = {script: _weights(script, table) for script, table in _DATA["scripts"].items()}
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE: Final = 4000  # characters that are judged
_DETECTED: Final = 20_000  # bytes that charset-normalizer sees: it reads them many times over


def storable(text: str) -> str:
    """Return the text without what PostgreSQL cannot hold: NUL and lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def is_charset(name: str) -> bool:
    """Tell whether a name is that of a charset text comes in."""
    return codec_of(name) != ""


def codec_of(name: str) -> str:
    """Return the codec that reads what comes under this label, "" for a label that is none."""
    label = name.strip().strip("'\"").strip().lower()
    label = _NAMES.get(label, label)
    if label.replace("-", "_") in _NOT_CHARSETS or label in _SAYS_NOTHING - {"ascii", "us-ascii"}:
        return ""
    # "windows1251", "cp-1251" and "win-1251" are all one.
    pages = re.fullmatch(r"(?:x-)?(?:windows|win|cp|x-cp)[-_ ]?(\d{3,4})", label)
    for candidate in (label, f"cp{pages[1]}" if pages else ""):
        try:
            if candidate and isinstance(b" ".decode(candidate, "ignore"), str):
                return codecs.lookup(candidate).name
        except (LookupError, ValueError):
            continue
    return ""


def text_from(data: bytes, charset: str | None) -> tuple[str, bool]:
    """Return bytes as text, and whether the charset claimed was true."""
    text, _, honest = decoded(data, charset)
    return text, honest


def decoded(data: bytes, charset: str | None) -> tuple[str, str, bool]:
    """Return bytes as text, the charset they were read in, and whether the claim was true.

    Latin-1 and no charset at all are claimed of everything: a text in UTF-8 or windows-1252 does
    not make them untrue.
    """
    claimed = _plain_name(codec_of(charset or ""))
    text, codec = _read_as(data, claimed)
    vague = claimed in ("", "ascii", "cp1252")
    return text, codec, codec == claimed or (vague and codec in ("utf-8", "cp1252", "ascii"))


def _plain_name(codec: str) -> str:
    return "utf-8" if codec in ("utf8", "utf_8", "utf-8-sig") else codec


def _read_as(data: bytes, claimed: str) -> tuple[str, str]:
    for mark, codec in _MARKS:
        if data.startswith(mark) and (text := _read(data, codec)) is not None:
            return text, _plain_name(codec)
    if b"\x1b$" in data and (text := _read(data, "iso2022_jp_ext")) is not None:
        return text, "iso2022_jp_ext"
    if data.isascii() and not _escapes(data, claimed):
        return storable(data.decode("ascii")), claimed or "ascii"
    # No other text looks like UTF-8: even where Latin-1 is claimed, it is that.
    if not _many_bytes(claimed) and (text := _read(data, "utf-8")) is not None:
        return text, "utf-8"
    return _best(data, claimed)


def _many_bytes(codec: str) -> bool:
    return codec.startswith(("utf-16", "utf-32", "iso2022", "utf-7", "hz"))


def _escapes(data: bytes, codec: str) -> bool:
    """Tell whether a charset that writes all in ASCII (ISO-2022-JP, UTF-7, HZ) is at work."""
    return _many_bytes(codec) and any(mark in data for mark in (b"\x1b", b"+", b"~{"))


def _read(data: bytes, codec: str) -> str | None:
    try:
        return storable(data.decode(codec))
    except (UnicodeError, LookupError, ValueError):
        return None


def _best(data: bytes, claimed: str) -> tuple[str, str]:
    """Return the text and its codec: as claimed where it looks like a text, else the likeliest."""
    own = _read(data, claimed) if claimed not in ("", "ascii", "utf-8") else None
    own_score = _score(own, _script_of(claimed)) if own is not None else -1.0
    # A charset that writes many bytes a sign cannot be read by chance.
    if own is not None and (own_score >= _PLAUSIBLE or _many_bytes(claimed)):
        return own, claimed
    detected = _detected(data)
    ranked = [
        (_score(text, script) + _prior(codec, script, detected) - rarity, text, codec)
        for codec, script, rarity in _GUESSES
        if (text := _read(data, codec)) is not None
    ]
    if not ranked:
        return own or storable(data.decode("cp1252", "replace")), claimed or "cp1252"
    score, text, codec = max(ranked)
    # A claim that can be read is given up only for something clearly better.
    if own is not None and score < own_score + _MARGIN:
        return own, claimed
    return text, codec


def _prior(codec: str, script: str, detected: str) -> float:
    """Return what speaks for a charset before its letters are looked at.

    The detector's word counts where scripts are to be told apart: between the charsets of one
    Latin language and the next it goes by few letters.
    """
    return _NAMED if codec == detected and script != "latin" else 0.0


def _detected(data: bytes) -> str:
    """Return what charset-normalizer takes the bytes for, "" where it has no opinion."""
    try:
        best = from_bytes(data[:_DETECTED]).best()
    except (ValueError, LookupError, RecursionError):
        return ""
    return codec_of(best.encoding.replace("_", "-")) or best.encoding if best else ""


@cache
def _script_of(codec: str) -> str:
    """Return the script a codec is for; "" where it may be any."""
    plain = codec.replace("_", "-").replace("iso-8859", "iso8859")
    return next((script for name, script, _ in _GUESSES if name in (plain, codec)), "")


def _score(text: str | None, script: str) -> float:
    """Return how much a text looks like one of its script: 1 at best, below 0 at worst."""
    if not text:
        return -1.0
    sample = text[:_SAMPLE]
    foreign = [character for character in sample if ord(character) > 127]
    if not foreign:
        return 1.0
    if script in _EAST:
        few = 0.3 if len(foreign) < 3 else 0.0  # two bytes of anything are a sign of some language
        return sum(_weight_east(character, script) for character in foreign) / len(foreign) - few
    if script not in _WEIGHTS:
        return max(_score(text, known) for known in _WEIGHTS)
    weights = _WEIGHTS[script]
    total = sum(weights.get(character, -1.0) for character in foreign)
    return total / len(foreign) - _disorder(sample, script)


# Of each East Asian script: first, last, what a character between them says for it.
_EAST: Final = {
    "japanese": (
        ("\u3040", "\u30ff", 1.0),
        ("\uff61", "\uff9f", -0.6),
        ("\u4e00", "\u9fff", 0.6),
        ("\u3000", "\u303f", 0.9),
        ("\uff01", "\uff5e", 0.6),
    ),
    "chinese": (
        ("\u4e00", "\u9fff", 0.6),
        ("\u3000", "\u303f", 0.9),
        ("\uff01", "\uff5e", 0.8),
    ),
    "korean": (("\uac00", "\ud7a3", 0.9), ("\u3000", "\u303f", 0.6), ("\u4e00", "\u9fff", 0.0)),
}


def _weight_east(character: str, script: str) -> float:
    if script == "chinese" and "\u4e00" <= character <= "\u9fff":
        return 0.9 if _is_frequent_chinese(character) else 0.2
    for first, last, weight in _EAST[script]:
        if first <= character <= last:
            return weight
    return -0.6


def _is_frequent_chinese(character: str) -> bool:
    """Tell whether it is of level 1 of GB 2312 or of Big5: by use, not by radical."""
    for codec, first, last in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            if first <= character.encode(codec)[0] <= last:
                return True
        except UnicodeError:
            continue
    return False


def _disorder(text: str, script: str) -> float:
    """Return how far the letters are out of order for words, 0 for none.

    A capital after a small letter (KOI8 read as windows-1251), two scripts in one word, and rows
    of accented letters (Cyrillic read as Latin-1) are signs of a wrong charset.
    """
    words: list[str] = re.findall(r"[^\W\d_]{2,}", text)
    foreign = [word for word in words if not word.isascii()]
    if not foreign:
        return 0.0
    odd = sum(
        bool(_ACCENTS.search(word)) if script == "latin" else _is_mixed(word) for word in foreign
    )
    flipped = sum(word[0].islower() and any(c.isupper() for c in word[1:]) for word in foreign)
    symbols = len(_SYMBOLS.findall(text))
    return (odd + flipped + symbols) / len(foreign)


# Rows of accented letters, and words of nothing else.
_ACCENTS: Final = re.compile(r"[\u00c0-\u024f]{3,}|^[\u00c0-\u024f]{2,}$")
# A sign that no word has, at a letter.
_SYMBOLS: Final = re.compile(r"[®©¤¶¬¦±¯¸ºª¼½¾×÷][^\W\d_]|[^\W\d_][¤¶¬¦±¯¸¼½¾×÷¢£§°]")


def _is_mixed(word: str) -> bool:
    plain = sum(character.isascii() for character in word)
    return 0 < plain < len(word)
