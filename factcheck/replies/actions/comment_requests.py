"""From copy to request: proposed, to be asked or not, edited, held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factcheck.articles.actions import require_on_article
from factcheck.articles.models import Article
from factcheck.claims.models import Accusation, Ask, AskedParty, Party
from factcheck.claims.rules import covers
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.sweeps import nudge
from factcheck.newsroom.zones import zone_label
from factcheck.post.actions import cancel
from factcheck.replies import rules
from factcheck.replies.actions.points import checked_about, replace_points
from factcheck.replies.actions.reaching import best_contact_of
from factcheck.replies.models import UNSENT, CommentRequest, Contact
from factcheck.replies.reads.points import with_points

WHY_NOT: Final = gettext_lazy("Say why it is not asked.")


def parties_to_propose(
    article_id: int | None = None,
) -> dict[int, dict[int, tuple[int | None, int | None]]]:
    """Return {article: {party: (ask, accusation)}} of whom the copy owes a request.

    Whom the live marks of current proofs name, who can be asked, and for whom there is no request,
    not even a dropped one; in the order of the copy. An accused party that another request covers
    (its U.N. mission was asked) needs none of its own.
    """
    named = _parties_named(article_id)
    made = CommentRequest.objects.filter(article__in={article for article, *_ in named})
    there: dict[int, set[int]] = defaultdict(set)
    asking: dict[int, list[str]] = defaultdict(list)
    for article, party_id, name, state in made.values_list(
        "article_id", "party_id", "party__name", "state"
    ):
        there[article].add(party_id)
        if state != "dropped":
            asking[article].append(name)
    owed: dict[int, dict[int, tuple[int | None, int | None]]] = defaultdict(dict)
    for article, party, ask, accusation in named:
        has_request = party.pk in there[article] or party.pk in owed[article]
        if has_request or (accusation is not None and _is_covered(party, asking[article])):
            continue
        owed[article][party.pk] = (ask, accusation)
        asking[article].append(party.name)
    return {article: parties for article, parties in owed.items() if parties}


def _is_covered(party: Party, names: list[str]) -> bool:
    """Tell whether a request to one of `names` speaks for the party too."""
    return any(covers(name, party.name) for name in names)


def _parties_named(article_id: int | None) -> list[tuple[int, Party, int | None, int | None]]:
    """Return (article, party, ask, accusation) of the live marks of current proofs."""
    open_articles: dict[str, Any] = {
        "article__closed_at": None,
        "standing": "live",
        "proof__current": True,
    }
    if article_id is not None:
        open_articles["article_id"] = article_id
    asks = Ask.objects.filter(**open_articles)
    asked = AskedParty.objects.filter(ask__in=asks, party__askable=True)
    accused = Accusation.objects.filter(**open_articles, party__askable=True)
    return [
        *(
            (named.ask.article_id, named.party, named.ask_id, None)
            for named in asked.select_related("ask", "party").order_by("ask__start", "start")
        ),
        *(
            (charge.article_id, charge.party, None, charge.pk)
            for charge in accused.select_related("party").order_by("start")
        ),
    ]


@transaction.atomic
def propose(*, by: User | None, article: Article) -> list[CommentRequest]:
    """Propose a request for each party the current proof owes one.

    Points stay empty until a person writes them.
    """
    require_on_article(by=by, verb="propose request", article=article)
    Article.objects.select_for_update().get(
        pk=article.pk
    )  # two proposers at once would both find none
    owed = parties_to_propose(article.pk).get(article.pk, {})
    parties = Party.objects.prefetch_related("contacts").in_bulk(owed)
    made = []
    for party_id, (ask, accusation) in owed.items():
        request = _new(article, parties[party_id], by=by)
        request.ask_id, request.accusation_id = ask, accusation
        request.save()
        why = "the copy says it was asked" if ask else "the copy accuses it"
        text = f"Request to {request.party} proposed: {why}."
        log(by=by, verb="propose request", subject=request, article_id=article.pk, text=text)
        made.append(request)
    if made:
        nudge("replies")
    return made


@transaction.atomic
def add_request(
    *, by: User, article: Article, party: Party, accusation: Accusation | None = None
) -> CommentRequest:
    """Make a request by hand: to a party the reader did not find, or one that the copy accuses.

    One that somebody decided not to ask is asked after all, by a request of its own.
    """
    request = _made_by_hand(by, article, party, accusation)
    request.state, request.taken_up_by = "open", by
    request.save()
    text = f"Request to {request.party} made."
    log(by=by, verb="propose request", subject=request, article_id=article.pk, text=text)
    return request


@transaction.atomic
def decline_to_ask(
    *, by: User, article: Article, accusation: Accusation, reason: str
) -> CommentRequest:
    """Record that an accused party without a request is not to be asked, and why.

    The gate still names it: an override is somebody's own decision.
    """
    require_on_article(by=by, verb="edit request", article=article)
    if not reason.strip():
        raise Refused(str(WHY_NOT))
    request = _made_by_hand(by, article, accusation.party, accusation)
    if CommentRequest.objects.filter(article=article, party=request.party).exists():
        raise Refused(_("Somebody has decided not to ask it already."))
    request.state, request.trouble = "dropped", reason.strip()
    request.save()
    _log_not_asked(by, request)
    return request


def _made_by_hand(
    by: User, article: Article, party: Party, accusation: Accusation | None
) -> CommentRequest:
    """Return a new row, not saved; Refused where the party has a request already."""
    require_on_article(by=by, verb="propose request", article=article)
    if not party.askable:
        raise Refused(_("“%(party)s” names no one who can be asked.") % {"party": party})
    Article.objects.select_for_update().get(pk=article.pk)
    made = CommentRequest.objects.filter(article=article, party=party)
    if made.exclude(state="dropped").exists():
        raise Refused(_("There is a request to %(party)s already.") % {"party": party})
    request = _new(article, party, by=by)
    request.accusation = accusation
    return request


def _new(article: Article, party: Party, *, by: User | None) -> CommentRequest:
    desk, contact = Desk.load(), best_contact_of(party, article)
    # What one party is told of the story, the others are told too.
    told = CommentRequest.objects.filter(article=article).exclude(about="").order_by("id").last()
    return CommentRequest(
        about=told.about if told else "",
        runs_at=told.runs_at if told else article.deadline,
        article=article,
        party=party,
        contact=contact,
        deadline=rules.default_deadline(
            timezone.now(),
            desk.hours_to_answer,
            article.deadline,
            contact.time_zone if contact else desk.time_zone,
        ),
        time_zone=contact.time_zone if contact else desk.time_zone,
        created_by=by,
    )


def locked(request: CommentRequest) -> CommentRequest:
    """Return the row as it is now, held until the transaction ends."""
    chosen = CommentRequest.objects.select_for_update(of=("self",)).select_related(
        "article", "party", "contact"
    )
    return with_points(chosen).get(pk=request.pk)


@transaction.atomic
def take_up(*, by: User, request: CommentRequest) -> CommentRequest:
    """Decide to ask a party that was proposed, or that somebody had decided not to ask.

    The time to answer runs from now.
    """
    require_on_article(by=by, verb="edit request", article=request.article)
    request = locked(request)
    if request.state not in ("proposed", "dropped"):
        raise Refused(_("Somebody has decided to ask it already."))
    live = CommentRequest.objects.filter(article=request.article, party=request.party).exclude(
        state="dropped"
    )
    if live.exclude(pk=request.pk).exists():
        raise Refused(_("There is another request to %(party)s.") % {"party": request.party})
    desk = Desk.load()
    request.state, request.trouble, request.taken_up_by = "open", "", by
    request.contact = request.contact or best_contact_of(request.party, request.article)
    request.deadline = rules.default_deadline(
        timezone.now(), desk.hours_to_answer, request.article.deadline, request.time_zone
    )
    request.save()
    text = f"{request.party} is to be asked."
    log(by=by, verb="take up request", subject=request, article_id=request.article_id, text=text)
    return request


@transaction.atomic
def edit_request(
    *,
    by: User,
    request: CommentRequest,
    points: str | None = None,
    subject: str,
    contact: Contact | None,
    deadline: datetime | None,
    time_zone: str,
    copy_words: bool = False,
    about: str | None = None,
    runs_at: datetime | None = None,
    copies: Iterable[Contact] | None = None,
) -> CommentRequest:
    """Write what is put to the party, and how and until when.

    Refused once a letter is on its way: what went, went. `points` in one text take the place of the
    points that stand; None leaves them (see `points` for one at a time). `about`, which None leaves
    too, is what the letter says of the story: no words of the copy, unless `copy_words`.
    """
    require_on_article(by=by, verb="edit request", article=request.article)
    request = locked(request)
    if request.state not in UNSENT:
        raise Refused(_("Its letter has been sent: what was put to the party stands."))
    if contact is not None and not _offered(request, [contact]):
        raise Refused(_("This is not a contact of %(party)s.") % {"party": request.party})
    if time_zone not in available_timezones():
        raise Refused(_("“%(time_zone)s” is not a time zone.") % {"time_zone": time_zone})
    was = {
        "points": request.points,
        "subject": request.subject,
        "deadline": _format_deadline(request.deadline, request.time_zone),
    }
    if points is not None:
        replace_points(by, request, points, copy_words=copy_words)
    request.subject = " ".join(subject.split())[:300]
    request.contact, request.deadline, request.time_zone = contact, deadline, time_zone
    if about is not None:
        request.about = checked_about(request, about, copy_words)
        request.runs_at = runs_at
    if copies is not None:
        request.copies.set(_offered(request, copies))
    if request.state == "proposed":
        request.state, request.taken_up_by = "open", by
    request.save()
    text = f"Request to {request.party} edited."
    log(
        by=by,
        verb="edit request",
        subject=request,
        article_id=request.article_id,
        text=text,
        was=was,
    )
    return locked(request)


def _offered(request: CommentRequest, contacts: Iterable[Contact]) -> list[Contact]:
    """Return those of the contacts that this request may write to."""
    return [
        contact
        for contact in contacts
        if contact.party_id == request.party_id and contact.is_offered_to(request.article_id)
    ]


def _format_deadline(at: datetime | None, zone: str) -> str:
    return (
        f"{(local := at.astimezone(ZoneInfo(zone))):%Y-%m-%d %H:%M} {zone_label(local)}"
        if at
        else ""
    )


@transaction.atomic
def hold(*, by: User, request: CommentRequest, on: bool) -> CommentRequest:
    """No reminder goes while it is on. Refused where somebody was quicker."""
    require_on_article(by=by, verb="edit request", article=request.article)
    request = locked(request)
    if request.hold == on:
        raise Refused(_("It is on hold already.") if on else _("It is off hold already."))
    request.hold = on
    request.save(update_fields=["hold"])
    if on:
        stop_reminder(request, "The request was put on hold.")
    text = f"Request to {request.party} " + ("put on hold." if on else "taken off hold.")
    log(by=by, verb="hold request", subject=request, article_id=request.article_id, text=text)
    return request


@transaction.atomic
def drop_request(*, by: User, request: CommentRequest, reason: str) -> CommentRequest:
    """Decide not to ask the party; it is not proposed again for this article.

    Refused once it was asked: that stands.
    """
    require_on_article(by=by, verb="edit request", article=request.article)
    if not reason.strip():
        raise Refused(str(WHY_NOT))
    request = locked(request)
    for letter in request.letters.select_related("outgoing"):
        cancel(by=by, outgoing=letter.outgoing, why="Somebody decided not to ask it.")
    carried = request.letters.exclude(outgoing__state__in=["cancelled", "failed"]).exists()
    if request.state in ("sent", "unknown") or carried or request.replies.exists():
        raise Refused(_("It has been asked: that stands in the record. Put it on hold instead."))
    request.state, request.trouble = "dropped", reason.strip()
    request.save(update_fields=["state", "trouble"])
    _log_not_asked(by, request)
    nudge("replies")
    return request


def _log_not_asked(by: User, request: CommentRequest) -> None:
    text = f"{request.party} is not to be asked: {request.trouble}"
    log(by=by, verb="drop request", subject=request, article_id=request.article_id, text=text)


def stop_reminder(request: CommentRequest, why: str) -> None:
    """Cancel a reminder that waits to go: something has happened since."""
    for letter in request.letters.filter(kind="chaser", outgoing__state="queued").select_related(
        "outgoing"
    ):
        cancel(by=None, outgoing=letter.outgoing, why=why)
