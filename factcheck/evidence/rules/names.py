"""Names and the ways they are written.

Last names alone, "al-" and "el-", one Arabic or Cyrillic name in several Latin spellings.
"""

from __future__ import annotations

import re
from typing import Final

from rapidfuzz import fuzz

from factcheck.evidence.rules.words import plain

_ARTICLE: Final = re.compile(r"\b(?:al|el|as|ash|ad|an|ar|at|az|ul)[- ](?=\w)")
_TITLES: Final = re.compile(
    r"^(?:mr|mrs|ms|dr|gen|col|maj|lt|sgt|capt|president|sheikh|sayyid|prof|sen|rep|gov|"
    r"ayatollah)\.? "
)
# Letters that transliterations swap; what is left of two spellings of one name is the same, or
# nearly.
_SWAPS: Final = (
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "i"), ("ai", "i"), ("ay", "i"), ("ey", "i"),
    ("iy", "i"), ("y", "i"),
    ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("sh", "s"), ("tch", "ch"),
    ("q", "k"), ("ck", "k"), ("c", "k"),
    ("ph", "f"), ("w", "v"), ("-", " "), ("o", "u"), ("e", "i"),
)  # fmt: skip


# Parts of a name with a middle one.
_WITH_MIDDLE: Final = 3


def skeleton(name: str) -> str:
    """Return what the spellings of a name have in common.

    It has no accents, articles, titles or doubled letters.
    """
    low = _TITLES.sub("", plain(name).replace(".", "").replace("'", "").replace("`", ""))
    low = _ARTICLE.sub("", low)
    for old, new in _SWAPS:
        low = low.replace(old, new)
    low = re.sub(r"(\w)\1+", r"\1", low)
    return " ".join(re.sub(r"h\b", "", low).split())


def same_name(a: str, b: str) -> bool:
    """Return whether two mentions can be of one bearer.

    They are equal but for spelling, or one is the last part of the other.
    """
    if initials(a) == initials(b) != "" and (a.isupper() or b.isupper()):
        return True
    x, y = skeleton(a).split(), skeleton(b).split()
    if not x or not y:
        return False
    short, long = (x, y) if len(x) <= len(y) else (y, x)
    if len(short) == 2 and len(long) == _WITH_MIDDLE:
        # "Tom Aldane" is "Tom Reed Aldane".
        return _alike(short[0], long[0]) and _alike(short[1], long[-1])
    return all(_alike(s, t) for s, t in zip(reversed(short), reversed(long), strict=False))


def same_place_name(a: str, b: str) -> bool:
    """Return whether two names can be of one place: the same words, or the initials of one.

    A place has no last name: Grand Bahama is not the Bahamas, South Sudan not Sudan.
    """
    short = a.isupper() or b.isupper()
    return same_name(a, b) and (short or len(skeleton(a).split()) == len(skeleton(b).split()))


def other_bearer(a: str, b: str) -> bool:
    """Return whether two names share the last name and differ in the first.

    Such as “Hussein al-Musawi” and “Mohammed al-Musawi”.
    """
    x, y = skeleton(a).split(), skeleton(b).split()
    if set(x) <= set(y) or set(y) <= set(x):
        return False  # the Democratic Party, and that of Iowa
    return len(x) > 1 and len(y) > 1 and _alike(x[-1], y[-1]) and not _alike(x[0], y[0])


def spelled_alike(a: str, b: str) -> bool:
    """Return whether two words differ in the ending of a people only: "Syria", "Syrian"."""
    x, y = sorted((plain(a).removesuffix("'s"), plain(b).removesuffix("'s")), key=len)
    return y.startswith(x) and y[len(x) :] in ("", "n", "an", "ian", "i", "ese", "ish")


def initials(name: str) -> str:
    """Return "IDF" for "Israeli Defense Forces" and for "I.D.F.".

    Empty for a single ordinary word.
    """
    bare = name.replace(".", "").strip()
    if bare.isupper() and 2 <= len(bare) <= 6 and " " not in bare:
        return bare
    words = [w for w in re.findall(r"[^\W\d_]+", name) if w[0].isupper()]
    return "".join(w[0] for w in words) if len(words) > 1 else ""


def _alike(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) > 4 and fuzz.ratio(a, b) >= 86)
