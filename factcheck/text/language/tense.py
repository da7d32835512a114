"""Whether a sentence speaks of what is to come, at the place where a date stands."""

from __future__ import annotations

import re

from factcheck.text.reading import Span

# Characters of the sentence on either side of a date that tell its tense; more says no more.
_LOOK = 200
# A month is "May", with its capital: "rose to 4.1 per cent in May from April's 4".
_AUX = r"(?:will|won['’]t|shall|would|could|must|should|(?-i:may)|might|can|to)"
_INTENT = (
    r"(?:agree|vow|pledge|promise|plan|intend|hope|want|ask|order|urge|invite|threaten|prepar|aim|offer|decid|need"
    r"|demand|require|reschedul|postpon|force)(?:e?[ds]|ned|ing)?"
)
_TENSE = re.compile(
    rf"\b(?:(?P<future>{_AUX}(?:\s+(?:not|also|only|then|now|likely|probably|soon))?\s+be(?:\s+\w+ly)?\s+\w+"
    r"|(?:is|are|was|were)\s+(?:now\s+)?(?:due|set|scheduled|expected|slated|planned|to\s+(?!blame)\w+)"
    rf"|(?:will|shall)\s+have\s+\w+|will|won['’]t|shall|(?:would|(?-i:may)|might)(?!\s+have)|must|should|{_INTENT}\s+(?:\w+\s+){{0,3}}?to\s+\w+|plans?\s+to"
    r"|due\s+(?:in|on|by|back|before|at|to\s+(?!the|a|an|his|her|its|their)\w+)|going\s+to|upcoming|coming|deadline"
    r"|plays|visits|hosts|faces|opens|begins|starts|airs|premieres|kicks\s+off|(?:travels|heads)\s+to"
    r"|retires|enters|ends|returns|meets|launches|arrives|reopens|votes|appears|finishes"
    r"|(?:rises?|falls?|increases?|drops?|climbs?|goes\s+(?:up|down))\s+(?:to|by|from)\s+(?:[A-Z]{0,3}[$€£])?\d{1,9}"
    r"|(?:face|faces|stand|stands|go\s+on)\s+trial"
    r"|(?:I|we|you|they)\s+(?:go|leave|fly|play|meet|start|begin|open|vote|return|travel|move|face|finish|march|sail)"
    r"|(?:rises|sits|reconvenes|adjourns|departs|flies|convenes|breaks\s+up|goes\s+home)\s+on"
    r"|steps\s+down|goes\s+(?:on\s+(?:sale|trial|show)|to\s+the\s+polls|before|into)"
    r"|(?:is|are)\s+(?:on\s+)?at|until|scheduled|expected|slated|ahead\s+of|tomorrow|expires?|takes?\s+effect|resumes?|comes?\s+into\s+force)"
    r"|(?P<past>was|were|had|has|have|did(?:n['’]t)?|said|told|went|came|took|made|met|began|won|lost|left|held|saw"
    r"|led|fell|rose|spoke|wrote|struck|broke|hit|shot|sank|drew|gave|got|found|fled|sent|ran|sold|bought|flew|grew"
    r"|put|cut|shut|cost|quit|knew|brought|caught|built|became|sought|paid|spent|sang|rang|shook|wore|tore|threw|drove|rode|chose|froze"
    r"|stole|woke|fought|taught|thought|slept|kept|felt|dealt|meant|sat|stood|lay|drank|swept|wept|slid|dug|fed|hung"
    r"|leapt|burst|lit|heard|laid|overtook|withdrew|arose|forbade|swore|shone|flung)"
    # "The vote on May 2, followed by a second on May 9": what follows is as far ahead as the first.
    r"|(?P<form>(?!followed\s+by\b)(?!(?:united|need|indeed|hundred|speed|seed|feed)\b)\w{3,}ed)"
    r"|(?P<border>and|but|who|which|that|after|when|as|because|if|while|since))\b|(?P<mark>[,;:—–])",
    re.I,
)
# Past and infinitive alike: "will shut on Monday".
_UNCHANGED = frozenset(["put", "cut", "shut", "cost", "quit", "hit", "burst"])
_IS = re.compile(r"\b(?:is|are)\s+(?:on\s+)?$", re.I)
# A line of a schedule: "Thunder: Host the Lakers on Friday."
_SCHEDULE = re.compile(
    r"(?:[A-Z][^:.;\n]{0,40}:\s+)?(?:Host|Visit|Play|Face|Meet|Travel|Begin|Open|Return|Continue"
    r"|Take|Start|Resume|At)\s+(?:on|at|to|the|a|their|its|against|with|by|in|for|[A-Z]\w+)\b"
)
# "Fixtures: Leinster v Munster, Saturday", "Up next: Calgary visit Winnipeg on Sunday".
_ON_THE_CARD = re.compile(
    r"(?:[Ff]ixtures?|[Uu]p\s[Nn]ext|[Nn]ext\s[Uu]p|[Cc]oming\s[Uu]p|[Dd]iary|[Tt]o\s[Cc]ome|[Nn]ext|[Uu]pcoming"
    r"|[Ss]till\s[Tt]o\s[Cc]ome|[Ww]hat[’']?s\s[Oo]n|[Ll]ook\s[Aa]head)(?:\s[a-z]{1,12}){0,2}:\s"
)
_BY = re.compile(
    r"\b(?:by|until|till)\s+(?:(?:late|early)\s+)?(?:the\s+)?(?:(?:end|start|middle)\s+of\s+)?$",
    re.I,
)
_ASKS = re.compile(
    r"(?:said|told|gave|had|has|have|asked|demanded|ordered|urged|requested|invited|set|agreed|vowed|promised|pledged"
    r"|warned|wanted|needed|called|required|committed|planned|offered|threatened)$",
    re.I,
)
# "Set their next meeting for June": what is fixed lies ahead, though the fixing is past.
_SET_FOR = re.compile(
    r"\b(?:set|fixed|scheduled|booked|rescheduled|postponed|adjourned|listed|called)\b"
    r"[^.;,]{0,40}\s(?:for|until|till)\s(?:the\s|early\s|late\s|mid-?)?$"
)
_NOT_YET = re.compile(r"\b(?:had|has|have|did)(?:\s+not|n['’]t)?\s+\w+", re.I)


def is_past(word: str) -> bool:
    """Return whether a word alone may be a verb of the past: "opened", "sank"."""
    match = _TENSE.fullmatch(word)
    return match is not None and bool(match.group("past") or match.group("form"))


def ahead(text: str, span: Span, sentence: Span) -> bool | None:
    """Return True where the verb nearest before the date looks ahead, False where it looks back.

    Returns None where no verb tells. A date that opens its sentence takes the first verb after it.
    A participle in reach of a future verb ("will meet wounded troops") changes nothing. "by Friday"
    looks ahead unless something is told as done by then.
    """
    before = text[max(sentence[0], span[0] - _LOOK) : span[0]]
    if _IS.search(before[-12:]) or _is_scheduled(text, span, sentence):
        return True
    if _SET_FOR.search(before):
        return True
    by = bool(_BY.search(before[-32:]))
    looks_ahead = _last(before, by)
    if looks_ahead is None and not re.search(r"\w+\W+\w+\W+\w+", before):
        looks_ahead = _first(text[span[1] : min(sentence[1], span[1] + _LOOK)])
    return True if looks_ahead is None and by else looks_ahead


def _is_scheduled(text: str, span: Span, sentence: Span) -> bool:
    """Return whether a line without another verb says what is on: "Bulls: At Miami on Tuesday"."""
    if _ON_THE_CARD.match(text, sentence[0], span[0]):
        return True
    opens = _SCHEDULE.match(text, sentence[0], span[0])
    return bool(opens) and _first(text[span[1] : min(sentence[1], span[1] + _LOOK)]) is not False


def _last(before: str, by: bool) -> bool | None:
    looks_ahead: bool | None = None
    held = False
    for match in _TENSE.finditer(before):
        if match.group("future"):
            looks_ahead = held = True
        elif match.group("border") or match.group("mark"):
            held = False
        elif looks_ahead and match.group().lower() in _UNCHANGED:
            continue  # "would repay customers, cut jobs and, from July, shut its branch"
        elif match.group("past") or not held:
            if by and _ASKS.match(match.group()) and not _NOT_YET.match(before, match.start()):
                continue
            looks_ahead = False
    return looks_ahead


def _first(after: str) -> bool | None:
    for match in _TENSE.finditer(after):
        if not (match.group("border") or match.group("mark")):
            return bool(match.group("future"))
    return None
