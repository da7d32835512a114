"""Parties and the ways to reach them.

The list, one party, its contacts, duplicates, and the table as a file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from factcheck.claims import actions as claims
from factcheck.claims.models import PARTY_KINDS, Party
from factcheck.claims.rules import party_key
from factcheck.newsroom.actions import Refused, require_role
from factcheck.newsroom.seen import shown_in
from factcheck.newsroom.surviving import built
from factcheck.replies import actions
from factcheck.replies.forms.parties import (
    CheckedContactForm,
    ContactForm,
    MergeForm,
    PartyForm,
    SheetForm,
)
from factcheck.replies.models import CommentRequest, Contact, ContactSheet
from factcheck.replies.reads import comment_requests
from factcheck.replies.reads import parties as reads_parties
from factcheck.replies.rules import contacts_csv as sheet_rules
from factcheck.replies.views.common import by_desk_clock, do, person

PAGE = "replies:party"
A_PAGE = 100
REQUESTS_A_PAGE = 25
CHANGES_A_PAGE = 200
ONLY = {"unreachable": _lazy("with no contact that works"), "noted": _lazy("with a note")}


def party_for(request: HttpRequest, pk: int) -> Party:
    """404 for whom only restricted stories name, as for whom nobody knows."""
    return get_object_or_404(Party.objects.visible_to(person(request)), pk=pk)


def contact_for(request: HttpRequest, pk: int) -> Contact:
    known = Contact.objects.visible_to(person(request)).select_related("party")
    return get_object_or_404(known, pk=pk)


def _kept(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


@login_required
@require_safe
@by_desk_clock
def parties(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:200]
    kind, only = request.GET.get("kind", ""), request.GET.get("only", "")
    matching = reads_parties.search_parties(
        person(request), words, kind if kind in PARTY_KINDS else "", only
    )
    page = Paginator(matching, A_PAGE).get_page(request.GET.get("page"))
    by = person(request)
    rows, lost = built(
        list(page.object_list),
        lambda chosen: reads_parties.party_rows(chosen, by, reads_parties.Likes(by)),
        lambda party: _("Party %(number)s") % {"number": party.pk},
    )
    context = {
        "words": words,
        "kind": kind,
        "kinds": PARTY_KINDS,
        "only": only,
        "onlys": ONLY.items(),
        "page": page,
        "rows": rows,
        "lost": lost,
        "kept": _kept(request),
        "may_export": by.may("export contacts"),
        "may_import": by.may("import contacts"),
    }
    return render(request, "replies/parties.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = PartyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = claims.add_party(by=person(request), **form.cleaned_data)
        except Refused as reason:
            form.add_error("name", str(reason))
        else:
            messages.success(request, _("%(made)s added. Say how it is reached.") % {"made": made})
            return redirect(PAGE, made.pk)
    status = 422 if request.method == "POST" else 200
    return render(
        request,
        "replies/party_edit.html",
        {"form": form, "title": _("Add a party"), "back": reverse("replies:parties")},
        status=status,
    )


@login_required
@require_safe
@by_desk_clock
def party(request: HttpRequest, pk: int) -> HttpResponse:
    chosen = party_for(request, pk)
    return render(
        request,
        "replies/party.html",
        _context(request, chosen, ContactForm(initial={"language": "en"})),
    )


def _context(request: HttpRequest, party: Party, contact_form: ContactForm) -> dict[str, Any]:
    by = person(request)
    asked = reads_parties.requests_of_party(party, by)
    page = Paginator(asked.values_list("pk", flat=True), REQUESTS_A_PAGE).get_page(
        request.GET.get("page")
    )
    on_page = CommentRequest.objects.filter(pk__in=list(page.object_list)).order_by("-pk")
    return {
        "one": party,
        "shown": reads_parties.party_page(party, by),
        "page": page,
        "rows": comment_requests.rows(comment_requests.loaded(on_page), timezone.now()),
        "kept": _kept(request),
        "contact_form": contact_form,
        "merge_form": MergeForm(),
        "may_merge": by.may("merge parties"),
    }


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    party = party_for(request, pk)
    form = PartyForm(request.POST or None, party=party)
    if request.method == "POST" and form.is_valid():
        try:
            claims.set_party(by=person(request), party=party, **form.cleaned_data)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("Saved."))
            return redirect(PAGE, pk)
    status = 422 if request.method == "POST" else 200
    context = {
        "form": form,
        "title": _("Edit %(what)s") % {"what": party},
        "one": party,
        "back": reverse(PAGE, args=[pk]),
    }
    return render(request, "replies/party_edit.html", context, status=status)


@login_required
@require_POST
def add_contact(request: HttpRequest, pk: int) -> HttpResponse:
    party, form = party_for(request, pk), ContactForm(request.POST)
    if form.is_valid():
        try:
            made = actions.save_contact(by=person(request), party=party, **form.cleaned_data)
        except Refused as reason:
            form.add_error("address", str(reason))
        else:
            messages.success(request, _("%(address)s added.") % {"address": made.address})
            return redirect(PAGE, pk)
    return render(request, "replies/party.html", _context(request, party, form), status=422)


@login_required
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """One contact, to be corrected. A new address begins with a clean record, and says so."""
    chosen = contact_for(request, pk)
    name = str(chosen)
    form = CheckedContactForm(request.POST or None, instance=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_contact(by=person(request), contact=chosen, **form.cleaned_data)
        except Refused as reason:
            form.add_error("address", str(reason))
        else:
            messages.success(request, _("Saved. Letters not yet gone go to it as it is now."))
            return redirect(PAGE, chosen.party_id)
    status = 422 if request.method == "POST" else 200
    back = reverse(PAGE, args=[chosen.party_id])
    context = {
        "form": form,
        "title": _("Edit %(what)s") % {"what": name},
        "one": chosen.party,
        "back": back,
    }
    return render(request, "replies/party_edit.html", context, status=status)


@login_required
@require_POST
def rule_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """One press: checked, earlier, later, retired, back in use."""
    ruled, by = contact_for(request, pk), person(request)
    acts: dict[str, tuple[Callable[..., Any], dict[str, Any], str]] = {
        "verify": (actions.edit_contact, {"verified": True}, _("%(address)s: checked by you.")),
        "up": (actions.move_contact, {"up": True}, _("%(address)s is tried earlier.")),
        "down": (actions.move_contact, {"up": False}, _("%(address)s is tried later.")),
        "retire": (
            actions.retire_contact,
            {},
            _("%(address)s is retired. It stands under “Retired”, where it can be put back."),
        ),
        "restore": (actions.restore_contact, {}, _("%(address)s is in use again.")),
    }
    chosen = acts.get(request.POST.get("ruling", ""))
    if chosen is None:
        messages.error(request, _("Say what is to become of it."))
        return redirect(PAGE, ruled.party_id)
    act, how, done = chosen

    def rule() -> None:
        act(by=by, contact=ruled, seen=shown_in(request.POST, "seen"), **how)

    return do(request, rule, done % {"address": ruled.address}, PAGE, ruled.party_id)


@login_required
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Every pair that may be one party, likeliest first."""
    pairs = reads_parties.Likes(person(request)).pairs()
    page = Paginator(pairs, A_PAGE).get_page(request.GET.get("page"))
    there = Party.objects.in_bulk(
        {pk for first, like in page.object_list for pk in (first, like.other)}
    )
    shown = [(there[first], there[like.other], like) for first, like in page.object_list]
    context = {"pairs": shown, "page": page, "may_merge": person(request).may("merge parties")}
    return render(request, "replies/party_duplicates.html", context)


@login_required
@require_POST
def same_as(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a party's name that this one is the same as, to the page that asks first."""
    this_party = party_for(request, pk)
    key = party_key(request.POST.get("other", ""))
    known = (
        party for party in Party.objects.visible_to(person(request)).exclude(pk=pk).order_by("pk")
    )
    other = next(
        (p for p in known if key in {party_key(name) for name in (p.name, *p.aliases)}), None
    )
    if other is None:
        messages.error(
            request,
            _("No other party has that name. Write a name or an alias as it stands in the list."),
        )
        return redirect(PAGE, pk)
    return redirect("replies:merge_parties", this_party.pk, other.pk)


@login_required
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, pk: int, gone: int) -> HttpResponse:
    """Asks first: what passes from the one to the other, and which name stays."""
    by = person(request)
    require_role(by, "merge parties")
    keep, other = party_for(request, pk), party_for(request, gone)
    if pk == gone:
        messages.error(request, _("These are one party already."))
        return redirect(PAGE, pk)
    if request.method == "POST":
        ruling = request.POST.get("ruling")
        if ruling in ("apart", "perhaps"):
            apart = ruling == "apart"
            said = _("%(one)s and %(other)s are looked at again.")
            if apart:
                said = _("%(one)s and %(other)s are two parties.")
            done = said % {"one": keep, "other": other}
            act = lambda: actions.keep_apart(by=by, one=keep, other=other, apart=apart)  # noqa: E731
            return do(request, act, done, PAGE, pk)
        done = _("%(other)s is now a name of %(one)s, with all that was asked and said.") % {
            "other": other,
            "one": keep,
        }
        return do(
            request, lambda: actions.merge_parties(by=by, keep=keep, gone=other), done, PAGE, pk
        )
    context = {"preview": reads_parties.merge_preview(keep, other, by), "keep": keep, "gone": other}
    return render(request, "replies/party_merge.html", context)


@login_required
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    text = actions.export_contacts(by=person(request))
    # The mark at the start: without it the spreadsheet of most offices takes UTF-8 for its own old
    # encoding.
    response = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = (
        f'attachment; filename="contacts-{timezone.localdate():%Y-%m-%d}.csv"'
    )
    return response


@login_required
@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    by = person(request)
    require_role(by, "import contacts")
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            if given.size > sheet_rules.MAX_BYTES:  # before it is read into memory
                raise Refused(
                    _("The file is larger than %(most)s MB.")
                    % {"most": sheet_rules.MAX_BYTES // 2**20}
                )
            kept = actions.take_sheet(by=by, name=given.name, data=given.read())
        except Refused as reason:
            form.add_error("file", str(reason))
        else:
            return redirect("replies:contacts_csv", kept.pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "columns": sheet_rules.COLUMNS, "derived": sheet_rules.DERIVED_COLUMNS}
    return render(request, "replies/party_import.html", context, status=status)


PARTS = {
    "new party": _lazy("New parties"),
    "new contact": _lazy("New contacts"),
    "party": _lazy("Parties that change"),
    "contact": _lazy("Contacts that change"),
}


@login_required
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the file would do, line by line; nothing is written before the button."""
    by = person(request)
    require_role(by, "import contacts")
    mine: QuerySet[ContactSheet] = ContactSheet.objects.filter(by=by)
    kept = get_object_or_404(mine, pk=pk)
    if request.method == "POST":
        if request.POST.get("ruling") == "drop":
            return do(
                request,
                lambda: actions.drop_sheet(by=by, kept=kept),
                _("Nothing was taken in."),
                "replies:parties",
            )
        try:
            done = actions.apply_sheet(by=by, kept=kept, seen=request.POST.get("plan", ""))
        except Refused as reason:
            messages.error(request, str(reason))
            return redirect("replies:contacts_csv", pk)
        messages.success(request, _("Taken in: %(count)s changes.") % {"count": len(done.changes)})
        return redirect("replies:parties")
    read, plan = actions.plan_of(kept, by)
    counts = [
        (slug, name, sum(change.what == slug for change in plan.changes))
        for slug, name in PARTS.items()
    ]
    part = request.GET.get("part", "")
    chosen = [change for change in plan.changes if not part or change.what == part]
    context = {
        "kept": kept,
        "read": read,
        "plan": plan,
        "counts": counts,
        "part": part,
        "part_kept": urlencode({"part": part}),
        "page": Paginator(chosen, CHANGES_A_PAGE).get_page(request.GET.get("page")),
        "at": reverse("replies:contacts_csv", args=[pk]),
    }
    return render(request, "replies/contacts_csv.html", context)
