"""Bringing copy in, changing it, and saying whose it is."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form, ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from factcheck.articles import actions
from factcheck.articles.editing import given_copy
from factcheck.articles.forms import ArticleForm, EditForm, ImportForm
from factcheck.articles.models import Article, Import, Proof
from factcheck.articles.reads import diff_url
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import User


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)


def find_article(request: HttpRequest, pk: int) -> Article:
    """Return the article, or raise 404 where there is none or it is not this person's to see."""
    article = Article.objects.visible_to(_person(request)).filter(pk=pk).first()
    if article is None:
        raise Http404("No such article.")
    return article


def _zone(request: HttpRequest) -> str:
    return f"{_person(request).time_zone}, {timezone.localtime():%Z}"


def _refuse(form: Form | ModelForm, refusal: Refused) -> int:
    """Say the refusal at the form; the page's status."""
    form.add_error(None, str(refusal))
    return 409


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponseBase:
    """Paste, upload or name a page. What fails leaves nothing behind, and says what to do."""
    by = _person(request)
    may_restrict = by.may("restrict article")
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*given, zone=_zone(request), may_restrict=may_restrict)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _take(by, form)
            except Refused as refusal:
                status = _refuse(form, refusal)
    return render(request, "articles/import.html", {"form": form}, status=status)


def _take(by: User, form: ImportForm) -> HttpResponseBase:
    data = form.cleaned_data
    if data["url"]:
        # The form refuses "restricted" with an address.
        details = {name: value for name, value in form.details().items() if name != "restricted"}
        row = actions.import_url(by=by, url=data["url"], **details)
        return redirect("articles:import_progress", row.pk)
    if data["file"]:
        article = actions.import_file(
            by=by, data=data["file"].read(), name=data["file"].name, **form.details()
        )
    else:
        article = actions.import_copy(by=by, text=data["text"], **form.details())
    return redirect(article)


@login_required
@require_safe
def import_progress(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a page on its way in, then the article.

    The fragment is fetched again every two seconds until then.
    """
    row = get_object_or_404(Import, pk=pk, by=_person(request))
    htmx = bool(request.htmx)  # type: ignore[attr-defined]
    if row.article_id is not None:
        there = redirect("review:proof", row.article_id)
        return HttpResponse(headers={"HX-Redirect": there.url}) if htmx else there
    template = "articles/_import_progress.html" if htmx else "articles/import_progress.html"
    return render(request, template, {"row": row})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the copy to be typed over, or take a file; either makes the next proof.

    What it did is shown then.
    """
    article = find_article(request, pk)
    current = article.current_proof()
    status = 200
    if request.method == "POST":
        form, status = EditForm(request.POST, request.FILES), 422
        if form.is_valid():
            base = get_object_or_404(Proof, pk=form.cleaned_data["base"], article=article)
            try:
                given = given_copy(form, base)
                proof = actions.edit_copy(
                    by=_person(request),
                    article=article,
                    base=base,
                    text=given.text,
                    blocks=given.blocks,
                    medium=given.medium,
                )
            except Refused as refusal:
                status = _refuse(form, refusal)
            else:
                return _edited(request, article, base, proof)
    else:
        form = EditForm(initial={"text": current.text, "base": current.pk})
    context = {"article": article, "form": form, "proof": current, "tab": "edit"}
    return render(request, "articles/edit.html", context, status=status)


def _edited(request: HttpRequest, article: Article, base: Proof, proof: Proof) -> HttpResponseBase:
    if proof.pk == base.pk:
        messages.info(request, "The copy is unchanged.")
        return redirect(article)
    messages.success(request, f"This is proof {proof.number}.")
    return redirect(diff_url(article.pk, base.number, proof.number))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def article_settings(request: HttpRequest, pk: int) -> HttpResponseBase:
    article = find_article(request, pk)
    by = _person(request)
    if not by.may("set article"):
        raise NotAllowed("Only an editor or a chief may change an article's settings.")
    form = ArticleForm(request.POST or None, instance=article, zone=_zone(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            fresh = find_article(request, pk)
            changes = {name: form.cleaned_data[name] for name in form.changed_data}
            try:
                actions.set_article(by=by, article=fresh, **changes)
            except Refused as refusal:
                status = _refuse(form, refusal)
            else:
                messages.success(request, "Saved.")
                return redirect("articles:settings", pk)
    context = {"article": find_article(request, pk), "form": form, "tab": "settings"}
    return render(request, "articles/settings.html", context, status=status)


@login_required
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponseBase:
    article = find_article(request, pk)
    actions.close_article(
        by=_person(request), article=article, reason=request.POST.get("reason", "")[:500]
    )
    messages.success(request, f"Closed “{article}”.")
    return redirect("desk:list")


@login_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponseBase:
    article = find_article(request, pk)
    actions.reopen_article(by=_person(request), article=article)
    return redirect(article)
