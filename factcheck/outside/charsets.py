"""Bytes in whatever character set into text. Nothing here raises.

The order: what cannot be mistaken (a byte order mark, UTF-8), then what is claimed where the text
looks like one, then charset-normalizer's guess and the usual charsets, judged by their letters.
"""

import codecs
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from charset_normalizer import from_bytes

from factcheck.outside.windows_jis import windows_jis

_DATA: Final = tomllib.loads(
    (files("factcheck.outside") / "data" / "charsets.toml").read_text(encoding="utf-8")
)
_NAMES: Final[dict[str, str]] = _DATA["names"]
_NOT_CHARSETS: Final = frozenset(_DATA["not_charsets"]["names"])
_SAYS_NOTHING: Final = frozenset(_DATA["says_nothing"]["names"])
_GUESSES: Final = [(codec, script, rarity) for codec, script, rarity in _DATA["guesses"]["codecs"]]
_SCRIPTS: Final = sorted({script for _, script, _ in _GUESSES})
_PLAUSIBLE: Final = float(_DATA["bounds"]["plausible"])
_MARGIN: Final = float(_DATA["bounds"]["margin"])
_SMALL_WORDS: Final = float(_DATA["bounds"]["small_words"])
_CLEAR: Final = float(_DATA["bounds"]["clear"])
_ENOUGH_SIGNS: Final = int(_DATA["bounds"]["enough_signs"])
_NAMED: Final = float(_DATA["bounds"]["named_by_detector"])


def _weights(table: dict[str, str]) -> dict[str, float]:
    """Return what each sign says for its script; one that is not here speaks against it.

    The commoner a letter, the more it says: from 1 down to .4.
    """
    slope = 0.6 / len(table["common"])
    return (
        dict.fromkeys((*table["marks"], "\xa0"), 0.8)
        | dict.fromkeys(table["others"], 0.4)
        | {character: 1 - slope * place for place, character in enumerate(table["common"])}
    )


def _latin_weights(letters: str) -> dict[str, float]:
    """Return what each sign says for a language in Latin letters.

    Its own letters say the same, large and small; those of names from elsewhere little.
    """
    signs = _DATA["latin_marks"]
    return (
        dict.fromkeys((*signs["guests"], *signs["guests"].upper()), 0.0)
        | dict.fromkeys((*signs["marks"], "\xa0"), 0.8)
        | dict.fromkeys((*letters, *letters.upper()), 1.0)
    )


_WEIGHTS: Final = {script: _weights(table) for script, table in _DATA["scripts"].items()}


@dataclass(frozen=True)
class _LatinLanguage:
    """What tells a language in Latin letters: its letters, its small words, how seldom it comes."""

    weights: dict[str, float]
    small_words: frozenset[str]
    rarity: float


_LATIN: Final = [
    _LatinLanguage(
        weights=_latin_weights(table["letters"]),
        small_words=frozenset(table["words"].split()),
        rarity=float(table.get("rarity", 0)),
    )
    for table in _DATA["latin"].values()
]
_MARKS: Final = (  # longest first: UTF-32's mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE: Final = 4000  # characters that are judged
_TELLING: Final = 40 * _SAMPLE  # bytes that are looked through for lines that tell
_DETECTED: Final = 20_000  # bytes that charset-normalizer sees: it reads them many times over
_WIDE_SAMPLE: Final = 2000  # bytes that are looked through for the NULs of UTF-16
_ONE_NUL_IN: Final = 5  # bytes, at least, in UTF-16; half of all in plain English
_GOOD_FOR_A_BAD: Final = 20  # so many signs of UTF-8 for each byte that is none
_FEW_SIGNS: Final = 0.3  # is taken off a reading that rests on one or two signs


@dataclass(frozen=True)
class DecodedText:
    """Bytes as text, the codec they were read in, and whether another is out of the question."""

    text: str
    codec: str
    sure: bool = True


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
    is_none = label.replace("-", "_") in _NOT_CHARSETS
    says_nothing = label in _SAYS_NOTHING - {"ascii", "us-ascii"}
    if is_none or says_nothing:
        return ""
    # "windows1251", "cp-1251" and "win-1251" are all one.
    code_page = re.fullmatch(r"(?:x-)?(?:windows|win|cp|x-cp)[-_ ]?(\d{3,4})", label)
    candidates = [label, f"cp{code_page[1]}"] if code_page else [label]
    for candidate in filter(None, candidates):
        try:
            # Python has codecs that are no charsets ("rot13"): those give no text.
            if isinstance(b" ".decode(candidate, "ignore"), str):
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
    found = reading_of(data, [charset or ""])
    vague = claimed in ("", "ascii", "cp1252")
    honest = found.codec == claimed or (vague and found.codec in ("utf-8", "cp1252", "ascii"))
    return found.text, found.codec, honest


def _plain_name(codec: str) -> str:
    return "utf-8" if codec in ("utf8", "utf_8", "utf-8-sig") else codec


def reading_of(data: bytes, claims: Iterable[str] = ()) -> DecodedText:
    """Return bytes as text: as the first claim that holds has it, or as they look."""
    named = list(filter(None, (_plain_name(codec_of(claim)) for claim in claims)))
    claimed = next(iter(named), "")
    found = _unmistakable(data, claimed)
    # No other text looks like UTF-8: even where Latin-1 is claimed, it is that.
    if found is None and not _many_bytes(claimed):
        found = _as_utf_8(data)
    return found or _in_ukrainian(_best(data, named), data)


def _unmistakable(data: bytes, claimed: str) -> DecodedText | None:
    """Return a text whose bytes alone say what it is in; None where they do not."""
    wide = _marked(data) or _wide(data)
    if wide:
        return DecodedText(storable(data.decode(wide, "replace")), _plain_name(wide))
    # The escape to two-byte signs (RFC 1468): nothing else in mail begins so.
    if b"\x1b$" in data:
        text = _read(data, "iso2022_jp_ext") or windows_jis(data)
        if text is not None:
            return DecodedText(storable(text), "iso2022_jp_ext")
    if data.isascii() and not _escapes(data, claimed):
        return DecodedText(storable(data.decode("ascii")), claimed or "ascii")
    return None


def _as_utf_8(data: bytes) -> DecodedText | None:
    """Return a text that is in UTF-8, or nearly so; None where it is not."""
    text = _read(data, "utf-8")
    if text is not None:
        return DecodedText(text, "utf-8")
    nearly = _nearly_utf_8(data)
    return DecodedText(nearly, "utf-8", sure=False) if nearly else None


# Box-drawing signs of KOI8-R that are letters in KOI8-U (RFC 2319), inside a word.
_BOXED_LETTER: Final = re.compile("[а-яё][╓╕╖╜╢╤╥╫]|[╓╕╖╜╢╤╥╫][а-яё]", re.IGNORECASE)


def _in_ukrainian(read: DecodedText, data: bytes) -> DecodedText:
    """Return a text read as KOI8-R in KOI8-U, where it has the letters that only that has."""
    if read.codec != "koi8-r" or not _BOXED_LETTER.search(read.text):
        return read
    return DecodedText(
        storable(data.decode("koi8-u", "replace")),
        "koi8-u",
        sure=read.sure,
    )


def _marked(data: bytes) -> str:
    """Return the codec whose byte order mark a text begins with."""
    return next((codec for mark, codec in _MARKS if data.startswith(mark)), "")


def _wide(data: bytes) -> str:
    """Return which UTF-16 a text without a mark is in: of Latin words every second byte is NUL."""
    sample = data[:_WIDE_SAMPLE]
    few_nuls = sample.count(0) * _ONE_NUL_IN <= len(sample)
    if len(sample) < 4 or few_nuls:
        return ""
    first_bytes, second_bytes = sample[::2], sample[1::2]
    return "utf-16-le" if second_bytes.count(0) > first_bytes.count(0) else "utf-16-be"


def _nearly_utf_8(data: bytes) -> str:
    """Return UTF-8 with a few bytes that are none, as of a text put together from two."""
    text = data.decode("utf-8", "replace")
    foreign = sum(character > "\x7f" for character in text)
    bad = text.count("\ufffd")
    good = foreign - bad
    return storable(text) if _GOOD_FOR_A_BAD * bad < good else ""


def _many_bytes(codec: str) -> bool:
    return codec.startswith(("utf-16", "utf-32", "iso2022", "utf-7", "hz"))


def _escapes(data: bytes, codec: str) -> bool:
    """Tell whether a charset that writes all in ASCII (ISO-2022-JP, UTF-7, HZ) is at work."""
    if codec.startswith(("utf-16", "utf-32")):
        return any(sign < 9 for sign in data)  # no text in ASCII has a control like those
    return _many_bytes(codec) and any(mark in data for mark in (b"\x1b", b"+", b"~{"))


def _read(data: bytes, codec: str) -> str | None:
    try:
        return storable(data.decode(codec))
    except (UnicodeError, LookupError, ValueError):
        return None


def _best(data: bytes, claims: Sequence[str]) -> DecodedText:
    """Return the text as the first claim has it that stands, else as is likeliest."""
    ranked = _ranked(_telling(data))
    for claimed in claims:
        # Of these two it is known by now that they do not hold.
        if claimed in ("ascii", "utf-8"):
            continue
        own = _read(data, claimed)
        if own is not None and _stands(data, claimed, ranked):
            return DecodedText(_composed(own, claimed), claimed)
    for score, sample, codec in ranked:
        # The sample could be read so; the whole may not.
        if (text := _read(data, codec)) is not None:
            sure = _is_sure(score, sample, ranked)
            return DecodedText(_composed(text, codec), codec, sure)
    return DecodedText(
        storable(data.decode("cp1252", "replace")),
        "cp1252",
        sure=False,
    )


def _stands(
    data: bytes,
    claimed: str,
    ranked: list[tuple[float, str, str]],
) -> bool:
    """Tell whether a claimed charset is kept, beside what the letters say."""
    # A charset that writes many bytes a sign cannot be read by chance.
    if _many_bytes(claimed):
        return True
    return not _is_outdone(_own_score(data, claimed), claimed, ranked)


def _composed(text: str, codec: str) -> str:
    """Return text with its accents on their letters: windows-1258 writes the tones apart."""
    return unicodedata.normalize("NFC", text) if codec == "cp1258" else text


def _own_score(data: bytes, claimed: str) -> float:
    """Return how much a text looks like one of a script that its claimed charset writes."""
    text = _read(_telling(data), claimed) or ""
    own = {script for codec, script, _ in _GUESSES if _same(codec, claimed)}
    return max((_score(text, script) for script in own or _SCRIPTS), default=-1.0)


def _same(codec: str, other: str) -> bool:
    return re.sub(r"[-_]", "", codec) == re.sub(r"[-_]", "", other)


def _is_outdone(
    score: float,
    claimed: str,
    ranked: list[tuple[float, str, str]],
) -> bool:
    """Tell whether a claim is given up for something clearly better.

    One that looks like a text stands. Latin-1 is claimed of everything, and stands on its letters.
    """
    better = bool(ranked) and ranked[0][0] >= score + _MARGIN
    return better and (score < _PLAUSIBLE or claimed == "cp1252")


def _ranked(data: bytes) -> list[tuple[float, str, str]]:
    """Return how well each charset reads a sample, the text and the codec, best first."""
    detected = _detected(data)
    ranked = []
    for codec, script, rarity in _GUESSES:
        text = _read(data, codec)
        if text is not None:
            prior = _prior(codec, script, detected) - rarity
            ranked.append((_score(text, script) + prior, text, codec))
    return sorted(ranked, key=lambda row: -row[0])


def _is_sure(
    score: float,
    text: str,
    ranked: list[tuple[float, str, str]],
) -> bool:
    signs = sum(character > "\x7f" for character in text)
    rival = next((other for other, words, _ in ranked if words != text), -1.0)
    return signs >= _ENOUGH_SIGNS and score >= _PLAUSIBLE and score - rival >= _CLEAR


def _telling(data: bytes) -> bytes:
    """Return lines that hold bytes over 127: they alone tell one charset from another."""
    lines = [line for line in data[:_TELLING].splitlines() if not line.isascii()]
    telling = b"\n".join(lines) if lines else data
    # Two bytes a character, at most, in the charsets that are guessed.
    return telling[: 2 * _SAMPLE]


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
    if best is None:
        return ""
    return codec_of(best.encoding.replace("_", "-")) or best.encoding


def _score(text: str, script: str) -> float:
    """Return how much a text looks like one of its script: 1 at best, below 0 at worst."""
    sample = text[:_SAMPLE]
    foreign = [character for character in sample if ord(character) > 127]
    if not foreign:
        return 1.0
    if script in _EAST:
        return _eastern_score(sample, foreign, script)
    disorder = _disorder(sample, script)
    if script == "latin":
        return _latin_score(sample, Counter(foreign)) - disorder
    weights = _WEIGHTS[script]
    weight = sum(weights.get(character, -1.0) for character in foreign)
    return weight / len(foreign) - disorder


def _eastern_score(text: str, foreign: list[str], script: str) -> float:
    """Return how much a text looks like one of an East Asian script."""
    # Two bytes of anything are a sign of some language.
    few = _FEW_SIGNS if len(foreign) < 3 else 0.0
    # No word begins in Latin letters and ends in another's.
    glued = len(_GLUED.findall(text))
    weight = sum(_weight_east(character, script) for character in foreign) - 2 * glued
    return weight / len(foreign) - few


def _latin_score(text: str, foreign: Counter[str]) -> float:
    """Return how much a text looks like the likeliest of the languages in Latin letters."""
    words: list[str] = re.findall(r"[^\W\d_]+", text.lower())
    return max(_language_score(language, words, foreign) for language in _LATIN)


def _language_score(language: _LatinLanguage, words: list[str], foreign: Counter[str]) -> float:
    """Return how much a text looks like one of a language, by its letters and its small words."""
    weights = language.weights
    letters = sum(weights.get(character, -1.0) * count for character, count in foreign.items())
    known = sum(word in language.small_words for word in words)
    # A fifth of a text is small words; five more in the divisor, so that one of two proves little.
    share_known = min(1.0, 5 * known / (len(words) + 5))
    return letters / foreign.total() + _SMALL_WORDS * share_known - language.rarity


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
    "korean": (
        ("\uac00", "\ud7a3", 0.9),
        ("\u3000", "\u303f", 0.6),
        ("\u4e00", "\u9fff", 0.0),
    ),
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
    if script == "latin":
        odd = sum(_ACCENTS.search(word) is not None for word in foreign)
    else:
        odd = sum(_is_mixed(word) for word in foreign)
    if script in _OUT_OF_PLACE:
        misplaced = _OUT_OF_PLACE[script]
        odd += sum(misplaced.search(word.lower()) is not None for word in foreign)
    flipped = sum(_is_flipped(word) for word in foreign)
    symbols = len(_SYMBOLS.findall(text))
    return (odd + flipped + symbols) / len(foreign)


# A Latin letter at one of the East.
_GLUED: Final = re.compile(
    r"[A-Za-z][\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]|[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3][a-z]"
)
# Rows of accented letters, and words of nothing else.
_ACCENTS: Final = re.compile(r"[\u00c0-\u024f]{3,}|^[\u00c0-\u024f]{2,}$")
# A sign that no word has, at a letter.
_SYMBOLS: Final = re.compile(r"[®©¤¶¬¦±¯¸ºª¼½¾×÷][^\W\d_]|[^\W\d_][¤¶¬¦±¯¸¼½¾×÷¢£§°]")


# Letters where none of the script's languages has them. Hebrew read as Cyrillic ends words in a
# hard sign and puts the short i behind consonants; Cyrillic read as Hebrew has finals within.
_OUT_OF_PLACE: Final = {
    "cyrillic": re.compile("^[ьы]|ъ$|[бвгджзклмнпрстфхцчшщ]й(?!о)"),
    "hebrew": re.compile("[ךםןףץ][א-ת]"),
}


def _is_flipped(word: str) -> bool:
    """Tell whether a word begins small and has a capital in it."""
    return word[0].islower() and any(character.isupper() for character in word[1:])


def _is_mixed(word: str) -> bool:
    """Tell whether a word has letters of ASCII beside others."""
    plain = sum(character.isascii() for character in word)
    return 0 < plain < len(word)
