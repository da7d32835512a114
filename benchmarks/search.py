"""How often a page known to exist is found: `python -m benchmarks.search --data FOLDER`.

PolNeAR's articles are the web. Each claim of an article at the desk's bar is put, in its wordings,
to an engine that wants every word and knows no stems; the other articles of the three days before
and after are its pages. A page is right where one of its sentences has a cosine of 0.60 or more
with the claim; claims without one are left out. Of the articles every second is for tuning and the
others for the figure (`--half`). Ten pages are fetched a claim, oldest first. Beside it, in the
same run, stands one query with all of the words at once.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.figures import Figure, note
from factcheck.evidence.rules import KeyWords, facts_in, ladder, query_for
from factcheck.evidence.rules.words import plain, words_of
from factcheck.evidence.search.vectors import vectors_of
from factcheck.text import read

_DAYS: Final = 3
_BAR: Final = 0.5  # a new desk's
_ALIKE: Final = 0.60
_FETCHED: Final = 10
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_SENTENCE: Final = re.compile(r"(?<=[.!?])[”\"’]?\s+(?=[A-Z“\"])")


@dataclass(frozen=True, eq=False)
class WebArticle:
    """One article: its words without stems, its sentences and the day it was published."""

    name: str
    text: str
    day: dt.date

    def __hash__(self) -> int:
        return hash(self.name)

    @cache  # noqa: B019  the pages live as long as the run
    def words(self) -> frozenset[str]:
        return frozenset(plain(word.text) for word in words_of(self.text))

    @cache  # noqa: B019
    def plain_text(self) -> str:
        return " ".join(plain(self.text).split())

    @cache  # noqa: B019
    def vectors(self) -> np.ndarray:
        return vectors_of([s for s in _SENTENCE.split(self.text) if len(s) > 20])


def pages_in(folder: Path) -> list[WebArticle]:
    pages = []
    for name in ("polnear-train", "polnear-dev"):
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                day = _DAY.search(article["name"])
                if day:
                    written = dt.date.fromisoformat(day.group())
                    pages.append(WebArticle(article["name"], article["text"], written))
    return sorted(pages, key=lambda page: (page.day, page.name))


def answer(wording: KeyWords, pages: Sequence[WebArticle]) -> list[WebArticle]:
    """Return the pages that have every word and every phrase."""
    words = {plain(word) for word in wording.words}
    phrases = [plain(phrase) for phrase in wording.phrases]
    return [
        page
        for page in pages
        if words <= page.words() and all(phrase in page.plain_text() for phrase in phrases)
    ]


def is_right(page: WebArticle, claim: np.ndarray) -> bool:
    return float(np.max(page.vectors() @ claim, initial=0)) >= _ALIKE


def claims_of(page: WebArticle) -> Iterator[tuple[str, KeyWords]]:
    """Yield the article's claims at the bar, with their key words."""
    reading = read(page.text, page.day)
    speakers = [
        (quote.content[0][0], quote.speaker.name)
        for quote in reading.quotes
        if quote.speaker and " " in quote.speaker.name
    ]
    for claim in reading.claims:
        if claim.score < _BAR:
            continue
        text = page.text[slice(*claim.span)]
        names = [name for at, name in speakers if claim.span[0] <= at < claim.span[1]]
        query = query_for(text, facts_in(read(text, page.day)), names[:1], page.day)
        yield text, query


@dataclass
class SearchFinding:
    """How many claims found a right page, how many nothing, and with how many queries."""

    found: int = 0
    empty: int = 0
    queries: int = 0

    def put(
        self, wordings: Sequence[KeyWords], near: Sequence[WebArticle], right: set[WebArticle]
    ) -> None:
        fetched: list[WebArticle] = []
        for wording in wordings:
            self.queries += 1
            fetched += [page for page in answer(wording, near) if page not in fetched]
            if len(fetched) >= _FETCHED:
                break
        self.found += bool(right & set(fetched[:_FETCHED]))
        self.empty += not fetched

    def line(self, known: int) -> str:
        shares = f"found {self.found / known:.2f}; nothing back {self.empty / known:.2f}"
        return f"{shares}; {self.queries / known:.1f} queries a claim"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder with PolNeAR's articles")
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--half", choices=["tuning", "figure"], default="figure")
    options = parser.parse_args()
    web = pages_in(options.data)
    step = max(len(web) // options.articles, 1)
    asked = web[::step][: options.articles][0 if options.half == "tuning" else 1 :: 2]
    claims = known = 0
    short, whole = SearchFinding(), SearchFinding()
    for article in asked:
        near = [
            page
            for page in web
            if page is not article and abs((page.day - article.day).days) <= _DAYS
        ]
        for text, query in claims_of(article):
            claims += 1
            vector = vectors_of([text])[0]
            right = {page for page in near if is_right(page, vector)}
            if right:
                known += 1
                short.put(ladder(query), near, right)
                whole.put([query], near, right)
    print(f"{len(asked)} articles ({options.half}), {claims} claims, {known} with a right page")
    if known:
        print(f"short wordings: {short.line(known)}")
        print(f"all at once:    {whole.line(known)}")
        data = f"{len(asked)} articles, {known} claims with a right page"
        note(
            Figure(
                "search: right page found",
                short.found / known,
                "",
                data,
                better="more",
                peer="all words at once",
                theirs=whole.found / known,
            )
        )


if __name__ == "__main__":
    main()
