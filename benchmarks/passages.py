"""The cost of the passage index: `python -m benchmarks.passages [--passages N] [--data FOLDER]`.

Fills a throwaway database with made-up pages: words of a Zipf vocabulary, some 80 to a passage.
Prints passages cut and indexed per CPU second of this process and the database's together, without
vectors; the rate at which vectors are made; what building the index of vectors takes; and the CPU
milliseconds of one search for a claim, this process's and that of the database process that serves
it. Vectors of the index are made up too (a thousand subjects with noise), for making a million
takes hours; searching them costs what searching real vectors costs.

With --real N the first N passages have the vectors of real sentences, of the corpora in --data, and
the index's recall is measured on others of them: how many of the thirty nearest, found by looking
at every passage, it returns.

With --data (see factcheck/text/model/weights/README.md) it also prints how well texts are ranked,
and how often claims that are alike say the same.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import statistics
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from django.db import connection
from pgvector import HalfVector

from benchmarks.figures import Figure, note
from benchmarks.measuring import database_ms
from benchmarks.throwaway import throwaway_newsroom
from factcheck.evidence.actions.indexing import cut_documents
from factcheck.evidence.constants import VECTOR_SIZE
from factcheck.evidence.models import Document, Passage
from factcheck.evidence.search.archive import Archive
from factcheck.evidence.search.passages import BY_MEANING, LOOKED_AT, nearest, with_text
from factcheck.evidence.search.ranking import Corpus
from factcheck.evidence.search.vectors import vectors_of
from factcheck.outside.search import ProviderQuery

EACH: Final = 20  # passages of a page
WORDS, LETTERS, COMMONEST = 200_000, 8, 1.1
SENTENCE: Final = 16  # words
SEARCHES: Final = 60
SUBJECTS, NOISES = 1000, 997
SEARCH, RECALL = 60.0, 0.98
ASKED: Final = 100  # real sentences that are looked for
_STEP: Final = 500  # pages made at once


def _vocabulary(chance: np.random.Generator) -> list[str]:
    letters = chance.choice(list("etaoinshrdlucmfwypvbgk"), size=(WORDS, LETTERS))
    lengths = chance.integers(3, LETTERS + 1, size=WORDS)
    return ["".join(row[:length]) for row, length in zip(letters, lengths, strict=True)]


def _page(words: list[str], chance: np.random.Generator) -> str:
    """Return a page of about `EACH` passages, five sentences each."""
    drawn = (chance.zipf(COMMONEST, size=EACH * 5 * SENTENCE) - 1) % WORDS
    chosen = [words[i] for i in drawn]
    sentences = (chosen[i : i + SENTENCE] for i in range(0, len(chosen), SENTENCE))
    return "\n".join(f"{' '.join(sentence).capitalize()}." for sentence in sentences)


def index(passages: int) -> None:
    """Pages made and cut by the sweep's own action; only the cutting is counted."""
    chance = np.random.default_rng(1)
    words, spent, made = _vocabulary(chance), 0.0, 0
    while made < passages:
        first = Document.objects.count()
        Document.objects.bulk_create(
            Document(
                url=f"https://made.example/{first + n}",
                title=f"Page {first + n}",
                text=text,
                work="done",
            )
            for n, text in enumerate(_page(words, chance) for _ in range(_STEP))
        )
        begun = _cpu()
        while cut_documents(0):
            pass
        spent += _cpu() - begun
        made = Passage.objects.count()
    pages = f"{made:,} made-up passages of {Document.objects.count():,} pages"
    note(Figure("passages cut and indexed, without vectors", made / spent, "a CPU s", pages))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _cpu() -> float:
    """Seconds, of this process and of the database's."""
    return time.process_time() + database_ms() / 1000


def understand() -> None:
    texts = [row.text for row in with_text(Passage.objects.all()).order_by("pk")[:200]]
    vectors_of(texts[:1])
    begun = time.process_time()
    vectors_of(texts)
    rate = len(texts) / (time.process_time() - begun)
    note(Figure("vectors of passages", rate, "a CPU s", f"{len(texts)} passages of 80 words"))


def real_sentences(data: Path) -> list[str]:
    """Return sentences of the corpora, each once, in an order that is the same every time."""
    found: dict[str, None] = {}
    for path in sorted(data.glob("*.jsonl.gz")):
        for row in _rows(path):
            found.update(dict.fromkeys(_texts(row)))
    return sorted(found, key=lambda text: hashlib.sha256(text.encode()).digest())


def _texts(value: Any) -> Iterator[str]:
    """Yield the sentences of whatever a corpus holds, of eight words or more."""
    if isinstance(value, str):
        for line in re.split(r"(?<=[.!?])\s+|\n+", value):
            if 8 <= len(line.split()) <= 100:
                yield line
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def give_real(texts: list[str]) -> None:
    """Give the first passages the vectors of these texts."""
    ids = list(Passage.objects.order_by("pk").values_list("pk", flat=True)[: len(texts)])
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE given (id bigint, v halfvec({VECTOR_SIZE}))")
        for at in range(0, len(ids), 1000):
            rows = zip(ids[at : at + 1000], vectors_of(texts[at : at + 1000]), strict=True)
            cursor.executemany(
                "INSERT INTO given VALUES (%s, %s)",
                [(pk, HalfVector(vector).to_text()) for pk, vector in rows],
            )
        cursor.execute("UPDATE evidence_passage p SET vector = g.v FROM given g WHERE g.id = p.id")


def recall(asked: list[str], real: int) -> None:
    """Note which share of the nearest passages the index returns, and what a look costs."""
    passages = Passage.objects.filter(document__isnull=False)
    found, spent = 0, 0.0
    for vector in vectors_of(asked):
        before = database_ms()
        by_index = nearest(passages, vector)
        spent += database_ms() - before
        with connection.cursor() as cursor:
            cursor.execute("SET enable_indexscan = off")
            exact = nearest(passages, vector)
            cursor.execute("RESET enable_indexscan")
        found += len(set(by_index) & set(exact))
    data = f"{len(asked)} real sentences among {Passage.objects.count():,}, {real:,} of them real"
    share = found / (len(asked) * BY_MEANING)
    what = f"recall@{BY_MEANING} of the index of vectors, {LOOKED_AT} looked at"
    note(Figure(what, share, "", data, RECALL, better="more"))
    note(Figure("the nearest by vectors", spent / len(asked), "ms of the database", data))


def build(real: list[str]) -> None:
    """Give every passage a vector, made up but for the real ones, and make two indexes anew."""
    chance = np.random.default_rng(2)
    indexes = [
        i for i in Passage._meta.indexes if i.name in ("passage_words", "document_passage_near")
    ]
    with connection.cursor() as cursor, connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_index(Passage, index)
        for table, size, spread in (("subject", SUBJECTS, 1.0), ("noise", NOISES, 0.7)):
            cursor.execute(
                f"CREATE TEMP TABLE {table} (id int PRIMARY KEY, v halfvec({VECTOR_SIZE}))"
            )
            rows = chance.normal(scale=spread, size=(size, VECTOR_SIZE))
            cursor.executemany(
                f"INSERT INTO {table} VALUES (%s, %s)",  # noqa: S608
                [(n, HalfVector(row).to_text()) for n, row in enumerate(rows)],
            )
        cursor.execute(
            "UPDATE evidence_passage p SET vector = l2_normalize(s.v + n.v) FROM subject s, noise n"
            " WHERE s.id = p.id %% %s AND n.id = p.id %% %s",
            [SUBJECTS, NOISES],
        )
        give_real(real)
        # What waits to be checked at the commit would forbid an index before it.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL maintenance_work_mem = '3GB'")
        cursor.execute("SET LOCAL max_parallel_maintenance_workers = 0")
        for index in indexes:
            begun = database_ms()
            editor.add_index(Passage, index)
            seconds = (database_ms() - begun) / 1000
            data = f"{Passage.objects.count():,} passages"
            note(Figure(f"index {index.name} built", seconds, "CPU s", data))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute(
            "SELECT pg_total_relation_size('evidence_passage'),"
            " pg_total_relation_size('evidence_document')"
        )
        passages, documents = cursor.fetchone()
    data = f"{Passage.objects.count():,} passages with their indexes"
    note(Figure("disk", passages / 1e6, "MB", f"{data}; their pages {documents / 1e6:,.0f}"))


def find() -> None:
    """Claims made of words of pages, rare and common, searched in the archive."""
    ids = list(
        Passage.objects.values_list("pk", flat=True).order_by("pk")[
            :: max(Passage.objects.count() // 61, 1)
        ]
    )
    ours, theirs = [], []
    for row in with_text(Passage.objects.filter(pk__in=ids)).order_by("pk")[: SEARCHES + 1]:
        claim = row.text.split("\n")[0]
        words = sorted({w.strip(".") for w in claim.split() if len(w) > 4})[:6]
        begun, before = time.process_time(), database_ms()
        Archive(claim).search(ProviderQuery(words=tuple(words)))
        ours.append((time.process_time() - begun) * 1000)
        theirs.append(database_ms() - before)
    # The first loads the network and the sample of common words.
    own, database = statistics.mean(ours[1:]), statistics.mean(theirs[1:])
    data = f"{Passage.objects.count():,} passages; {own:.0f} here, {database:.0f} in the database"
    note(Figure("a claim’s search", own + database, "ms of CPU in all", data, SEARCH))


def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def quality(data: Path) -> None:
    """Print how well posts find the checked claims they repeat, on data held back from training.

    Prints MAP@5, P@1 and recall, and what share of the nearest claims above each cosine is right.
    """
    claims = _rows(data / "clef2020-verified-claims.jsonl.gz")
    posts = _rows(data / "clef2020-matches-dev.jsonl.gz")
    texts = [f"{claim['title']} {claim['claim']}" for claim in claims]
    vectors = vectors_of(texts)
    corpus = Corpus(texts, vectors)
    begun, precise, first, five = time.process_time(), 0.0, 0, 0
    asked = vectors_of([post["text"] for post in posts])
    for post, vector in zip(posts, asked, strict=True):
        right = [
            claims[n]["id"] in post["claims"] for n, _ in corpus.best(post["text"], 50, vector)
        ]
        precise += sum(sum(right[: n + 1]) / (n + 1) for n in range(5) if right[n]) / len(
            post["claims"]
        )
        first += right[0]
        five += any(right[:5])
    rate, number = len(posts) / (time.process_time() - begun), len(posts)
    print(
        f"{number} posts, {len(claims):,} claims: MAP@5 {precise / number:.3f}, P@1 "
        f"{first / number:.3f},"
        f" recall@5 {five / number:.3f}; {rate:,.0f} queries per CPU second"
    )
    cosines = asked @ vectors.T
    nearest = cosines.argmax(1)
    right = [claims[n]["id"] in post["claims"] for n, post in zip(nearest, posts, strict=True)]
    for bar in (0.5, 0.6, 0.65, 0.7, 0.8):
        above = [yes for yes, row, n in zip(right, cosines, nearest, strict=True) if row[n] >= bar]
        print(
            f"nearest claim at {bar:.2f} or more: {len(above)} posts, "
            f"{sum(above) / max(len(above), 1):.3f} right"
        )


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--real", type=int, default=0, help="passages with real vectors, of --data")
    options = parser.parse_args()
    texts = real_sentences(options.data) if options.real else []
    real = texts[: min(options.real, options.passages)]
    with throwaway_newsroom():
        index(options.passages)
        understand()
        build(real)
        find()
        if real:
            recall(texts[len(real) :][:ASKED], len(real))
    if options.data:
        quality(options.data)


if __name__ == "__main__":
    main()
