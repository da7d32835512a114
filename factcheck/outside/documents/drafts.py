"""What a reader makes of a document, and the pen it writes paragraphs with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from factcheck.outside.documents.note_marks import SUPERSCRIPTS, exponent, kind_of_raised
from factcheck.outside.sanitize import plain_characters

MAX_SOURCES = 2_000  # of one document; more is an index, not a story's sources
_LONGEST_SENTENCE = 2_000
MAX_LOOK = 2_000  # characters kept of what was left out, for a look at it
# Letters to a word beyond which a text is taken for writing without blanks (Thai, Chinese), and how
# many count for a word there. Set by hand.
_LONGEST_WORDS = 12
_LETTERS_A_WORD = 8
_WHITE = re.compile(r"[ \t\r\n\f\v\u00a0\u2000-\u200a\u202f\u3000\x1c-\x1f\x85\u2028\u2029]+")
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]*\s")


class DraftRefusal(Exception):  # noqa: N818  a verdict on the document, not a fault of ours
    """The document cannot be taken in. The message is one plain sentence for the screen.

    `leads_to` is where a page that holds nothing else sends its reader.
    """

    def __init__(self, sentence: str, leads_to: str = "") -> None:
        super().__init__(sentence)
        self.leads_to = leads_to


@dataclass
class DraftSource:
    """What the writer gives as the source of some words: an address, a note's text, or both.

    `start` and `end` are places in the paragraph's text.
    """

    start: int
    end: int
    address: str = ""
    text: str = ""
    by: str = ""


@dataclass
class Remark:
    """A remark to the desk on some words, by its writer's name and date as the file has them."""

    start: int
    end: int
    text: str
    by: str = ""
    at: str = ""


@dataclass
class Paragraph:
    """A paragraph, and what the document calls it; `kind` is None where it does not say."""

    text: str
    kind: str | None = None
    sources: list[DraftSource] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)

    def shift(self, by: int) -> None:
        """Move what hangs on the words along, where others were put before them."""
        for source in self.sources:
            source.start += by
            source.end += by
        for note in self.notes:
            note.start += by
            note.end += by

    def unplace(self) -> None:
        """Let what hangs on the words hang on none of them: on the whole document."""
        for source in self.sources:
            source.start = source.end = 0
        for note in self.notes:
            note.start = note.end = 0


@dataclass
class LeftOutPart:
    """Something of the document that is not in the copy; `text` gives a look at it."""

    what: str
    count: int = 1
    text: str = ""


@dataclass
class Draft:
    """A document as it was understood. Strings are "" where it does not say."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    medium: str = "text"
    plain: str = ""  # text that is kept as it stands, line for line; there are no paragraphs then
    headline: str = ""
    byline: str = ""
    published: str = ""  # YYYY-MM-DD
    published_from: str = ""
    language: str = ""
    encoding: str = ""
    encoding_sure: bool = True
    embargo: str = ""
    only_beginning: bool = False
    sources: list[DraftSource] = field(default_factory=list)  # of the whole document
    notes: list[Remark] = field(default_factory=list)
    left_out: list[LeftOutPart] = field(default_factory=list)

    def leave_out(self, what: str, count: int = 1, text: str = "") -> None:
        """Count something that does not become copy; equal things are counted together."""
        if count < 1:
            return
        text = " ".join(text.split())
        for row in self.left_out:
            if row.what == what:
                row.count += count
                if text:
                    row.text = f"{row.text} … {text}".strip(" …")[:MAX_LOOK]
                return
        self.left_out.append(LeftOutPart(what, count, text[:MAX_LOOK]))

    def as_json(self) -> dict[str, Any]:
        """Return the draft as plain lists and dicts, to leave the sandbox with."""
        return asdict(self)


class Pen:
    """Writes paragraphs with white space collapsed, so that every place is exact as it is taken.

    White space is a single space, but a line break and a tab stay what they are: words on either
    side of them are never glued.
    """

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self._pieces: list[str] = []
        self._length = 0
        self._last = "\n"  # the character before; a paragraph begins as after a line break
        self._space = False  # white space is owed before the next word
        self._raised = ""
        self.note_numbers = 0  # raised marks of notes that were taken out of the copy
        self._sources: list[DraftSource] = []
        self._notes: list[Remark] = []

    @property
    def here(self) -> int:
        """Return the place in the paragraph where the next word will stand."""
        self._settle_raised()
        space_comes_first = self._space and self._last not in "\n\t"
        return self._length + space_comes_first

    @property
    def text(self) -> str:
        """Return the paragraph as written so far."""
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return "".join(self._pieces)

    @property
    def after_break(self) -> bool:
        """Return whether a line break was the last that was written."""
        return self._length > 0 and self._last == "\n"

    def words(self, raw: str) -> None:
        """Write words; white space of any kind and length is one space."""
        self._settle_raised(raw)
        # Superscript characters that are typed are raised like those that are set so. The pattern
        # has one group: every second part is what it found.
        for number, part in enumerate(SUPERSCRIPTS.split(plain_characters(raw))):
            if number % 2:
                self._raised += part
            elif part:
                self._settle_raised(part)
                self._spaced(part)

    def _spaced(self, raw: str) -> None:
        for number, part in enumerate(_WHITE.split(raw)):
            if number:
                self._space = True
            if part:
                self._word(part)

    def _word(self, word: str) -> None:
        if self._space and self._last not in "\n\t":
            self._put(" ")
        self._space = False
        self._put(word)

    def raised(self, raw: str) -> None:
        """Write raised characters: the mark of a note is counted, not written."""
        self._raised += raw

    def _settle_raised(self, following: str = "") -> None:
        """Write what was raised, once it is known what follows, unless it is a note's mark."""
        raised = plain_characters(self._raised)
        self._raised = ""
        if not raised.strip():
            return
        before = self.text + (" " if self._space else "")
        kind = kind_of_raised(raised, before, following)
        if kind == "note":
            self.note_numbers += 1
        else:
            self._spaced(exponent(raised) if kind == "exponent" else raised)

    def mark(self, character: str) -> None:
        """Write a line break or a tab."""
        self._settle_raised()
        if self._last != "\n" and not (character == "\t" and self._last == "\t"):
            self._put(character)
        self._space = False

    def _put(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)
        self._last = piece[-1]

    def glue(self, drop: int = 0) -> None:
        """Let the next word follow without a space, the last `drop` characters taken back."""
        self._space = False
        text = self.text[: self._length - drop]
        self._pieces = [text]
        self._length = len(text)
        self._last = text[-1:] or "\n"

    def source(self, start: int, **given: str) -> DraftSource:
        """Put a source on the words from `start` to here."""
        source = DraftSource(start, self._length, **given)
        if len(self._sources) < MAX_SOURCES:
            self._sources.append(source)
        return source

    def note(
        self,
        start: int,
        text: str,
        by: str = "",
        at: str = "",
    ) -> Remark:
        """Put a note to the desk on the words from `start` to here."""
        self._notes.append(Remark(start, self._length, text, by, at))
        return self._notes[-1]

    def clause(self) -> int:
        """Return where the sentence that is being written begins: what a note's mark hangs on."""
        text = self.text
        # Only so far back: a mark after each word of a long paragraph would cost the square.
        floor = max(0, len(text) - _LONGEST_SENTENCE)
        line_start = text.rfind("\n") + 1
        ends = [match.end() for match in _SENTENCE_END.finditer(text, floor)]
        # A mark after the full stop is on the sentence before it, not on nothing.
        last = len(text.rstrip())
        return max([floor, line_start, *(end for end in ends if end < last)])

    def end(self, kind: str | None = None) -> Paragraph | None:
        """End the paragraph; return it where it holds words."""
        self._settle_raised()
        text = self.text.rstrip()
        paragraph = None
        if text:
            sources = _within(self._sources, text)
            notes = _within(self._notes, text)
            paragraph = Paragraph(text, kind, sources, notes)
            self.paragraphs.append(paragraph)
        self._pieces = []
        self._length = 0
        self._last = "\n"
        self._space = False
        self._sources = []
        self._notes = []
        return paragraph


def _within(marks: list[Any], text: str) -> list[Any]:
    """Cut marks to the words of the paragraph they stand on."""
    for mark in marks:
        mark.start = min(mark.start, len(text))
        mark.end = min(mark.end, len(text))
        words = text[mark.start : mark.end]
        mark.start += len(words) - len(words.lstrip())
        mark.end -= len(words) - len(words.rstrip())
    return marks


class Writer:
    """A draft in the making: what every reader does alike with notes, comments and lost words."""

    def __init__(self, medium: str) -> None:
        self.draft = Draft(medium=medium)
        self.pen = Pen()

    def finish(self) -> Draft:
        """Return the draft, with all that was written."""
        self.pen.end()
        self.draft.leave_out("note number", self.pen.note_numbers)
        self.draft.paragraphs += self.pen.paragraphs
        self.pen = Pen()
        return self.draft

    def lose(self, what: str, text: str) -> None:
        """Count words that stay out of the copy, such as struck ones."""
        self.draft.leave_out(f"{what} word", len(text.split()), text)

    def reference(self, note: list[Paragraph]) -> None:
        """Put a note's text and links, as sources, on the sentence being written."""
        self.pen.words("")
        start = self.pen.clause()
        for given in sources_of_note(note):
            self.pen.source(start, **given)

    def remark(
        self,
        start: int,
        note: list[Paragraph],
        by: str = "",
        at: str = "",
    ) -> list[DraftSource | Remark]:
        """Put a comment on the words from `start` to here; one that names a source is one too."""
        text = _line_of(note)
        if not text:
            return []
        marks: list[DraftSource | Remark] = [
            self.pen.note(
                start,
                text,
                by,
                at,
            )
        ]
        named = SOURCE_COMMENT.match(text)
        beginning = named.end() if named else 0
        for given in sources_of_note(note, cut=beginning):
            if named or given["address"]:
                marks += [self.pen.source(start, **given, by=by)]
        return marks


SOURCE_COMMENT = re.compile(r"\s{0,9}(?:sources?|src|quelle|fuente|fonte)\s{0,3}[:=]\s{0,9}", re.I)
_ADDRESS = re.compile(r"https?://[^\s<>\"“”«»]{3,2000}")
_TRAILING = ".,;:!?)]}'’"


def sources_of_note(note: list[Paragraph], cut: int = 0) -> list[dict[str, str]]:
    """Return what a note gives: its text with its first address, and each further address."""
    text = _line_of(note)[cut:]
    sources = [source for paragraph in note for source in paragraph.sources]
    linked = [source.address for source in sources if source.address]
    # A stop or bracket after an address is the sentence's.
    written = [address.rstrip(_TRAILING) for address in _ADDRESS.findall(text)]
    addresses = list(dict.fromkeys([*linked, *written]))
    if not addresses and text:
        return [{"address": "", "text": text}]
    return [{"address": address, "text": text} for address in addresses]


def _line_of(paragraphs: list[Paragraph]) -> str:
    """Return the words of several paragraphs in one line."""
    return " ".join(" ".join(paragraph.text.split()) for paragraph in paragraphs)


def joined(paragraphs: Iterable[Paragraph], separator: str, kind: str | None = None) -> Paragraph:
    """Return one paragraph of several, what hangs on their words moved along."""
    whole = Paragraph("", kind)
    for paragraph in paragraphs:
        whole.text += separator if whole.text else ""
        paragraph.shift(len(whole.text))
        whole.text += paragraph.text
        whole.sources += paragraph.sources
        whole.notes += paragraph.notes
    return whole


def word_count(text: str) -> int:
    """Return how many words a text has; in writing without blanks, letters count by eights."""
    words = len(text.split())
    longest = _LONGEST_WORDS * words
    # As nearly all texts with blanks: no need to count letters, which took most of the time.
    if len(text) <= longest:
        return words
    letters = sum(character.isalpha() for character in text)
    if letters <= longest:
        return words
    return max(words, letters // _LETTERS_A_WORD)
