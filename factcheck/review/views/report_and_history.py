"""What stays on record of an article: the check report, the annotated proof, the history."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from factcheck.articles.models import Article
from factcheck.newsroom.actions import Refused
from factcheck.outside.screenshot import browser
from factcheck.replies.rules.contacts_csv import escaped
from factcheck.review.models.vocabulary import in_words
from factcheck.review.reads import history as log
from factcheck.review.reads.annotated import annotated as annotated_of
from factcheck.review.reads.annotated import margin_text
from factcheck.review.reads.report import (
    COLUMNS,
    Values,
    cells,
    chosen,
    cleared_proofs,
    report_shown,
)
from factcheck.review.views.paper_copy import pdf_answer
from factcheck.review.views.proof_context import find_article

A_PAGE = 100
FILTERS = ("kind", "state", "checker")


def _report(request: HttpRequest, article: Article) -> Values:
    """Return the report asked for by number, or `now` for the current proof as things are."""
    number = request.GET.get("proof", "")
    proof = int(number) if number.isdecimal() and len(number) < 7 else None
    shown = report_shown(article, timezone.now(), proof=proof, fresh="now" in request.GET)
    if shown is None:
        raise Http404("No report was kept of this proof: it was not cleared.")
    return shown


def _chosen(request: HttpRequest, report_values: Values) -> list[Values]:
    criteria = {name: request.GET.get(name, "")[:200] for name in FILTERS}
    return chosen(report_values["items"], sort=request.GET.get("sort", ""), **criteria)


@login_required
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "review/report.html", _report_context(request, pk))


@login_required
@require_safe
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the report as it is printed; back to it, with the reason, where no browser prints."""
    context = _report_context(request, pk)
    try:
        return pdf_answer(
            request, "review/report.html", context, "report.css", _name(context["report"], "pdf")
        )
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("review:report", pk)


def _report_context(request: HttpRequest, pk: int) -> dict[str, Any]:
    article = find_article(request, pk)
    shown = _report(request, article)
    sort = request.GET.get("sort", "")
    return {
        "article": article,
        "report": shown,
        "rows": _chosen(request, shown),
        "sorts": [(name, _("by %(column)s") % {"column": in_words(name)}) for name in COLUMNS[1:]],
        "sort": sort,
        "has_pdf": browser() is not None,
        "filters": [
            (
                name,
                sorted({item[name] for item in shown["items"]} - {""}),
                request.GET.get(name, ""),
            )
            for name in FILTERS
        ],
        "kept": cleared_proofs(article),
        "query": request.GET.urlencode(),
        "tab": "report",
    }


@login_required
@require_safe
def report_csv(request: HttpRequest, pk: int) -> HttpResponse:
    article = find_article(request, pk)
    shown = _report(request, article)
    return _sheet(_name(shown, "csv"), COLUMNS, (cells(item) for item in _chosen(request, shown)))


def _sheet(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """Return a table for spreadsheets: a byte order mark, and no cell that runs as a formula."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(head)
    writer.writerows([escaped(cell) for cell in row] for row in rows)
    return response


def _name(report_values: Values, ending: str) -> str:
    article, proof = report_values["article"]["id"], report_values["proof"]["number"]
    return f"check-report-{article}-proof-{proof}.{ending}"


@login_required
@require_safe
def report_json(request: HttpRequest, pk: int) -> HttpResponse:
    """Whole, whatever the page is filtered to."""
    shown = _report(request, find_article(request, pk))
    answer = HttpResponse(
        json.dumps(shown, ensure_ascii=False, indent=1), content_type="application/json"
    )
    answer["Content-Disposition"] = f'attachment; filename="{_name(shown, "json")}"'
    return answer


@login_required
@require_safe
def annotated(request: HttpRequest, pk: int) -> HttpResponse:
    article = find_article(request, pk)
    shown = _report(request, article)
    context = {
        "article": article,
        "report": shown,
        "paragraphs": annotated_of(shown),
        "margin": margin_text(shown),
        "query": request.GET.urlencode(),
        "tab": "report",
    }
    return render(request, "review/annotated.html", context)


@login_required
@require_safe
def annotated_css(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the head and foot of each printed page, which need a style sheet of this proof."""
    slug, which = margin_text(_report(request, find_article(request, pk)))
    sheet = (
        f"@page "
        f"{{ @top-left {{ content: {_quoted(slug)}; }} @top-right {{ content: {_quoted(which)}; }}"
        f" @bottom-right {{ content: {_page_of_pages()}; }} }}\n"
    )
    return HttpResponse(sheet, content_type="text/css; charset=utf-8")


def _page_of_pages() -> str:
    """Return "Page 1 of 2" as CSS, whose own counters know which and how many."""
    words = _("Page %(page)s of %(pages)s")
    parts = re.split(r"%\((page|pages)\)s", words)
    said = [_quoted(part) if n % 2 == 0 else f"counter({part})" for n, part in enumerate(parts)]
    return " ".join(one for one in said if one != '""')


def _quoted(words: str) -> str:
    """Return a CSS string, all but letters, digits and spaces escaped, so no headline ends it."""
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in words) + '"'


@login_required
@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    article, criteria = find_article(request, pk), log.HistoryFilter.of(request.GET.dict())
    page = Paginator(log.entries(article.pk, criteria), A_PAGE).get_page(request.GET.get("page"))
    people, verbs = log.people_and_verbs(article.pk)
    context = {
        "article": article,
        "page": page,
        "entries": log.happenings(article.pk, page.object_list),
        "wanted": criteria,
        "people": people,
        "verbs": verbs,
        "query": request.GET.urlencode(),
        "tab": "history",
    }
    return render(request, "review/history.html", context)


@login_required
@require_safe
def history_csv(request: HttpRequest, pk: int) -> HttpResponse:
    article = find_article(request, pk)
    rows = (
        [
            happened.entry.at.isoformat(),
            happened.entry.by_name,
            happened.entry.verb,
            happened.item,
            happened.entry.text,
            "; ".join(f"{change.what}: {change.before}" for change in happened.changes),
            "; ".join(f"{change.what}: {change.after}" for change in happened.changes),
        ]
        for happened in log.happenings(
            article.pk, log.entries(article.pk, log.HistoryFilter.of(request.GET.dict())).iterator()
        )
    )
    head = ("time", "person", "verb", "item", "what", "before", "after")
    return _sheet(f"history-{article.pk}.csv", head, rows)
