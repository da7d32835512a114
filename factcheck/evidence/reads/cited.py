"""What a claim's pane shows of the writer's own sources for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from factcheck.claims.models import Claim, Fact
from factcheck.claims.reads import facts_on
from factcheck.evidence.models import CitedSource
from factcheck.newsroom.kept_statements import GivenValue, kept_statement
from factcheck.newsroom.page_reads import if_read


@dataclass(frozen=True, slots=True)
class CitedRow:
    """A source the writer put on words of a claim.

    `state` says in full how far it is looked at; `may_fetch`: it waits for a person of the team to
    let it be fetched. `document_id` is the page as kept, 0 while there is none.
    """

    id: int
    words: str
    address: str
    text: str
    by: str
    document_id: int
    state: str
    failed: bool
    may_fetch: bool


@dataclass(frozen=True, slots=True)
class _Standing:
    """A writer's source, and what is known of its page."""

    row: CitedSource
    restricted: bool
    compared: bool
    agreement: tuple[int, int] | None  # facts that are the same, and other; None without a passage

    @property
    def work(self) -> str:
        return self.row.document.work if self.row.document else ""

    @property
    def error(self) -> str:
        return self.row.document.error if self.row.document else ""

    @property
    def may_fetch(self) -> bool:
        return bool(self.row.address) and self.row.document_id is None and self.restricted

    def result(self) -> str:
        """Return what the page says of the claim's values."""
        if self.agreement is None:
            return _("kept; no passage on this claim in it")
        same, other = self.agreement
        if not same + other:
            return _("kept; it mentions none of this claim’s values")
        return _("kept; %(same)s of this claim’s values the same, %(other)s other") % {
            "same": same,
            "other": other,
        }


# How far a source is, the first that holds, and what is said of it.
_STATES: list[tuple[Callable[[_Standing], bool], Callable[[_Standing], str]]] = [
    (lambda s: not s.row.address, lambda s: _("names no page of the web: look it up")),
    (lambda s: s.may_fetch, lambda s: _("not fetched: the article is restricted")),
    (lambda s: not s.work, lambda s: _("to be fetched")),
    (
        lambda s: s.work == "failed",
        lambda s: _("could not be kept: %(error)s") % {"error": s.error},
    ),
    (
        lambda s: s.work != "done" and s.restricted and not s.row.allowed_by_id,
        lambda s: _("not fetched: the article is restricted"),
    ),
    (
        lambda s: s.work != "done" and bool(s.error),
        lambda s: _("not fetched yet: %(error)s It will be tried again.") % {"error": s.error},
    ),
    (lambda s: s.work != "done", lambda s: _("being fetched")),
    (lambda s: not s.compared, lambda s: _("kept, being compared")),
    (lambda s: True, _Standing.result),
]


def cited_of(claims: Mapping[int, Claim]) -> dict[int, list[CitedSource]]:
    """Return the writer's sources by claim, in the order of the copy; those gone with words not."""
    found: dict[int, list[CitedSource]] = defaultdict(list)
    for row in _cited(claims):
        claim = claims[row.claim_id]
        # An edit may have moved the one away from the other.
        if row.author_source.overlaps(claim.start, claim.end):
            found[row.claim_id].append(row)
    return found


@kept_statement
def _cited(claims: GivenValue) -> QuerySet[CitedSource]:
    cited = CitedSource.objects.filter(claim__any_of=claims, author_source__standing="live")
    return (
        cited.select_related("author_source", "document")
        .defer("document__text", "document__sketch", "document__headers")
        .order_by("author_source__start", "author_source__pk")
    )


def with_numbers(claims: Mapping[int, Claim]) -> set[int]:
    """Return the ids of those of these claims that hold a number."""
    read = [if_read(facts_on, [pk]) for pk in {claim.article_id for claim in claims.values()}]
    facts_of = [facts for facts in read if facts is not None]
    if facts_of and len(facts_of) == len(read):
        return claims.keys() & _claims_with_number(chain.from_iterable(facts_of))
    numbers = Fact.objects.filter(claim__in=claims, kind="number", standing="live")
    return set(numbers.order_by().values_list("claim_id", flat=True))


def _claims_with_number(facts: Iterable[Fact]) -> set[int]:
    live = (fact for fact in facts if fact.kind == "number" and fact.standing == "live")
    return {fact.claim_id for fact in live if fact.claim_id is not None}


def cited_rows(
    rows: list[CitedSource],
    *,
    restricted: bool,
    compared: Collection[int],
    agreement: Mapping[int, tuple[int, int]],
) -> tuple[CitedRow, ...]:
    """Return the rows of one claim; `compared` and `agreement` go by the document."""
    shown = []
    for row in rows:
        document = row.document_id or 0
        one = _Standing(row, restricted, document in compared, agreement.get(document))
        source = row.author_source
        shown.append(
            CitedRow(
                id=row.pk,
                words=source.words,
                address=source.address,
                text=source.text,
                by=source.by_name,
                document_id=document if one.work == "done" else 0,
                state=next(say(one) for holds, say in _STATES if holds(one)),
                failed=one.work == "failed",
                may_fetch=one.may_fetch,
            )
        )
    return tuple(shown)
