"""The demo newsroom's two stories: brought in, read, and their first letters on their way."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.utils import timezone

from factcheck.articles.actions import import_copy, set_article
from factcheck.local.demo.newsroom import ZONE
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import work_off
from factcheck.replies.actions import edit_request, send_requests, take_up
from factcheck.replies.models import CommentRequest

PUBLISHED = dt.date(2026, 3, 14)  # a Saturday: the copy's "Wednesday" is March 11
POINTS = {
    "Sable Movement": "Is the Sable Movement a member of the Hill Pact?\nHow many fighters has "
    "it pledged to Varenia?\nWho pays and arms them?",
    "Karsian U.N. mission": "Does Karsia support the pledge of fighters that the Sable Movement "
    "announced on Friday?",
    "Ostrian U.N. mission": "A spokesperson of the Sable Movement says that Ostria has armed the "
    "Dawn Front since"
    " October. Is that so?",
    "Varenian government": "How much of its revenue would the government lose with Orlen?",
    "Varenian Armed Forces": "How many rebels does the army believe to be in Orlen?",
}


def bring_in_story() -> None:
    """Bring in the draft, read it, and set its first letters on their way."""
    reporter, checker = (
        User.objects.get(email=f"{role}@ledger.example") for role in ("reporter", "checker")
    )
    deadline = timezone.now() + dt.timedelta(hours=26)
    text = (Path(__file__).parent / "article.txt").read_text(encoding="utf-8")
    article = import_copy(
        by=reporter, text=text, published=PUBLISHED, deadline=deadline, author=reporter
    )
    set_article(by=None, article=article, assigned_to=checker)
    # Only what needs no network: the demo's web and mail start after this.
    work_off("claims.read")
    work_off("replies.propose")
    answer_by = timezone.now() + dt.timedelta(hours=5)
    ready = []
    for request in CommentRequest.objects.filter(article=article, state="proposed").select_related(
        "party", "contact"
    ):
        points = POINTS.get(request.party.name)
        if points and request.contact and request.contact.channel == "email":
            taken = take_up(by=reporter, request=request)
            edited = edit_request(
                by=reporter,
                request=taken,
                points=points,
                subject="Questions on Varenia",
                contact=request.contact,
                deadline=answer_by,
                time_zone=ZONE,
            )
            ready.append(edited)
    send_requests(by=reporter, requests=ready)


def bring_in_restricted_story() -> None:
    """Bring in a story that only its team sees and of which nothing is sent outside."""
    reporter, editor = (
        User.objects.get(email=f"{role}@ledger.example") for role in ("reporter", "editor")
    )
    text = (Path(__file__).parent / "restricted.txt").read_text(encoding="utf-8")
    article = import_copy(
        by=editor, text=text, published=PUBLISHED, author=reporter, restricted=True
    )
    set_article(by=None, article=article, assigned_to=editor)
    work_off("claims.read")
