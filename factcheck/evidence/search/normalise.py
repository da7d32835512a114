"""What a text says, without what the web puts around it.

Made ready to be matched by meaning and by words. Posts carry links, handles, hashtags run together
and a line that names the account and the day. None of it is what was said, except that a hashtag or
handle is often words ("#AustralianFires"), and that who posted is often who said it.
"""

from __future__ import annotations

import re
from typing import Final

_MONTHS: Final = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
# "— Ilhan Omar (@IlhanMN) January 6, 2020", as embedded posts end
_SIGNED: Final = re.compile(
    rf"\s{{0,9}}—\s{{0,9}}([^—\n]{{0,80}}?)\s{{0,9}}\(@\w{{1,15}}\)\s{{1,9}}"
    rf"(?:{_MONTHS}) \d{{1,2}}, \d{{4}}\s{{0,9}}$"
)
_GLUED: Final = re.compile(r"(?<=\w)(?=https?://|pic\.twitter\.com/)")
_LINK: Final = re.compile(r"https?://\S+|www\.\S+|pic\.twitter\.com/\S+")
_TAG: Final = re.compile(r"[#@]([^\W_]\w*)")
_HUMPS: Final = re.compile(r"[^\W\d_]+|\d+")
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_EMOJI: Final = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d\U000e0020-\U000e007f]+")
_QUOTES: Final = re.compile(r"[\"“”„‟«»]|(?<!\w)['‘’‚‛]|['‘’](?!\w)")
_SPACE: Final = re.compile(r"\s+")


def normalise_post(text: str) -> str:
    """Return the text on one line.

    No links or emoji, hashtags and handles as words, one kind of quotation mark. Quotation marks
    are one kind so that two copies of a sentence are the same sentence, whichever marks each uses.
    """
    text = _GLUED.sub(" ", text)
    text = _SIGNED.sub(r" — \1", text)
    text = _EMOJI.sub(" ", _LINK.sub(" ", text))
    text = _TAG.sub(lambda tag: f" {_apart(tag.group(1))} ", text)
    return _SPACE.sub(" ", _QUOTES.sub(' " ', text)).strip()


def _apart(tag: str) -> str:
    """Return "AustralianFires" → "Australian Fires"; "impeach_trump2020" → "impeach trump 2020"."""
    return " ".join(_HUMP.sub(" ", run) for run in _HUMPS.findall(tag)) or tag
