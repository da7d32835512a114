"""What keeps the passages as the texts are.

Cut anew when a text changes, and then given their vectors. Cutting and vectors are sweeps of their
own, so that search by words never waits for vectors. Each takes a batch of rows from the id it is
given on; rows that another worker holds are skipped, and found by the next sweep if they still
wait.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from factcheck.claims.models import Claim
from factcheck.evidence import rules
from factcheck.evidence.actions.poll import look_up_again
from factcheck.evidence.models import Document, Evidence, FeedEntry, Hit, Meaning, Passage
from factcheck.evidence.search.passages import with_text
from factcheck.evidence.search.vectors import vectors_of
from factcheck.newsroom.sweeps import AT_ONCE, nudge

TEXTS: Final = 50  # cut at once
VECTORS: Final = 32  # made at once: about half a second of work
BATCHES: Final = 8  # of vectors sent a run, so that they never fill the queue that reads copy
# The title stands with every passage of its page, at a lower weight: "he" in the fifth paragraph is
# named in the title.
_INSERT: Final = """
    INSERT INTO evidence_passage ({column}_id, start, "end", words)
    SELECT t.id, p.s, p.e, setweight(to_tsvector('english', t.title), 'D')
        || to_tsvector('english', p.said)
    FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::text[]) AS p(id, s, e, said)
    JOIN {table} t ON t.id = p.id
    ORDER BY p.id, p.s"""
_DOCUMENTS = _INSERT.format(column="document", table="evidence_document")
_ENTRIES = _INSERT.format(column="entry", table="evidence_feedentry")


def _firsts(ids: Iterable[int], batch: int) -> list[int]:
    return list(ids)[::batch]


def _uncut_documents() -> QuerySet[Document]:
    return Document.objects.filter(cut=False, work="done")


def documents_to_cut(now: dt.datetime) -> list[int]:
    ids = _uncut_documents().order_by("pk").values_list("pk", flat=True)
    return _firsts(ids[: TEXTS * AT_ONCE], TEXTS)


def entries_to_cut(now: dt.datetime) -> list[int]:
    ids = FeedEntry.objects.filter(cut=False).order_by("pk").values_list("pk", flat=True)
    return _firsts(ids[: TEXTS * AT_ONCE], TEXTS)


@transaction.atomic
def cut_documents(first_id: int) -> int:
    """Cut the next kept pages that wait, from this id on; return how many were."""
    rows = _held(_uncut_documents().only("pk", "text"), first_id, TEXTS)
    Passage.objects.filter(document__in=rows).delete()
    _insert(_DOCUMENTS, [(row.pk, row.text) for row in rows])
    Document.objects.filter(pk__in=[row.pk for row in rows]).update(cut=True)
    if rows:
        nudge("evidence")
    return len(rows)


@transaction.atomic
def cut_entries(first_id: int) -> int:
    """Return the same for entries of feeds.

    What was not in the feeds an hour ago may be there now, so claims are looked up in them again.
    """
    rows = _held(FeedEntry.objects.filter(cut=False).only("pk", "text"), first_id, TEXTS)
    Passage.objects.filter(entry__in=rows).delete()
    _insert(_ENTRIES, [(row.pk, row.text) for row in rows])
    FeedEntry.objects.filter(pk__in=[row.pk for row in rows]).update(cut=True)
    if rows:
        look_up_again()
    return len(rows)


def _held(rows: QuerySet[Any], first_id: int, batch: int) -> list[Any]:
    """Return the next rows from an id on, locked; without those that another worker holds."""
    return list(
        rows.filter(pk__gte=first_id)
        .order_by("pk")
        .select_for_update(of=("self",), skip_locked=True)[:batch]
    )


def _insert(sql: str, texts: Sequence[tuple[int, str]]) -> None:
    passages = [
        (pk, start, end, text[start:end])
        for pk, text in texts
        for start, end in rules.cut(text) or [(0, 0)]
    ]
    if passages:
        with connection.cursor() as cursor:
            cursor.execute(sql, [list(column) for column in zip(*passages, strict=True)])


def passages_to_understand(now: dt.datetime) -> list[int]:
    ids = Passage.objects.filter(vector=None).order_by("pk").values_list("pk", flat=True)
    return _firsts(ids[: VECTORS * BATCHES], VECTORS)


@transaction.atomic
def understand_passages(first_id: int) -> int:
    """Give the next passages without a vector theirs, from this id on; return how many."""
    rows = _held(with_text(Passage.objects.filter(vector=None)).defer("words"), first_id, VECTORS)
    vectors = vectors_of([row.text or row.title for row in rows])
    for row, vector in zip(rows, vectors, strict=True):
        row.vector = vector
    Passage.objects.bulk_update(rows, ["vector"])
    _compare_by_meaning({row.document_id for row in rows if row.document_id})
    return len(rows)


def _compare_by_meaning(documents: set[int]) -> None:
    """Compare pages whose words met too little of a claim once more.

    Their meaning is known by now.
    """
    waiting = Passage.objects.filter(document=OuterRef("document"), vector=None)
    evidence = Evidence.objects.filter(
        claim=OuterRef("search__claim"), document=OuterRef("document")
    )
    fruitless = Hit.objects.filter(document__in=documents, compared_at__isnull=False)
    ids = (
        fruitless.filter(~Exists(waiting), ~Exists(evidence))
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    if Hit.objects.filter(pk__in=list(ids.values_list("pk", flat=True))).update(compared_at=None):
        nudge("evidence")


def _claims_to_understand() -> QuerySet[Claim]:
    known = Meaning.objects.filter(claim=OuterRef("pk"), text=OuterRef("text"))
    here = Claim.objects.live().filter(article__closed_at=None, proof__current=True)
    return here.filter(~Exists(known))


def claims_to_understand(now: dt.datetime) -> list[int]:
    ids = _claims_to_understand().order_by("pk").values_list("pk", flat=True)
    return _firsts(ids[: VECTORS * BATCHES], VECTORS)


@transaction.atomic
def understand_claims(first_id: int) -> int:
    """Vectors for the next claims of open articles that lack one for their text as it stands."""
    rows = _held(_claims_to_understand(), first_id, VECTORS)
    _keep("claim", [(row.pk, row.text) for row in rows])
    return len(rows)


def checks_to_understand(now: dt.datetime) -> list[int]:
    ids = _checks_to_understand().order_by("pk").values_list("pk", flat=True)
    return _firsts(ids[: VECTORS * BATCHES], VECTORS)


def _checks_to_understand() -> QuerySet[Hit]:
    return Hit.objects.exclude(rating="").filter(meaning=None)


@transaction.atomic
def understand_checks(first_id: int) -> int:
    """Make vectors for the next fact-checks found outside, of headline and claim."""
    rows = _held(_checks_to_understand(), first_id, VECTORS)
    _keep("hit", [(row.pk, f"{row.title} {row.snippet}".strip()) for row in rows])
    return len(rows)


def _keep(of: str, rows: Sequence[tuple[int, str]]) -> None:
    vectors = vectors_of([text for _, text in rows])
    Meaning.objects.bulk_create(
        [
            Meaning(**{f"{of}_id": pk}, text=text, vector=vector)
            for (pk, text), vector in zip(rows, vectors, strict=True)
        ],
        update_conflicts=True,
        unique_fields=[of],
        update_fields=["text", "vector"],
    )
