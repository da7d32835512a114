"""What is no quote though a verb invites it: deeds, states of mind, and scraps of content.

The model learned from copy in which nearly every such verb reports words. These rules hold for
indirect quotes only, where no marks of quotation prove that anything was said.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from factcheck.text.language import lexicon
from factcheck.text.language.paragraphs import CopyParagraph
from factcheck.text.language.tense import is_past
from factcheck.text.language.word_lists import word_lists
from factcheck.text.quotes.attributions import Attribution, kind_of
from factcheck.text.reading import Span

_WORDS = word_lists("factcheck.text.quotes", "cues")
_STATES, _DEEDS, _UNSPOKEN, _UNSAID, _BARE = (
    _WORDS[name] for name in ("states", "deeds", "unspoken", "unsaid", "bare")
)
_SAYS, _THINGS_SAID = _WORDS["says"], _WORDS["things_said"]
_EMPTY = frozenset(words.replace("-", " ") for words in _WORDS["empty"])
# How a clause begins, or where in it a verb shows that it is one.
_CLAUSE = re.compile(r"(?:that|to|how|whether|if|what|why|when|where|who|not)\b", re.I)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|should|did|does"
    r"|do|to)\b|n[’']t\b"
)
_OWNED = re.compile(r"['’]s\s\w+")
_LAST_WORD = re.compile(r"(?<!\S)(\w+)\Z")
# How sure the model must be that a verb not known to put things in words does. Of .8, .85, .9 and 1
# the highest that costs no joint F1 on PolNeAR's dev articles; it drops 84 of 1,881 quotes there.
_SURE = 0.85
_WHOLE = 0.8  # share of a sentence that makes it quoted, not grazed; guessed
# Characters behind a cue in which words of an amount are looked for; guessed.
_AMOUNT_LOOK = 16
_AMOUNT = re.compile(
    r"\s(?P<words>up|around|nearly|almost|at\sleast|more\sthan)\s(?=(?:to\s)?[$€£\d])"
)
_OURS = frozenset(["i", "we", "you"])
_OUR_VERBS = frozenset(["say", "saying", "ask", "asked"])
_NOT = re.compile(r"(?:\bnot|n[’']t|\bnever)\s(?:\w+\s){0,4}\w+\Z")
_NOT_LOOK = 40  # characters before a cue in which "not" is looked for; guessed
_NOTHING = re.compile(r"(?:no|any)\s", re.I)
_ACCUSING_LOOK = 20  # characters before a content without a cue, for a verb of accusing; guessed
_ACCUSES = frozenset(["accuse", "accuses", "accused", "accusing"])
_OWNER_ALONE = re.compile(r"(?:\w+\s){1,2}\w+[’']s|(?:his|her|their|its)\s\w+|without\s\w+ing\b.*")
# "Pushed on whether he knew, the mayor answered": what was asked is nobody's statement.
_ASKED_FIRST = frozenset(("asked", "pressed", "pushed", "quizzed", "questioned"))
_WHEN_FIRST = re.compile(r"(?:since|in|on|at|for|last|this|earlier)\b[^,;“”]{1,40},\s")
# Characters of a mark or article before a content that still opens its sentence.
_OPENING = 4
# What stands between a content cut short and its speaker: no quotation, no other clause's end.
_TO_SPEAKER = re.compile(
    r"[^;:.“”\"\n]{1,160}?(?P<comma>,)\s(?:the\s|The\s|a\s|an\s|its\s|his\s|her\s)?"
)
_ON_SOURCE = re.compile(r"(?:who|which|whose)\s[^,;“”]{3,120},\s+")
# What a sentence begins with, up to a comma, where somebody then speaks: "The bridge, she wrote".
_SUBJECT = re.compile(r"(?P<subject>[^,;:.“”\"]{2,80}),\s")
_BEFORE_SPEAKER = frozenset(("", "the", "a", "an", "his", "her", "their", "its"))
_PREDICATE = re.compile(
    r"[“\"]?(?:(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|did|does|do)"
    r"|[a-z]{3,}(?:ed|s))\s"
)
_NO_SUBJECT = (
    lexicon.PREPOSITIONS
    | lexicon.SUBORDINATORS
    | lexicon.CONJUNCTIONS
    | lexicon.ADVERBS
    | frozenset(("yet", "still", "yesterday", "today", "neither", "either"))
)
_HE_SAID = re.compile(
    r"\s(?P<source>he|she|they|[A-Z][\w’'-]{1,30}(?:\s[A-Z][\w’'-]{1,30}){0,2})"
    r"\s(?P<cue>said|says|added|wrote|explained)"
)
_WORDS_OF = re.compile(r"\b(?P<cue>[Ii]n the words of)\s(?P<source>[^“”\";:.]{2,100}?),?\s\Z")
_WORDS_OF_LOOK = 130  # characters before a quotation in which those words stand; guessed
# "As Dr Saba Rehmani once observed, a state that taxes bread is asking for trouble."
AS_SAID = re.compile(
    r"As\s(?P<source>(?:the\s)?[A-Z][^,;:.“”\"]{1,60}?(?:\.\s[^,;:.“”\"]{1,50}?)?)\s"
    r"(?:once\s|later\s|recently\s|rightly\s)?"
    r"(?P<cue>says|said|wrote|writes|observed|observes|noted|notes|argued|argues|remarked|put\sit|warned),\s"
    r"(?=[a-z“\"A-Z])"
)
POINTS_BACK = re.compile(
    r"(?:That|This|It)(?:[’']s|\sis|\swas)\s+(?:all\s+)?(?P<cue>according to)\b"
    # "So says a report by the institute, published on Wednesday."
    r"|(?:So|Thus)\s(?P<says>says|said|reports|argues|claims)\b(?=\s(?:an?|the|[A-Z])\b)"
)
# What is read off a thing, done in church or wished at a door is not put forward.
_NOTED_THING = re.compile(
    r"(?:the|an?|his|her|its|their)\s(?:\w+\s)?(?:numbers?|plates?|time|registration|address|serial|licence|license"
    r"|date|temperature|reading|model|make)\b",
    re.I,
)
_NOTES = frozenset(["noted", "notes", "noting", "recorded", "records", "jotted"])
_RITE = re.compile(
    r"(?:Mass|[Gg]race|(?:a|his|her|their|the)\s[Pp]rayers?|[Pp]rayers|goodbye|farewell|hello)\b"
)
# "says that | estimate was too hopeful": what the model left before a verb is its subject.
_VERB_FIRST = re.compile(
    r"(?:is|are|was|were|has|have|had|will|would|could|can|may|might|must|should|did|does|do)\b"
)
_SUBJECT_LEFT = re.compile(
    r"\s(?:that\s)?(?P<subject>[^\s,;:“”\"]{1,30}(?:\s[^\s,;:“”\"]{1,30}){0,4})\s\Z"
)


def mended(
    text: str, paragraph: CopyParagraph, quote: Attribution, names: Sequence[Span]
) -> Attribution | None:
    """Return a quote with its contents at whole words and names; None where nothing was said.

    Quotes in marks are left as they are. `names` are the copy's, in order.
    """
    quote = _in_words_of(text, _passed_on(text, paragraph, quote))
    quote = _up_to_speaker(text, paragraph, _with_split_subject(text, paragraph, quote))
    if quote.kind == "direct":
        return quote
    quote = replace(quote, content=_in_one_sentence(paragraph, quote))
    quote = _without_clause_on_source(text, quote)
    if quote.kind == "mixed":
        return _accused_in_marks(text, paragraph, quote)
    if _is_own_voice(text, quote) or _is_negated(text, quote):
        return None
    quote = _with_subject_left(text, _with_amount(text, quote))
    if quote.cue and (pointed := _sentence_before(text, paragraph, quote.cue)):
        return replace(quote, content=(pointed,))
    spans = (_at_names(_at_words(text, span), names) for span in _of_the_cue(paragraph, quote))
    content = tuple(span for span in spans if not _is_scrap(text[slice(*span)]))
    content = _without_subject(text, quote, content)
    if not content or _is_deed(text, quote, content):
        return None
    return replace(quote, content=content)


def _with_split_subject(text: str, paragraph: CopyParagraph, quote: Attribution) -> Attribution:
    """Give a content its subject, where the cue stands between the two.

    "The bridge, inspectors wrote in March, “was one lorry away from failing”".
    """
    if quote.cue is None or len(quote.content) != 1:
        return quote
    content = quote.content[0]
    here = next((s for s in paragraph.sentences if s[0] <= quote.cue[0] < s[1]), None)
    if here is None or not here[0] <= content[0] < here[1]:
        return quote
    if when := _WHEN_FIRST.match(text, *content):
        content = (when.end(), content[1])
    subject = _SUBJECT.match(text, *here)
    if subject is None or subject["subject"].split()[0].lower() in _NO_SUBJECT:
        return quote
    parted = text[quote.cue[1] : content[0]].rstrip().endswith(",")
    if not parted or not _goes_on(text, subject, content, quote):
        return quote
    spans = (subject.span("subject"), content)
    kind, closed = kind_of(paragraph.quoted, spans)
    return replace(quote, content=spans, kind=kind, closed=closed)


def _goes_on(text: str, subject: re.Match[str], content: Span, quote: Attribution) -> bool:
    """Return whether a content goes on with what stands before its cue."""
    speaks = min(span[0] for span in (quote.cue, quote.source) if span)
    told = speaks >= subject.end() and _is_clause(subject["subject"])
    goes_on = told or _PREDICATE.match(text, content[0]) is not None
    return goes_on and _speaks_after(text, subject, quote)


def _is_clause(words: str) -> bool:
    """Return whether words are a pronoun and what it did: "He proposed within a week"."""
    subject, *rest = words.split()
    verb = rest[0].lower() if len(rest) > 1 else ""
    return subject.lower() in lexicon.PRONOUNS and (is_past(verb) or verb in lexicon.BE)


def _passed_on(text: str, paragraph: CopyParagraph, quote: Attribution) -> Attribution:
    """Give a quotation to its speaker, not to who passes it on.

    In "“I did not know,” he said, according to the agency" the agency says nothing itself.
    """
    if (
        len(quote.content) != 1
        or not quote.cue
        or text[slice(*quote.cue)].lower() != "according to"
    ):
        return quote
    start, end = quote.content[0]
    stretch = next((q for q in paragraph.quoted if q.span[0] == start and q.span[1] < end), None)
    told = _HE_SAID.fullmatch(text, stretch.span[1], end) if stretch else None
    if stretch is None or told is None:
        return quote
    cue, source = told.span("cue"), told.span("source")
    return replace(quote, content=(stretch.span,), kind="direct", cue=cue, source=source)


def words_of(text: str, start: int) -> re.Match[str] | None:
    """Return "in the words of one minister," before a quotation, its cue and source."""
    return _WORDS_OF.search(text, max(0, start - _WORDS_OF_LOOK), start)


def _in_words_of(text: str, quote: Attribution) -> Attribution:
    """Give a quotation to whom it is said to be of: "in the words of one minister, “…”"."""
    of = words_of(text, quote.content[0][0]) if quote.kind == "direct" else None
    return replace(quote, cue=of.span("cue"), source=of.span("source")) if of else quote


def _up_to_speaker(text: str, paragraph: CopyParagraph, quote: Attribution) -> Attribution:
    """Let a content that opens its sentence go on to the comma before who says it.

    "The founder spent it on a tub, a car and a fortnight away, former trustees said": all is said.
    """
    if quote.kind != "indirect" or quote.source is None or not quote.content:
        return quote
    start, end = quote.content[0]
    stop = quote.source[0]
    opens = any(
        start - begin <= _OPENING and stop < last
        for begin, last in paragraph.sentences
        if begin <= start
    )
    between = _TO_SPEAKER.fullmatch(text, end, stop)
    if not opens or between is None or quote.cue is None or quote.cue[0] < end:
        return quote
    return replace(quote, content=((start, between.start("comma")), *quote.content[1:]))


def _speaks_after(text: str, subject: re.Match[str], quote: Attribution) -> bool:
    """Return whether the speaker, or the verb of saying, stands right behind a subject's comma."""
    begins = [span[0] for span in (quote.cue, quote.source) if span]
    return text[subject.end() : min(begins)].strip().lower() in _BEFORE_SPEAKER


def _without_clause_on_source(text: str, quote: Attribution) -> Attribution:
    """Drop what is said of the speaker: "according to a source, who asked not to be named,"."""
    spans = []
    for start, end in quote.content:
        clause = _ON_SOURCE.match(text, start, end)
        spans.append((clause.end(), end) if clause else (start, end))
    return replace(quote, content=tuple(spans))


def _in_one_sentence(paragraph: CopyParagraph, quote: Attribution) -> tuple[Span, ...]:
    """Cut contents that run from one sentence into the next, outside of quotation marks.

    What stands in the cue's sentence is kept; of a span that does not touch it, the first sentence.
    """
    if quote.cue is None:
        return quote.content
    cue = quote.cue[0]
    return tuple(_cut(paragraph, span, cue) for span in quote.content)


def _cut(paragraph: CopyParagraph, span: Span, cue: int) -> Span:
    pieces = [
        (max(start, span[0]), min(end, span[1]), start <= cue < end)
        for start, end in paragraph.sentences
        if start < span[1] and span[0] < end
    ]
    joined = any(
        quoted.span[0] < start < quoted.span[1]
        for start, _, _ in pieces[1:]
        for quoted in paragraph.quoted
    )
    at_home = [(start, end) for start, end, home in pieces if home]
    if len(pieces) < 2 or joined or not at_home:
        return span
    return at_home[0]


def _accused_in_marks(text: str, paragraph: CopyParagraph, quote: Attribution) -> Attribution:
    """Leave of an accusation what stands in quotation marks: "accused bosses of “bullying”"."""
    start = quote.content[0][0]
    before = text[max(0, start - _ACCUSING_LOOK) : start].lower().split()[-1:]
    cue = text[slice(*quote.cue)].lower().split() if quote.cue else before
    inside = tuple(
        quoted.span
        for start, end in quote.content
        for quoted in paragraph.quoted
        if start <= quoted.span[0] and quoted.inner[1] <= end
    )
    if not _ACCUSES & set(cue) or not inside:
        return quote
    return replace(quote, content=inside, kind="direct")


def _is_own_voice(text: str, quote: Attribution) -> bool:
    """Return whether the paper speaks or asks itself: "I do not say that", "Asked what …"."""
    source = text[slice(*quote.source)].lower() if quote.source else ""
    cue = text[slice(*quote.cue)].lower().split() if quote.cue else []
    if quote.cue and cue[:1] and cue[0] in _ASKED_FIRST and text[quote.cue[0]].isupper():
        return True
    return (source in _OURS and bool(_OUR_VERBS & set(cue))) or (
        not source and cue[:1] == ["asked"]
    )


def _is_negated(text: str, quote: Attribution) -> bool:
    """Return whether a thing was not said: "has not announced any plans", "specified no cause"."""
    if quote.cue is None or not all(_is_thing(text[a:b]) for a, b in quote.content):
        return False
    before = text[max(0, quote.cue[0] - _NOT_LOOK) : quote.cue[1]]
    return _NOT.search(before) is not None or all(
        _NOTHING.match(text, start) for start, _ in quote.content
    )


def is_said_in_headline(text: str, quote: Attribution) -> bool:
    """Return whether a headline reports words: all in marks, or by a plain verb of saying.

    "Militia pledges fighters as rebels near" tells a deed in the fewest words, and so does one that
    sets a single word in marks.
    """
    if quote.kind == "direct":
        return True
    cue = text[slice(*quote.cue)].lower().split() if quote.cue else []
    return any(word in _SAYS for word in cue)


def _sentence_before(text: str, paragraph: CopyParagraph, cue: Span) -> Span | None:
    """Return the sentence that "That’s according to a survey" points back to."""
    sentences = list(paragraph.sentences)
    at = next((n for n, (start, end) in enumerate(sentences) if start <= cue[0] < end), 0)
    if at == 0 or not POINTS_BACK.match(text, sentences[at][0]):
        return None
    start, end = sentences[at - 1]
    return start, end - 1 if text[end - 1] == "." else end


def _of_the_cue(paragraph: CopyParagraph, quote: Attribution) -> Sequence[Span]:
    """Return the contents without the scraps of other sentences than the cue's."""
    cue = quote.cue
    if cue is None or len(quote.content) < 2:
        return quote.content
    home = next((s for s in paragraph.sentences if s[0] <= cue[0] < s[1]), None)
    if home is None or not any(home[0] <= start < home[1] for start, _ in quote.content):
        return quote.content
    return [
        span
        for span in quote.content
        if home[0] <= span[0] < home[1] or _fills_a_sentence(paragraph, span)
    ]


def _fills_a_sentence(paragraph: CopyParagraph, span: Span) -> bool:
    return any(
        start <= span[0] < end and span[1] - span[0] >= _WHOLE * (end - start)
        for start, end in paragraph.sentences
    )


def _at_words(text: str, span: Span) -> Span:
    """Move the ends of a span out to whole words, and in before a bare article.

    An owner is no end: what is owned goes with it ("the victim | ’s mother").
    """
    start, end = span
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    owned = _OWNED.match(text, end)
    end = owned.end() if owned else end
    last = _LAST_WORD.search(text[start:end])
    if last and last[1] in lexicon.DETERMINERS & _BARE and end - len(last[1]) > start:
        end = start + len(text[start : end - len(last[1])].rstrip())
    return start, end


def _at_names(span: Span, names: Sequence[Span]) -> Span:
    """Move the ends of a span out to the names they cut: "President Tomas | Aldenne"."""
    start, end = span
    at = bisect_right(names, (start, start)) - 1
    if at >= 0 and names[at][0] < start < names[at][1]:
        start = names[at][0]
    at = bisect_right(names, (end - 1, end - 1)) - 1
    if at >= 0 and names[at][0] < end < names[at][1]:
        end = names[at][1]
    return start, end


def _with_amount(text: str, quote: Attribution) -> Attribution:
    """Give the content the words of an amount that the cue holds: "pledged up | to 2,000"."""
    if quote.cue is None:
        return quote
    start, end = quote.cue
    amount = _AMOUNT.search(text, start, min(end + _AMOUNT_LOOK, len(text)))
    if amount is None or amount.start() > end:
        return quote
    first = amount.start("words")
    content = tuple((first, b) if first < a <= amount.end() else (a, b) for a, b in quote.content)
    if content == quote.content:
        return quote
    return replace(quote, cue=(start, min(end, amount.start())), content=content)


def _with_subject_left(text: str, quote: Attribution) -> Attribution:
    """Give a content that opens with a verb the subject that stands between it and the cue."""
    start, end = quote.content[0]
    if quote.cue is None or quote.source is None or not quote.source[1] <= quote.cue[0]:
        return quote
    if not quote.cue[1] < start or not _VERB_FIRST.match(text, start):
        return quote
    left = _SUBJECT_LEFT.fullmatch(text, quote.cue[1], start)
    if left is None or left["subject"].split()[0].lower() in lexicon.RELATIVES - {"that"}:
        return quote
    return replace(quote, content=((quote.cue[1] + 1, end), *quote.content[1:]))


def _without_subject(text: str, quote: Attribution, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Drop the speaker's own words before the cue: "A powerful militia has pledged to …".

    What stands before a cue between commas ("The benefit, she says, would …") is content, and so is
    the subject of a passive ("The veto is expected to …").
    """
    if quote.cue is None or len(content) < 2 or content[-1][0] < quote.cue[1]:
        return content
    cue_start, cue_end = quote.cue
    if lexicon.BE & set(text[cue_start:cue_end].lower().split()):
        return content
    return tuple(
        (start, end)
        for start, end in content
        if start > cue_start or "," in text[end:cue_start] or not _is_thing(text[start:end])
    )


def _is_scrap(words: str) -> bool:
    """Return whether words are no content: a lone name or owner, a little word, "no more"."""
    low = words.lower()
    if low in _EMPTY or low in _BARE or _OWNER_ALONE.fullmatch(low):
        return True
    return len(words.split()) == 1 and words[:1].isupper()


def _is_deed(text: str, quote: Attribution, content: Sequence[Span]) -> bool:
    """Return whether the cue tells what somebody did, felt or was, with no words behind it."""
    if quote.cue is None:
        return False
    cue = frozenset(text[slice(*quote.cue)].lower().split())
    passive = quote.source is None and bool(cue & lexicon.BE)
    if cue & (_STATES | _UNSAID) or (passive and cue & _UNSPOKEN):
        return True
    first = text[slice(*content[0])]
    if _RITE.match(first) or (cue & _NOTES and _NOTED_THING.match(first)):
        return True
    if not all(_is_thing(text[a:b]) for a, b in content):
        return False
    unusual = quote.confidence < _SURE and not cue & _THINGS_SAID
    return unusual or bool(cue & _DEEDS)


def _is_thing(words: str) -> bool:
    """Return whether a content is a noun phrase, not a clause."""
    # "attempt to delay the hearing" is a thing all the same: its verb has no subject.
    owned = re.match(r"(?:an?|the|his|her|its|their|[\w-]+[’']s?)\s", words, re.I) is not None
    if _CLAUSE.match(words):
        return False
    finite = _FINITE.search(words)
    return finite is None or (owned and finite.group() == "to")
