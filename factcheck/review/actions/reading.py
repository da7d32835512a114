"""The copy read once through; and alarms looked at and set aside."""

from __future__ import annotations

import re
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.articles.models import Article, Proof
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.review.actions.guards import lock_article, require_person
from factcheck.review.models import Agreement, AlarmSetAside, FirstRead
from factcheck.review.reads.alarms import alarms_of

_ITEM: Final = re.compile(r"(claim|quote|party|facts|ask|accusation|tk)-\d{1,18}")


@transaction.atomic
def first_read(*, by: User | None, article: Article, proof: Proof) -> FirstRead:
    """Say that one has read this proof through once, before checking it."""
    by = require_person(by)
    require_on_article(by=by, verb="first read", article=article)
    lock_article(article.pk)
    if not Proof.objects.filter(pk=proof.pk, article=article, current=True).exists():
        raise Refused(
            _(
                "The copy was edited while you read: this is no longer its current proof. "
                "Read the new one."
            )
        )
    done, new = FirstRead.objects.get_or_create(proof=proof, by=by)
    if not new:
        raise Refused(_("You have said so already."))
    log(
        by=by,
        verb="first read",
        subject=done,
        article_id=article.pk,
        text=f"Read proof {proof.number} through.",
    )
    nudge("review")
    return done


@transaction.atomic
def unread(*, by: User | None, article: Article, proof: Proof) -> None:
    """Take back that one has read it."""
    by = require_person(by)
    require_on_article(by=by, verb="first read", article=article)
    done = FirstRead.objects.filter(proof=proof, proof__article=article, by=by)
    if not done.delete()[0]:
        raise Refused(_("There is nothing to take back."))
    text = f"Took back having read proof {proof.number}."
    log(by=by, verb="first read", subject=proof, article_id=article.pk, text=text)
    nudge("review")


@transaction.atomic
def agree(*, by: User | None, article: Article, proof: Proof, item: str) -> Agreement:
    """Agree, at second reading, with what was ruled on an item; `item` as Agreement has it."""
    by = require_person(by)
    require_on_article(by=by, verb="sign off", article=article)
    lock_article(article.pk)
    if not Proof.objects.filter(pk=proof.pk, article=article, current=True).exists():
        raise Refused(_("The copy was edited while you read. Read the new proof."))
    if not _ITEM.fullmatch(item):
        raise Refused(_("This item is no longer on the page. Load it again."))
    # Again after another ruling: it is with that one from now on.
    agreed, _new = Agreement.objects.update_or_create(
        proof=proof, by=by, item=item, defaults={"at": timezone.now()}
    )
    text = f"Agreed with what was ruled on {item}, at second reading of proof {proof.number}."
    log(by=by, verb="agree", subject=agreed, article_id=article.pk, text=text)
    return agreed


@transaction.atomic
def take_agreement_back(*, by: User | None, article: Article, proof: Proof, item: str) -> None:
    """Take back that one agrees; doing it twice is the same as once."""
    by = require_person(by)
    require_on_article(by=by, verb="sign off", article=article)
    rows = Agreement.objects.filter(proof=proof, proof__article=article, by=by, item=item)
    if rows.delete()[0]:
        text = f"No longer agrees with what was ruled on {item}, proof {proof.number}."
        log(by=by, verb="agree", subject=proof, article_id=article.pk, text=text)


@transaction.atomic
def set_alarm_aside(*, by: User | None, article: Article, alarm: str, reason: str) -> AlarmSetAside:
    """Say why the values of an alarm (rules_alarms.Alarm.id) may all stand."""
    by = require_person(by)
    require_on_article(by=by, verb="set alarm aside", article=article)
    lock_article(article.pk)
    raised = {each.id: each for each in alarms_of(article.current_proof())}
    if alarm not in raised:
        raise Refused(_("This alarm is not raised any more: the copy or its marks have changed."))
    if not reason.strip():
        raise Refused(_("Say why both may stand."))
    try:
        with transaction.atomic():
            aside = AlarmSetAside.objects.create(
                article=article, alarm=alarm, text=raised[alarm].text, reason=reason.strip(), by=by
            )
    except IntegrityError as error:
        who = AlarmSetAside.objects.get(article=article, alarm=alarm, taken_back_at=None).by
        raise Refused(_("%(who)s has set this alarm aside already.") % {"who": who}) from error
    text = f"Set an alarm aside. {aside.text}. {aside.reason}"
    log(by=by, verb="set alarm aside", subject=aside, article_id=article.pk, text=text)
    nudge("review")
    return aside


@transaction.atomic
def raise_again(*, by: User | None, aside: AlarmSetAside) -> None:
    """Take back that an alarm was set aside."""
    by = require_person(by)
    require_on_article(by=by, verb="set alarm aside", article=aside.article)
    back = AlarmSetAside.objects.filter(pk=aside.pk, taken_back_at=None)
    if not back.update(taken_back_at=timezone.now()):
        raise Refused(_("This was taken back already."))
    text = f"Raised an alarm again. {aside.text}."
    log(by=by, verb="set alarm aside", subject=aside, article_id=aside.article_id, text=text)
    nudge("review")
