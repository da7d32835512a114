"""What of an open proof page is no longer as the page shows it.

Told to a page that asks every few seconds, and with the answer to each act on the page, so that an
act needs no second request.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.newsroom.accounts import signed_in_user
from factcheck.newsroom.models import LogEntry, User
from factcheck.review.reads.card import may
from factcheck.review.reads.gate import gather
from factcheck.review.reads.paper import block_html, line, second_line, signature
from factcheck.review.reads.passes import SLUGS, pass_rows
from factcheck.review.reads.proof import ProofSheet, progress, sheet, standing_queries
from factcheck.review.reads.second import PassStops, second_read
from factcheck.review.reads.signatures import standing_clearances
from factcheck.review.reads.steps import steps_from
from factcheck.review.reads.suggestions import suggested
from factcheck.review.rules.gate import blockers

NEWS_SHOWN: Final = 3  # of a colleague's last acts
# The pieces of the page that a ruling may change, by the id of their element and their template.
RULED_PARTS: Final = {
    "steps": "steps",
    "coverage": "coverage",
    "gate": "gate",
    "query-list": "query_list",
    "suggestions": "suggestions",
}
PARTS: Final = {
    **RULED_PARTS,
    "progress": "progress",
    "alarms": "alarms",
    "first-read": "first_read",
}
# Those that an act at second reading may change, and those of the page in reading mode.
SECOND_PARTS: Final = {"steps": "steps", "coverage": "coverage", "second-count": "second_count"}
# In an answer of HTML the changes stand at its end, after this.
CHANGES_TAG: Final = '<script type="application/json" data-changes>'
_NOT_IN_A_SCRIPT: Final = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@dataclass(frozen=True, slots=True)
class ShownPage:
    """What a page shows.

    `since` is its last token, `proof` the id of the one it shows, `blocks` the signatures of its
    blocks in their order, `lines` those of its items; `show_all`: it shows every claim; `second`
    is the pass that it is read for, empty while it is checked.
    """

    since: str
    proof: str
    blocks: list[str]
    lines: frozenset[str]
    show_all: bool
    second: str

    @classmethod
    def told_in(cls, given: Mapping[str, str], prefix: str = "") -> ShownPage:
        """Return what a page said of itself in the fields of a form."""
        return cls(
            since=given.get(f"{prefix}since", ""),
            proof=given.get(f"{prefix}proof", ""),
            blocks=given.get(f"{prefix}blocks", "").split(","),
            lines=frozenset(given.get(f"{prefix}lines", "").split(",")),
            show_all=f"{prefix}all" in given,
            second=given.get(f"{prefix}second", ""),
        )


def changes(
    request: HttpRequest,
    article: Article,
    page: ShownPage,
    *,
    parts: Mapping[str, str] = PARTS,
) -> dict[str, Any]:
    """Return what differs from what the page shows.

    `since`, the new token; `newer`, the number of a newer proof, else 0; `blocks`, by place the
    signature and the inside of each that differs; `lines`, by key the items that differ, and
    `groups`, all keys in their order; `parts`, pieces of the page by the id of their element;
    `news`, what others did.
    """
    shown = sheet(article, show_all=page.show_all)
    second = _second_read(request, article, shown, page.second)
    newer = shown.proof.number if page.proof != str(shown.proof.pk) else 0
    return {
        "since": shown.seen,
        "newer": newer,
        "blocks": {} if newer else _changed(shown, page.blocks),
        "lines": {} if newer else _lines(shown, second, page.lines),
        "groups": {} if newer else _groups(shown, second),
        "parts": _parts(request, article, shown, newer, SECOND_PARTS if second else parts, second),
        "news": _news(signed_in_user(request), article, page.since),
    }


def changes_after_act(
    request: HttpRequest, article: Article, parts: Mapping[str, str] = PARTS
) -> dict[str, Any] | None:
    """Return what an act changed on the page it was done on; None where no page said what it shows.

    A page sends what it shows with every act, each field named "page_…".
    """
    if "page_since" not in request.POST:
        return None
    page = ShownPage.told_in(request.POST, "page_")
    return changes(request, article, page, parts=parts)


def with_changes(answer: HttpResponse, changed: dict[str, Any] | None) -> HttpResponse:
    """Add to an answer of HTML what changed elsewhere on the page."""
    if changed is not None:
        told = json.dumps(changed).translate(_NOT_IN_A_SCRIPT)
        answer.write(f"{CHANGES_TAG}{told}</script>")
    return answer


def _changed(shown: ProofSheet, had: list[str]) -> dict[int, tuple[str, str]]:
    insides = [block_html(block, shown) for block in shown.blocks]
    signed = [(signature(html), html) for html in insides]
    return {n: block for n, block in enumerate(signed) if n >= len(had) or block[0] != had[n]}


def _second_read(
    request: HttpRequest, article: Article, shown: ProofSheet, slug: str
) -> PassStops | None:
    if slug not in SLUGS:
        return None
    by, now = signed_in_user(request), timezone.now()
    return second_read(article, shown, by, SLUGS[slug], slug, now)


def _lines(shown: ProofSheet, second: PassStops | None, known: frozenset[str]) -> dict[str, str]:
    if second is not None:
        lines = [(stop.key, *second_line(stop)) for stop in second.stops]
    else:
        lines = [(item.key, *line(item)) for item in shown.items.all]
    return {key: html for key, sign, html in lines if sign not in known}


def _groups(shown: ProofSheet, second: PassStops | None) -> dict[str, list[str]]:
    if second is not None:
        return {group: [stop.key for stop in stops] for group, stops in second.groups.items()}
    return {group: [item.key for item in found] for group, _, found in shown.groups}


def _parts(
    request: HttpRequest,
    article: Article,
    shown: ProofSheet,
    newer: int,
    names: Mapping[str, str],
    second: PassStops | None,
) -> dict[str, str]:
    queries = standing_queries(article)
    by = signed_in_user(request)
    looked_at = gather([article], timezone.now(), shown.on.rulings)[article.pk]
    reads = list(shown.proof.first_reads.select_related("by"))
    passes = pass_rows(article, shown.proof, looked_at, by.pk)
    steps = steps_from(article, by, looked_at, shown.items, passes, reads)
    context: dict[str, Any] = {
        "article": article,
        "coverage": shown.coverage,
        "newer": newer,
        "gate": blockers(looked_at),
        "looked_at": looked_at,
        "cleared": next(reversed(standing_clearances([article.pk])), None),
        "findings": shown.findings.counts(),
        "steps": steps,
        "links": steps.all,
        "tab": "second" if second else "proof",
        "second": second,
        "user": by,
        "queries": queries,
        "may": may(by, article),
        "progress": progress(article, shown.proof) if "progress" in names else None,
        "alarms": shown.alarms,
        "suggested": suggested(shown.on),
        "first_reads": reads,
        "proof": shown.proof,
    }
    rendered = {
        part: render_to_string(f"review/_{name}.html", context, request)
        for part, name in names.items()
    }
    count = f'<span id="query-count" class="num soft">{len(queries)}</span>'
    return {**rendered, "query-count": count}


def _news(by: User, article: Article, since: str) -> list[str]:
    """Return the last things that colleagues did."""
    newest = since.partition(".")[0]
    if not newest.isdecimal() or len(newest) > 18:
        return []
    others = LogEntry.objects.filter(article_id=article.pk, id__gt=int(newest), by__isnull=False)
    rows = others.exclude(by=by).order_by("-id").values_list("by_name", "text")[:NEWS_SHOWN]
    return [f"{name}: {text}" for name, text in reversed(rows)]
