"""Marks made, split, reworded, accepted, removed and brought back on the proof page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from factcheck.articles.models import Article, Proof
from factcheck.claims import actions as claims
from factcheck.claims.models import Accusation, Ask, Claim, Fact, Mark, Quote, Tk
from factcheck.newsroom.accounts import signed_in_user
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.page_reads import one_page
from factcheck.newsroom.seen import shown_in
from factcheck.review.forms.proof import MarkForm, PlaceForm
from factcheck.review.models.vocabulary import in_words
from factcheck.review.reads.card import may
from factcheck.review.reads.items import plain_note
from factcheck.review.reads.states import marked
from factcheck.review.reads.suggestions import suggested
from factcheck.review.views.acts import refused_page
from factcheck.review.views.cards import checked
from factcheck.review.views.page_changes import changes_after_act
from factcheck.review.views.proof_context import find_article

MARKS: dict[str, type[Mark]] = {
    "claim": Claim,
    "quote": Quote,
    "fact": Fact,
    "ask": Ask,
    "accusation": Accusation,
    "tk": Tk,
}


def _find_mark(article: Article, kind: str, pk: int) -> Mark:
    if kind not in MARKS:
        raise Http404("No such kind of mark.")
    return get_object_or_404(MARKS[kind], pk=pk, article=article)


class Done:
    """A finished act: its message, its place on the page, and the form that undoes it."""

    def __init__(self, said: str, at: str, undo: str = "", **fields: str) -> None:
        self.said, self.at, self.undo, self.fields = said, at, undo, fields


def _act(
    request: HttpRequest, article: Article, do: Callable[[], Done], *, typed: str = "page"
) -> HttpResponse:
    """Do it.

    A page with a script is told in JSON and stays where it is; without one it is loaded again.
    """
    in_place = request.htmx  # type: ignore[attr-defined]
    try:
        done = do()
    except Refused as refusal:
        if in_place:
            return JsonResponse({"refused": str(refusal)}, status=409)
        return refused_page(request, article, refused=str(refusal), typed=typed)
    if in_place:
        with one_page():
            changed = changes_after_act(request, article)
        told = {"said": done.said, "at": done.at, "undo": done.undo, "fields": done.fields}
        return JsonResponse({**told, "changes": changed})
    messages.success(request, done.said)
    return redirect(reverse("review:proof", args=[article.pk]) + f"#{done.at}")


def _url(name: str, article: Article, *of: Any) -> str:
    return reverse(f"review:{name}", args=[article.pk, *of])


def _undo(article: Article, kind: str, row: Mark) -> dict[str, str]:
    """Return the form that brings a mark back which was just removed."""
    row.refresh_from_db(fields=["thrown_out_at"])
    at = row.thrown_out_at.isoformat() if row.thrown_out_at else ""
    return {"undo": _url("restore", article, kind, row.pk), "thrown_out_at": at}


@login_required
@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark words by hand: those selected in the copy, or those typed."""
    article = find_article(request, pk)

    def do() -> Done:
        form = checked(MarkForm(request.POST))
        given = form.cleaned_data
        seen = get_object_or_404(Proof, pk=given["proof"], article=article)
        span = form.span(seen.text)
        if span is None:
            raise Refused(
                _("These words do not stand in the copy, or not that often. Copy them exactly.")
            )
        kind = given["kind"]
        extra: dict[str, Any] = (
            {"fact_kind": given["fact_kind"] or "number"} if kind == "fact" else {}
        )
        place: dict[str, Any] = {"proof": seen, "start": span[0], "end": span[1]}
        made = claims.mark(
            by=signed_in_user(request), article=article, kind=kind, **{**place, **extra}
        )
        text = _("Marked as a %(kind)s: “%(words)s”.") % {
            "kind": in_words(extra.get("fact_kind", kind)),
            "words": made,
        }
        undo = (
            _url("throw_out", article, kind, made.pk)
            if signed_in_user(request).may("throw out mark")
            else ""
        )
        return Done(text, f"{kind}-{made.pk}", undo)

    return _act(request, article, do, typed="mark")


@login_required
@require_POST
def split(request: HttpRequest, pk: int, kind: str, mark: int) -> HttpResponse:
    article = find_article(request, pk)
    row = _find_mark(article, kind, mark)

    def do() -> Done:
        place = checked(PlaceForm(request.POST))
        first, second = claims.split(
            by=signed_in_user(request), mark=row, at=place.cleaned_data["start"], seen=place.seen()
        )
        text = _("Split in two: “%(first)s” and “%(second)s”.") % {
            "first": first,
            "second": second,
        }
        return Done(text, f"{kind}-{first.pk}", **_undo(article, kind, row))

    return _act(request, article, do)


@login_required
@require_POST
def reshape(request: HttpRequest, pk: int, kind: str, mark: int) -> HttpResponse:
    article = find_article(request, pk)
    row = _find_mark(article, kind, mark)
    was = {"start": str(row.start), "end": str(row.end)}

    def do() -> Done:
        place = checked(PlaceForm(request.POST))
        start, end = place.cleaned_data["start"], place.cleaned_data["end"]
        made = claims.reshape(
            by=signed_in_user(request), mark=row, start=start, end=end or 0, seen=place.seen()
        )
        return Done(
            _("Now marked: “%(made)s”.") % {"made": made},
            f"{kind}-{mark}",
            _url("reshape", article, kind, mark),
            **was,
        )

    return _act(request, article, do)


@login_required
@require_POST
def throw_out(request: HttpRequest, pk: int, kind: str, mark: int) -> HttpResponse:
    article = find_article(request, pk)
    row = _find_mark(article, kind, mark)

    def do() -> Done:
        seen = PlaceForm.of_screen(request.POST)
        claims.throw_out(by=signed_in_user(request), mark=row, seen=seen)
        return Done(
            _("Removed: “%(row)s”.") % {"row": row}, "thrown-out", **_undo(article, kind, row)
        )

    return _act(request, article, do)


@login_required
@require_POST
def accept(request: HttpRequest, pk: int, kind: str, mark: int) -> HttpResponse:
    article = find_article(request, pk)
    row = _find_mark(article, kind, mark)

    def do() -> Done:
        claims.accept(by=signed_in_user(request), mark=row, seen=PlaceForm.of_screen(request.POST))
        return Done(_("Accepted: “%(row)s”.") % {"row": row}, f"{kind}-{mark}")

    return _act(request, article, do)


@login_required
@require_POST
def restore(request: HttpRequest, pk: int, kind: str, mark: int) -> HttpResponse:
    article = find_article(request, pk)
    row = _find_mark(article, kind, mark)

    def do() -> Done:
        at = _instant(shown_in(request.POST, "thrown_out_at"))
        back = claims.restore(by=signed_in_user(request), mark=row, thrown_out_at=at)
        return Done(_("Brought back: “%(back)s”.") % {"back": back}, f"{kind}-{mark}")

    return _act(request, article, do)


@login_required
@require_POST
def confirm(request: HttpRequest, pk: int, kind: str, mark: int) -> HttpResponse:
    """Confirm that the words that moved are the same: the mark and its rulings follow them."""
    article = find_article(request, pk)
    row = _find_mark(article, kind, mark)

    def do() -> Done:
        seen = PlaceForm.of_screen(request.POST)
        count = claims.confirm_moved(by=signed_in_user(request), mark=row, seen=seen)
        if count > 1:
            said = _("Still stands: “%(row)s”, and %(more)s more of its paragraph.")
        else:
            said = _("Still stands: “%(row)s”.")
        return Done(said % {"row": row, "more": count - 1}, f"{kind}-{mark}")

    return _act(request, article, do)


def _of_kind(request: HttpRequest, article: Article) -> tuple[str, str, list[int]]:
    """Return the kind of mark named, and those on the person's page that are still suggestions."""
    kind, of = request.POST.get("kind", ""), request.POST.get("of", "")
    shown = set(request.POST.get("ids", "").split(","))
    now = [s for s in suggested(marked(article.current_proof())) if (s.kind, s.of) == (kind, of)]
    return kind, of, [pk for s in now for pk in s.ids if str(pk) in shown]


@login_required
@require_POST
def throw_out_kind(request: HttpRequest, pk: int) -> HttpResponse:
    article = find_article(request, pk)

    def do() -> Done:
        kind, of, ids = _of_kind(request, article)
        count = claims.throw_out_kind(
            by=signed_in_user(request), article=article, kind=kind, of=of, ids=ids
        )
        if not count:
            raise Refused(_("None of them is a suggestion any more. Look again."))
        at = (
            MARKS[kind]
            ._default_manager.filter(pk__in=ids)
            .values_list("thrown_out_at", flat=True)[0]
        )
        text = _("Removed: %(count)s × %(kind)s.") % {"count": count, "kind": in_words(of or kind)}
        undo = {"kind": kind, "thrown_out_at": at.isoformat() if at else ""}
        return Done(text, "thrown-out", _url("restore_batch", article), **undo)

    return _act(request, article, do)


@login_required
@require_POST
def accept_kind(request: HttpRequest, pk: int) -> HttpResponse:
    article = find_article(request, pk)

    def do() -> Done:
        kind, of, ids = _of_kind(request, article)
        count = claims.accept_kind(by=signed_in_user(request), article=article, kind=kind, ids=ids)
        if not count:
            raise Refused(_("None of them is a suggestion any more. Look again."))
        return Done(
            _("Accepted: %(count)s × %(kind)s.") % {"count": count, "kind": in_words(of or kind)},
            "suggestions",
        )

    return _act(request, article, do)


@login_required
@require_POST
def restore_batch(request: HttpRequest, pk: int) -> HttpResponse:
    article = find_article(request, pk)

    def do() -> Done:
        at = _instant(shown_in(request.POST, "thrown_out_at"))
        count = claims.restore_batch(
            by=signed_in_user(request), article=article, kind=request.POST.get("kind", ""), at=at
        )
        return Done(_("Brought back: %(count)s.") % {"count": count}, "suggestions")

    return _act(request, article, do)


def _instant(words: str) -> datetime:
    try:
        at = parse_datetime(words)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise Refused(_("Say which marks were removed."))
    return at


@login_required
@require_safe
def show(request: HttpRequest, pk: int, kind: str, mark: int) -> HttpResponse:
    """Show the inside of a note that is no card: an ask's or accusation's parties, a TK."""
    article = find_article(request, pk)
    if kind not in ("ask", "accusation", "tk"):
        raise Http404("This mark has a card.")
    row = _find_mark(article, kind, mark)
    context = {
        "article": article,
        "note": plain_note(article, row),
        "may": may(signed_in_user(request), article),
        "tab": "proof",
    }
    in_place = request.htmx  # type: ignore[attr-defined]
    return render(
        request, "review/_plain_note.html" if in_place else "review/plain_note.html", context
    )
