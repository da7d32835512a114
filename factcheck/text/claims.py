"""Sentences that state something, with what makes them checkable and a score that ranks them."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from factcheck.text.claim_weights import BIAS, WEIGHTS
from factcheck.text.reading import Ask, Claim, Fact, Quote, Span
from factcheck.text.sentences import DATELINE

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_MARKERS: dict[str, re.Pattern[str]] = {
    "comparison": re.compile(
        r"\b(?:more|less|fewer|higher|lower|greater|larger|smaller|bigger|better|worse|faster"
        r"|older|younger|twice|double|half|than|compared|versus|increase[sd]?|decrease[sd]?|rose"
        r"|fell|grew|dropped|doubled|tripled|surged|declined|gained|lost)\b",
        re.I,
    ),
    "cause": re.compile(
        r"\b(?:because|caused?|causing|led|leads?|resulted?|due|thanks|triggered|blamed|therefore|sparked|prompted)\b",
        re.I,
    ),
    "accusation": re.compile(
        r"\b(?:accus\w+|alleg\w+|blam\w+|lied|lying|fraud\w*|corrupt\w*|crimes?|criminal\w*"
        r"|illegal\w*|unlawful\w*|violat\w+|murder\w*|kill(?:ed|ing|s)|massacre\w*|tortur\w+"
        r"|abus\w+|brib\w+|stole|stolen|cover-up|orchestrat\w+|guilty|charged|sued|terroris\w+"
        r"|attack(?:ed|ing)|bomb(?:ed|ing)|responsible|misled|mislead\w*|rap(?:ed|ing)|assault\w*"
        r"|harass\w*|discriminat\w+|neglig\w+|failed)\b",
        re.I,
    ),
    "prediction": re.compile(
        r"\b(?:will|won['’]t|shall|going|expected|likely|plans?|forecast|predict\w*|could|may|might)\b", re.I
    ),
    "past": re.compile(
        r"\b(?:was|were|had|did|has|have|been|\w{3,}ed|went|came|took|made|gave|left|met|said|told"
        r"|began|won|lost|held|saw|spent|paid|cut|grew|rose|fell|built|sent|brought|got|put|ran"
        r"|voted)\b",
        re.I,
    ),
    "first_person": re.compile(r"\b(?:I|me|my|mine|I['’]m|I['’]ve|I['’]ll|I['’]d)\b"),
    "second_person": re.compile(r"\b(?:you|your|yours|you['’]re|you['’]ve)\b", re.I),
    "opinion": re.compile(
        r"\b(?:think|believe|feel|hope|should|must|ought|need|want|wish|good|bad|great|best|worst"
        r"|wonderful|terrible|important|beautiful|love|hate|right|wrong|sure|perhaps|maybe|glad"
        r"|proud|thank|sorry|please|guess|agree)\b",
        re.I,
    ),
    "vote_law": re.compile(
        r"\b(?:vot(?:ed|e|es|ing)|bill|law|laws|act|congress|senate|parliament|tax(?:es)?|budget"
        r"|deficit|debt|jobs?|unemployment|economy|percent|rate|administration|policy|program"
        r"|court|wages?|income|spending|trade|schools?|health|insurance|prices?|energy|oil|police"
        r"|immigra\w+|war|troops|weapons?|nuclear|military)\b",
        re.I,
    ),
    "record": re.compile(
        r"\b(?:voted|supported|opposed|signed|passed|proposed|promised|vetoed|raised|cut|doubled"
        r"|increased|reduced|created|appointed|endorsed|spent|sent|built|approved|rejected|banned"
        r"|called|said)\b",
        re.I,
    ),
    "since": re.compile(
        r"\b(?:since|ago|years?|months?|decades?|past|history|today|now|currently|already|under)\b", re.I
    ),
    "third_person": re.compile(
        r"\b(?:he|she|his|her|they|their|him|them|its|he['’]s|she['’]s|they['’](?:re|ve))\b", re.I
    ),
    "courtesy": re.compile(
        r"\b(?:welcome|evening|thank|governor|senator|ladies|gentlemen|question|answer|respond"
        r"|minutes?|seconds?|moderator|debate|tonight)\b",
        re.I,
    ),
}
_IMPERATIVE = re.compile(
    r"(?:let(?:['’]s| me| us)?|please|look|listen|consider|imagine|remember|note|see|read|click"
    r"|visit|call|write|email|watch|stop|go|do|don['’]t|get|keep|take|tell|vote)\b",
    re.I,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|will|would|can|could|may|might|must"
    r"|should|shall|'s|'re|'ve|'ll|said|says|went|came|took|made|gave|left|met|told|began|won|lost"
    r"|held|saw|led|fell|rose|cut|hit|put|set|sent|brought|got|ran|spent|paid|built|knew|thought"
    r"|kept|became|wrote|spoke|broke|drew|fought|struck|\w{2,}(?:ed|es|s|ing|en))\b|['’](?:s|re|ve"
    r"|ll|d)\b",
    re.I,
)
_OWN_ASKING = 0.2
FEATURES = (
    *_MARKERS,
    "number",
    "money",
    "percent",
    "measure",
    "date",
    "names",
    "place",
    "title",
    "superlative",
    "question",
    "words",
    "short",
    "imperative",
    "verbless",
    "conjunct_start",
)


def features(text: str, span: Span, facts: list[Fact]) -> list[float]:
    """The features of one sentence, in the order of `FEATURES`; counts grow as their square root."""
    sentence = text[span[0] : span[1]]
    words_of = _WORD.findall(sentence)
    words = len(words_of)
    counts = dict.fromkeys((*FEATURES, "name"), 0.0)
    for word in words_of:
        for name in _markers_of(word):
            counts[name] += 1
    for name in _MARKERS:
        counts[name] = math.sqrt(min(counts[name], 4))
    for fact in facts:
        counts[_kind(fact)] += 1
    counts["names"] = math.sqrt(counts.pop("name"))
    for name in ("number", "money", "percent", "measure", "date", "place", "title", "superlative"):
        counts[name] = math.sqrt(min(counts[name], 4))
    counts["question"] = float(sentence.rstrip("”\"’' ").endswith("?"))
    counts["words"] = min(words, 60) / 20
    counts["short"] = float(words < 8)
    counts["imperative"] = float(bool(_IMPERATIVE.match(sentence.lstrip("“\"'‘ "))))
    counts["verbless"] = float(not any(_is_verb(word) for word in words_of))
    counts["conjunct_start"] = float(bool(re.match(r"[“\"]?(?:And|But|So|Well|Now|Because|Or)\b", sentence)))
    return [counts[name] for name in FEATURES]


@lru_cache(maxsize=20_000)
def _is_verb(word: str) -> bool:
    return _VERB.search(word) is not None


@lru_cache(maxsize=20_000)
def _markers_of(word: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in _MARKERS.items() if pattern.fullmatch(word))


def _kind(fact: Fact) -> str:
    if fact.kind != "number" or fact.value is None:
        return fact.kind
    unit = fact.value.partition(" ")[2]
    if unit == "%":
        return "percent"
    if len(unit) == 3 and unit.isupper():
        return "money"
    return "measure" if unit else "number"


def score(values: list[float]) -> float:
    """The share of such sentences a checker would pick, by a logistic model on the features."""
    total = BIAS + sum(WEIGHTS[name] * value for name, value in zip(FEATURES, values, strict=True))
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 4)


def find_claims(
    text: str, sentences: list[Span], facts: tuple[Fact, ...], quotes: tuple[Quote, ...], asks: tuple[Ask, ...]
) -> tuple[Claim, ...]:
    """Every sentence that states something, in order, those in a speaker's mouth too. Questions and
    fragments without a verb state nothing, unless there is a figure in them."""
    starts = [f.span[0] for f in facts]
    asking = {ask.span for ask in asks}
    spoken = sorted(span for quote in quotes for span in quote.content)
    spoken_starts = [s for s, _ in spoken]
    found = []
    for span in sentences:
        inside = list(facts[bisect_left(starts, span[0]) : bisect_left(starts, span[1])])
        at = bisect_right(spoken_starts, span[1] - 1) - 1
        quoted = at >= 0 and spoken[at][1] > span[0]
        values = dict(zip(FEATURES, features(text, span, inside), strict=True))
        if not _states(text, span, values):
            continue
        if span in asking:
            # The paper's own asking is proved by its letters, so it ranks below what must be looked up.
            found.append(Claim(span, ("ask",), round(score(list(values.values())) * _OWN_ASKING, 4)))
            continue
        found.append(Claim(span, _kinds(values, quoted), score(list(values.values()))))
    return tuple(found)


def _states(text: str, span: Span, values: dict[str, float]) -> bool:
    if (
        DATELINE.match(f"{text[span[0] : span[1]]} — x")
        or values["question"]
        or not any(c.isalpha() for c in text[span[0] : span[1]])
    ):
        return False
    if values["imperative"] and not values["past"] and not values["number"]:
        return False
    return not values["verbless"] or any(values[k] for k in ("number", "money", "percent", "measure", "superlative"))


def _kinds(values: dict[str, float], quoted: bool) -> tuple[str, ...]:
    kinds = [
        k
        for k in (
            "number",
            "money",
            "percent",
            "date",
            "superlative",
            "comparison",
            "cause",
            "accusation",
            "prediction",
        )
        if values[k]
    ]
    if values["measure"] and "number" not in kinds:
        kinds.insert(0, "number")
    if quoted:
        kinds.append("quote")
    if values["opinion"] and not kinds:
        kinds.append("opinion")
    return tuple(kinds or ["statement"])
