"""A paragraph of the copy, ready to be read: its sentences and what stands in quotation marks."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.text.language.quotation_marks import QuotedSpan, find_quoted
from factcheck.text.language.sentences import sentence_spans
from factcheck.text.reading import Span


@dataclass(frozen=True, slots=True)
class CopyParagraph:
    """One block: `number` is its place among the blocks of the copy."""

    number: int
    span: Span
    sentences: list[Span]
    quoted: list[QuotedSpan]


def paragraph_of(text: str, number: int, span: Span) -> CopyParagraph:
    return CopyParagraph(number, span, sentence_spans(text, span), find_quoted(text, span))
