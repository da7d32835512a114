"""What a new newsroom sets up before its first story, step by step."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from factcheck.articles.models import Article
from factcheck.evidence.reads.offers import a_search_is_on
from factcheck.newsroom.models import User
from factcheck.post.models import Mailbox


@dataclass(frozen=True, slots=True)
class SetUpStep:
    """One thing to set up: what, why, where, and whether it is done."""

    name: str
    why: str
    link: str
    done: bool


@dataclass(frozen=True, slots=True)
class FirstDay:
    steps: list[SetUpStep]
    mailboxes: list[Mailbox]


def first_day(user: User) -> FirstDay | None:
    """Return what is left to set up; None where all is done, or it is not for `user` to do."""
    if not user.may("set desk"):
        return None
    mailboxes = list(Mailbox.objects.all()[:5])
    steps = [
        SetUpStep(
            _("Add your people"),
            _("Each with a role: reporter, checker, editor, chief or lawyer."),
            reverse("admin:newsroom_user_add"),
            User.objects.people().exclude(pk=user.pk).exists(),
        ),
        SetUpStep(
            _("Switch on a search"),
            _("Claims are compared with what it finds. Nothing of restricted copy is sent to it."),
            reverse("admin:evidence_provider_changelist"),
            a_search_is_on(),
        ),
        SetUpStep(
            _("Test the mailbox"),
            _("Replies to your letters arrive there."),
            "",
            any(box.polled_at and not box.error for box in mailboxes),
        ),
        SetUpStep(
            _("Import your first story"),
            _("Paste it, drop a file, or give an address."),
            reverse("articles:import"),
            Article.objects.exists(),
        ),
    ]
    return None if all(step.done for step in steps) else FirstDay(steps, mailboxes)
