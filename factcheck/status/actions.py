"""Telling people: notices made once an event, sent at once or in a digest, as each person chose."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factcheck.articles.models import Article
from factcheck.desk.actions.changes import looking
from factcheck.desk.models.changes import NEWS
from factcheck.desk.reads.needs import needs_of
from factcheck.newsroom.actions import NotAllowed, Refused, log
from factcheck.newsroom.languages import known_language, written_to
from factcheck.newsroom.log_chain import head_of_chain
from factcheck.newsroom.models import Desk, LogLink, User, validate_zone
from factcheck.newsroom.rules import CHIEF
from factcheck.newsroom.sweeps import nudge
from factcheck.post.actions import queue_mail
from factcheck.post.models import Outgoing
from factcheck.status.models import (
    EVENTS,
    WHEN,
    DigestPlan,
    Notice,
    Preference,
    event_words,
    usual_days,
    usual_hours,
)
from factcheck.status.news.details import Details, details_of
from factcheck.status.reads import Due, still_true, untold, whens
from factcheck.status.rules import EVERY_DAY, next_digest, schedule_says

SALT = "status.unsubscribe"
DIGEST = "digest"  # in an unsubscribe link: every kind that goes by digest
IN_ONE_DIGEST = 50  # lines; what is over is counted
LONGEST_PHONE = 40  # characters, as the column has it
# Figures with what people write between them, and an extension.
PHONE = re.compile(r"\+?[0-9(][0-9 ().\-/]{3,}(?:(?:x|ext\.?) ?[0-9]{1,6})?")
NO_PHONE = gettext_lazy("Write a telephone number, such as +44 20 7946 0000.")


def make_notices(*, now: datetime) -> int:
    """One row for each person and event that is news; return how many were wanted.

    Who wants to hear nothing of a kind gets a row too, at once stale, so that a later change of
    mind tells no old news.
    """
    with looking(NEWS, now) as look:
        return _note_down(untold(now, look), now)


def _note_down(due: Sequence[Due], now: datetime) -> int:
    chosen = whens(notice_due.user.pk for notice_due in due)
    notices = []
    for notice_due in due:
        when = chosen.get((notice_due.user.pk, notice_due.kind), EVENTS[notice_due.kind][1])
        notices.append(
            Notice(
                user=notice_due.user,
                kind=notice_due.kind,
                event=notice_due.event,
                article_id=notice_due.article,
                text=notice_due.text,
                link=notice_due.link,
                when=when,
                state="stale" if when == "never" else "pending",
                created_at=now,
            )
        )
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    for user in {n.user for n in notices if n.when == "digest"}:
        _ensure_plan(user, now)
    if notices:
        nudge("status")
    return len(notices)


@transaction.atomic
def tell(*, notice_id: int, now: datetime) -> Outgoing | None:
    """Queue the mail of one notice that goes at once.

    None where another worker has it, or it is no longer true.
    """
    rows = Notice.objects.select_for_update(skip_locked=True, of=("self",)).select_related("user")
    notice = rows.filter(pk=notice_id, state="pending", when="at once").first()
    if notice is None:
        return None
    with written_to(notice.user):
        due = still_true([notice], now).get(notice.pk)
        if due is None:
            _mark([notice.pk], state="stale")
            return None
        outgoing = _mail(due.user, "notice", notice_context(due), key=f"notice:{notice.pk}")
    _mark([notice.pk], state="told" if outgoing else "stale", told_at=now, outgoing=outgoing)
    return outgoing


@transaction.atomic
def send_digest(*, plan_id: int, now: datetime) -> Outgoing | None:
    """Send a person's digest if it is due and not empty, and set when the next one goes."""
    rows = DigestPlan.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
        "user"
    )
    plan = rows.filter(pk=plan_id, next_at__lte=now).first()
    if plan is None:
        return None
    was, plan.next_at = plan.next_at, next_digest(now, plan.user.zone, plan.hours, plan.days)
    plan.save(update_fields=["next_at"])
    waiting = Notice.objects.select_for_update(skip_locked=True, of=("self",)).pending()
    notices = list(waiting.filter(user=plan.user, when="digest"))
    with written_to(plan.user):
        true = still_true(notices, now)
        _mark([n.pk for n in notices if n.pk not in true], state="stale")
        if not true and not _takes_log_head(plan.user):
            return None
        context = digest_context(plan.user, list(true.values()))
        outgoing = _mail(plan.user, "digest", context, _key(plan, was))
    _mark(true, state="told" if outgoing else "stale", told_at=now, outgoing=outgoing)
    return outgoing


def notice_context(due: Due, details: Details | None = None) -> dict[str, Any]:
    """Return the context of the templates of a mail at once; `details` are a sample's."""
    more = details or details_of(due)
    return {
        "due": due,
        "more": more,
        "says": event_words(due.kind),
        **_frame(due.user, due.kind),
    }


def _takes_log_head(user: User) -> bool:
    """Tell whether a person keeps the head of the log's chain in their mailbox.

    A chief's digest goes even on a day without news: the head in it is what a log that somebody
    rewrote later is held against.
    """
    return user.role == CHIEF and LogLink.objects.exists()


def digest_context(user: User, due: Sequence[Due]) -> dict[str, Any]:
    """Return the digest's context: what needs the person, then the news, story by story."""
    now, order = timezone.now(), list(EVENTS)
    shown = sorted(due[:IN_ONE_DIGEST], key=lambda line: order.index(line.kind))
    return {
        "now": now,
        "needs": needs_of(user, now),
        "stories": _stories(shown),
        "stops": [
            (event_words(kind), unsubscribe_link(user, kind))
            for kind in EVENTS
            if any(line.kind == kind for line in shown)
        ],
        "count": len(due),
        "more": len(due) - len(shown),
        "log_head": head_of_chain() if _takes_log_head(user) else None,
        **_frame(user, DIGEST),
    }


def _stories(lines: Sequence[Due]) -> list[tuple[str, list[tuple[str, Due]]]]:
    """Return headlines with their lines and what each is; nothing of a restricted one is named."""
    articles = Article.objects.in_bulk({line.article for line in lines if line.article})
    stories: dict[str, list[tuple[str, Due]]] = {}
    for line in lines:
        article = articles.get(line.article or 0)
        name = _("Other news") if article is None else article.headline
        if article is not None and article.restricted:
            name = _("A restricted article")
        stories.setdefault(name, []).append((event_words(line.kind), line))
    return list(stories.items())


def render(name: str, context: Mapping[str, Any]) -> tuple[str, str, str]:
    """Subject, text and HTML of the mail `name` ("notice" or "digest")."""
    user = context["user"]
    # Every time in a mail is the reader's own, and so is its language.
    with timezone.override(user.zone), written_to(user):
        lines = render_to_string(f"mail/status-{name}-subject.txt", dict(context)).split()
        text = render_to_string(f"mail/status-{name}-text.txt", dict(context)).strip() + "\n"
        html = render_to_string(f"mail/status-{name}-html.html", dict(context))
    return " ".join(lines), re.sub(r"\n{3,}", "\n\n", text), html


@transaction.atomic
def choose(*, by: User | None, user: User, kind: str, when: str) -> None:
    """Set when a person hears of a kind of event; `by` None: they followed the mail's link."""
    if by is not None and by.pk != user.pk:
        raise NotAllowed(_("Each person chooses for themselves what they are told."))
    if kind not in EVENTS or when not in WHEN:
        raise Refused(_("There is no such choice."))
    Preference.objects.update_or_create(user=user, kind=kind, defaults={"when": when})
    waiting = Notice.objects.pending().filter(user=user, kind=kind)
    if when == "never":
        waiting.update(state="stale")
    else:
        waiting.update(when=when)
    if when == "digest":
        _ensure_plan(user, timezone.now())
    log(by=by or user, verb="choose", subject=user, text=f"{EVENTS[kind][0]}: {when}.")
    nudge("status")


@transaction.atomic
def choose_times(
    *,
    by: User | None,
    user: User,
    time_zone: str,
    hours: Collection[int],
    days: Collection[int] = EVERY_DAY,
) -> DigestPlan:
    """Set a person's zone, and the hours and days (1 is Monday) at which their digest goes."""
    if by is None or by.pk != user.pk:
        raise NotAllowed(_("Each person sets their own clock."))
    try:
        validate_zone(time_zone)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    if not hours or not set(hours) <= set(range(24)):
        raise Refused(_("Choose at least one hour, 0 to 23."))
    if not days or not set(days) <= set(EVERY_DAY):
        raise Refused(_("Choose at least one day of the week."))
    now = timezone.now()
    user.time_zone = time_zone
    user.save(update_fields=["time_zone"])
    plan = _ensure_plan(user, now)
    plan.hours, plan.days = sorted(set(hours)), sorted(set(days))
    plan.next_at = next_digest(now, user.zone, plan.hours, plan.days)
    plan.save(update_fields=["hours", "days", "next_at"])
    log(
        by=by,
        verb="choose",
        subject=user,
        text=f"Digest {schedule_says(plan.hours, plan.days)}, {time_zone}.",
    )
    return plan


@transaction.atomic
def choose_language(*, by: User | None, user: User, language: str) -> None:
    """Set the language of a person's pages and mails; "" leaves the pages to their browser."""
    if by is None or by.pk != user.pk:
        raise NotAllowed(_("Each person chooses their own language."))
    if language and not known_language(language):
        raise Refused(_("The pages are not there in that language."))
    user.language = language
    user.save(update_fields=["language"])
    log(
        by=by,
        verb="choose",
        subject=user,
        text=f"Language: {dict(settings.LANGUAGES).get(language, 'as the browser says')}.",
    )


@transaction.atomic
def choose_phone(*, by: User | None, user: User, phone: str) -> None:
    """Set the number by which a party may verify a person's letters; "" takes it out of them.

    The log says that it was changed, not what it is.
    """
    if by is None or by.pk != user.pk:
        raise NotAllowed(_("Each person gives their own telephone number."))
    number = " ".join(phone.split())
    if number and (len(number) > LONGEST_PHONE or not PHONE.fullmatch(number)):
        raise Refused(str(NO_PHONE), field="phone")
    user.phone = number
    user.save(update_fields=["phone"])
    text = "Telephone number changed." if number else "Telephone number removed."
    log(by=by, verb="choose", subject=user, text=text)


def unsubscribe(*, token: str) -> list[str]:
    """Stop the mails that the link's mail was one of; return what they are about.

    Refused where it is not our link.
    """
    user, kinds = unsubscribed(token)
    for kind in kinds:
        choose(by=None, user=user, kind=kind, when="never")
    return [event_words(kind) for kind in kinds]


def unsubscribed(token: str) -> tuple[User, list[str]]:
    """Whose link it is and which kinds it would stop, changing nothing."""
    try:
        user_id, kind = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise Refused(
            _("This link is incomplete. Copy all of it from the mail, or use your settings.")
        ) from error
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise Refused(_("This account is no longer there."))
    if kind != DIGEST:
        return user, [kind]
    chosen = whens([user.pk])
    return user, [
        k for k, (_, usual) in EVENTS.items() if chosen.get((user.pk, k), usual) == DIGEST
    ]


def unsubscribe_link(user: User, kind: str) -> str:
    """Return the address that stops one kind of mail, or the digest, without signing in."""
    token = signing.dumps([user.pk, kind], salt=SALT)
    return settings.SITE_URL.rstrip("/") + reverse("status:unsubscribe", args=[token])


def _frame(user: User, kind: str) -> dict[str, Any]:
    site = settings.SITE_URL.rstrip("/")
    return {
        "user": user,
        "desk": Desk.load(),
        "site": site,
        "settings": site + reverse("status:settings"),
        "unsubscribe": unsubscribe_link(user, kind),
    }


def _mail(user: User, name: str, context: Mapping[str, Any], key: str) -> Outgoing | None:
    """None where the person's address takes no mail: they find the same on the desk."""
    subject, text, html = render(name, context)
    try:
        return queue_mail(
            key=key,
            to_address=user.email,
            to_name=user.name,
            from_name=str(context["desk"]),
            subject=subject,
            text=text,
            html=html,
            once=False,
            by=None,
            headers={
                "List-Unsubscribe": f"<{context['unsubscribe']}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
                "Auto-Submitted": "auto-generated",  # RFC 3834
            },
        )
    except Refused:
        return None


def _mark(ids: Iterable[int], **changes: Any) -> None:
    Notice.objects.filter(pk__in=list(ids)).update(**changes)


def _key(plan: DigestPlan, was: datetime) -> str:
    return f"digest:{plan.pk}@{was:%Y%m%dT%H%M%S}"


def _ensure_plan(user: User, now: datetime) -> DigestPlan:
    at = next_digest(now, user.zone, usual_hours(), usual_days())
    return DigestPlan.objects.get_or_create(user=user, defaults={"next_at": at})[0]
