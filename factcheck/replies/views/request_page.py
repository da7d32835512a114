"""What the page of one request holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from factcheck.articles.models import Proof
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.phrases import gettext_noop
from factcheck.replies import actions, rules
from factcheck.replies.forms.comment_requests import (
    ComposeForm,
    DropForm,
    ExtendForm,
    RequestCallForm,
    SentByHandForm,
)
from factcheck.replies.forms.parties import ContactForm
from factcheck.replies.models import CHANNELS, TERMS, CommentRequest, Contact
from factcheck.replies.reads import comment_requests, points
from factcheck.replies.reads.comment_requests import RequestRow
from factcheck.replies.reads.history import history_of
from factcheck.replies.rules.public_page import link_ends_at


def request_context(
    by: User,
    comment_request: CommentRequest,
    write: str = "",
    form: ComposeForm | None = None,
    preview: actions.Preview | None = None,
) -> dict[str, Any]:
    """Return what the page shows; `write` asks for a further letter or one to another contact."""
    found = CommentRequest.objects.filter(pk=comment_request.pk)
    [row] = comment_requests.rows(comment_requests.loaded(found), timezone.now())
    proof = Proof.objects.filter(article=comment_request.article_id, current=True).first()
    proposed, others = points.candidates_of(row.request, proof) if proof else ([], [])
    return {
        "row": row,
        "one": row.request,
        "article": row.request.article,
        "unasked": points.unasked_of(row.request),
        "proposed_points": proposed,
        "other_points": [other for other in others if not other.chosen],
        "call_form": RequestCallForm(initial={"zone": row.request.time_zone}),
        "extend_form": ExtendForm(),
        "drop_form": DropForm(),
        "contact_form": ContactForm(initial={"time_zone": row.request.time_zone, "language": "en"}),
        "channels": CHANNELS,
        "call_first": bool(
            row.request.contact and row.request.contact.channel != "email" and not row.calls
        ),
        "may_extend": by.may("extend deadline"),
        "may_settle": by.may("settle letter"),
        **address_context(row.request),
        "history": history_of(row.request),
        "others_asked": others_of_article(by, row),
        "terms": TERMS,
        **compose_context(by, row, write, form, preview),
    }


def address_context(request: CommentRequest) -> dict[str, Any]:
    """Return where its letters and answers go: an address to confirm, and the private page's."""
    now = request.contact.address if request.contact else ""
    confirm = bool(request.written_to and now and request.written_to != now)
    ends = link_ends_at(request.deadline, request.link_renewed_at, Desk.load().link_days)
    return {
        "address_to_confirm": now if confirm else "",
        "link_ends": ends if request.sent_at else None,
        "link_ended": ends is not None and ends <= timezone.now(),
        "link_mark": actions.link_mark(request),
    }


def others_of_article(by: User, row: RequestRow) -> list[CommentRequest]:
    """Return the requests a reply of this one may answer too: this article's, then the party's."""
    asked = CommentRequest.objects.visible_to(by).exclude(pk=row.request.pk)
    asked = asked.exclude(state="dropped").select_related("party", "article")
    same = asked.filter(article=row.request.article_id)
    # A published story's too: a complaint about it may come in answer to the next letter.
    party = asked.filter(party=row.request.party_id)
    elsewhere = party.exclude(article=row.request.article_id)
    return [*same.order_by("id")[:100], *elsewhere.order_by("-id")[:50]]


def compose_context(
    by: User,
    row: RequestRow,
    write: str,
    form: ComposeForm | None = None,
    preview: actions.Preview | None = None,
) -> dict[str, Any]:
    """Return what the composer shows: nothing where there is no letter to write."""
    kind = letter_kind(row, write)
    if not kind:
        return {"form": None}
    begun = actions.compose(row.request, kind, sender=by)
    contact = row.request.contact
    return {
        "kind": kind,
        "form": form or ComposeForm(request=row.request, kind=kind),
        "base": begun.fingerprint,
        "letter": preview.letter if preview else begun,
        "lacks": preview.lacks if preview else lacks_of(row, kind),
        "channel": preview.channel if preview else (contact.channel if contact else ""),
        "reached_at": preview.reached_at if preview else (contact.address if contact else ""),
        "hand_form": hand_form_of(row.request, by),
        "deadline_why": closed_note(row.request),
        "points": row.points,
        "new_points": [""],
    }


def letter_to(by: User, request: CommentRequest, contact: Contact) -> actions.Preview | None:
    """Return the same questions as they would go to another contact; None where they may not."""
    draft = actions.LetterDraft(
        kind="another",
        contact=contact,
        new_contact=None,
        deadline=request.deadline,
        time_zone=request.time_zone,
        about=request.about,
        runs_at=request.runs_at,
    )
    try:
        return actions.preview_draft(by=by, request=request, draft=draft)
    except (Refused, NotAllowed):
        return None


def hand_form_of(
    request: CommentRequest, by: User, posted: Mapping[str, Any] | None = None
) -> SentByHandForm:
    """Return the form of a text sent by hand, as it was typed where it was."""
    typed = posted if posted and "sent_zone" in posted else None
    form = SentByHandForm(typed, initial={"sent_zone": request.time_zone, "sent_by": by.pk})
    form.default_zone = request.time_zone
    return form


def closed_note(request: CommentRequest) -> str:
    """Return what is against the deadline where the party is: a night, a Sunday, a holiday."""
    return rules.closed_at(request.deadline, request.time_zone) if request.deadline else ""


def letter_kind(row: RequestRow, write: str) -> str:
    """Return which letter can be written now: first, further, another, or none."""
    if row.may_send:
        return "first"
    if row.request.state != "sent":
        return ""
    if write == "another":
        return "another"
    return "further" if write == "further" or row.not_yet_asked else ""


def lacks_of(row: RequestRow, kind: str) -> list[str]:
    """Return what keeps the letter from going as it is stored."""
    missing = list(row.lacks)
    if kind == "further" and not row.not_yet_asked:
        missing.append(gettext_noop("a question that has not been asked yet"))
    if kind == "another":
        missing.append(gettext_noop("another contact"))
    return missing
