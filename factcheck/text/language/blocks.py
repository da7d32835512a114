"""The parts of plain copy: headline, standfirst, byline, caption, pull quote, body, furniture.

The copy comes as text alone, so each part is told by how its line is written; a line that looks
like nothing else is body, because a checker must see it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from factcheck.text.reading import BlockKind, MarkedBlock, Span

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_EDGES = " \t\xa0\u2000\u2001\u2002\u2003\u2009\u200a\u202f\u3000\ufeff\u200b\x00"
_ENDED = re.compile(r"[.!?…:;][\"”’'»)\]]*$")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?"
_CLOCK = r"(?:,?\s*(?:at\s+)?\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?(?:\s*(?:[A-Z]{2,4}|UTC[+-]?\d*))?)?"
_STAMP = (
    r"(?:\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?(?:\s*[A-Z]{2,4})?,?\s*(?:on\s+)?)?"
    rf"(?:{_DAY}\s*)?(?:{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})|\d{{1,2}}\s+{_MONTH}\s+\d{{4}}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
    rf"{_CLOCK}"
)
_AGO = r"(?:an?|\d+)\s*(?:s|m|h|d|w|sec|min|hr|second|minute|hour|day|week|month|year)s?\.?\s+ago"
_FURNITURE = re.compile(
    r"(?:"
    r"(?:(?:last\s+)?(?:updated|published|posted|modified|edited|first published"
    rf"|created)(?:\s+on)?[:\s]*)?(?:{_AGO}|{_STAMP}|just now|yesterday)(?:\s*["
    rf"|·•/—–-]\s*.{{0,40}})?"
    r"|(?:last\s+)?(?:updated|modified|published)\s*:.{0,60}|\d+\s*(?:min(?:ute)?s?)\s+(?:read"
    r"|listen|watch)|(?:reading time|read time).{0,30}"
    r"|(?:total\s+)?comments?\s*[:(]?\s*\(?[\d,]*\)?|(?:view|show|see|leave|post|add"
    r"|join)\s+(?:all\s+)?(?:the\s+|a\s+)?(?:[\d,]+\s+)?(?:comments?|conversation"
    r"|discussion).{0,20}|[\d,.]+[km]?\s+(?:comments?|shares?|likes?|views?|reactions?|retweets?"
    r"|replies)|(?:share|tweet|pin|email|print|save|bookmark|copy link|flip|whatsapp|facebook"
    r"|twitter|linkedin|reddit|telegram|x)(?:\s*[|·•,/]?\s*(?:share|tweet|pin|email|print|save"
    r"|bookmark|link|facebook|twitter|linkedin|reddit|telegram|whatsapp|x))*|share\s+(?:this|on"
    r"|via|to|with|article|story|full article).{0,60}|(?:read|see|watch|listen|more|related"
    r"|also)(?:\s+(?:more|also|next|on|this|the full story|stories|articles?|coverage|content"
    r"|news|from|about))*\s*[:»›→>].{0,160}|(?:read|learn|see|find out) more(?:\s+.{0,40})?"
    r"|related (?:articles?|stories|content|coverage|topics?|links?)|more (?:from|on|stories|news"
    r"|coverage)\b.{0,60}|(?:advertisement|advertising|sponsored(?: content| by.{0,40})?"
    r"|promoted(?: content)?|paid content|ad|partner content)(?:\s*[-–—:].{0,80})?|(?:story"
    r"|article) continues (?:below|after).{0,60}|continue reading.{0,60}"
    r"|scroll (?:down )?to continue.{0,40}|skip (?:to|past|advert).{0,60}|end of (?:advert"
    r"|promotion|newsletter).{0,40}|(?:sign up|signup|subscribe|register|log ?in|sign in"
    r"|become a member|donate|support (?:us|our journalism)|get our|join our|download our"
    r"|follow us|like us|click here|tap here)\b.{0,160}|(?:copyright|©|\(c\)).{0,160}"
    r"|all rights reserved\.?|terms (?:of|and) .{0,60}|privacy policy.{0,60}|(?:we use"
    r"|accept(?: all)?) cookies.{0,120}|cookie (?:policy|settings)|(?:tags?|topics?|filed under"
    r"|categories|category|keywords|in this (?:article|story)|sections?)\s*:.{0,200}"
    r"|(?:most (?:read|viewed|popular|shared)|trending(?: now)?|recommended(?: for you)?"
    r"|you may (?:also )?like|editors?['’]? picks?|top stories|latest news|up next|don['’]t miss"
    r"|newsletter|breaking news|live updates?|exclusive|menu|search|home|loading\W*|close|next"
    r"|previous|play|pause|mute|listen|watch live|back to top|view (?:all|gallery|more)"
    r"|\d+ of \d+|open image in gallery|this article is more than .{0,40})|https?://\S+|www\.\S+"
    rf"|(?:last\s+)?(?:updated|published|posted)\s[^.]{{0,12}}\d{{1,2}}[:.]\d\d[^.]{{0,40}}"
    r"|(?:the\s)?(?:views|opinions)\s(?:and\s\w+\s)?expressed\s(?:in|by|here|on)\b.{0,160}"
    r"|(?:buy|book|get|order)\s(?:your\s)?(?:tickets?|cop(?:y|ies)|yours?)\s(?:here|now|online)"
    # Where it stood, and who wrote it: the last line of copy.
    r"|published\s(?:in|on|by)\s(?:the\s)?[A-Z\"“][^.!?]{2,60},?\s(?:on\s)?"
    rf"(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH},?\s\d{{4}})\.?"
    r"|[^.!?\n]{3,60}\sis\s(?:an?|the)\s[^.!?\n]{3,160}\.\s(?:the\s)?(?:views|opinions)\s(?:and\s\w+\s)?"
    r"(?:expressed\s)?(?:here\s)?are\s(?:his|her|their|the\sauthor[’']s|my)\sown\.?"
    # What sells, and how to write to the desk.
    r"|(?:buy|shop|order|book|pre-?order|add to (?:cart|basket|bag)|check price|see (?:price|deal))"
    r"(?:\s+(?:it\s+)?(?:now|here|today|tickets?))?[!.]?"
    r"|(?:feel free to|please|you can)\s+(?:send|e-?mail|write(?: to)?|contact|call|tell)"
    r"\s+us\b.{0,160}"
    r"|(?:contact|or by e-?mail|by e-?mail|e-?mail|tel(?:ephone)?|phone|fax|whatsapp)\s*:\s*"
    r"(?:[\w.+-]+@[\w.-]+|[+(]?\d[\d ().;,/-]{5,60})\.?"
    r"|this (?:article|story|report|piece|post) (?:has been|was|is) (?:adapted"
    r"|republished|reprinted|syndicated|translated"
    r"|originally published|first published|produced)\b.{0,160}"
    r"|(?:or\s)?(?:write|e-?mail|send\s\w+)\s(?:to|us\sat)\s*:?\s*[\w.+-]+@[\w.-]+\.?"
    r"|we\s(?:welcome|want|love)\s(?:your\s)?(?:letters|comments|feedback|views)\b.{0,120}"
    # What is sold: "Watch Series 4 (GPS, 44mm) - Space Gray Case".
    r"|[A-Z][^.!?()]{3,80}\([^()]{0,30}\b\d+(?:\.\d+)?\s?(?:mm|cm|gb|tb|ml|oz|l|kw|w|kg)\b[^()]{0,20}\)[^.!?()]{0,80}"
    r"|[A-Z0-9][^!?\n]{3,160}?[\s,–—-]\s?(?:was|rrp)\s?[£$€₹]\s?\d[\d,.]{0,9},?\s(?:now|from|only)\s"
    r"[£$€₹]\s?\d[\d,.]{0,9}[^.!?\n]{0,40}"
    r"|(?:got|have|do\syou\shave)\s(?:a|any)\s(?:story|tip|news\stip|tip-off|question|view)\b[^\n]{0,160}"
    # The kind of piece, set over it.
    r"|(?:press|news|media)\s(?:release|statement)|for immediate release|opinion|analysis|editorial"
    r"|op-?ed|transcript|obituar(?:y|ies)|gossip column|(?:\w+\s)?(?:in brief|briefs?)|ends"
    r"|notes? to editors:?|market report|letters? to the editor"
    r"|[\W_]+)\s*",
    re.I,
)
_NAMED = r"[A-Z][\w.'’\-]*(?:\s+(?:[A-Z][\w.'’\-]*|de|van|von|bin|al|el|der|da|di|la|le)){1,4}"
_BYLINE = re.compile(
    r"(?:(?:[Bb]y|BY|By:|Words by|Written by|Story by|Text by|Reported by"
    rf"|Analysis by)\s+{_NAMED}(?:\s*(?:,|and|&|\||in|for|AND|with)\s+.{{0,120}})?"
    r"|\((?:Additional |Other )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled"
    r"|Report) by .{3,300}\)|(?:Additional|With) (?:reporting|research|files)\b.{3,200}"
    r"|Contributing:.{3,200}|Contributors?:.{3,200}|(?:Reporting|Writing|Editing|Compiled"
    r"|Edited) by .{3,200}"
    r"|(?:(?:By\s)?[Oo]ur\s)?(?:Special|Staff|Legal|Senior|Chief|Political|Business|Sports?|Crime|Health"
    r"|Education|Court|City)?\s?(?:Correspondent|Reporter|Writer|Bureau)(?:,\s[A-Z][\w\s]{1,30})?"
    rf"|{_NAMED}\s*[|,/–—-]\s*(?:[Ss]taff [Ww]riter|[Rr]eporter|[Cc]orrespondent|[Ee]ditor|AP"
    rf"|Reuters|AFP|Associated Press|(?:[A-Z]\w+ )?News)\b.{{0,60}})"
)
_CAPTION = re.compile(
    r"(?:(?:photo(?:graph)?|image|picture|caption|pictured|video|graphic|chart|map|illustration"
    r"|credit|file photo)s?(?:\s+(?:by|credit|courtesy|caption))?\s*[:/|—–].{3,}"
    r"|(?:photo(?:graph)?|image|picture|illustration)s?\s+(?:by|courtesy of)\s+.{3,120}"
    r"|(?:FILE\s*(?:PHOTO)?\s*[-–—:]).{3,}|.{0,500}(?:\((?:[^()]{0,60}(?:photo|image|AP|AFP"
    r"|Reuters|Getty|EPA)[^()]{0,60})\)"
    # "[File, Pwani Pictures]"
    r"|\[[^\[\]]{0,40}\b(?:file|photo|picture|image|courtesy)s?\b[^\[\]]{0,40}\]"
    r"|(?:/|via )(?:Getty Images|AFP|Reuters|AP|EPA"
    r"|Anadolu)[\w /.,-]{0,60}|Getty Images|REUTERS/[A-Z].{2,60}|AP Photo/.{2,60}"
    r"|Handout via .{2,60}|[Ff]ile photo\.?))",
    re.I,
)
_FULLY_QUOTED = re.compile(r"[“\"«„][^“”\"«»„]{15,}[”\"»“]\s*(?:[—–-].{2,80})?")


def find_blocks(text: str) -> tuple[MarkedBlock, ...]:
    """Return the blocks of plain text in order, one for each paragraph, without outer space."""
    spans = _paragraphs(text)
    if not spans:
        return ()
    kinds: list[BlockKind] = [_kind(text[s:e]) for s, e in spans]
    _mark_pull_quotes(text, spans, kinds)
    _mark_top(text, spans, kinds)
    return tuple(MarkedBlock(kind, span) for kind, span in zip(kinds, spans, strict=True))


def _paragraphs(text: str) -> list[Span]:
    lines = []
    for match in _LINE.finditer(text):
        inner = match.group().strip().strip(_EDGES)
        if inner:
            start = match.start() + match.group().index(inner)
            lines.append((start, start + len(inner)))
    return _unwrapped(text, lines)


def _unwrapped(text: str, lines: list[Span]) -> list[Span]:
    """Lines broken at a fixed width (mail, old systems) put together again into paragraphs."""
    gaps = [text.count("\n", a[1], b[0]) for a, b in pairwise(lines)]
    if not _are_wrapped(lines, gaps):
        return lines
    joined = [lines[0]]
    for line, gap in zip(lines[1:], gaps, strict=True):
        joined[-1:] = [(joined[-1][0], line[1])] if gap == 1 else [joined[-1], line]
    return joined


def _are_wrapped(lines: list[Span], gaps: list[int]) -> bool:
    """Return whether lines look broken at a fixed width; `gaps` count the line ends between them.

    None is longer than a terminal is wide, an empty line parts some, and most that go on at once
    are nearly full. A list or a poem has short lines, and pasted paragraphs have long ones.
    """
    lengths = [end - start for start, end in lines]
    if len(lines) < 4 or max(lengths) > 100 or 0 in gaps or 2 not in gaps:
        return False
    going_on = [length for length, gap in zip(lengths, gaps, strict=False) if gap == 1]
    return bool(going_on) and sum(n >= 50 for n in going_on) >= 0.7 * len(going_on)


def _kind(line: str) -> BlockKind:
    if len(line) <= 300 and _FURNITURE.fullmatch(line):
        return "furniture"
    if len(line) <= 320 and _BYLINE.fullmatch(line):
        return "byline"
    if len(line) <= 600 and _CAPTION.fullmatch(line):
        return "caption"
    return "body"


def _mark_pull_quotes(text: str, spans: list[Span], kinds: list[BlockKind]) -> None:
    """Mark as pull quotes the quoted lines whose words are repeated in another paragraph."""
    candidates = [
        n
        for n, (s, e) in enumerate(spans)
        if kinds[n] == "body" and e - s < 300 and _FULLY_QUOTED.fullmatch(text[s:e])
    ]
    for n in candidates[:40]:
        start, end = spans[n]
        words = text[start + 1 : end].split("”")[0].split('"')[0].strip(" ,.…")
        if len(words) > 15 and (text.find(words, end) >= 0 or 0 <= text.find(words) < start - 1):
            kinds[n] = "pull quote"


def _mark_top(text: str, spans: list[Span], kinds: list[BlockKind]) -> None:
    """Mark the headline and the standfirst, where the first lines of copy read like them."""
    copy = [n for n, kind in enumerate(kinds) if kind == "body"]
    if len(copy) < 2:
        return
    first, second = copy[0], copy[1]
    if not _headline_like(text[slice(*spans[first])], text[slice(*spans[second])]):
        return
    kinds[first] = "headline"
    stand = text[slice(*spans[second])]
    byline_next = second + 1 < len(kinds) and kinds[second + 1] == "byline"
    if (
        len(copy) > 2
        and len(stand) < 300
        and (byline_next or (not _ENDED.search(stand) and len(stand) > 30))
    ):
        kinds[second] = "standfirst"


# Words of a crosshead at most, and the least length of the paragraphs it stands between; guessed.
_CROSSHEAD_WORDS = 6
_PARAGRAPH_LENGTH = 30


def find_crossheads(text: str, blocks: Sequence[MarkedBlock]) -> frozenset[int]:
    """Return the numbers of the blocks that break up the copy: "Fresh doubts".

    They are copy, and printed with it, but state nothing. A line with a figure that is no year may:
    it may be wrong.
    """
    crossheads = set()
    for n in range(1, len(blocks) - 1):
        near = blocks[n - 1 : n + 2]
        before, line, after = (text[slice(*block.span)] for block in near)
        between = _is_paragraph(before) and _is_paragraph(after)
        if between and _is_crosshead(line) and all(block.kind == "body" for block in near):
            crossheads.add(n)
    return frozenset(crossheads)


def _is_crosshead(line: str) -> bool:
    plain = re.fullmatch(r"[A-Z][\w ’'-]+", line) is not None
    figures = re.sub(r"\b(?:19|20)\d\d\b", "", line)
    return plain and len(line.split()) <= _CROSSHEAD_WORDS and not re.search(r"\d", figures)


def _is_paragraph(line: str) -> bool:
    return len(line) >= _PARAGRAPH_LENGTH and _ENDED.search(line) is not None


def _headline_like(line: str, following: str) -> bool:
    """Return whether the first line of copy reads like a headline."""
    words = line.split()
    listed = re.match(r"[-*•\d]+[.)]?\s", line)
    if not 2 <= len(words) <= 30 or len(line) > 220 or listed:
        return False
    if not _ENDED.search(line):
        return ":" not in line[:25] or len(following) > len(line)
    return not line.endswith(":") and len(following) > len(line) and _has_title_case(words)


def _has_title_case(words: list[str]) -> bool:
    """Return whether most long words after the first have a capital."""
    long_words = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in long_words)
    return len(words) > 2 and bool(long_words) and capitals >= 0.7 * len(long_words)
