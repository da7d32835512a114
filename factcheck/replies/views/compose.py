"""The composer: to whom, by when and what is put, beside the letter as it will go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import User
from factcheck.newsroom.seen import NOT_SENT
from factcheck.replies import actions
from factcheck.replies.forms.comment_requests import ComposeForm
from factcheck.replies.models import CommentRequest
from factcheck.replies.reads.points import with_points
from factcheck.replies.reads.vocabulary import in_words, translated_list
from factcheck.replies.views.common import by_desk_clock, person, request_for, valid
from factcheck.replies.views.points import mark_of
from factcheck.replies.views.request_page import hand_form_of, request_context

PAGE = "replies:request"
SENT = {
    "first": _lazy("The letter is on its way."),
    "further": _lazy("The further letter is on its way."),
    "another": _lazy("The letter is on its way."),
}


def draft_of(form: ComposeForm, request: CommentRequest, posted: QueryDict) -> actions.LetterDraft:
    """Return the draft of a form that is valid; raise Refused with what is wrong else."""
    given = valid(form)
    new = None
    if given["contact"] is None and given["new_address"].strip():
        new = actions.NewContact(
            given["new_channel"] or "email", given["new_address"], given["new_name"]
        )
    return actions.LetterDraft(
        kind=given["kind"] or "first",
        contact=given["contact"],
        new_contact=new,
        copies=tuple(given["copies"]),
        deadline=given["deadline"],
        time_zone=given["time_zone"],
        subject=given["subject"],
        about=given["about"],
        runs_at=given["runs_at"],
        copy_words=given["copy_words"],
        points=tuple(_points(request, posted)),
    )


def _all_missing(reason: str, posted: QueryDict) -> str:
    """Return why a draft was refused, with whatever else of it is still empty."""
    texts = [
        text
        for name in posted
        if name == "new-point" or name.startswith("point-")
        for text in posted.getlist(name)
    ]
    filled = {
        _("a question"): any(text.strip() for text in texts),
        _("a contact"): posted.get("contact") or posted.get("new_address", "").strip(),
        _("a deadline"): posted.get("deadline"),
    }
    empty = [words for words, value in filled.items() if not value and words not in reason]
    if not empty:
        return reason
    also = _("Also add %(missing)s.") % {"missing": translated_list(empty)}
    return f"{reason} {also}"


def _points(request: CommentRequest, posted: QueryDict) -> Iterator[actions.DraftPoint]:
    stored = with_points(CommentRequest.objects.filter(pk=request.pk)).get()
    for point in stored.standing_points:
        text, seen = posted.get(f"point-{point.pk}"), posted.get(f"seen-{point.pk}", "")
        if text is not None:
            number = int(seen) if seen.isdecimal() else 0
            yield actions.DraftPoint(text.replace("\r\n", "\n"), point.pk, number)
    for text in posted.getlist("new-point")[:50]:
        if text.strip():
            yield actions.DraftPoint(text.replace("\r\n", "\n"))


@login_required
@require_POST
@by_desk_clock
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the letter as the draft makes it. Nothing is kept."""
    comment_request, by = request_for(request, pk), person(request)
    form = ComposeForm(request.POST, request=comment_request)
    try:
        draft = draft_of(form, comment_request, request.POST)
        seen = actions.preview_draft(by=by, request=comment_request, draft=draft)
    except (Refused, NotAllowed) as reason:
        doubled = any(form.has_error(name, "doubled") for name, _ in form.times)
        why_not = _all_missing(str(reason), request.POST)
        context = {"why_not": why_not, "doubled": doubled}
        return render(request, "replies/_composed.html", context)
    context = {
        "one": comment_request,
        "kind": draft.kind,
        "letter": seen.letter,
        "lacks": seen.lacks,
        "channel": seen.channel,
        "reached_at": seen.reached_at,
        "hand_form": hand_form_of(comment_request, by, request.POST),
    }
    return render(request, "replies/_composed.html", context)


@login_required
@require_POST
@by_desk_clock
def compose(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the draft; send it, note that it was sent by hand, or change its list of points."""
    comment_request, by = request_for(request, pk), person(request)
    form = ComposeForm(request.POST, request=comment_request)
    try:
        draft = draft_of(form, comment_request, request.POST)
        done = _act(by, comment_request, draft, request.POST)
    except Refused as reason:
        return _again(request, comment_request, form, str(reason))
    messages.success(request, done)
    return redirect(PAGE, pk)


def _act(by: User, request: CommentRequest, draft: actions.LetterDraft, posted: QueryDict) -> str:
    act = posted.get("act", "save")
    if act == "send":
        seen, base = posted.get("seen", ""), posted.get("base", "")
        if not seen and not base:
            raise Refused(_(NOT_SENT))
        actions.send_draft(by=by, request=request, draft=draft, seen=seen, base=base)
        return str(SENT[draft.kind])
    if act == "by hand":
        return _by_hand(by, request, draft, posted)
    saved = actions.save_draft(by=by, request=request, draft=draft)
    name, _colon, key = act.partition(":")
    if name in ("choose", "choose-words"):
        mark = mark_of(saved, key)
        actions.choose_point(by=by, request=saved, mark=mark, copy_words=name == "choose-words")
        return _("Added. Word the question below.")
    if name in ("up", "down", "withdraw"):
        _change_point(by, saved, name, key)
    return _("Saved. Beside it is the letter exactly as it will go.")


def _by_hand(
    by: User, request: CommentRequest, draft: actions.LetterDraft, posted: QueryDict
) -> str:
    if "sent_zone" not in posted:
        raise Refused(_(NOT_SENT))
    given = valid(hand_form_of(request, by, posted))
    channel = draft.contact.channel if draft.contact else ""
    channel = draft.new_contact.channel if draft.new_contact else channel
    facts = actions.CallFacts(
        channel=channel,
        reached=False,
        message_left=True,
        at=given["sent_at"],
        time_zone=given["sent_zone"] or request.time_zone,
        made_by=given["sent_by"],
    )
    actions.log_asked(by=by, request=request, draft=draft, facts=facts)
    if channel == "in person":
        return _("Noted: asked in person.")
    return _("Noted: asked by %(channel)s.") % {"channel": in_words(channel, "channel")}


def _change_point(by: User, request: CommentRequest, act: str, key: str) -> None:
    point = next((one for one in request.standing_points if str(one.pk) == key), None)
    if point is None:
        raise Refused(_("This question was withdrawn."))
    if act == "withdraw":
        actions.withdraw_point(by=by, point=point)
    else:
        actions.move_point(by=by, point=point, up=act == "up")


def _again(
    request: HttpRequest, comment_request: CommentRequest, form: ComposeForm, reason: str
) -> HttpResponse:
    """Show the page with what was typed, so that nothing of it is lost, and why it did not go."""
    by, kind = person(request), request.POST.get("kind", "")
    seen = None
    if form.is_valid():
        try:
            draft = draft_of(form, comment_request, request.POST)
            seen = actions.preview_draft(by=by, request=comment_request, draft=draft)
        except (Refused, NotAllowed):
            seen = None
    context = request_context(by, comment_request, kind, form, seen)
    context["why_not"] = _all_missing(reason, request.POST)
    context["hand_form"] = hand_form_of(comment_request, by, request.POST)
    context["points"] = [
        replace(line, draft=request.POST.get(f"point-{line.point.pk}"))
        for line in context["row"].points
    ]
    new = [str(text) for text in request.POST.getlist("new-point") if str(text).strip()]
    context["new_points"] = [*new, ""]
    return render(request, "replies/request.html", context, status=422)
