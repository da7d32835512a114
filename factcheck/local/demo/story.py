"""The demo newsroom's two stories: brought in, read, and their first letters on their way."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.utils import timezone

from factcheck.articles.actions import import_copy, set_article
from factcheck.articles.models import Article
from factcheck.local.demo.newsroom import ZONE
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import work_off
from factcheck.replies.actions import edit_request, send_requests, take_up
from factcheck.replies.models import CommentRequest
from factcheck.review.actions import add_record

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

# What the reporter hands in with the draft: title, where it is kept, its words.
TRANSCRIPTS = (
    (
        "Interview with Ilan Verrat, March 13",
        "recording in the story’s folder, 24 min",
        """00:02:11 REYES: Why does the Movement step in now?
00:02:19 VERRAT: The offensive serves Ostria and its allies. They want to break up the Pact.
00:03:40 VERRAT: Ostria has been arming the Dawn Front with drones and artillery since October.
00:05:02 REYES: Who are the rebels to you?
00:05:06 VERRAT: I describe the rebels as hired guns. They are working on foreign orders.
00:06:30 VERRAT: The Pact’s members will not allow them to threaten the region.
00:09:14 VERRAT: We will be the first friend and the last guard of the Varenian \
people against these gangs.
""",
    ),
    (
        "Parliament of Ostria, official report of March 5",
        "column 212",
        """OPPOSITION: Does the government supply armed groups abroad?
HOLT: The answer is no. This government supplies no group in Varenia. \
Not one rifle has crossed our border.
""",
    ),
    (
        "Interview with Petra Lund, March 12",
        "recording in the story’s folder, 9 min",
        """00:01:50 REYES: What would the loss of Orlen mean?
00:01:58 LUND: Its loss would cut the government’s revenue by about $240 million a year.
""",
    ),
    (
        "Briefing of the Varenian Red Crescent, March 14, 18:00",
        "recording in the story’s folder, 6 min",
        """00:00:40 RED CRESCENT: At least 41 people have been killed. \
More than 12,000 have fled their homes.
""",
    ),
)


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
    hand_in_transcripts(reporter, article)
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


def hand_in_transcripts(reporter: User, article: Article) -> None:
    """Keep the reporter's transcripts with the article, as they are handed in with a draft."""
    for title, place, words in TRANSCRIPTS:
        add_record(
            by=reporter, article=article, kind="transcript", title=title, place=place, text=words
        )


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
