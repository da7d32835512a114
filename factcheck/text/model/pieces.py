"""The copy as the trained model sees it: word pieces in windows, each with the shape of its word.

The vocabulary is uncased, so the shape gives back what it forgets: capitals, and whether the word
stands inside quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tokenizers import Encoding, Tokenizer

from factcheck.text.language.paragraphs import CopyParagraph
from factcheck.text.reading import Span

# Pieces of one window. The model was trained on windows of this size; its cost grows with their
# square.
MOST_PIECES = 254

SHAPES = 8
_SMALL, _CAPITAL, _CAPITALS, _OTHER = range(4)
_QUOTED = 4
_HALVES = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class Window:
    """A run of whole paragraphs, or of whole sentences of a long one.

    For each piece it holds its number in the vocabulary, its shape (0 to 7) and its span in the
    text.
    """

    ids: list[int] = field(default_factory=list)
    shapes: list[int] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def add(self, other: Window) -> None:
        self.ids += other.ids
        self.shapes += other.shapes
        self.spans += other.spans

    def split(self, at: int) -> tuple[Window, Window]:
        return (
            Window(self.ids[:at], self.shapes[:at], self.spans[:at]),
            Window(self.ids[at:], self.shapes[at:], self.spans[at:]),
        )


def windows(
    text: str, paragraphs: Sequence[CopyParagraph], tokenizer: Tokenizer
) -> Iterator[Window]:
    """Yield the pieces of the paragraphs, in order, in windows of at most `MOST_PIECES`."""
    window = Window()
    for sentences in _pieces(text, paragraphs, tokenizer):
        whole = Window()
        for sentence in sentences:
            whole.add(sentence)
        for part in [whole] if len(whole.ids) <= MOST_PIECES else sentences:
            if window.ids and len(window.ids) + len(part.ids) > MOST_PIECES:
                yield window
                window = Window()
            window.add(part)
            while len(window.ids) > MOST_PIECES:
                full, window = window.split(MOST_PIECES)
                yield full
    if window.ids:
        yield window


def _pieces(
    text: str, paragraphs: Sequence[CopyParagraph], tokenizer: Tokenizer
) -> Iterator[list[Window]]:
    """For each paragraph, the pieces of each of its sentences."""
    # Half a surrogate pair is no character, and the tokenizer refuses it; a stand-in keeps every
    # offset.
    whole = _HALVES.sub("\ufffd", text)
    sentences = [whole[start:end] for paragraph in paragraphs for start, end in paragraph.sentences]
    encodings = iter(tokenizer.encode_batch(sentences, add_special_tokens=False))
    for paragraph in paragraphs:
        first, last = paragraph.span
        quoted = bytearray(last - first)
        for quote in paragraph.quoted:
            quoted[quote.inner[0] - first : quote.inner[1] - first] = b"\x01" * (
                quote.inner[1] - quote.inner[0]
            )
        yield [
            _shaped(text, start, first, quoted, next(encodings)) for start, _ in paragraph.sentences
        ]


def _shaped(text: str, start: int, first: int, quoted: bytearray, encoding: Encoding) -> Window:
    """One sentence's pieces.

    `start` is where it begins, `first` where its paragraph and the mask do.
    """
    offsets = encoding.offsets
    words = encoding.word_ids
    window = Window(encoding.ids, [0] * len(offsets), [(start + a, start + b) for a, b in offsets])
    n = 0
    while n < len(offsets):
        end = n + 1
        while end < len(offsets) and words[end] == words[n]:
            end += 1
        at = start + offsets[n][0]
        shape = (
            _shape(text[at : start + offsets[end - 1][1]])
            + _QUOTED * quoted[min(at - first, len(quoted) - 1)]
        )
        window.shapes[n:end] = [shape] * (end - n)
        n = end
    return window


def _shape(word: str) -> int:
    if not word[:1].isalpha():
        return _OTHER
    if word[0].islower():
        return _SMALL
    return _CAPITALS if len(word) > 1 and word.isupper() else _CAPITAL
