"""The short reasons that are kept with a comparison or a flag, in the language of the page.

They are kept in English, as the rules said them; a page finds the sentence and its words again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from factcheck.newsroom.kept_sentences import KeptSentences
from factcheck.newsroom.phrases import Phrase, gettext_noop, one_after_another

# The most telling first: a later one may fit the words of an earlier.
_SENTENCES: Final[Sequence[str]] = (
    gettext_noop("the same words"),
    gettext_noop("the same number"),
    gettext_noop("the same last name, another first name"),
    gettext_noop("the source gives the day, not the hour"),
    gettext_noop("the source tells the same of another place"),
    gettext_noop("the copy denies it"),
    gettext_noop("an earlier count: “%(count)s”"),
    gettext_noop("worked out: %(working)s"),
    gettext_noop("the copy says “%(mine)s”, the source “%(theirs)s”"),
    gettext_noop("the copy says “%(mine)s”, the source %(theirs)s"),
    gettext_noop("the copy puts it at %(mine)s, the source at %(theirs)s"),
    gettext_noop("“%(word)s”: the copy denies it"),
    gettext_noop("“%(word)s”: the source denies it"),
    gettext_noop("who did it to whom is the other way round in the source (“%(act)s…”)"),
    gettext_noop("in the source, %(name)s says this, not the source itself"),
    gettext_noop("in the source, %(name)s says this, not %(speaker)s"),
    gettext_noop("the source leaves it open: “%(word)s”"),
    gettext_noop("the source says only “%(words)s”"),
    gettext_noop("the source says more than %(number)s"),
    gettext_noop("the source says %(part)s of %(whole)s, not all"),
    gettext_noop("the source says %(part)s of %(whole)s, not none"),
    gettext_noop("the source says %(part)s of %(whole)s, not most"),
    gettext_noop("the source says “%(words)s”"),
    gettext_noop("the source says %(words)s"),
    gettext_noop("the source tells of %(place)s"),
    gettext_noop("the source tells it of %(name)s"),
    gettext_noop("the source names %(holder)s as %(title)s"),
    gettext_noop("the source calls %(name)s"),
    gettext_noop("the source rounds: %(words)s"),
    gettext_noop("spelled “%(name)s” in the source"),
    gettext_noop("it also says “%(words)s”, of something else"),
    gettext_noop("%(number)s rounds to %(rounded)s"),
    gettext_noop("%(number)s is within 2 %% of %(other)s"),
    gettext_noop("%(number)s lies within %(range)s"),
    gettext_noop("%(number)s, outside %(range)s"),
    gettext_noop("%(number)s: far off, against “%(limit)s”"),
    gettext_noop("%(number)s: against “%(limit)s”"),
    gettext_noop("in %(unit)s, not %(other)s"),
    gettext_noop("%(number)s, not %(other)s"),
    gettext_noop("“%(words)s” is %(meaning)s"),
    gettext_noop("%(place)s is in %(region)s"),
    gettext_noop("%(amount)s is %(same)s"),
)
_KEPT: Final = KeptSentences(_SENTENCES, value="[^;]+?")


def why_phrase(why: str) -> Phrase | str:
    """Return a kept reason as the phrase that it was; what is none of them stays as it is."""
    whole = _KEPT.phrase(why)
    if whole is not None or "; " not in why:
        return why if whole is None else whole
    parts = [_KEPT.phrase(part) for part in why.split("; ")]
    if any(part is None for part in parts):
        return why
    return one_after_another([part for part in parts if part is not None], "; ")
