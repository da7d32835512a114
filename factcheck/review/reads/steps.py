"""The five steps of an article, always in one order: what is left of each, and who can do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.newsroom.models import Desk, User
from factcheck.review.models import FirstRead
from factcheck.review.reads.findings import ArticleFindings
from factcheck.review.reads.gate import ArticleState, gather, state_from
from factcheck.review.reads.items import Items, items
from factcheck.review.reads.passes import PassRow, pass_rows
from factcheck.review.reads.states import has_note, marked, states_of_marks
from factcheck.review.rules.gate import GateInput

_UNASKED = ("accused not asked", "ask without request")


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One step: `left` says how far it is, `who` who can go on with it now."""

    tab: str
    name: str
    url: str
    done: bool
    left: str
    who: str

    @property
    def sign(self) -> str:
        return "✓" if self.done else "○"


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps, and the state that every page says."""

    all: Sequence[FlowStep]
    state: ArticleState


def steps_of(article: Article, user: User) -> Steps:
    """Return the steps of an article for the person who looks at them."""
    proof = article.current_proof()
    on = marked(proof)
    bar = Desk.load().bar
    carded = [claim for claim in on.marks.claims if has_note(claim, on, bar)]
    found = items(
        article,
        on,
        carded,
        states_of_marks(on, bar),
        list(proof.blocks.all()),
        {},
        ArticleFindings({}, {}, {}),
    )
    looked_at = gather([article], timezone.now(), on.rulings)[article.pk]
    rows = pass_rows(article, proof, looked_at, user.pk)
    reads = list(proof.first_reads.select_related("by"))
    return steps_from(article, user, looked_at, found, rows, reads)


def steps_from(
    article: Article,
    user: User,
    looked_at: GateInput,
    found: Items,
    rows: Sequence[PassRow],
    reads: Sequence[FirstRead],
) -> Steps:
    """Return the steps from what a page has read already."""
    state = state_from(article, looked_at)
    checker = str(article.assigned_to or "not assigned")
    return Steps(
        (
            FlowStep(
                "read",
                "Read",
                reverse("review:read", args=[article.pk]),
                bool(reads),
                f"by {reads[0].by}" if reads else "not read yet",
                "" if reads else _who(user, "first read", "a checker"),
            ),
            _check(article, found, checker),
            _comment(article, user, looked_at, state),
            _second(article, user, rows),
            _clear(article, user, state),
        ),
        state,
    )


def _who(user: User, verb: str, others: str) -> str:
    return "you can" if user.may(verb) else others


def _check(article: Article, found: Items, checker: str) -> FlowStep:
    left = sum(item.to_rule for item in found.all)
    total = len(found.all)
    return FlowStep(
        "proof",
        "Check",
        reverse("review:proof", args=[article.pk]),
        bool(total) and not left,
        f"{total - left}/{total}" if total else "nothing marked",
        checker if left else "",
    )


def _comment(article: Article, user: User, looked_at: GateInput, state: ArticleState) -> FlowStep:
    asked = [one for one in looked_at.requests if one.state in ("sent", "unknown")]
    replied = sum(not one.outstanding for one in asked)
    unasked = sum(one.count for one in state.blockers if one.reason in _UNASKED)
    said = [
        f"{replied} of {len(asked)} in" if asked else "",
        f"{unasked} not asked" if unasked else "",
    ]
    return FlowStep(
        "requests",
        "Comment",
        reverse("replies:of_article", args=[article.pk]),
        not unasked and replied == len(asked),
        ", ".join(filter(None, said)) or "nobody to ask",
        _who(user, "send request", "the desk") if unasked else "",
    )


def _second(article: Article, user: User, rows: Sequence[PassRow]) -> FlowStep:
    signed = sum(row.word == "signed" for row in rows)
    may = user.may("sign off") and any(not row.why_not for row in rows if row.word != "signed")
    who = "" if signed == len(rows) else "you can sign" if may else "a second reader signs"
    return FlowStep(
        "second",
        "Second read",
        reverse("review:second_read", args=[article.pk, "facts"]),
        signed == len(rows),
        f"{signed} of {len(rows)} signed",
        who,
    )


def _clear(article: Article, user: User, state: ArticleState) -> FlowStep:
    cleared = state.word == "cleared"
    count = len(state.blockers)
    left = f"{count} reason{'' if count == 1 else 's'} against it" if count else "may run"
    return FlowStep(
        "clear",
        "Clear",
        reverse("review:proof", args=[article.pk]) + "#gate",
        cleared,
        state.words if cleared else left,
        "" if cleared else _who(user, "clear", "an editor"),
    )
