"""The texts of many genres with their marks by hand, as windows that the network learns from.

The texts and both passes of marks are in `training/data/` (`genres-texts.jsonl`,
`genres-first.jsonl`, `genres-second.jsonl`; `genres-guidelines.md` says what is marked). The first
pass is learned from, and the second where the first has none.
"""

from __future__ import annotations

import json
import re
import zlib
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tokenizers import Tokenizer

from factcheck.text.claims.check_worthiness import KINDS
from factcheck.text.model.pieces import windows
from factcheck.text.reading import Span
from training.corpus import Example, attributed, mark_entities, mark_spans, paragraphs_of

_ENTITIES: Final = {"person": "PERSON", "body": "ORGANIZATION", "place": "LOCATION"}
DATA: Final = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class GenreText:
    """A text, its genre, and what was marked on it by hand (the guidelines say in which shape)."""

    name: str
    genre: str
    text: str
    marks: dict[str, Any]

    @property
    def is_held_back(self) -> bool:
        """Whether it is of the fifth that is never learned from."""
        return zlib.crc32(self.name.encode()) % 5 == 0

    @property
    def is_for_fitting(self) -> bool:
        """Whether it is of the half of those held back on which the chances are fitted."""
        return zlib.crc32(self.name.encode()) % 2 == 0


def genre_texts(which: str = "first") -> list[GenreText]:
    """Return the texts with the marks of one pass, `first` or `second`."""
    texts = _rows("genres-texts.jsonl")
    marks = _rows(f"genres-{which}.jsonl")
    return [
        GenreText(name, row["genre"], row["text"], marks[name])
        for name, row in texts.items()
        if name in marks
    ]


def learned_from() -> list[GenreText]:
    """Return the texts that are not held back."""
    return [text for text in genre_texts() if not text.is_held_back]


def annotated(text: GenreText, tokenizer: Tokenizer) -> list[Example]:
    """Return a text's windows: all its marks, and which of its sentences are worth a check."""
    paragraphs = paragraphs_of(text.text)
    document = {"attributions": attributions_of(text), "entities": None}
    kinds = dict(kinds_by_sentence(text))
    accused, asked, titles = accused_spans(text), asked_spans(text), title_spans(text)
    examples = []
    for window in windows(text.text, paragraphs, tokenizer):
        example = attributed(document, window)
        mark_entities(example.entity, entity_spans(text), titles, window, text.text)
        mark_spans(example.accused, accused, window)
        mark_spans(example.asked, asked, window)
        mark_spans(example.title, titles, window)
        begins = [start for start, _ in window.spans]
        for paragraph in paragraphs:
            for start, end in paragraph.sentences:
                first, last = bisect_left(begins, start) + 1, bisect_left(begins, end) + 1
                if first < last:
                    labels = kinds[start, end]
                    example.sentences.append((first, last, int(any(labels)), -1))
                    example.kinds.append((first, last, labels))
        examples.append(example)
    return examples


def attributions_of(text: GenreText) -> list[dict[str, list[Span] | None]]:
    """Return the quotes as spans; cue and source are those nearest to their content."""
    found = []
    reached = 0
    for quote in text.marks["quotes"]:
        start = text.text.find(quote["content"], reached)
        if start < 0:
            start = text.text.find(quote["content"])
        reached = start + 1
        content = (start, start + len(quote["content"]))
        cue = _nearest(text.text, quote["cue"], content)
        source = _nearest(text.text, quote["source"], cue or content)
        found.append(
            {
                "content": [content],
                "cue": [cue] if cue else None,
                "source": [source] if source else None,
            }
        )
    return found


def accused_spans(text: GenreText) -> list[Span]:
    """Return where those stand who are accused, each inside the words that accuse it."""
    return _inside(text.text, ((a["words"], a["party"]) for a in text.marks["accusations"]))


def asked_spans(text: GenreText) -> list[Span]:
    """Return where those stand who were asked, each inside the words that say so."""
    return _inside(text.text, ((a["words"], a["party"]) for a in text.marks["asks"]))


def _inside(text: str, pairs: Iterable[tuple[str, str]]) -> list[Span]:
    """Return where each of the second words stands in the first, or else nearest to them."""
    found = []
    for whole, part in pairs:
        start = text.find(whole)
        place = _nearest_inside(text, part, (start, start + len(whole))) if start >= 0 else None
        if place is not None:
            found.append(place)
    return sorted(set(found))


def _nearest_inside(text: str, words: str, whole: Span) -> Span | None:
    start = text.find(words, *whole)
    return (start, start + len(words)) if start >= 0 else _nearest(text, words, whole)


def entity_spans(text: GenreText) -> list[tuple[int, int, str]]:
    """Return where the names stand in full, and persons by their last name, each with its kind."""
    found: dict[Span, str] = {}
    for named in sorted(text.marks["names"], key=lambda named: -len(named["name"])):
        forms = [named["name"]]
        if named["kind"] == "person":
            forms.append(named["name"].split()[-1])
        for form in forms:
            for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text.text):
                inside_longer = any(a < match.end() and match.start() < b for a, b in found)
                if not inside_longer:
                    found[match.span()] = _ENTITIES[named["kind"]]
    return sorted((start, end, kind) for (start, end), kind in found.items())


def title_spans(text: GenreText) -> list[Span]:
    """Return where the marked titles stand beside the names that bear them.

    A title stands right before a form of the name, or after it and a comma.
    """
    found: set[Span] = set()
    for named in text.marks["names"]:
        if named["title"]:
            title = re.escape(named["title"])
            forms = "|".join(re.escape(form) for form in {named["name"], named["name"].split()[-1]})
            for beside in (
                rf"(?<!\w)(?P<title>{title}),?\s+(?:\w+[.]?\s+){{0,2}}(?:{forms})(?!\w)",
                rf"(?<!\w)(?:{forms}),\s+(?:\d+,\s+)?(?:\w+[’'\w]*\s+){{0,4}}(?P<title>{title})(?!\w)",
            ):
                found |= {match.span("title") for match in re.finditer(beside, text.text)}
    return sorted(found)


def _nearest(text: str, words: str | None, to: Span) -> Span | None:
    """Return where the words stand nearest to a span, outside of it where they can."""
    places = []
    start = text.find(words) if words else -1
    while words and start >= 0:
        end = start + len(words)
        inside = to[0] <= start and end <= to[1]
        places.append((inside, min(abs(start - to[1]), abs(to[0] - end)), (start, end)))
        start = text.find(words, start + 1)
    return min(places)[2] if places else None


def kinds_by_sentence(text: GenreText) -> list[tuple[Span, tuple[int, ...]]]:
    """Return the text's sentences, each with 1 for every kind of `KINDS` that it holds, else 0."""
    marked = [
        (text.text.find(claim["start"].strip()), set(claim["kinds"]))
        for claim in text.marks["claims"]
    ]
    sentences = [s for paragraph in paragraphs_of(text.text) for s in paragraph.sentences]
    held = [
        set[str]().union(*(kinds for place, kinds in marked if start <= place < end))
        for start, end in sentences
    ]
    return [
        (sentence, tuple(int(kind in some) for kind in KINDS))
        for sentence, some in zip(sentences, held, strict=True)
    ]


def _rows(name: str) -> dict[str, dict[str, Any]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return {row["name"]: row for row in map(json.loads, lines)}
