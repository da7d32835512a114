"""Sentences that say comment was sought, refused, or not received; and of whom.

Each pattern knows an outcome and on which side its parties stand: before the words ("X declined to
comment"), after them ("sought comment from X"), or in a group of its own (`p`). A sentence that merely
reports a denial is no ask.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Literal

from factcheck.text.parties import parties_of
from factcheck.text.people import Cast
from factcheck.text.reading import Ask, AskedParty, Outcome, Span

_HINT = re.compile(
    r"comment|respon[ds]|repl(?:y|ied)|reach|contact|approach|return|declin|refus|referr|unanswered|answer|available|"
    r"response|requests?|statement|interview|questions|queries|inquir|enquir|reaction|directed|yet to|silent",
    re.I,
)
_ADV = (
    r"(?:(?:immediately|yet|promptly|directly|initially|also|so far|previously|publicly|either"
    r"|specifically|reportedly|again|repeatedly|both|all|each|then|further|now|apparently"
    r"|successfully)\s+)*"
)
_NOT = (
    r"(?:(?:did|has|have|had|do|does|was|were)\s+(?:not|n['’]t)|(?:did|has|have|had|do|does)n['’]t"
    r"|didn['’]t|failed to|never|neglected to)"
)
_ASKED = (
    r"(?:requests?|questions?|e-?mails?|(?:phone |telephone )?calls?|messages?|inquir(?:y|ies)|enquir"
    r"(?:y|ies)|quer(?:y|ies)|letters?|texts?|text messages?|voicemails?|invitations?|comment|outreach"
    r"|list of questions|approach(?:es)?)"
)
_WHEN = r"(?:by|before|at|as of|in time|prior to|within|when|on|until|ahead of)\b"
_END = r"(?=\s*(?:$|[.,;:!?)”\"—–]|but\b|and\b|while\b|" + _WHEN + r"))"
_A = (
    r"(?:(?:a|an|any|further|more|additional|immediate|official|their|its|his|her|detailed|written|the|specific"
    r"|list of)\s+)*"
)
_FOR_COMMENT = (
    rf"(?:(?:(?:by|via|over)\s+(?:e-?mail|phone|telephone|text)\s+)?(?:"
    rf"for\s+{_A}(?:comments?|response|reaction|statement|reply|clarification|confirmation|information|details|"
    rf"explanation|interviews?|side)"
    rf"|(?:seeking|requesting|asking for)\s+{_A}(?:comments?|response|reaction|interviews?|clarification)"
    rf"|to\s+(?:comment|respond|reply)|(?:with|about)\s+{_A}questions))\b"
)
_SIDE = Literal["before", "after", "group"]


def _p(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.I)


_PATTERNS: list[tuple[Outcome, _SIDE, re.Pattern[str]]] = [
    # before "asked … for": the party asked, and for time
    (
        "replied",
        "before",
        _p(r"\basked\s+for\s+(?:more|additional|extra)\s+time\s+to\s+(?:respond|reply|answer|comment)\b"),
    ),
    # the outlet asks
    (
        "sought",
        "after",
        _p(
            r"\b(?:sought|seeking|requested|requesting|asked for|asking for|solicited|invited"
            r"|awaiting|awaits|waiting for|waiting on|seeks|await)\s+(?:(?:a|an|any|further"
            r"|additional|more|immediate|official|written|formal)\s+)*(?:comments?|responses?"
            r"|reactions?|statements?|repl(?:y|ies)|clarification)\s+(?:[^,.;]{0,40}?\s)?(?:from"
            r"|of)\s+"
        ),
    ),
    (
        "sought",
        "group",
        _p(
            r"\b(?:contacted|approached|reached out to|emailed|e-mailed|asked|messaged|texted"
            r"|phoned|called|telephoned|queried|wrote to|written to|pressed|contacting"
            r"|reaching out to)\s+(?P<p>(?!by\b)[^.;]{2,400}?)\s*,?\s+" + _FOR_COMMENT
        ),
    ),
    (
        "sought",
        "group",
        _p(
            r"\b(?:has|have|had|['’](?:s|ve)|also)\s+(?:also\s+|since\s+|already\s+"
            r"|repeatedly\s+)?(?:contacted|approached|reached out to)\s+(?P<p>[^.;]{2,300})" + _END
        ),
    ),
    (
        "sought",
        "group",
        _p(
            r"\b(?:reached out to)\s+(?P<p>[^.;,]{2,120}?)(?=\s*(?:$|[.;,]|\s(?:but|and)\s(?:did"
            r"|has|have|had|was|were|received|got)\b))"
        ),
    ),
    (
        "sought",
        "group",
        _p(
            r"\b(?:sent|submitted|put|emailed|directed|addressed|left|posed)\s+(?:(?:a|an"
            r"|several|multiple|detailed|written|the|repeated|two|three|numerous|these|its|list"
            r"|of)\s+)*(?:requests?(?: for (?:comment|an interview|information|a response))?"
            r"|questions?|e-?mails?|messages?|voicemails?|inquir(?:y|ies)|letters?)\s+"
            r"(?:seeking comment\s+|for comment\s+)?(?:to|with|for)\s+(?P<p>[^.;]{2,300}?)"
            + r"(?=\s*(?:$|[.;]|,?\s(?:but|asking|seeking)\b|\sand (?:did|has|have|had|was|were|received|got)\b|\s"
            + _FOR_COMMENT
            + r"))"
        ),
    ),
    (
        "sought",
        "after",
        _p(
            r"\bcomments?\s+(?:was|were|is|has been|have been|had been|is being|was being)\s+"
            r"(?:also\s+)?(?:sought|requested|solicited)\s+from\s+"
        ),
    ),
    (
        "sought",
        "after",
        _p(
            r"\b(?:(?:requests?|inquiries|e-?mails?)\s+(?:for|seeking)\s+"
            r"(?:comment|an interview|a response|a statement)"
            r"|questions|list of questions)\s+(?:was|were|has been|have been|had been)\s+(?:also\s+)?"
            r"(?:sent|submitted|made|emailed|directed|put|forwarded|addressed)\s+to\s+"
        ),
    ),
    (
        "sought",
        "before",
        _p(
            r"\b(?:was|were|has been|have been|had been|is being|are being)\s+"
            + _ADV
            + r"(?:contacted|approached|asked|reached|emailed|invited)\s+(?:by\s+[\w’' ]{2,40}?\s+)?"
            + _FOR_COMMENT
        ),
    ),
    ("sought", "before", _p(r"\b(?:has been|have been|had been)\s+" + _ADV + r"(?:contacted|approached)" + _END)),
    (
        "declined",
        "before",
        _p(r"\b(?:does not|do not|doesn['’]t|don['’]t)\s+(?:publicly\s+|generally\s+|typically\s+)*comment\b"),
    ),
    # asked in vain
    (
        "no-response",
        "before",
        _p(
            rf"\b{_NOT}\s+{_ADV}(?:respond(?:ed)?|repl(?:y|ied)|react(?:ed)?)\s+{_ADV}(?:(?:on\s+)?\w+day\s+)?(?:to|on)\s+"
            rf"(?:[\w’',-]+\s+){{0,7}}?{_ASKED}\b"
        ),
    ),
    (
        "no-response",
        "before",
        _p(
            rf"\b{_NOT}\s+{_ADV}(?:respond(?:ed)?|repl(?:y|ied))\s*{_ADV}(?:{_FOR_COMMENT}|(?:by"
            rf"|before|at|in time for|prior to|ahead of|as of)\s+(?:the\s+)?(?:time|press"
            rf"|publication|deadline|publishing|print|[\w.: ]{{0,12}}deadline|\w+day|\d))"
        ),
    ),
    (
        "no-response",
        "before",
        _p(rf"\b{_NOT}\s+(?:{_ADV}immediately\s+)(?:respond(?:ed)?|repl(?:y|ied)|react(?:ed)?|comment(?:ed)?){_END}"),
    ),
    ("no-response", "before", _p(rf"\b{_NOT}\s+{_ADV}comment(?:ed)?\b")),
    (
        "no-response",
        "before",
        _p(
            r"\b(?:has|have|had|is|are|was|were)\s+(?:yet|still)\s+to\s+(?:publicly\s+"
            r"|officially\s+)?(?:respond|reply|comment|react|answer)\b"
        ),
    ),
    (
        "no-response",
        "before",
        _p(rf"\b{_NOT}\s+{_ADV}(?:return(?:ed)?|answer(?:ed)?|acknowledge(?:d)?)\s+(?:[\w’',-]+\s+){{0,6}}?{_ASKED}\b"),
    ),
    (
        "no-response",
        "before",
        _p(
            rf"\b{_NOT}\s+{_ADV}(?:provide|provided|offer|offered|issue|issued|give|given|make"
            rf"|made)\s+(?:(?:a|an|any|further|immediate|official|public)\s+)*(?:comments?|response"
            rf"|statement|reply)\b"
        ),
    ),
    (
        "no-response",
        "before",
        _p(
            r"\b(?:had|has|have|gave|offered|made|issued)\s+no\s+(?:immediate|official|public)\s+"
            r"(?:comment|response|reaction|reply|statement)\b"
        ),
    ),
    (
        "no-response",
        "before",
        _p(r"\b(?:ignored|left unanswered)\s+(?:[\w’',-]+\s+){0,5}?" + _ASKED + r"(?:\s+for comment)?\b"),
    ),
    ("no-response", "before", _p(r"\bremained silent when (?:asked|contacted)\b")),
    (
        "no-response",
        "after",
        _p(
            r"\bno\s+(?:immediate\s+|official\s+|public\s+|further\s+)*(?:comment|response"
            r"|reaction|reply|word|statement|answer)\s+(?:(?:was|were|had been|has been"
            r"|could be)\s+)?(?:(?:immediately\s+)?(?:available|received|obtained|given|offered"
            r"|provided|forthcoming|made|issued)\s+)?(?:from|by)\s+"
        ),
    ),
    (
        "no-response",
        "after",
        _p(
            r"\b(?:did not|didn['’]t|has not|have not|had not|hasn['’]t|haven['’]t)\s+"
            r"(?:immediately\s+|yet\s+)?(?:receive[d]?|hear[d]?|g[eo]t(?:ten)?)\s+(?:back\s+|a "
            r"(?:response|reply)\s+|any (?:response|reply)\s+|an answer\s+)+from\s+"
        ),
    ),
    (
        "no-response",
        "group",
        _p(
            r"\b(?:requests?|questions?|e-?mails?|(?:phone |telephone )?calls?|messages?|inquir"
            r"(?:y|ies)|enquiries|quer(?:y|ies)|letters?|voicemails?)\s+(?:for\s+(?:further\s+)?"
            r"(?:comment|an interview|interviews|information|a response)\s+|seeking\s+(?:comment"
            r"|a response)\s+|requesting\s+(?:comment|an interview)\s+)?(?:(?:left|sent|made"
            r"|placed|emailed|directed|submitted|put)\s+)?(?:to|from|with|for|at|by)\s+(?P<p>"
            r"(?!comment)[^.;]{2,250}?)\s+(?:seeking comment\s+|requesting comment\s+"
            r"|for comment\s+)?(?:(?:was|were|have been|has been|had been)\s+(?:not|n['’]t)\s+"
            r"(?:immediately\s+)?(?:been\s+)?|(?:have|has|had)\s+not\s+(?:yet\s+)?been\s+|(?:was"
            r"|were)n['’]t\s+(?:immediately\s+)?|went\s+|(?:have|has|had)\s+gone\s+|remained\s+|"
            r"(?:was|were)\s+)(?:immediately\s+)?(?:returned|answered|responded to|successful"
            r"|acknowledged|unanswered|unreturned|ignored|met with silence|replied to)\b"
        ),
    ),
    # out of reach
    (
        "unreachable",
        "before",
        _p(
            r"\b(?:could not|couldn['’]t|cannot|can not|was unable to|were unable to)\s+"
            + _ADV
            + r"be\s+"
            + _ADV
            + r"(?:reached|contacted|located)\b"
        ),
    ),
    (
        "unreachable",
        "before",
        _p(
            r"\b(?:(?:was|were|is|are)\s+not|(?:was|were|is|are)n['’]t)\s+"
            + _ADV
            + r"(?:available|reachable|free)\s+(?:for|to)\s+(?:further\s+|immediate\s+)?(?:comment"
            r"|an interview|interviews?|respond|speak|discuss)\b"
        ),
    ),
    (
        "unreachable",
        "before",
        _p(r"\b(?:(?:was|were|is|are)\s+not|(?:was|were|is|are)n['’]t)\s+immediately\s+(?:available|reachable)\b"),
    ),
    ("unreachable", "before", _p(r"\b(?:was|were|is|are)\s+(?:unavailable|unreachable)(?:\s+(?:for|to)\s+comment)?\b")),
    (
        "unreachable",
        "after",
        _p(r"\b(?:was|were|has been|have been)\s+unable\s+to\s+(?:immediately\s+)?(?:reach|contact|locate)\s+"),
    ),
    (
        "unreachable",
        "after",
        _p(r"\b(?:could not|couldn['’]t)\s+(?:immediately\s+|independently\s+)?(?:reach|contact|locate)\s+"),
    ),
    (
        "unreachable",
        "group",
        _p(
            r"\b(?:attempts?|efforts?|multiple attempts)\s+(?:by [\w’' ]{2,30} )?to\s+(?:reach"
            r"|contact|locate|get (?:comment|a response) from|obtain (?:comment"
            r"|a response) from)\s+(?P<p>[^.;]{2,250}?)\s+(?:for comment\s+)?(?:(?:was|were|proved"
            r"|have been|has been)\s+)?(?:not\s+(?:immediately\s+)?successful|unsuccessful|failed"
            r"|in vain|fruitless)\b"
        ),
    ),
    # refused
    (
        "declined",
        "before",
        _p(
            r"\b(?:declin(?:ed|es|ing)|refus(?:ed|es|ing))\s+(?:(?:to|an?|all|our|multiple"
            r"|repeated|several|any|every|further|immediate|interview|media|\w+['’]s)\s+)*"
            r"(?:immediately\s+|publicly\s+|further\s+|directly\s+)*(?:comment(?:ing|s)?"
            r"|be interviewed|interviews?|interview requests?|requests? (?:for|to)\b|to be quoted"
            r"|answer (?:\w+ ){0,4}questions|provide (?:a |any |further )*(?:comment|statement"
            r"|response)|make (?:\w+ ){1,4}available|respond to (?:\w+[’']?\w* ){0,5}?(?:requests?"
            r"|questions?|emails?|calls?|inquiries))\b"
        ),
    ),
    (
        "declined",
        "before",
        _p(
            r"\bdeclin(?:ed|es|ing)\s+to\s+(?:say|discuss|elaborate|confirm|give (?:further |more "
            r"|any )?details|speak (?:to|with)|address|specify|explain)\b"
        ),
    ),
    (
        "declined",
        "before",
        _p(
            r"\b(?:would not|wouldn['’]t|will not|won['’]t|chose not to|opted not to"
            r"|preferred not to|asked not to|could not|was unable to|were unable to|unable to)\s+"
            r"(?:immediately\s+|further\s+|publicly\s+)*comment\b"
        ),
    ),
    ("declined", "before", _p(r"\b(?:had|has|have|offered|gave)\s+no\s+(?:further\s+|additional\s+)?comment\b")),
    (
        "declined",
        "before",
        _p(
            r"\b(?:turned down|rejected|rebuffed)\s+(?:[\w’',-]+\s+){0,5}?(?:requests? for "
            r"(?:comment|an interview|interviews)|interview requests?)\b"
        ),
    ),
    ("declined", "before", _p(r"\brefrained from commenting\b")),
    # sent elsewhere
    (
        "referred",
        "before",
        _p(
            r"\b(?:referred|directed|deferred|redirected|forwarded)\s+(?:(?:all|any|our|further"
            r"|media|press|the|this|its|these|those|a|most|follow-up|\w+['’]s?)\s+)*(?:questions?"
            r"|quer(?:y|ies)|inquir(?:y|ies)|enquir(?:y|ies)|requests?|comments?|calls?|reporters?"
            r"|journalists?|us|newsweek|reuters|e-?mails?)\b[^.;]{0,60}?\s(?:back\s+)?to\b"
        ),
    ),
    # answered
    (
        "replied",
        "after",
        _p(
            r"\b(?:(?:when|after being|if)\s+)?(?:asked|reached|contacted|approached)\s+"
            r"(?:by [\w’' ]{2,30} )?(?:for (?:a |further )?(?:comment|response|reaction)|by "
            r"(?:phone|telephone|email)(?: for comment)?)\s*(?:[^,.;]{0,60}),\s+"
        ),
    ),
    (
        "replied",
        "after",
        _p(
            r"\b(?:in (?:a |an )?(?:written |emailed |e-mailed )?(?:statement|response|reply"
            r"|answer|email)|responding|replying|in response)\s+to\s+(?:[\w’',-]+\s+){0,6}?"
            r"(?:requests? for (?:comment|information|a response)|questions?|inquir(?:y|ies)|quer"
            r"(?:y|ies))\s*(?:[^,.;]{0,50}),\s+"
        ),
    ),
    (
        "replied",
        "before",
        _p(
            r"\b(?:responded|replied)\s+to\s+(?:[\w’',-]+\s+){0,5}?requests?\s+for\s+(?:comment"
            r"|a response|information)\b"
        ),
    ),
    ("referred", "before", _p(r"\b(?:referred|directed)\s+(?:all |any |its |our )?questions\s+elsewhere\b")),
    (
        "replied",
        "before",
        _p(
            r"\b(?:responded|replied)\s+to\s+(?:some of\s+)?(?:(?:the|our|its|those|written|e-?mailed)\s+)*"
            r"(?:questions|queries|inquiries)\b"
        ),
    ),
]
# A story may quote someone on not answering letters; these words say the asking was no reporter's.
_NOT_OURS = re.compile(r"\b(?:refused|declined) to (?:say|discuss)\b.*\b(?:court|jury|police interview)\b", re.I)
_NEGATED = re.compile(r"\W*(?:neither|none of|no one)\b", re.I)
_ANSWERED = re.compile(
    r"\s(?:said|says|told|wrote|replied|responded|confirmed|denied|called|pointed|added|provided|also)\b", re.I
)
_UNHEARD = re.compile(r",?\s*(?:but|and)\s+(?:did not|has not|have not|had not|didn['’]t|received no|got no)\b", re.I)
_BARE = re.compile(
    r"^(?:reached out to|\w+ (?:\w+ )?(?:contacted|approached|reached out to))\b(?!.*\b(?:comment|response))",
    re.I | re.S,
)
_SPLIT = re.compile(r";\s+|,?\s+(?:while|but|whereas)\s+(?=\S)", re.I)


def find_asks(text: str, sentences: list[Span], quoted: list[Span], cast: Cast) -> tuple[Ask, ...]:
    """Every ask of the copy, in order; words inside quotation marks (`quoted`, in order) never make one."""
    starts = [q[0] for q in quoted]
    found: list[Ask] = []
    for sentence in sentences:
        if _HINT.search(text, *sentence):
            found.extend(_asks_in(text, sentence, quoted, starts, cast))
    return tuple(found)


def _asks_in(text: str, sentence: Span, quoted: list[Span], starts: list[int], cast: Cast) -> list[Ask]:
    clauses = _clauses(text, sentence)
    found: list[Ask] = []
    for clause in clauses:
        ask = _ask_of(text, clause, quoted, starts, cast, found)
        if ask is not None:
            found.append(ask)
    if len(found) == 1:
        return [Ask(sentence, found[0].outcome, found[0].parties)]
    return found


def _clauses(text: str, sentence: Span) -> list[Span]:
    """The sentence cut where a second asking may begin: "X declined to comment, while Y did not respond"."""
    cuts = [sentence[0]]
    ends = []
    for match in _SPLIT.finditer(text, *sentence):
        ends.append(match.start())
        cuts.append(match.end())
    ends.append(sentence[1])
    return [(s, e) for s, e in zip(cuts, ends, strict=True) if e - s > 8]


def _ask_of(
    text: str, clause: Span, quoted: list[Span], starts: list[int], cast: Cast, before: list[Ask]
) -> Ask | None:
    for outcome, side, pattern in _PATTERNS:
        for match in pattern.finditer(text, *clause):
            at = bisect_right(starts, match.start()) - 1
            if at >= 0 and quoted[at][0] < match.start() < quoted[at][1]:
                continue
            if _NOT_OURS.search(text, *clause):
                continue
            area = _area(match, side, outcome, clause)
            parties = parties_of(text, area, cast, after=side != "before")
            if not parties and side == "before" and before:
                parties = list(before[-1].parties)
            if not parties or (_BARE.search(match.group()) and not _stands_bare(text, match, clause, parties)):
                continue
            if outcome == "replied" and not text[parties[0].span[0]].isupper():
                continue
            if outcome == "replied" and _NEGATED.match(text[slice(*clause)]):
                outcome = "no-response"
            return Ask(clause, outcome, tuple(_unique(parties)))
    return None


def _stands_bare(text: str, match: re.Match[str], clause: Span, parties: list[AskedParty]) -> bool:
    """Without a word of comment, only a named party just contacted, or one who never answered, makes an ask."""
    named = not parties[0].group and parties[0].name.split()[0].lower() not in ("his", "her", "their", "its", "each")
    perfect = match.group()[:1].lower() != "r"
    return named and (perfect or _UNHEARD.match(text, clause[1], clause[1] + 80) is not None)


def _area(match: re.Match[str], side: _SIDE, outcome: Outcome, clause: Span) -> Span:
    if side == "before":
        return clause[0], match.start()
    if side == "group":
        return match.span("p")
    if outcome != "replied":
        return match.end(), clause[1]
    answer = _ANSWERED.search(match.string, match.end(), clause[1])
    return match.end(), answer.start() if answer else match.end()


def _unique(parties: list[AskedParty]) -> list[AskedParty]:
    seen: set[str] = set()
    return [p for p in parties if not (p.name.lower() in seen or seen.add(p.name.lower()))]  # type: ignore[func-returns-value]
