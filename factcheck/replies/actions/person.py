"""All that the newsroom holds on one person: taken out as one file, or erased where it may be."""

from __future__ import annotations

import base64
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from factcheck.articles.models import LegalHold, Proof
from factcheck.claims.models import Party
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.erasing import Erasure, erase
from factcheck.newsroom.models import LogEntry, User
from factcheck.post.models import Attachment, Incoming, Outgoing, Try
from factcheck.replies import erasures
from factcheck.replies.models import (
    OUTSTANDING,
    CallFile,
    CommentRequest,
    Contact,
    MailNotice,
    Point,
    PointAnswer,
    Reply,
    ReplyFile,
    RequestCall,
    Statement,
)
from factcheck.replies.rules.keeping import why_kept

BY_WISH: Final = gettext_noop("at the person's wish")
# Keys and passwords: they are no data of the person, and whoever has one may act by it.
_SECRET: Final = frozenset({"password", "link_token", "address_token", "lease_token", "key"})
_Rows = dict[str, tuple[Erasure, QuerySet[Any]]]


@dataclass(slots=True)
class Outcome:
    """What became of each kind: how many rows were emptied, and how many stay for which reason."""

    erased: dict[str, int] = field(default_factory=dict)
    kept: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))


def export_person(address: str) -> dict[str, Any]:
    """Return everything held on whoever has this address, ready for JSON; bytes as Base64.

    Raises Refused where there is nothing.
    """
    rows = _rows_of(address)
    kinds = {name: [_plain(row) for row in found] for name, (_, found) in rows.items()}
    mail = [row["id"] for row in kinds[erasures.MAIL.name]]
    beside: dict[str, Iterable[models.Model]] = {
        "notices of machines": MailNotice.objects.filter(incoming__in=mail),
        "parties": _parties(address),
        "points put to them": _points(address),
        "sign-ins by the identity provider": SocialAccount.objects.filter(
            user__in=_accounts(address)
        ),
        "accounts": _accounts(address),
        "lines of the log": _lines(address).order_by("pk"),
    }
    kinds |= {name: [_plain(row) for row in found] for name, found in beside.items()}
    kinds = {name: found for name, found in kinds.items() if found}
    if not kinds:
        raise Refused(_("The newsroom holds nothing on %(address)s.") % {"address": address})
    return {"address": address, "made_at": timezone.now().isoformat(), "holds": kinds}


@transaction.atomic
def erase_person(address: str) -> Outcome:
    """Erase what is held on whoever has this address, but for what must stay; say what and why.

    Raises Refused where there is nothing.
    """
    outcome = Outcome()
    _note_what_names_them(address, outcome)
    plan = list(_plan(address, outcome))  # all of it first: what goes is also what finds the rest
    for kind, ids in plan:
        text = f"Erased at the person's wish: {kind.name}."
        gone = erase(kind, ids, why=BY_WISH, by=None, text=text)
        if gone:
            outcome.erased[kind.name] = len(gone)
    _erase_accounts(address, outcome)
    if lines := _lines(address).count():
        outcome.kept["lines of the log", "the log is never changed"] = lines
    if not outcome.erased and not outcome.kept:
        raise Refused(_("The newsroom holds nothing on %(address)s.") % {"address": address})
    return outcome


def _note_what_names_them(address: str, outcome: Outcome) -> None:
    """Count what stays of the record although it names them: who was asked, and what."""
    for what, rows in (
        ("names of parties", _parties(address)), ("points put to them", _points(address)),
    ):  # fmt: skip
        if count := rows.count():
            outcome.kept[what, "the record says who was asked, and what"] = count


def _plan(address: str, outcome: Outcome) -> Iterator[tuple[Erasure, list[int]]]:
    """Yield the rows of each kind that may go; count the others in `outcome`."""
    asked = CommentRequest.objects.filter(OUTSTANDING, _theirs(address))
    facts = {
        "held": frozenset(
            LegalHold.objects.filter(ended_at=None).values_list("article_id", flat=True)
        ),
        "cleared": frozenset(
            Proof.objects.filter(cleared_at__isnull=False).values_list("article_id", flat=True)
        ),
        "asked": frozenset(asked.values_list("article_id", flat=True)),
    }
    for name, (kind, rows) in _rows_of(address).items():
        may_go = []
        for pk, articles in _articles_of(kind, rows).items():
            if reason := why_kept(articles, **facts):
                outcome.kept[name, reason] += 1
            else:
                may_go.append(pk)
        yield kind, may_go


def _articles_of(kind: Erasure, rows: QuerySet[Any]) -> dict[int, set[int]]:
    articles: dict[int, set[int]] = {pk: set() for pk in rows.values_list("pk", flat=True)}
    for path in kind.articles:
        pairs = kind.model._default_manager.filter(pk__in=articles).order_by()
        for pk, article in pairs.values_list("pk", path):
            articles[pk] |= {article} - {None}
    return articles


_NUMBER: Final = re.compile(r"\+?[\d\s().-]{7,40}")


def _contacts(address: str) -> QuerySet[Contact]:
    """Return the contacts at an address; a number is the same however its digits are parted."""
    if not _NUMBER.fullmatch(address):
        return Contact.objects.filter(address__iexact=address)
    digits = _digits(address)
    numbers = Contact.objects.filter(address__regex=r"^\+?[0-9(][0-9 ().-]+$")
    same = [pk for pk, number in numbers.values_list("pk", "address") if _digits(number) == digits]
    return Contact.objects.filter(pk__in=same)


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _theirs(address: str) -> Q:
    """Return the filter for requests that went, or would go, to the address."""
    return Q(contact__in=_contacts(address).values("pk")) | Q(written_to__iexact=address)


def _parties(address: str) -> QuerySet[Party]:
    """Return the parties that are reached, or were asked, at the address."""
    asked = CommentRequest.objects.filter(_theirs(address)).values("party")
    reached = _contacts(address).values("party")
    return Party.objects.filter(Q(pk__in=reached) | Q(pk__in=asked))


def _points(address: str) -> QuerySet[Point]:
    asked = CommentRequest.objects.filter(_theirs(address))
    return Point.objects.filter(request__in=asked.values("pk"))


def _rows_of(address: str) -> _Rows:
    """Return all rows that are of the person, by the name of their kind."""
    contacts = _contacts(address)
    requests = CommentRequest.objects.filter(_theirs(address))
    mail = Incoming.objects.filter(
        Q(from_address__iexact=address) | Q(about_addresses__contains=[address.lower()])
    )
    letters = Outgoing.objects.filter(to_address__iexact=address)
    calls = RequestCall.objects.filter(request__in=requests.values("pk"))
    by_hand = Q(request__in=requests.values("pk"), incoming=None)
    answers = Reply.objects.filter(by_hand | Q(incoming__in=mail.values("pk")))
    pairs: list[tuple[Erasure, QuerySet[Any]]] = [
        (erasures.CONTACTS, contacts),
        (erasures.WRITTEN_TO, requests.filter(written_to__iexact=address)),
        (erasures.MAIL, mail),
        (erasures.ATTACHMENTS, Attachment.objects.filter(incoming__in=mail.values("pk"))),
        (erasures.LETTERS, letters),
        (erasures.SENT_BYTES, Try.objects.filter(outgoing__in=letters.values("pk"))),
        (erasures.ANSWERS, answers),
        (erasures.PARTS, PointAnswer.objects.filter(reply__in=answers.values("pk"))),
        (erasures.STATEMENTS, Statement.objects.filter(reply__in=answers.values("pk"))),
        (erasures.REPLY_FILES, ReplyFile.objects.filter(reply__in=answers.values("pk"))),
        (erasures.CALLS, calls),
        (erasures.CALL_FILES, CallFile.objects.filter(call__in=calls.values("pk"))),
    ]
    return {kind.name: (kind, rows) for kind, rows in pairs}


def _accounts(address: str) -> QuerySet[User]:
    return User.objects.filter(email__iexact=address)


def _lines(address: str) -> QuerySet[LogEntry]:
    return LogEntry.objects.filter(Q(text__icontains=address) | Q(by__email__iexact=address))


def _erase_accounts(address: str, outcome: Outcome) -> None:
    """Empty the account of somebody who left; the name stays, as the record names who ruled."""
    for user in _accounts(address).select_for_update():
        if user.is_active:
            outcome.kept["accounts", "it is in use: switch it off in the admin first"] += 1
            continue
        EmailAddress.objects.filter(user=user).delete()
        Authenticator.objects.filter(user=user).delete()
        SocialAccount.objects.filter(user=user).delete()
        user.email, user.phone = f"erased-{user.pk}@erased.invalid", ""
        user.set_unusable_password()
        user.save(update_fields=["email", "phone", "password"])
        log(by=None, verb="erase", subject=user, text="Erased at the person's wish: an account.")
        outcome.erased["accounts"] = outcome.erased.get("accounts", 0) + 1
        outcome.kept["names of accounts", "the record names who ruled"] += 1


def _plain(row: models.Model) -> dict[str, Any]:
    """Return a row's columns, without keys and passwords."""
    values = {
        column.name: getattr(row, column.attname)
        for column in row._meta.concrete_fields
        if column.name not in _SECRET
    }
    return {
        name: base64.b64encode(value).decode() if isinstance(value, bytes | memoryview) else value
        for name, value in values.items()
    }
