"""One request: what is put, to whom, until when, and everything that has passed."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from factcheck.newsroom.actions import Refused
from factcheck.newsroom.seen import NOT_SENT, shown_in
from factcheck.replies import actions
from factcheck.replies.forms.comment_requests import ComposeForm, ExtendForm, RequestCallForm
from factcheck.replies.forms.parties import ContactForm
from factcheck.replies.models import CommentRequest, Contact, Letter
from factcheck.replies.views.common import (
    by_desk_clock,
    do,
    person,
    request_for,
    valid,
)
from factcheck.replies.views.request_page import letter_to, request_context

PAGE = "replies:request"


@login_required
@require_safe
@by_desk_clock
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the request: what came, the letter to write, and its whole history."""
    comment_request, by = request_for(request, pk), person(request)
    contact = _contact_named(comment_request, request.GET.get("to", ""))
    begun = letter_to(by, comment_request, contact) if contact else None
    page = request_context(by, comment_request, _write_kind(request.GET), preview=begun)
    form = page["form"]
    if isinstance(form, ComposeForm) and contact is not None:
        form.initial["contact"] = contact.pk
    for reply in page["row"].untriaged:
        if str(reply.pk) == request.GET.get("reply"):
            # The link of a mail offers its key; only a press sorts.
            reply.offered_first = request.GET.get("says", "")
    return render(request, "replies/request.html", page)


def _contact_named(request: CommentRequest, pk: str) -> Contact | None:
    """Return the contact that the address says is written to: one that a referral has named."""
    offered = request.party.contacts.offered_to(request.article_id)
    return offered.filter(pk=int(pk)).first() if pk.isdecimal() else None


def _write_kind(given: QueryDict) -> str:
    kind = given.get("write", "another" if given.get("to") else "")
    return kind if kind in ("further", "another") else ""


@login_required
@require_POST
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    comment_request, by = request_for(request, pk), person(request)
    return do(
        request,
        lambda: actions.take_up(by=by, request=comment_request),
        _("%(party)s: write the letter below.") % {"party": comment_request.party},
        PAGE,
        pk,
    )


@login_required
@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    comment_request, by, asked = request_for(request, pk), person(request), request.POST.get("on")
    done = _("On hold: no reminder goes.") if asked == "1" else _("Off hold.")

    def act() -> None:
        if asked not in ("0", "1"):
            raise Refused(_(NOT_SENT))
        actions.hold(by=by, request=comment_request, on=asked == "1")

    return do(request, act, done, PAGE, pk)


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    comment_request, by = request_for(request, pk), person(request)
    reason = request.POST.get("reason", "")

    def act() -> None:
        actions.drop_request(by=by, request=comment_request, reason=reason)

    return do(
        request,
        act,
        _("%(party)s is not asked.") % {"party": comment_request.party},
        "replies:of_article",
        comment_request.article_id,
    )


@login_required
@require_POST
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    comment_request, by, form = request_for(request, pk), person(request), ExtendForm(request.POST)

    form.default_zone = comment_request.time_zone

    def act() -> None:
        values = valid(form)
        actions.extend_deadline(
            by=by,
            request=comment_request,
            until=values["until"],
            reason=values["reason"],
            tell=values["tell"],
            seen=shown_in(request.POST, "seen"),
        )

    return do(request, act, _("The deadline is moved."), PAGE, pk)


@login_required
@require_POST
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Log a call, a chat or a letter on paper, at its own time, with its files."""
    comment_request, by = request_for(request, pk), person(request)
    form = RequestCallForm(request.POST, request.FILES)
    form.default_zone = comment_request.time_zone

    def act() -> None:
        values = valid(form)
        says = "" if values["says"] == "asked" else values["says"]
        facts = actions.CallFacts(
            channel=values["channel"],
            reached=says not in ("nobody", "message"),
            message_left=says == "message",
            at=values["at"],
            time_zone=values["zone"] or comment_request.time_zone,
            made_by=values["made_by"],
            files=tuple(
                actions.GivenFile(file.name or "", file.content_type or "", file.read())
                for file in values["attached"]
            ),
        )
        actions.log_call(
            by=by,
            request=comment_request,
            facts=facts,
            words=values["words"],
            terms=form.terms_given(),
            said_by=values["said_by"],
            says=says if facts.reached else "",
        )

    return do(request, act, _("Logged."), PAGE, pk)


@login_required
@require_POST
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    comment_request, by, form = request_for(request, pk), person(request), ContactForm(request.POST)

    def act() -> None:
        actions.save_contact(
            by=by, party=comment_request.party, article=comment_request.article, **valid(form)
        )

    return do(request, act, _("Contact added. Choose it above to use it."), PAGE, pk)


@login_required
@require_POST
def confirm_address(request: HttpRequest, pk: int) -> HttpResponse:
    """Let later letters go to the contact's address as it is now."""
    comment_request, by = request_for(request, pk), person(request)
    seen = request.POST.get("seen", "")
    act = partial(actions.confirm_address, by=by, request=comment_request, seen=seen)
    return do(request, act, _("Its letters go to %(seen)s from now on.") % {"seen": seen}, PAGE, pk)


@login_required
@require_POST
def renew_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the private page a new address."""
    comment_request, by = request_for(request, pk), person(request)
    seen = request.POST.get("seen", "")
    act = partial(actions.renew_link, by=by, request=comment_request, seen=seen)
    done = _("The private page has a new address. The next letter names it; the old one has ended.")
    return do(request, act, done, PAGE, pk)


@login_required
@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    letter = get_object_or_404(Letter.objects.select_related("outgoing", "request__article"), pk=pk)
    comment_request, by = request_for(request, letter.request_id), person(request)
    ruling = request.POST.get("ruling", "")

    def act() -> None:
        if ruling not in ("went", "not sent", "again"):
            raise Refused(_("Say whether it went."))
        actions.settle_letter(by=by, letter=letter, went=ruling == "went", again=ruling == "again")

    return do(request, act, _("Settled."), PAGE, comment_request.pk)
