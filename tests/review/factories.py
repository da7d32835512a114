"""Rulings, queries, signatures, items of the queue; `requested(…)` is a comment request as the gate
sees it.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import factory
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from factory.django import DjangoModelFactory

from factcheck.articles.models import Article, Proof
from factcheck.claims.models import Claim, Party
from factcheck.desk.models import QueueItem
from factcheck.evidence.actions.indexing import claims_to_understand, understand_claims
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import User
from factcheck.post.models import Outgoing
from factcheck.replies.models import CommentRequest, Contact, Letter, Reply
from factcheck.review import actions
from factcheck.review.models import Query
from factcheck.review.reads.gate import gate
from factcheck.review.rules.gate import SAID
from factcheck.review.rules.passes import PASSES, all_yes
from tests.articles.factories import ArticleFactory
from tests.claims.factories import ClaimFactory, PartyFactory, read_article
from tests.newsroom.factories import CheckerFactory, ReporterFactory, UserFactory


class QueryFactory(DjangoModelFactory):
    class Meta:
        model = Query

    article = factory.SubFactory(ArticleFactory)
    text = "Is it 12, or 20?"
    raised_by = factory.SubFactory(CheckerFactory)


class QueueItemFactory(DjangoModelFactory):
    class Meta:
        model = QueueItem

    kind = "open query"
    cause = factory.Sequence(lambda n: f"review.query:{n}")
    text = factory.Sequence(lambda n: f"Item {n}")


def requested(article: Article, party: Party | None = None, **fields: Any) -> CommentRequest:
    """A request whose letter has gone, and whose deadline is over, unless `fields` say otherwise."""
    now = timezone.now()
    defaults = {
        "state": "sent",
        "deadline": now - dt.timedelta(hours=1),
        "sent_at": now - dt.timedelta(hours=5),
    }
    return CommentRequest.objects.create(
        article=article, party=party or PartyFactory(), **{**defaults, **fields}
    )


def letter(request: CommentRequest, state: str = "unknown", **fields: Any) -> Letter:
    """A letter of the request, whose carriage is in `state`."""
    contact = Contact.objects.get_or_create(party=request.party, address="press@party.example")[0]
    number = Outgoing.objects.count()
    outgoing = Outgoing.objects.create(
        message_id=f"<{number}@desk.example>",
        key=f"letter:{number}",
        from_address="desk@desk.example",
        to_address=contact.address,
        subject="A request for comment",
        text="We ask.",
        state=state,
        sent_at=timezone.now() if state == "sent" else None,
    )
    return Letter.objects.create(request=request, contact=contact, outgoing=outgoing, **fields)


def replied(request: CommentRequest | None, **fields: Any) -> Reply:
    """A reply that nobody has read yet."""
    return Reply.objects.create(request=request, **{"text": "We have seen the reports.", **fields})


def story(text: str | None = None, **fields: Any) -> Article:
    """A read article by a reporter, with nothing marked on it."""
    author = fields.pop("author", None) or ReporterFactory()
    return read_article(**({} if text is None else {"text": text}), author=author, **fields)


def confirmed(claim: Claim, by: User | None = None) -> None:
    actions.give_verdict(
        by=by or CheckerFactory(), claim=claim, ruling="confirmed", source="The ministry"
    )


def signed(article: Article, by: User | None = None, proof: Proof | None = None) -> User:
    """All passes over the current proof, signed by a second reader."""
    by = by or CheckerFactory()
    for name in PASSES:
        actions.sign_off(
            by=by,
            article=article,
            proof=proof or article.current_proof(),
            reading_pass=name,
            accepted=True,
            answers=all_yes(name),
        )
    return by


def clear_story(**fields: Any) -> Article:
    """An article with one claim, checked by one person and signed by another: nothing blocks it."""
    article = story("Rebels enter the city\nRebels entered Aleppo on Friday.", **fields)
    confirmed(ClaimFactory(proof=article.current_proof(), text="Rebels entered Aleppo on Friday."))
    signed(article)
    return article


def because(why: str) -> dict[str, str]:
    """Every reason the gate knows, overridden with these words."""
    return dict.fromkeys(SAID, why)


def reasons(article: Article) -> list[str]:
    """The reasons for which the gate blocks the article now."""
    return [b.reason for b in gate(article, timezone.now())]


def meanwhile(first: Callable[[], object], second: Callable[[], object]) -> str:
    """Do `first` and, before it is committed, `second` on another connection; what `second` was
    refused with, or "".
    """
    said: list[str] = []

    def do() -> None:
        try:
            second()
            said.append("")
        except (Refused, DatabaseError) as error:
            said.append(str(error))
        finally:
            connection.close()

    other = threading.Thread(target=do)
    with transaction.atomic():
        first()
        other.start()
        other.join(timeout=1)  # it waits for us, or it has ended
    other.join(timeout=20)
    return said[0]


def staff(role: str = "checker") -> User:
    """Someone who may open the admin, with no permission of Django's own."""
    return UserFactory(role=role, is_staff=True)


def understood() -> None:
    """Every claim has its vector, as once the sweep has come by."""
    while waiting := claims_to_understand(timezone.now()):
        understand_claims(waiting[0])
