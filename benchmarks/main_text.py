"""Main text of pages against gold, by the count of Scrapinghub's article extraction benchmark.

The folder holds `ground-truth.json` ({id: {"articleBody", "url"}}) and `html/<id>.html.gz`, as at
https://github.com/scrapinghub/article-extraction-benchmark. A text is the multiset of its runs of
four words; precision and recall are means over pages, F1 is theirs. trafilatura, which ours wraps,
reads the same pages in the same run.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import trafilatura

from benchmarks.figures import Figure, note
from factcheck.outside.documents.drafts import DraftRefusal
from factcheck.outside.documents.files import read_document
from factcheck.outside.documents.page_text import page_text
from factcheck.outside.sandbox_worker import RECURSION_LIMIT

WORDS_IN_A_RUN = 4
_WORD = re.compile(r"\w+")
_NOT_BODY = ("headline", "byline", "standfirst", "furniture")


@dataclass(frozen=True)
class GoldPage:
    """A page and the text of its article."""

    html: bytes
    text: str
    address: str


@dataclass(frozen=True)
class PageCount:
    """Runs of words in both texts, in ours alone and in the gold alone, as shares of all."""

    both: float
    ours: float
    gold: float

    @property
    def precision(self) -> float | None:
        return _share(self.both, self.ours, self.gold)

    @property
    def recall(self) -> float | None:
        return _share(self.both, self.gold, self.ours)


def _share(both: float, missed: float, other: float) -> float | None:
    """Return the benchmark's share: 1 where nothing differs, None where nothing is counted."""
    if both + missed == 0:
        return None
    return 1.0 if missed == other == 0 else both / (both + missed)


@dataclass(frozen=True)
class TextScore:
    """How one reader did: precision, recall and F1, and CPU seconds."""

    name: str
    precision: float
    recall: float
    seconds: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def runs_of(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of words in a text, each as often as it stands there."""
    words = _WORD.findall(text)
    last = max(1, len(words) - WORDS_IN_A_RUN + 1)
    return Counter(run for n in range(last) if (run := tuple(words[n : n + WORDS_IN_A_RUN])))


def count_of(gold: str, ours: str) -> PageCount:
    """Compare two texts; a long one weighs no more than a short one."""
    true, given = runs_of(gold), runs_of(ours)
    both, extra, missing = (true & given).total(), (given - true).total(), (true - given).total()
    total = both + extra + missing or 1
    return PageCount(both / total, extra / total, missing / total)


def score_of(name: str, counts: Sequence[PageCount], seconds: float) -> TextScore:
    """Return the means over pages where there is something to count."""
    precision = [p for c in counts if (p := c.precision) is not None]
    recall = [r for c in counts if (r := c.recall) is not None]
    return TextScore(
        name,
        statistics.mean(precision) if precision else 0.0,
        statistics.mean(recall) if recall else 0.0,
        seconds,
    )


def gold_pages(folder: Path) -> Iterator[GoldPage]:
    """Yield the pages of a benchmark's folder, in order."""
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    for name, row in sorted(truth.items()):
        html = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        yield GoldPage(html, row.get("articleBody", ""), row.get("url", ""))


def as_imported(page: GoldPage) -> str:
    """Return the body of the draft that an import makes of a page."""
    try:
        draft = read_document(page.html, "page.html", address=page.address)
    except DraftRefusal:
        return ""
    return "\n".join(p.text for p in draft.paragraphs if p.kind not in _NOT_BODY)


def as_searched(page: GoldPage) -> str:
    """Return the words that evidence is looked for in."""
    try:
        return str(page_text(page.html, "text/html", "", page.address)["text"])
    except DraftRefusal:
        return ""


def as_trafilatura(page: GoldPage) -> str:
    """Return what trafilatura takes for the text, in its fast mode."""
    return trafilatura.extract(page.html, fast=True, include_comments=False) or ""


READERS: list[tuple[str, Callable[[GoldPage], str]]] = [
    ("import", as_imported),
    ("pages", as_searched),
    ("trafilatura fast", as_trafilatura),
]


def measured(pages: Sequence[GoldPage]) -> list[TextScore]:
    """Return how each reader does on the same pages; the first page warms each of them up."""
    scores = []
    for name, reader in READERS:
        for page in pages[:1]:
            reader(page)
        begun = time.process_time()
        texts = [reader(page) for page in pages]
        seconds = time.process_time() - begun
        counts = [count_of(page.text, text) for page, text in zip(pages, texts, strict=True)]
        scores.append(score_of(name, counts, seconds))
    return scores


def main(folder: Path) -> None:
    """Print a line for each reader, with its CPU time beside trafilatura's."""
    sys.setrecursionlimit(RECURSION_LIMIT)
    pages = list(gold_pages(folder))
    scores = measured(pages)
    peer = scores[-1].seconds or 1e-9
    for score in scores:
        print(
            f"main text, {len(pages)} pages, {score.name:16} F1 {score.f1:.3f}, precision "
            f"{score.precision:.3f}, recall {score.recall:.3f}; "
            f"{1000 * score.seconds / max(len(pages), 1):.1f} CPU ms a page, "
            f"{score.seconds / peer:.2f} times trafilatura's"
        )
    ours, theirs = scores[0], scores[-1]
    data = f"{len(pages)} pages"
    f1 = Figure("main text: F1", ours.f1, "", data, None, "more", theirs.name, theirs.f1)
    note(f1)
    each = 1000 / max(len(pages), 1)
    cost, its_cost = ours.seconds * each, theirs.seconds * each
    note(Figure("main text: cost", cost, "CPU ms a page", data, theirs=its_cost, peer=theirs.name))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    main(parser.parse_args().folder)
