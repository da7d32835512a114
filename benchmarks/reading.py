"""How fast and how good the reader is: `python -m benchmarks.reading [--words N] [--data FOLDER]`.

Speed, load, memory and linearity are measured on made-up copy; dates, numbers, asks, entities and
speakers on marked sentences that come with the reader. `--data` names a folder with annotated
corpora (the model's card says which), and adds quotes on PolNeAR's dev articles and
check-worthiness on what training held back of ClaimBuster and of the debates. textacy reads the
same copy in the same run, where it is installed. Times are CPU-seconds of this process.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar

from benchmarks.figures import Figure, note
from benchmarks.peers import PEER, textacy_quotes
from benchmarks.scores import date_scores, entity_scores, gold_lines, number_scores, speaker_scores
from benchmarks.scores_asks import ask_scores
from benchmarks.scores_quotes import (
    KINDS,
    QuoteScores,
    ScoredQuote,
    average_precision,
    best_f1,
    line_scores,
    mean_average_precision,
    quote_scores,
    said_by_hand,
    said_in,
)
from factcheck.text.pipeline import read
from training.corpus import claimbuster, debates, lines_of

SPEED_BAR = 3500.0  # words a CPU second
MEMORY_BAR = 300.0  # MiB
WORTH_BAR = 0.95
QUOTE_BARS = {"all": 73.0, "direct": 95.0}  # joint F1, in percent
_T = TypeVar("_T")
_STORY = """{n} hours ago
Harbor Front vows to hold the port of Belmar

By Dana Whitlow

A militia in the delta pledged on Wednesday to hold the port of Belmar, the country’s \
second-largest, as the army moved {n} km south with some 3,{n:03} troops. The Harbor Front, \
founded in 2011, has fought the government for 13 years.

“We leave at dawn, or not at all,” said Yusuf al-Karim, a spokesman for the Front. “Nobody stays \
behind when the nets burn.” He accused the Interior Ministry of starting the fire, adding that \
12.5 percent of the boats were lost.

Karim told The Ledger that the pledge was “final,” and that the alliance would not talk until \
Friday. According to Hannah Weiss, a professor of hydrology at the University of Belmar, the \
damage came to $1.2 million. She said the figure may double.

Prices rose by a third last month, the central bank said, because fewer boats sailed. The \
deadliest attack since October killed 24 people, many of them children.

The Ledger has sought comment from the Harbor Front, the Omani and Qatari embassies, the Interior \
Ministry, and others. The army did not immediately respond to a request for comment, while Orbis \
Energy declined to comment.

Total Comments: {n}

"""
_FIRST_READING = """
import time
from factcheck.text import read
read("“The dam holds,” said Dana Whitlow, the mayor of Belmar.")
print(time.process_time())
"""
_PUBLISHED = dt.date(2024, 11, 30)
_ARTICLE = 1_000
_ROUNDS = 5
_COMPARED = 20_000  # words of made-up copy that both readers get: the peer takes its time


@dataclass(frozen=True, slots=True)
class Timed(Generic[_T]):
    """What came out for each text, how many words they had and the CPU-seconds it took."""

    out: list[_T]
    words: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.words / self.seconds


def article(words: int, first: int = 1) -> str:
    """Made-up copy of so many words; no two stories in it are quite the same.

    `first` is the number of its first story: others make other copy.
    """
    stories = words // len(_STORY.split()) + 1
    copy = "".join(_STORY.format(n=n) for n in range(first, first + stories))
    *_, last = islice(re.finditer(r"\S+", copy), words)
    return copy[: last.end()]


def timed(reader: Callable[[str], _T], texts: Sequence[str]) -> Timed[_T]:
    begun = time.process_time()
    out = [reader(text) for text in texts]
    return Timed(out, sum(len(text.split()) for text in texts), time.process_time() - begun)


def our_quotes(text: str) -> list[ScoredQuote]:
    """Return the quotes that `read` finds, with all its other work done too."""
    return said_in(read(text, _PUBLISHED).quotes)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--words", type=int, default=100_000, help="of made-up copy, for speed and linearity"
    )
    parser.add_argument("--data", type=Path, help="a folder with the annotated corpora")
    options = parser.parse_args(arguments)
    data = f"a new process, from its start to its first reading; median of {_ROUNDS}"
    note(Figure("reading: the first article", _load(), "CPU s", data))
    _speed(options.words)
    _marked_sentences()
    if options.data:
        _worth(options.data)
    quotes(min(options.words, _COMPARED), options.data)


def _load() -> float:
    """In processes of their own: this one has imported more than a reading needs."""
    first = [sys.executable, "-c", _FIRST_READING]
    return statistics.median(float(subprocess.check_output(first)) for _ in range(_ROUNDS))


def _speed(words: int) -> None:
    read(article(_ARTICLE // 10))  # loads the model
    rounds = [timed(our_quotes, [article(_ARTICLE)]) for _ in range(_ROUNDS)]
    each = statistics.median(timing.seconds for timing in rounds)
    _row(
        "one article", f"{each:.2f} CPU-s", f"made-up copy, {_ARTICLE:,} words; median of {_ROUNDS}"
    )
    _row("memory", f"{_resident():.0f} MiB", "resident at most, after those")
    small, large = timed(our_quotes, [article(words // 10)]), timed(our_quotes, [article(words)])
    _row(
        "speed",
        f"{large.rate:,.0f} words/CPU-s",
        f"made-up copy, one text of {large.words:,} words",
    )
    _row(
        "linearity",
        f"{large.seconds / small.seconds:.1f} times the cost",
        f"for ten times {small.words:,} words",
    )
    data = f"resident at most, after {large.words:,} words in one text"
    note(Figure("reading: memory", _resident(), "MiB", data, MEMORY_BAR))


def _marked_sentences() -> None:
    asks = ask_scores()
    for name, file, score, share in (
        ("dates, resolved", "dates", "F1", date_scores().f1),
        ("numbers, with unit", "numbers", "F1", number_scores().f1),
        ("asks: outcome", "asks", "F1", asks.outcomes.f1),
        ("asks: parties", "asks", "F1", asks.parties.f1),
        ("asks: full names", "asks", "F1", asks.names.f1),
        ("names, places, titles", "entities", "F1", entity_scores().f1),
        ("speakers resolved", "speakers", "right", speaker_scores()),
    ):
        texts = sum(1 for _ in gold_lines(file))
        _row(name, f"{score} {100 * share:.1f}", f"{texts:,} made-up texts, marked by hand")


def _worth(folder: Path) -> None:
    sentences = claimbuster(folder, held=True)
    scores = [
        max((claim.score for claim in read(text).claims), default=0.0) for text, _, _ in sentences
    ]
    labels = [worth == 1 for _, worth, _ in sentences]
    f1, bar = best_f1(scores, labels)
    data = f"ClaimBuster, the held fifth: {len(labels):,} sentences, each read alone"
    precision = average_precision(scores, labels)
    note(Figure("worth a check: average precision", precision, "", data, WORTH_BAR, "more"))
    _row("worth a check", f"F1 {100 * f1:.1f}", f"the same, at its best bar, {bar:.2f}")
    held = [
        (_debate([text for text, _, _ in lines]), [c == 1 for *_, c in lines])
        for lines in debates(folder, held=True).values()
    ]
    checked, lines = sum(sum(labels) for _, labels in held), sum(len(labels) for _, labels in held)
    what = (
        f"CLEF 2019: {len(held)} held debates, {lines:,} lines, {checked} checked; each read whole"
    )
    _row("worth a check", f"MAP {mean_average_precision(held):.3f}", what)


def _debate(lines: list[str]) -> list[float]:
    text = "\n".join(lines)
    spans, at = [], 0
    for line in lines:
        spans.append((at, at + len(line)))
        at += len(line) + 1
    return line_scores(read(text).claims, spans)


def quotes(words: int, folder: Path | None) -> None:
    """Print the speed and scores of our quotes and the peer's.

    Reads PolNeAR's dev articles in `folder`, or `words` words of made-up copy; only the articles
    have scores.
    """
    documents = list(lines_of(folder / "polnear-dev.jsonl.gz")) if folder else []
    texts = [str(document["text"]) for document in documents] or [article(words)]
    gold = [said_by_hand(document) for document in documents]
    data = f"PolNeAR dev, {len(texts)} articles" if folder else "made-up copy"
    ours = timed(our_quotes, texts)
    data = f"{data}, {ours.words:,} words"
    try:
        peer = textacy_quotes()
    except ImportError:
        print(f"{PEER} is not installed, so nothing is compared with it: make bench installs it")
        theirs = None
    else:
        peer(article(_ARTICLE))
        theirs = timed(peer, texts)
    note(
        Figure(
            "reading: speed",
            ours.rate,
            "words a CPU s",
            data,
            SPEED_BAR,
            "more",
            peer=PEER,
            theirs=theirs.rate if theirs else None,
        )
    )
    if folder:
        columns = f"{'gold':>6}{'found':>6}{'strict':>8}{'IoU≥.5':>8}{'source':>8}{'joint':>8}"
        print(f"\n{'quotes, in %':24}{columns}  {data}")
        scores = quote_scores(zip(texts, gold, ours.out, strict=True))
        _table("", scores, KINDS)
        for kind, bar in QUOTE_BARS.items():
            joint = 100 * scores[kind].joint.f1
            note(Figure(f"quotes, {kind}: joint F1", joint, "%", data, bar, "more"))
        if theirs:
            _table(
                f"{PEER}: ",
                quote_scores(zip(texts, gold, theirs.out, strict=True)),
                ("all", "direct"),
            )


def _table(who: str, scores: dict[str, QuoteScores], kinds: Sequence[str]) -> None:
    for kind in kinds:
        score = scores[kind]
        shares = (score.strict.f1, score.overlap.f1, score.source, score.joint.f1)
        print(
            f"{who + kind:24}{score.gold:6,}{score.found:6,}"
            + "".join(f"{100 * share:8.1f}" for share in shares)
        )


def _row(what: str, figure: str, data: str) -> None:
    print(f"{what:24}{figure:>22}  {data}", flush=True)


def _resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024**2 if sys.platform == "darwin" else 1024
    )


if __name__ == "__main__":
    main()
