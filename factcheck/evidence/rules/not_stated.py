"""What a passage tells without stating it: it asks, doubts, foresees, weighs or leaves it open.

Such a passage takes no side, however many of the claim's words it has.
"""

from __future__ import annotations

import re
from typing import Final

from factcheck.evidence.rules.polarity import agree_in_denial, has_denial
from factcheck.evidence.rules.same_subject import content_of, sense, sentences_of
from factcheck.evidence.rules.words import is_content, words_of

_MOSTLY: Final = 0.5  # of a claim's words, from which a sentence is the one that tells it; guessed
_SOME: Final = 0.25  # of them, from which a sentence speaks of what the claim does; guessed

# Whose word is retold to be looked into, not vouched for.
_HEARSAY: Final = re.compile(
    r"\b(?:posts?|tweets?|memes?|videos?|clips?|captions?|chain (?:letter|message)s?|rumou?rs?"
    r"|users?|screenshots?|leaflets?|claims? (?:circulating|shared|that))\b",
    re.I,
)
_REFUTED: Final = re.compile(
    r"\b(?:invented|fabricated|faked?|hoax|debunked|doctored|forged|baseless|unfounded|misleading"
    r"|untrue|false|no truth|never said|parody|satir\w+|misquoted|out of context)\b",
    re.I,
)
_UNCHECKED: Final = re.compile(
    r"\b(?:not|never|nobody|no one|n['’]t|unable to|yet to|impossible to)\b[^.;]{0,60}"
    r"\b(?:check|verif\w+|confirm(?:ed)?|substantiate\w*|back(?:ed)? up)\b",
    re.I,
)
_LEFT_OPEN: Final = re.compile(
    r"\b(?:(?:not|n['’]t|never)(?:\s+(?:yet|been|be)){0,2}\s+"
    r"(?:known|clear|say|said|disclosed?|reveal(?:ed)?|established?|determined|shown?|published"
    r"|decided)"
    r"|(?:is|are|was|were|remain(?:s|ed)?|still)\s+(?:un(?:known|clear|certain))|whether|(?:would|could|will|can)\s+not\s+say|yet\s+to\s+\w+"
    r"|(?:declin|refus)\w+\s+to\s+(?:say|name|comment))\b",
    re.I,
)
_ANOTHER_CLAUSE: Final = re.compile(r";|,\s(?:but|and|while|though|although)\b")
_FORESEEN: Final = re.compile(
    r"\b(?:forecast(?:s|ed)?|predict(?:s|ed)?|project(?:s|ed)|foresaw|anticipated"
    r"|(?:is|are|was|were|had|has|have|been)\s+(?:been\s+)?(?:expected|estimated|projected)"
    r"|expects?|expected)\b",
    re.I,
)
# "As most had expected", "later than forecast": it came about.
_AS_FORESEEN: Final = re.compile(
    r"\b(?:as|than)\s(?:[^.;,]{0,40}\s)?(?:expected|forecast|predicted|projected|anticipated)\b",
    re.I,
)
_AHEAD: Final = re.compile(
    rf"{_FORESEEN.pattern}|\b(?:will|would|may|might|could|plan\w*|prospects?|outlook|due|likely"
    r"|should|next)\b",
    re.I,
)
_WEIGHED: Final = re.compile(
    r"\b(?:consider|discuss|weigh|explor|study|mull|ponder|contemplat|examin)(?:s|es|ed|ing|ying)"
    r"\s+(?:\w+\s+){0,2}?\w{3,30}(?:ing|ings|ion|ions|ment|sale|al)\b"
    r"|\b(?:is|are|was|were)\s+(?:considering|weighing|exploring|mulling|discussing)\b",
    re.I,
)


def is_not_stated(claim: str, passage: str) -> bool:
    """Return whether a passage has the claim's words without vouching for them."""
    return any(
        of_a_kind(claim, passage)
        for of_a_kind in (
            is_asked_only,
            is_hearsay_or_refuted,
            is_only_foreseen,
            is_only_weighed,
            is_told_aside_only,
            is_other_words_of_a_quote,
        )
    )


_FEW_QUOTED: Final = re.compile(
    r"“([^“”]{2,60})”|\"([^\"]{2,60})\"|(?<!\w)['‘]([^'’]{2,60})['’](?!\w)"
)


_SAYS: Final = re.compile(
    r"\b(?:call(?:s|ed|ing)?|sa(?:ys?|id)|told|describ\w+|dubbed|brand\w*|label\w*|wrote|tweeted"
    r"|suggested|mocked|dismissed|insisted|added|warned)\b",
    re.I,
)


def is_other_words_of_a_quote(claim: str, passage: str) -> bool:
    """Return whether a claim quotes a few words, and a passage has none of them.

    "Never called it a sham" beside "never called it a farce"; words that nobody says are a title.
    """
    if _SAYS.search(claim) is None:
        return False
    quoted = [content_of(" ".join(match)) for match in _FEW_QUOTED.findall(claim)]
    theirs = content_of(passage)
    return any(quoted) and not any(words & theirs for words in quoted)


_ASIDE: Final = re.compile(r",\s(?:which|who|whose|where)\b[^,]*(?:,|$)")
_MAIN_SHARE: Final = 0.34  # of a main clause's words, from which it is told; guessed


def is_told_aside_only(claim: str, passage: str) -> bool:
    """Return whether a passage tells only what a claim says besides: ", which was signed in 2019".

    Of its main clause it has the names and little else.
    """
    if _ASIDE.search(claim) is None:
        return False
    main = _ASIDE.sub(" ", claim)
    point = {
        sense(word.stem)
        for word in words_of(main)
        if is_content(word) and not word.is_number and not word.is_name_like
    }
    return len(point & content_of(passage)) < _MAIN_SHARE * len(point)


def is_asked_only(claim: str, passage: str) -> bool:
    """Return whether the sentence that tells the claim is a question."""
    return _tells(claim, passage).rstrip("”\"’' ").endswith("?")


_YES_OR_NO: Final = re.compile(r"[“\"]?(Yes|No)\b\s*[,.;:—–-]")


def answer_to(claim: str, passage: str) -> str:
    """Return "Yes" or "No" where the passage asks what the claim states and answers right after."""
    sentences = sentences_of(passage)
    told = _tells(claim, passage)
    if not is_asked_only(claim, passage) or has_denial(claim) or has_denial(told):
        return ""
    following = sentences[sentences.index(told) + 1 :][:1]
    answer = _YES_OR_NO.match(following[0]) if following else None
    return answer[1] if answer else ""


def is_hearsay_or_refuted(claim: str, passage: str) -> bool:
    """Return whether a passage retells the claim as a post's, or says that it is invented.

    "A quote in which she calls him a liar was invented"; a claim that says so itself is another.
    """
    told = _tells(claim, passage)
    words = f"{claim} "
    quoted = _QUOTED.search(told)
    hearsay = quoted is not None and _HEARSAY.search(_QUOTED.sub(" ", told)) is not None
    return any(
        found and not pattern.search(words)
        for found, pattern in (
            (hearsay, _HEARSAY),
            (bool(_REFUTED.search(_QUOTED.sub(" ", passage))), _REFUTED),
            (bool(_UNCHECKED.search(passage)), _UNCHECKED),
        )
    )


_QUOTED: Final = re.compile(r"[“\"][^“”\"]{12,}[”\"]")


def is_only_foreseen(claim: str, passage: str) -> bool:
    """Return whether one text forecasts what the other tells as come about."""
    told = _AS_FORESEEN.sub(" ", _tells(claim, passage))
    if _FORESEEN.search(claim) and not _AHEAD.search(told):
        return True
    return bool(_FORESEEN.search(told)) and not _AHEAD.search(claim)


def is_only_weighed(claim: str, passage: str) -> bool:
    """Return whether a passage says that what the claim tells is being considered."""
    return bool(_WEIGHED.search(_tells(claim, passage))) and not _WEIGHED.search(claim)


def is_left_open(claim: str, passage: str) -> bool:
    """Return whether a clause that speaks of what the claim does leaves something of it open."""
    if _LEFT_OPEN.search(claim) or agree_in_denial(claim, passage):
        return False
    mine = content_of(claim)
    return any(
        _LEFT_OPEN.search(clause) and len(content_of(clause) & mine) >= _SOME * len(mine)
        for sentence in sentences_of(passage)
        for clause in _ANOTHER_CLAUSE.split(sentence)
    )


_CAUSE: Final = re.compile(
    r"\b(?:caus(?:e|es|ed|ing)|cures?|cured|prevents?|leads? to|led to)\b", re.I
)
_LINK: Final = re.compile(
    r"\b(?:link(?:s|ed)?|associat\w+|correlat\w+|(?:more|less) likely|(?:higher|lower|raised) risk"
    r"|ties|tied)\b",
    re.I,
)


def is_only_linked(claim: str, passage: str) -> bool:
    """Return whether a claim says that one thing causes another, a passage that both go along."""
    return bool(_CAUSE.search(claim) and _LINK.search(passage)) and not _CAUSE.search(passage)


def _tells(claim: str, passage: str) -> str:
    """Return the sentence that has most of the claim's words; "" where none has half."""
    mine = content_of(claim)
    sentences = sentences_of(passage)
    shared = [len(content_of(sentence) & mine) for sentence in sentences]
    most = max(shared, default=0)
    return sentences[shared.index(most)] if most >= max(1, _MOSTLY * len(mine)) else ""
