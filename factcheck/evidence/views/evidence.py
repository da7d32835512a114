"""Evidence beside a claim, the page it came from, and all that left the building for an article."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.evidence import actions
from factcheck.evidence.models import CitedSource, Evidence
from factcheck.evidence.reads import evidence as reads
from factcheck.evidence.reads.versions import documents_visible_to, versions_of
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import User
from factcheck.newsroom.seen import shown_in


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)


def _claim(request: HttpRequest, pk: int) -> Claim:
    """Return a claim whose article this person may see; any other looks as if it were not there."""
    visible = Article.objects.visible_to(_person(request))
    return get_object_or_404(Claim.objects.select_related("article"), pk=pk, article__in=visible)


@dataclass(frozen=True, slots=True)
class _Again:
    """What a refused form is shown again with.

    Which `form`, `about` which evidence, what was `typed`, and `given`.
    """

    refused: str = ""
    typed: str = ""
    about: int = 0
    form: str = ""
    given: Mapping[str, str] = field(default_factory=dict)


def _show(request: HttpRequest, claim: Claim, again: _Again | None = None) -> HttpResponse:
    """Return the claim's evidence: the fragment for htmx, a page of its own without."""
    again = again or _Again()
    context = {
        **reads.beside_claim(claim, _person(request)),
        "article": claim.article,
        **{name: getattr(again, name) for name in ("refused", "typed", "about", "form", "given")},
    }
    htmx = bool(request.htmx)  # type: ignore[attr-defined]
    template = "evidence/_claim_evidence.html" if htmx else "evidence/claim.html"
    return render(request, template, context, status=409 if again.refused else 200)


def _act(
    request: HttpRequest, claim: Claim, do: Callable[[], object], **again: Any
) -> HttpResponse:
    try:
        do()
    except Refused as refusal:
        return _show(request, claim, _Again(refused=str(refusal), **again))
    if request.htmx:  # type: ignore[attr-defined]
        return _show(request, claim)
    return redirect("evidence:claim", claim.pk)


@login_required
@require_safe
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _claim(request, pk))


@login_required
@require_POST
def search_again(request: HttpRequest, pk: int) -> HttpResponse:
    claim = _claim(request, pk)
    return _act(request, claim, lambda: actions.search_claim(by=_person(request), claim=claim))


@login_required
@require_POST
def add_source(request: HttpRequest, pk: int) -> HttpResponse:
    claim = _claim(request, pk)
    url = request.POST.get("url", "")[:4000]
    return _act(
        request,
        claim,
        lambda: actions.add_source(by=_person(request), claim=claim, url=url),
        typed=url,
    )


@login_required
@require_POST
def fetch_cited(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the writer's source be fetched for restricted copy."""
    visible = Article.objects.visible_to(_person(request))
    rows = CitedSource.objects.select_related("claim__article")
    cited = get_object_or_404(rows.filter(claim__article__in=visible), pk=pk)
    return _act(request, cited.claim, lambda: actions.fetch_cited(by=_person(request), cited=cited))


@login_required
@require_POST
def word_query(request: HttpRequest, pk: int) -> HttpResponse:
    claim = _claim(request, pk)
    typed = request.POST.get("words", "")[:1000]
    return _act(
        request,
        claim,
        lambda: actions.word_query(
            by=_person(request),
            claim=claim,
            typed=typed,
            language=request.POST.get("language", "")[:2],
        ),
        typed=typed,
        form="words",
    )


@login_required
@require_POST
def add_by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a file, or a passage typed in."""
    claim = _claim(request, pk)
    file = request.FILES.get("file")
    given = {
        name: request.POST.get(name, "")[: actions.LONGEST_PASSAGE + 1]
        for name in ("title", "where", "passage")
    }

    def do() -> None:
        by = _person(request)
        if file is None:
            actions.add_passage(by=by, claim=claim, tier=request.POST.get("tier", ""), **given)
            return
        if (file.size or 0) > settings.IMPORT_MAX_BYTES:
            raise Refused(
                _("This file is larger than %(megabytes)s MB.")
                % {"megabytes": settings.IMPORT_MAX_BYTES // 1024 // 1024}
            )
        actions.add_file(
            by=by, claim=claim, data=file.read(), name=file.name or "", title=given["title"]
        )

    return _act(request, claim, do, typed=given["passage"], form="hand", given=given)


@login_required
@require_POST
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Article.objects.visible_to(_person(request))
    rows = Evidence.objects.select_related("claim__article").filter(claim__article__in=visible)
    evidence = get_object_or_404(rows, pk=pk)
    reason = request.POST.get("reason", "")[:2000]
    # What the person saw: a passage that was compared anew meanwhile is not theirs to rule on
    # unread.
    if request.POST.get("seen", "") != reads.mark_of(evidence.passage):
        evidence.passage = ""

    def do() -> None:
        shown_in(request.POST, "seen")
        actions.rule_on(
            by=_person(request),
            evidence=evidence,
            ruling=request.POST.get("ruling", ""),
            reason=reason,
            tier=request.POST.get("tier", ""),
            side=request.POST.get("side", ""),
        )

    return _act(request, evidence.claim, do, typed=reason, about=evidence.pk)


@login_required
@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the page as kept.

    `?evidence=ID` marks the passage, if the person may see the article it is used for.
    """
    visible = Article.objects.visible_to(_person(request))
    kept = documents_visible_to(_person(request))
    page = get_object_or_404(kept.defer("sketch"), pk=pk)
    evidence_id = request.GET.get("evidence", "")
    used = (
        Evidence.objects.filter(document=page, claim__article__in=visible)
        .select_related("claim__article")
        .order_by("-claim__article_id", "claim__start")
    )
    chosen = next((e for e in used if str(e.pk) == evidence_id), None)
    return render(
        request,
        "evidence/document.html",
        {
            "page": reads.document_page(page, chosen),
            "versions": versions_of(page),
            "chosen": chosen,
            "used": used,
        },
    )


@login_required
@require_safe
def queries(request: HttpRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article.objects.visible_to(_person(request)), pk=pk)
    context = {
        "article": article,
        "sent": reads.queries_that_left(article),
        "visited": reads.pages_visited(article),
    }
    return render(request, "evidence/queries.html", context)
