"""Bringing copy in, changing it, and saying whose it is."""

from __future__ import annotations

import hashlib
from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form, ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from factcheck.articles import actions
from factcheck.articles.editing import given_copy
from factcheck.articles.forms import ArticleForm, AssignForm, EditForm, ImportForm, LookForm
from factcheck.articles.importers.copy import Copy
from factcheck.articles.models import Article, Import, Proof
from factcheck.articles.reads import diff_url
from factcheck.articles.understood import can_be_recoded, encoding_of, packed, recoded, unpacked
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import User
from factcheck.newsroom.seen import shown_id

_UNSURE = _lazy(
    "it does not say how its letters are encoded. Bring it in by itself, and choose how it is read."
)

_ONE_AT_A_TIME = _lazy(
    "What is understood can be seen of one file at a time. "
    "Choose one, or bring them all in at once with Import."
)


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)


def find_article(request: HttpRequest, pk: int) -> Article:
    """Return the article, or raise 404 where there is none or it is not this person's to see."""
    article = Article.objects.visible_to(_person(request)).filter(pk=pk).first()
    if article is None:
        raise Http404(_("No such article."))
    return article


def _zone(request: HttpRequest) -> str:
    return f"{_person(request).time_zone}, {timezone.localtime():%Z}"


def _refuse(form: Form | ModelForm[Article], refusal: Refused) -> int:
    """Say the refusal at the form; the page's status."""
    form.add_error(None, str(refusal))
    return 409


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponseBase:
    """Paste, upload or name a page. What fails leaves nothing behind, and says what to do."""
    by = _person(request)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*given, zone=_zone(request), by=by)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _take(request, by, form)
            except Refused as refusal:
                status = _refuse(form, refusal)
    return render(request, "articles/import.html", {"form": form}, status=status)


def _take(request: HttpRequest, by: User, form: ImportForm) -> HttpResponseBase:
    data, details = form.cleaned_data, form.details()
    if data["url"]:
        names = ("headline", "published", "deadline", "author", "checker")
        given = {name: details[name] for name in names}
        row = actions.import_once(
            by=by,
            key=_key_of(request),
            make=lambda: actions.import_url(by=by, url=data["url"], **given),
        )
        return redirect("articles:import_progress", row.pk)
    if len(data["file"]) > 1:
        if "look" in request.POST:
            raise Refused(_ONE_AT_A_TIME)
        return _take_several(request, by, data["file"], details)
    document = _document_of(data)
    if "look" in request.POST or not document.encoding_sure:
        return _look(request, document, details)
    article = actions.import_once(
        by=by,
        key=_key_of(request),
        make=lambda: actions.import_document(by=by, document=document, **details),
    )
    return redirect(article)


def _key_of(request: HttpRequest, more: str = "") -> str:
    """Return what tells this sending of a form from any other; "" where the form has no key.

    The same form with other words in it is another sending.
    """
    if not request.POST.get("key"):
        return ""
    digest = hashlib.sha256(more.encode())
    for name in sorted(request.POST):
        if name != "csrfmiddlewaretoken":
            digest.update(repr((name, request.POST.getlist(name))).encode())
    for file in request.FILES.getlist("file"):
        file.seek(0)
        digest.update(repr((file.name, hashlib.sha256(file.read()).hexdigest())).encode())
        file.seek(0)
    return digest.hexdigest()


def _document_of(data: dict[str, Any]) -> Copy:
    """Return the document a form brings: a file, or pasted words with their links and notes."""
    if data["file"]:
        [file] = data["file"]
        return actions.copy_in(file.read(), file.name)
    return actions.pasted_document(data["text"], data["html"])


def _take_several(
    request: HttpRequest, by: User, files: list[Any], details: dict[str, Any]
) -> HttpResponseBase:
    """Make an article of each file; say of each that cannot be read why."""
    given = {**details, "headline": ""}
    for number, file in enumerate(files):
        key = _key_of(request, str(number))
        try:
            document = actions.copy_in(file.read(), file.name)
            if not document.encoding_sure:
                raise Refused(_UNSURE)
            make = partial(actions.import_document, by=by, document=document, **given)
            article = actions.import_once(by=by, key=key, make=make)
        except Refused as refusal:
            messages.error(request, f"{file.name}: {refusal}")
        else:
            messages.success(
                request, _("%(name)s is “%(article)s”.") % {"name": file.name, "article": article}
            )
    return redirect("desk:list")


def _look(
    request: HttpRequest, document: Copy, details: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Show what was understood of a document; nothing is stored yet."""
    by = _person(request)
    shown = document.as_json()
    form = LookForm(
        zone=_zone(request),
        by=by,
        recodable=can_be_recoded(document),
        initial={
            **details,
            "text": document.text,
            "headline": details["headline"] or shown["headline"],
            "author_name": details["author_name"] or shown["byline"],
            "published": details["published"] or document.published,
            "embargo": details["embargo"] or document.embargo,
            "language": document.language,
            "encoding": encoding_of(document),
            "document": packed(document),
        },
    )
    context = {"form": form, "document": document, "shown": shown}
    return render(request, "articles/look.html", context, status=status)


@login_required
@require_POST
def take_looked_at(request: HttpRequest) -> HttpResponseBase:
    """Make an article of a document that was looked at, as it was put right."""
    by = _person(request)
    document = unpacked(request.POST.get("document", ""))
    if document is None:
        messages.error(request, _("That was looked at too long ago. Bring the file in again."))
        return redirect("articles:import")
    form = LookForm(
        request.POST,
        zone=_zone(request),
        by=by,
        recodable=can_be_recoded(document),
    )
    context = {"form": form, "document": document, "shown": document.as_json()}
    if not form.is_valid():
        return render(request, "articles/look.html", context, status=422)
    encoding = form.cleaned_data.get("encoding")
    if encoding and encoding != encoding_of(document):
        document = recoded(document, encoding) or document
        return _look(request, document, {**form.details(), "headline": "", "author_name": ""})
    text = form.cleaned_data["text"].replace("\r\n", "\n")
    try:
        make = partial(actions.import_document, by=by, document=document, text=text)
        article = actions.import_once(
            by=by, key=_key_of(request), make=partial(make, **form.details())
        )
    except Refused as refusal:
        return render(request, "articles/look.html", context, status=_refuse(form, refusal))
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
    cleared, status = current.cleared_at is not None, 200
    if request.method == "POST":
        form, status = EditForm(request.POST, request.FILES, cleared=cleared), 422
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
                    document=given.document,
                    why=form.cleaned_data.get("why", ""),
                )
            except Refused as refusal:
                status = _refuse(form, refusal)
            else:
                return _edited(request, article, base, proof)
    else:
        form = EditForm(initial={"text": current.text, "base": current.pk}, cleared=cleared)
    context = {"article": article, "form": form, "proof": current, "tab": "edit"}
    return render(request, "articles/edit.html", context, status=status)


def _edited(request: HttpRequest, article: Article, base: Proof, proof: Proof) -> HttpResponseBase:
    if proof.pk == base.pk:
        messages.info(request, _("The copy is unchanged."))
        return redirect(article)
    messages.success(request, _("This is proof %(number)s.") % {"number": proof.number})
    return redirect(diff_url(article.pk, base.number, proof.number))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def article_settings(request: HttpRequest, pk: int) -> HttpResponseBase:
    article = find_article(request, pk)
    by = _person(request)
    if not by.may("set article"):
        raise NotAllowed(_("Only an editor or a chief may change an article's settings."))
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
                messages.success(request, _("Saved."))
                return redirect("articles:settings", pk)
    context = {"article": find_article(request, pk), "form": form, "tab": "settings"}
    return render(request, "articles/settings.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say who checks an article: take it, hand it over, or assign it."""
    article = find_article(request, pk)
    status = 200
    now = {"to": article.assigned_to_id, "expected": article.assigned_to_id or 0}
    form = AssignForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_bound:
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                actions.assign_article(by=_person(request), article=article, **given)
            except Refused as refusal:
                status = _refuse(form, refusal)
            else:
                checker = article.assigned_to or _("nobody")
                messages.success(request, _("Checker: %(checker)s.") % {"checker": checker})
                return redirect(article)
    context = {"article": article, "form": form, "tab": "assign"}
    return render(request, "articles/assign.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def legal_hold(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show an article's legal hold; POST puts it under one, or lifts the one that was shown."""
    article = find_article(request, pk)
    by = _person(request)
    refused = ""
    if request.method == "POST":
        why = request.POST.get("why", "")
        try:
            if shown := shown_id(request.POST):
                actions.lift_hold(by=by, article=article, hold_id=shown, why=why)
                messages.success(request, _("The legal hold is lifted."))
            else:
                actions.hold_article(by=by, article=article, why=why)
                messages.success(request, _("Nothing of it is erased while the hold stands."))
            return redirect("articles:hold", pk)
        except Refused as refusal:
            refused = str(refusal)
    context = {
        "article": article,
        "hold": article.legal_hold(),
        "past": article.legal_holds.exclude(ended_at=None).select_related("by", "ended_by"),
        "refused": refused,
        "tab": "settings",
    }
    return render(request, "articles/hold.html", context, status=422 if refused else 200)


@login_required
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponseBase:
    article = find_article(request, pk)
    actions.close_article(
        by=_person(request), article=article, reason=request.POST.get("reason", "")[:500]
    )
    messages.success(request, _("Closed “%(article)s”.") % {"article": article})
    return redirect("desk:list")


@login_required
@require_POST
def reopen_copy(request: HttpRequest, pk: int) -> HttpResponseBase:
    """End the clearance of the proof that was shown, without an edit."""
    article = find_article(request, pk)
    number = request.POST.get("base", "")
    base = get_object_or_404(
        Proof, pk=int(number) if number.isdecimal() and len(number) < 19 else 0, article=article
    )
    try:
        actions.reopen_copy(
            by=_person(request),
            article=article,
            base=base,
            why=request.POST.get("why", "")[:500],
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The clearance has ended. Whoever cleared it is notified."))
    return redirect(article)


@login_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponseBase:
    article = find_article(request, pk)
    actions.reopen_article(by=_person(request), article=article)
    return redirect(article)
