"""The passages of all that was fetched and fed that bear on a claim, or on key words.

Two ways in, joined and then ranked: an AND of the rarest words (a few milliseconds at a million
passages, where a long OR that PostgreSQL must rank takes half a second), and the nearest vectors.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from random import Random
from typing import Any, Final

import numpy as np
from django.db import connection
from django.db.models import F, Max, QuerySet
from django.db.models.functions import Coalesce, Substr
from pgvector import HalfVector
from pgvector.django import MaxInnerProduct

from factcheck.evidence import rules
from factcheck.evidence.models import Document, Passage
from factcheck.evidence.search.bm25 import Frequencies, Lexical, grams_of
from factcheck.evidence.search.normalise import normalise_post
from factcheck.evidence.search.ranking import mixed
from factcheck.evidence.search.vectors import Vector, vector_of
from factcheck.newsroom.page_reads import once_a_page
from factcheck.outside.search import ProviderQuery

BY_WORDS: Final = 30
BY_MEANING: Final = 30
# How many the index of vectors looks at for those (pgvector's own 40 finds fewer of the nearest:
# benchmarks.passages).
LOOKED_AT: Final = 100
# Rows that are gone stay in the index until it is cleaned; where all that it looked at are such, it
# looks on (pgvector 0.8, "Iterative Index Scans"; at most 20,000 rows, its own limit).
_LOOK_ON: Final = (
    "SELECT set_config('hnsw.ef_search', %s, false),"
    " set_config('hnsw.iterative_scan', 'strict_order', false)"
)
AND_OF: Final = 4
ENOUGH: Final = 2  # times what is asked for: copies of one story will be put together
RARE: Final = 25  # a word in so few passages may stand alone
NEAR: Final = 0.45  # of the cosine; below it a passage must share a word that is no name
SAME: Final = 0.6  # of the cosine: says much the same, in whatever words
_SAMPLE: Final = 2000


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage of the page or entry `owner`, as a search ranks it.

    `score` is from 0 to 1, `cosine` that with the query (None while it has no vector), `matched`
    the words it shares.
    """

    owner: int
    start: int
    end: int
    text: str
    score: float
    cosine: float | None
    matched: tuple[str, ...]


def search(
    rows: QuerySet[Passage], owner: str, about: str, query: ProviderQuery
) -> list[RankedPassage]:
    """Return the best passage of each page or entry, the best first.

    `rows` are the passages that may be found, `owner` says whose: "document" or "entry". `about` is
    the claim, which stays here, or the key words where there is no claim.
    """
    vector = vector_of(about)
    common = frequencies()
    # Both ways in touch one table, so that they stay with its indexes; which of these may be found
    # is asked of few.
    all_of = Passage.objects.filter(**{f"{owner}__isnull": False})
    ids = _by_words(owner, query, common) | set(nearest(all_of, vector))
    # Passages by their ids before their pages: the plan then needs no statistics to begin there.
    owners = set(Passage.objects.filter(pk__in=ids).values_list(f"{owner}_id", flat=True))
    found = rows.filter(**{"pk__in": ids, f"{owner}__in": owners})
    candidates = with_text(found).annotate(away=MaxInnerProduct("vector", vector))
    candidates_kept = list(candidates.defer("vector", "words").order_by("pk"))
    if not candidates_kept:
        return []
    texts = [normalise_post(f"{row.title} {row.text}") for row in candidates_kept]
    meant = np.array([np.nan if row.away is None else -row.away for row in candidates_kept])
    asked = normalise_post(about)
    scores = mixed(meant, Lexical(texts, common, asked).scores(asked))
    best: dict[int, RankedPassage] = {}
    for place in np.argsort(-scores, kind="stable"):
        row, cosine = (
            candidates_kept[place],
            None if np.isnan(meant[place]) else float(meant[place]),
        )
        if getattr(row, f"{owner}_id") in best:
            continue
        if len(best) == ENOUGH * query.limit:
            break
        matched = rules.words_in_common(about, f"{row.title} {row.text}")
        ranked = RankedPassage(
            getattr(row, f"{owner}_id"),
            row.start,
            row.end,
            row.text,
            float(scores[place]),
            cosine,
            matched,
        )
        if _bears(ranked):
            best[ranked.owner] = ranked
    return list(best.values())


def nearest(rows: QuerySet[Passage], vector: Vector, count: int = BY_MEANING) -> list[int]:
    """Return the ids of the passages nearest to a vector, by the index: nearly all of them."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK_ON, [str(LOOKED_AT)])
    near = rows.filter(vector__isnull=False).order_by(MaxInnerProduct("vector", vector))
    return list(near.values_list("pk", flat=True)[:count])


def nearest_passages(claims: Sequence[str], document: Document) -> list[rules.TextPassage | None]:
    """Return, for each claim's text, the passage of one page that means what it says.

    In whatever words. None where none is near enough, or the page's vectors are not made yet.
    """
    if not claims or not document.passages.filter(vector__isnull=False).exists():
        return [None] * len(claims)
    vectors = [HalfVector(vector_of(text)).to_text() for text in claims]
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST_ON_PAGE, [document.pk, vectors])
        nearest = cursor.fetchall()
    return [
        _near_enough(text, document, start, end, cosine)
        for text, (start, end, cosine) in zip(claims, nearest, strict=True)
    ]


def _near_enough(
    claim: str, document: Document, start: int, end: int, cosine: float
) -> rules.TextPassage | None:
    if cosine < SAME:
        return None
    matched = rules.words_in_common(claim, document.text[start:end])
    return rules.TextPassage(start, end, round(min(cosine, 1.0), 4), matched)


def _bears(passage: RankedPassage) -> bool:
    """Whether a passage may say something of what was asked.

    The same names alone are another story about the same people, unless it means much the same.
    """
    near = passage.cosine is not None and passage.cosine >= NEAR
    return near or any(not word[:1].isupper() for word in passage.matched)


def with_text(rows: QuerySet[Passage]) -> QuerySet[Passage, Any]:
    """Passages with `text`, theirs alone, and `title`, their page's."""
    whole, length = Coalesce("document__text", "entry__text"), F("end") - F("start")
    return rows.annotate(
        text=Substr(whole, F("start") + 1, length),
        title=Coalesce("document__title", "entry__title"),
    )


def _by_words(owner: str, query: ProviderQuery, common: Frequencies) -> set[int]:
    """Return the passages that hold the rarest of the query's terms, several together at first.

    Two of them where three bring too few; one alone only where hardly any passage has it.
    """
    terms = _rarest_terms(query, common)
    together = [_all_of(some) for size in (4, 3) for some in combinations(terms, size)]
    ids = {pk for _, pk in _holding(owner, together, BY_WORDS)}
    if len(ids) < BY_WORDS:
        ids |= {pk for _, pk in _holding(owner, map(_all_of, combinations(terms, 2)), BY_WORDS)}
    if len(ids) < BY_WORDS:
        alone = _holding(owner, terms, RARE + 1)
        count = Counter(term for term, _ in alone)
        ids |= {pk for term, pk in alone if count[term] <= RARE}
    return ids


def _rarest_terms(query: ProviderQuery, common: Frequencies) -> list[str]:
    """Return the four rarest words and phrases as PostgreSQL asks for them (`tsquery`)."""
    asked = [
        *((phrase, "phrase") for phrase in query.phrases),
        *((word, "plain") for word in query.words),
    ]
    rarest = sorted(asked, key=lambda asked_term: -_rarity(asked_term[0], common))[:AND_OF]
    texts, kinds = [text for text, _ in rarest], [kind for _, kind in rarest]
    with connection.cursor() as cursor:
        cursor.execute(_TERMS, [texts, kinds])
        terms = [term for (term,) in cursor.fetchall()]
    return [term for term in terms if term]  # a word like "the" asks for nothing


def _all_of(terms: Iterable[str]) -> str:
    return " & ".join(f"({term})" for term in terms)


def _holding(owner: str, asked: Iterable[str], each: int) -> list[tuple[int, int]]:
    """Return (place of the query, passage) for so many passages of each `tsquery` at most."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDING[owner], [list(asked), each])
        return [(place, pk) for place, pk in cursor.fetchall()]


# All passages of the page are looked at: of so few, the index of vectors would only miss some.
_NEAREST_ON_PAGE: Final = f"""
WITH passages AS MATERIALIZED (
    SELECT id, start, "end", vector FROM {Passage._meta.db_table}
    WHERE document_id = %s AND vector IS NOT NULL
)
SELECT near.start, near."end", -near.away
FROM unnest(%s::text[]::halfvec[]) WITH ORDINALITY AS asked (vector, place),
LATERAL (
    SELECT start, "end", passages.vector <#> asked.vector AS away
    FROM passages ORDER BY away, id LIMIT 1
) AS near
ORDER BY asked.place
"""  # noqa: S608  # nosec B608
_TERMS: Final = """
SELECT CASE kind
    WHEN 'phrase' THEN phraseto_tsquery('english', text)
    ELSE plainto_tsquery('english', text)
END::text
FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS asked (text, kind, place)
ORDER BY place
"""
# One statement for several queries: fifteen of them, built one by one, took most of a search.
_HOLDING: Final = {
    owner: f"""
SELECT asked.place, found.id
FROM unnest(%s::tsquery[]) WITH ORDINALITY AS asked (query, place),
LATERAL (
    SELECT id FROM {Passage._meta.db_table}
    WHERE words @@ asked.query AND {owner}_id IS NOT NULL
    LIMIT %s
) AS found
"""  # noqa: S608  # nosec B608
    for owner in ("document", "entry")
}


def _rarity(text: str, common: Frequencies) -> float:
    """Return how rare a word is: as rare as its rarest part."""
    return max((common.weight(part) for part in grams_of(text)), default=0.0)


@once_a_page(lambda: "frequencies")
def frequencies() -> Frequencies:
    """Return how common parts of words are in what is kept.

    From a sample taken every hour, and as the archive doubles.
    """
    newest = Passage.objects.aggregate(newest=Max("pk"))["newest"] or 0
    return _sampled(int(newest).bit_length(), int(time.time() // 3600))


@lru_cache(maxsize=1)
def _sampled(bits: int, hour: int) -> Frequencies:
    ids = Random(bits).choices(range(1, 2**bits + 1), k=2 * _SAMPLE)  # noqa: S311  a sample, no secret  # nosec B311
    rows = (
        with_text(Passage.objects.filter(pk__in=ids))
        .defer("vector", "words")
        .order_by("pk")[:_SAMPLE]
    )
    return Frequencies.of(normalise_post(f"{row.title} {row.text}") for row in rows)
