"""Sentences that say comment was sought, refused, or not received; and of whom.

`ask_patterns.py` knows the words. Here it is decided whether they are the newsroom's asking
(residents' letters to a landlord are not), where the clause of each begins, and which parties stand
in it. A sentence that merely reports a denial is no ask.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from factcheck.text.asks.parties import parties_of
from factcheck.text.asks.patterns import PATTERNS, Pattern
from factcheck.text.asks.words import HINT, NEWS
from factcheck.text.names.coreference import People
from factcheck.text.names.titles import TITLES
from factcheck.text.reading import MarkedAsk, MarkedParty, Outcome, Span

_NEGATED = re.compile(r"\W*(?:but |and )?(?:neither|none of|none|no one|nobody|no \w+)\b", re.I)
_ANSWER = re.compile(
    r"\s(?:said|says|told|wrote|replied|responded|confirmed|denied|called|pointed|added|provided"
    r"|also|insisted|described|dismissed|rejected|blamed|defended|apologi[sz]ed|acknowledged"
    r"|admitted|issued|sent|gave|disputed|stressed|claimed|argued|explained|promised|thanked"
    r"|stood by|accused|repeated|conceded|texted|emailed|agreed|offered)\b",
    re.I,
)
# Where a second asking may begin. A comma with "and" parts clauses better than a bare "and", which
# may join nouns.
_STRONG = re.compile(r";\s+|,?\s+(?:while|but|whereas|though|although)\s+(?=\S)", re.I)
_COMMA_AND = re.compile(r",\s+and\s+|\)\s+and\s+", re.I)
_PLAIN_AND = re.compile(r"\s+and\s+", re.I)
_STRONG_OBJECT = re.compile(
    r"\s*(?:for|seeking|requesting|asking for|about|regarding"
    r"|concerning)\s+(?:[\w’']+\s+){0,3}?(?:comments?|interviews?|response|reaction|statement"
    r"|information|clarification|explanation|details)\b|\s+to (?:comment|discuss|respond"
    r"|be interviewed|speak|talk)\b"
    rf"|\s*(?:\w+\s+){{0,3}}?from (?:(?:a|an|the)\s+)?{NEWS}|\s+seeking\b",
    re.I,
)
# "calls for restraint", "a request from the mayor", "letters to resign": not the newsroom's.
_OTHER_OBJECT = re.compile(
    r"\s+(?:for|from)\s+(?!(?:a |an |any |further |more |additional )?(?:comment|interview"
    r"|response|statement|reaction|information|clarification|details|this (?:story|article"
    r"|report))|(?:a |the )?(?:\w+ )?(?:reporter|journalist))|\s+to\s+(?!(?:his|her|its|their|the"
    r"|a|an|your|comment|discuss|respond|be interviewed|speak|talk)\b)[a-z]+|\s+(?:that|of)\s",
    re.I,
)
_OTHER_CALLS = re.compile(
    r"\b(?:radio|emergency|distress|911|999|help|customer|customers|constituents|residents|voters"
    r"|patients|parents|families|court|legal|lawmakers|congressional|fire|prayer|wake-up|union"
    r"|unions|debate)['’]?s?\s+(?:\w+\s+)?(?:calls?|requests?|letters?|questions?|messages?"
    r"|emails?|claims?|allegations)$|\b(?:legal|union|bail|disciplinary|reform) claims?$",
    re.I,
)
_OWNED = re.compile(r"\b(?P<owner>(?:[\w.-]+\s+){0,3}[\w.-]+?)(?:['’]s|(?<=s)['’])\s+", re.I)
# "Residents' repeated calls to the council": whose the calls are stands before them.
_OWNER_BEFORE = re.compile(r"(?P<owner>[\w-]+)(?:['’]s|(?<=s)['’])\s+(?:[a-z-]+\s+){0,2}\Z")
_OURS = re.compile(rf"\s*(?:the\s+|a\s+|an\s+)?{NEWS}", re.I)
_PRESS_WORDS = re.compile(
    r"\b(?:comment|interview|reporter|journalist|newspaper|publication|deadline|e-?mailed"
    r"|written questions|detailed|press time|voicemail)\b",
    re.I,
)
_SAYS = re.compile(
    r"\b(?:said|says|told|claimed|complained|recalled|alleged|testified|according to)\b", re.I
)
_ITSELF = re.compile(
    r"\b(?:said|says|added|told [^,.;]{2,25}?)\s+(?:that\s+)?(?:it|they|he|she|we|the (?:company"
    r"|agency|group|department|ministry|firm|bank|office|campaign|army|police|force|union|council"
    r"|organisation|organization|government|school|hospital|university))\s+(?:\w+\s+)?$",
    re.I,
)
_OUR_SUBJECT = re.compile(
    rf"(?:^|.*\b(?:and|but|while|,)\s+)(?:we|i|{NEWS})(?:['’](?:ve"
    r"|s))?(?:\s+\(?\w+\)?)?\s*(?:\bhas|\bhave|\bhad|\bis|\bare|\bwas|\balso|\bdid)?(?:\s+\w+)?$",
    re.I,
)
_COMMON_SUBJECT = re.compile(
    r"(?:^|.*[,;]\s+)(?:(?:the|an?|his|her|their|its|two|three|some|many|several|these|those|most"
    r"|both|all)\s+(?-i:[a-z])|(?:residents|tenants|officials|lawyers|prosecutors|police|officers"
    r"|parents|neighbou?rs|workers|critics|investigators|lawmakers|firefighters|readers"
    r"|voters)\b)",
    re.I | re.S,
)
_PERSONAL = re.compile(
    r"(?:^|.*\W)(?:he|she)(?:['’]d|['’]s)?(?:\s+(?:had|has|have|also|then|did|was))*\s*$",
    re.I | re.S,
)
_SHARED = re.compile(r"\b(?:but|and|though)\s*$", re.I)
_CONDITION = re.compile(
    r"\b(?:if|unless|would have|should|could have|might have|must|to have)\b[^,]*$", re.I
)
_RUNG = re.compile(r"\b(?:contacted|reached|called|asked|approached|telephoned)\b[^.]*\Z", re.I)
# A message is left for somebody by a reporter, unless it is told of in reported speech.
_LEFT = re.compile(r"(?:messages?|voicemails?)\s+left\s+(?:for|at|with|on)\b", re.I)
# "X, reached by telephone, said they had no comment": the words go on about X.
_STILL_THEY = re.compile(r"\s*(?:(?:said|says|replied)\s(?:that\s)?(?:it|he|she|they|we)\s)?")
# "Residents were invited to comment on the draft plan": a consultation.
_CONSULTATION = re.compile(
    r"\s+on\s+[^.;]{0,40}?\b(?:drafts?|plans?|proposals?|proposed|consultations?|applications?|schemes?|bills?"
    r"|designs?|rules|regulations|guidelines)\b",
    re.I,
)
_LEGAL = re.compile(
    r"\b(?:whether the (?:jury|court)|jury|on the stand|under oath|in court|the plea|cross-examin)",
    re.I,
)
# "Neither did Kuhlmann", "So did the league": the sentence before says what.
_LIKEWISE = re.compile(
    r"\s*(?:(?:And|But)\s)?(?:Neither|Nor|So|neither|nor|so)\s(?:did|has|have|had|would|could|was|were)\s"
    r"(?P<who>[^.;:“”\"\n]{2,120})\.?\s*\Z"
)
# "The bank declined to comment, as did the ministry."
_ALSO = re.compile(
    r",\s(?:as|and\sso|and\sneither|nor)\s(?:did|has|have|had|would|was|were)\s(?P<who>[^;:“”\"\n]{2,120}?)"
    r"\s*[.]?\s*\Z"
)
# "My landlord never replied to the letter I sent": a private matter, whoever tells it.
_MINE = re.compile(
    r"\s*(?:My|Our)\s(?!(?:own\s)?(?:reporter|calls?|questions?|requests?|e-?mails?|letters?))[a-z]"
)
# Who speaks on condition, or as a source, was not asked for an answer.
_SOURCE = re.compile(r"\bsources\b[^.;]{0,60}\Z|\basked\snot\sto\sbe\s(?:named|identified)\b", re.I)
# "… approached the hospital for comment. It said it could not discuss patients."
_SAYS_NO = re.compile(
    r"(?P<who>It|They|He|She|The\s[a-z]{3,20})\s(?:said|says|replied|responded)\s(?:that\s)?"
    r"(?:it|they|he|she|we)\s(?:could|would|can|did|do|does|was|were)(?:\snot|n[’']t|\sunable\sto)\s(?:publicly\s)?"
    r"(?:discuss|comment|talk\sabout|speak\sabout|go\sinto|disclose|share|answer|respond)\b"
)
_WITHOUT_ANSWER: frozenset[Outcome] = frozenset(
    {"declined", "no-response", "unreachable", "referred"}
)


@dataclass(frozen=True, slots=True)
class _Hit:
    """Words of asking found in a sentence, with the clause they stand in."""

    pattern: Pattern
    match: re.Match[str]
    clause: Span
    lead: Span


def find_asks(
    text: str, sentences: list[Span], quoted: list[Span], people: People
) -> tuple[MarkedAsk, ...]:
    """Return every ask of the copy, in order.

    Words inside quotation marks (`quoted`, in order) never make an ask, but for the bare “No
    comment”.
    """
    starts = [q[0] for q in quoted]
    asks: list[MarkedAsk] = []
    before: list[MarkedAsk] = []  # those of the sentence before
    for sentence in sentences:
        if (likewise := _LIKEWISE.match(text, *sentence)) is not None:
            before = _of_whom_too(text, sentence, likewise.span("who"), before, people)
        elif (told := _refused_at_once(text, sentence, before)) is not None:
            before = [told]
        elif HINT.search(text, *sentence):
            before = _asks_in(text, sentence, quoted, starts, people)
        else:
            before = []
        asks.extend(before)
    return tuple(asks)


def _refused_at_once(text: str, span: Span, before: list[MarkedAsk]) -> MarkedAsk | None:
    """Return the ask of a sentence in which who the one before asked says that it will not."""
    asked = before[-1] if before else None
    if asked is None or asked.outcome != "sought" or len(asked.parties) != 1:
        return None
    says_no = _SAYS_NO.match(text, *span)
    if says_no is None:
        return None
    noun = says_no["who"].removeprefix("The ").lower()
    if says_no["who"].startswith("The ") and noun not in asked.parties[0].name.lower().split():
        return None
    party = MarkedParty(says_no.span("who"), asked.parties[0].name, asked.parties[0].group)
    return MarkedAsk(span, "declined", (party,))


def _of_whom_too(
    text: str, span: Span, who: Span, before: list[MarkedAsk], people: People
) -> list[MarkedAsk]:
    """Return the ask of a sentence that only says of whom the last one holds too."""
    if not before or before[-1].outcome not in _WITHOUT_ANSWER:
        return []
    parties = parties_of(text, who, people, after=True)
    return [MarkedAsk(span, before[-1].outcome, tuple(parties))] if parties else []


def _with_whom_too(
    text: str, sentence: Span, asks: list[MarkedAsk], people: People
) -> list[MarkedAsk]:
    """Return a sentence's asks, the last with those of whom its end says that it holds too."""
    also = _ALSO.search(text, *sentence) if asks else None
    if also is None or also.start() < asks[-1].span[0]:
        return asks
    last = asks[-1]
    parties = _unique([*last.parties, *parties_of(text, also.span("who"), people, after=True)])
    return [*asks[:-1], MarkedAsk(last.span, last.outcome, tuple(parties))]


def _asks_in(
    text: str, sentence: Span, quoted: list[Span], starts: list[int], people: People
) -> list[MarkedAsk]:
    asks: list[MarkedAsk] = []
    for hit in _with_clauses(text, sentence, _matches(text, sentence, quoted, starts)):
        ask = _ask_of(text, hit, people, asks)
        if ask is not None:
            asks.append(ask)
    asks = _with_whom_too(text, sentence, _without_asking(asks), people)
    if len(asks) == 1:
        return [MarkedAsk(sentence, asks[0].outcome, asks[0].parties)]
    return asks


def _matches(
    text: str, sentence: Span, quoted: list[Span], starts: list[int]
) -> list[tuple[Pattern, re.Match[str]]]:
    """Return the matches of a sentence, in order.

    Of two that overlap, the pattern listed first wins.
    """
    kept: list[tuple[Pattern, re.Match[str]]] = []
    for pattern in PATTERNS:
        for match in pattern.words.finditer(text, *sentence):
            at = bisect_right(starts, match.start()) - 1
            if at >= 0 and quoted[at][0] < match.start() < quoted[at][1]:
                continue
            if all(
                match.end() <= m.start() or m.end() <= match.start() for _, m in kept
            ) and _is_asking(text, pattern, match, sentence):
                kept.append((pattern, match))
    return sorted(kept, key=lambda pair: pair[1].start())


def _with_clauses(
    text: str, sentence: Span, matches: list[tuple[Pattern, re.Match[str]]]
) -> list[_Hit]:
    """Each match with its clause, which ends where the next one's begins."""
    if not matches:
        return []
    matches = [
        pair
        for pair, next_pair in zip(matches, [*matches[1:], None], strict=True)
        if not _in_passing(text, pair, next_pair)
    ]
    borders = [sentence[0]]
    leads = [sentence[0]]
    for (pattern, before), (_, match) in pairwise(matches):
        asked = pattern.outcome == "replied" and pattern.side == "after"
        cut = (before.end(), before.end()) if asked else _border(text, before.end(), match.start())
        borders.append(cut[1] if cut else match.start())
        leads.append(cut[0] if cut else match.start())
    ends = [*leads[1:], sentence[1]]
    return [
        _Hit(pattern, match, (start, end), (start, match.start()))
        for (pattern, match), start, end in zip(matches, borders, ends, strict=True)
    ]


def _in_passing(
    text: str, pair: tuple[Pattern, re.Match[str]], next_pair: tuple[Pattern, re.Match[str]] | None
) -> bool:
    """Return whether the asking is an aside: "X, reached at home, declined" has one clause."""
    if next_pair is None or (pair[0].outcome, pair[0].side) != ("replied", "after"):
        return False
    return _STILL_THEY.fullmatch(text, pair[1].end(), next_pair[1].start()) is not None


def _border(text: str, start: int, end: int) -> Span | None:
    """Between two askings: the last word that parts clauses for certain, else the first "and"."""
    strong = list(_STRONG.finditer(text, start, end))
    if strong:
        return strong[-1].span()
    for joint in (_COMMA_AND, _PLAIN_AND):
        match = joint.search(text, start, end)
        if match is not None:
            return match.span()
    return None


def _is_asking(text: str, pattern: Pattern, match: re.Match[str], sentence: Span) -> bool:
    """Whether the words are the newsroom's asking, by what stands before and after them."""
    before = text[sentence[0] : match.start()]
    if pattern.outcome == "sought" and _CONSULTATION.match(text, match.end(), sentence[1]):
        return False
    if pattern.neither and not _NEGATED.match(_last_clause(before)):
        return False
    if pattern.side == "before" and (_MINE.match(before) or _SOURCE.search(before)):
        return False
    if pattern.seeks:
        return _we_ask(pattern, match, before)
    if pattern.outcome == "declined" and _LEGAL.search(text, match.start(), sentence[1]):
        return False
    if _is_conditional(pattern, before):
        return False
    return not pattern.weak or _press_asked(text, match, before, sentence)


def _is_conditional(pattern: Pattern, before: str) -> bool:
    """Whether what is told did not happen yet: "if the bank does not comment"."""
    told = pattern.side == "before" and pattern.outcome != "sought"
    return told and _CONDITION.search(before[-60:]) is not None


def _last_clause(before: str) -> str:
    cuts = list(_STRONG.finditer(before))
    return before[cuts[-1].end() :] if cuts else before


def _we_ask(pattern: Pattern, match: re.Match[str], before: str) -> bool:
    """Whether the subject of "asked … for comment" is a newsroom, or at least nobody else."""
    subject = before.strip()
    if match.group()[:9].lower() in (
        "comment w",
        "comments ",
        "comment h",
        "comment i",
    ) or _passive(match):
        return not _SAYS.search(before)
    if _OUR_SUBJECT.match(subject):
        return True
    press = _PRESS_WORDS.search(match.string, match.start(), match.end() + 60) is not None
    if (
        pattern.bare
        or (pattern.weak and not press)
        or _PERSONAL.match(subject)
        or _COMMON_SUBJECT.match(subject)
    ):
        return False
    return not _SAYS.search(before) and not _starts_with_other(subject)


def _passive(match: re.Match[str]) -> bool:
    return (
        re.search(
            r"\b(?:was|were|been|being)\s+(?:also\s+)?\w+\s+(?:to|with|from)\s*$",
            match.group(),
            re.I,
        )
        is not None
    )


def _starts_with_other(subject: str) -> bool:
    first = subject.split()[:1]
    return bool(first) and first[0].lower().rstrip(".") in TITLES


def _press_asked(text: str, match: re.Match[str], before: str, sentence: Span) -> bool:
    """Whether letters, calls or questions that nobody answered were a reporter's."""
    if _STRONG_OBJECT.match(text, match.end()):
        return True
    if _PRESS_WORDS.search(text, match.start(), sentence[1]):
        return True
    mine = match.groupdict().get("mine") or match.groupdict().get("theirs")
    return _are_ours(text, match, before, mine or _before_parties(match))


def _are_ours(text: str, match: re.Match[str], before: str, mine: str) -> bool:
    """Whether calls that no word of the press stands beside are ours, by whose they are said to be.

    `mine` are the words for the calls, with who owns them.
    """
    whose = _OWNER_BEFORE.search(before)
    if whose is not None and not _is_ours(whose["owner"]):
        return False
    if _OTHER_OBJECT.match(text, match.end()) or _OTHER_CALLS.search(mine):
        return False
    if _LEFT.match(match.group()):
        return not _SAYS.search(before)
    owned = _OWNED.search(mine)
    if owned is not None:
        return _is_ours(owned.group("owner"))
    return _is_ours_as_reported(before) or _OURS.search(mine) is not None


def _is_ours_as_reported(before: str) -> bool:
    """Whether a speaker may tell of our calls: in reported speech they are the speaker's own.

    They are ours again where the speaker is who was called.
    """
    if _SAYS.search(before) is None:
        return True
    return any(words.search(before) for words in (_ITSELF, _SHARED))


def _before_parties(match: re.Match[str]) -> str:
    """Return the words of asking, up to the parties: whose they are is not whose the calls are."""
    whole = match.group()
    parties = match.groupdict().get("p")
    return whole[: match.start("p") - match.start()] if parties else whole


def _is_ours(owner: str) -> bool:
    """Return whether who owns the calls is a paper: "The Ledger's calls", "this reporter's"."""
    return _OURS.match(owner) is not None or owner.split()[0].lower() in ("this", "our", "a")


def _ask_of(text: str, hit: _Hit, people: People, earlier: list[MarkedAsk]) -> MarkedAsk | None:
    """Return the ask that a hit makes; `earlier` are the asks before it in the sentence."""
    pattern = hit.pattern
    if pattern.bare and not pattern.seeks and not _stands_bare(text, hit, earlier):
        return None
    parties = _parties(text, hit, people)
    if not parties and pattern.side == "before" and earlier:
        # Those of the ask before it: "The bank was asked and did not reply."
        if earlier[-1].outcome == pattern.outcome:
            return None
        parties = list(earlier[-1].parties)
    if not parties:
        nobody = _names_nobody(text, pattern, hit.match)
        return MarkedAsk(hit.clause, pattern.outcome, ()) if nobody else None
    if _is_private(pattern, parties[0]):
        return None
    return MarkedAsk(hit.clause, _outcome(text, hit), tuple(_unique(parties)))


def _parties(text: str, hit: _Hit, people: People) -> list[MarkedParty]:
    """Return the parties of a hit, on the side where its pattern has them.

    Of "asked for comment, X said", where the answer follows at once, they stand before.
    """
    replied_after = hit.pattern.outcome == "replied" and hit.pattern.side == "after"
    answered = replied_after and _ANSWER.match(text, hit.match.end() - 1) is not None
    after = hit.pattern.side != "before" and not answered
    return parties_of(text, hit.lead if answered else _area(hit), people, after=after)


def _is_private(pattern: Pattern, party: MarkedParty) -> bool:
    """Return whether somebody called their own: "called her brother" is no asking.

    "Another waitress" whose texts a narrator tells of is none either.
    """
    first = party.name.split()[0].lower()
    own = first in ("his", "her", "their", "its") and pattern.outcome == "sought" and pattern.bare
    return own or (first == "another" and pattern.weak)


def _outcome(text: str, hit: _Hit) -> Outcome:
    """Return the outcome of a hit; "Neither X nor Y replied" is no reply."""
    pattern = hit.pattern
    replied = pattern.outcome == "replied" and pattern.side == "before"
    if replied and _NEGATED.match(text[slice(*hit.lead)]):
        return "no-response"
    return pattern.outcome


def _stands_bare(text: str, hit: _Hit, earlier: list[MarkedAsk]) -> bool:
    """Return whether words that name no comment are an ask.

    They are only after another ask, or where a reporter rang.
    """
    lead = text[slice(*hit.lead)]
    if hit.pattern.outcome == "unreachable":
        return (
            _OUR_SUBJECT.match(lead.strip()) is not None
            or _PRESS_WORDS.search(text, *hit.clause) is not None
        )
    return bool(earlier) or _RUNG.search(text, max(0, hit.lead[0] - 60), hit.lead[1]) is not None


def _names_nobody(text: str, pattern: Pattern, match: re.Match[str]) -> bool:
    """Return whether an ask of nobody counts, as in "Requests for comment were not returned"."""
    passive = re.match(
        r"(?:requests?|e-?mails?|calls?|messages?)\s+(?:for|seeking) comment", match.group(), re.I
    )
    return pattern.outcome == "no-response" and passive is not None


def _without_asking(asks: list[MarkedAsk]) -> list[MarkedAsk]:
    """Drop an asking whose outcome is told: "Asked for comment, X declined" is one ask.

    "X declined; Y replied" is two.
    """
    final = ("declined", "referred", "no-response", "unreachable")
    silent = {party.name for ask in asks if ask.outcome in final for party in ask.parties}
    return [
        ask
        for ask in asks
        if ask.outcome != "replied" or not silent or {p.name for p in ask.parties} - silent
    ]


def _area(hit: _Hit) -> Span:
    match, pattern = hit.match, hit.pattern
    if pattern.side == "before":
        return hit.lead
    if pattern.side == "group":
        return match.span("p")
    if pattern.outcome != "replied":
        return match.end(), hit.clause[1]
    answer = _ANSWER.search(match.string, match.end(), hit.clause[1])
    return match.end(), answer.start() if answer else match.end()


def _unique(parties: list[MarkedParty]) -> list[MarkedParty]:
    seen: set[str] = set()
    return [p for p in parties if not (p.name.lower() in seen or seen.add(p.name.lower()))]  # type: ignore[func-returns-value]
