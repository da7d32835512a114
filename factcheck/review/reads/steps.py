"""The five steps of an article, always in one order: what is left of each, and who can do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from factcheck.articles.models import Article
from factcheck.newsroom.models import Desk, User
from factcheck.newsroom.translating import listed, translated
from factcheck.review.models import FirstRead
from factcheck.review.reads.findings import ArticleFindings
from factcheck.review.reads.gate import ArticleState, gather, state_from
from factcheck.review.reads.items import Items, figures_of, items
from factcheck.review.reads.passes import PassRow, pass_rows, second_read_url, who_can_sign
from factcheck.review.reads.queries import queries_of
from factcheck.review.reads.states import has_note, marked, states_of_marks
from factcheck.review.rules.gate import GateInput, comment_of

NAMED = 2  # people; the rest are counted


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One step: `left` says how far it is, `who` who can go on with it now.

    Both are empty until they have been read.
    """

    tab: str
    name: str
    url: str
    done: bool = False
    left: str = ""
    who: str = ""

    @property
    def sign(self) -> str:
        return "✓" if self.done else "○"


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps, and the state that every page says."""

    all: Sequence[FlowStep]
    state: ArticleState


def step_links(article: Article) -> list[FlowStep]:
    """Return the five steps in their order, without their figures and without a query."""
    proof = reverse("review:proof", args=[article.pk])
    return [
        FlowStep("read", _("Read"), reverse("review:read", args=[article.pk])),
        FlowStep("proof", _("Check"), proof),
        FlowStep("requests", _("Comment"), reverse("replies:of_article", args=[article.pk])),
        FlowStep("second", pgettext("step", "Second read"), second_read_url(article.pk, "facts")),
        FlowStep("clear", _("Clear"), f"{proof}#gate"),
    ]


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
    read, check, comment, second, clear = step_links(article)
    unsigned = [row.name for row in rows if row.word != "signed"]
    proof = article.current_proof()
    signers = who_can_sign(article, proof, looked_at, unsigned) if unsigned else []
    return Steps(
        (
            _read(read, user, reads),
            _check(
                check,
                found,
                checker=str(article.assigned_to or _("not assigned")),
                author=str(article.author or article.author_name or _("the author")),
                editor=_who(user, "decide query", _("an editor")),
                unanswered=_unanswered(article, found),
            ),
            _comment(comment, user, looked_at),
            _second(second, user, rows, signers),
            _clear(clear, user, state),
        ),
        state,
    )


def _who(user: User, verb: str, others: str) -> str:
    return _("you can") if user.may(verb) else others


def _read(step: FlowStep, user: User, reads: Sequence[FirstRead]) -> FlowStep:
    return replace(
        step,
        done=bool(reads),
        left=_("by %(reader)s") % {"reader": reads[0].by} if reads else _("not read yet"),
        who="" if reads else _who(user, "first read", _("a checker")),
    )


def _unanswered(article: Article, found: Items) -> int:
    """Return how many items wait for the author's answer; others asked about are to be decided."""
    open_ones = (query for query in queries_of([article.pk]) if query.state == "open")
    waiting = {found.leads_to.get(query.mark_key) for query in open_ones}
    return sum(item.is_asked and item.key in waiting for item in found.all)


def _check(
    step: FlowStep, found: Items, *, checker: str, author: str, editor: str, unanswered: int
) -> FlowStep:
    """Return the step with what is left to rule on; what waits for an answer is not done."""
    so_far = figures_of(found.all)
    to_decide = so_far.asked - unanswered
    said = [
        f"{so_far.ruled}/{so_far.items}",
        _waiting_for_answers(unanswered) if unanswered else "",
        _("%(count)s to decide") % {"count": to_decide} if to_decide else "",
    ]
    by_turn = ((so_far.left, checker), (unanswered, author), (to_decide, editor))
    return replace(
        step,
        done=bool(so_far.items) and not so_far.left and not so_far.asked,
        left=listed(filter(None, said)) if so_far.items else _("nothing marked"),
        who=next((who for count, who in by_turn if count), ""),
    )


def _waiting_for_answers(count: int) -> str:
    said = ngettext("%(count)s awaits an answer", "%(count)s await an answer", count)
    return said % {"count": count}


def _comment(step: FlowStep, user: User, looked_at: GateInput) -> FlowStep:
    found = comment_of(looked_at)
    said = [
        _("%(replied)s of %(asked)s in") % {"replied": found.replied, "asked": found.asked}
        if found.asked
        else "",
        _not_asked(found.to_decide) if found.to_decide else "",
        _letters_not_sent(found.to_send) if found.to_send else "",
        _("%(count)s more to ask") % {"count": found.more} if found.more else "",
    ]
    to_do = found.to_decide or found.to_send or found.more
    return replace(
        step,
        done=found.is_done,
        left=listed(filter(None, said)) or _("nobody to ask"),
        who=_who(user, "send request", _("the desk")) if to_do else "",
    )


def _not_asked(count: int) -> str:
    return ngettext("%(count)s not asked", "%(count)s not asked", count) % {"count": count}


def _letters_not_sent(count: int) -> str:
    said = ngettext("%(count)s letter not sent", "%(count)s letters not sent", count)
    return said % {"count": count}


def _second(
    step: FlowStep, user: User, rows: Sequence[PassRow], signers: Sequence[str]
) -> FlowStep:
    signed = sum(row.word == "signed" for row in rows)
    return replace(
        step,
        done=signed == len(rows),
        left=_("%(signed)s of %(all)s signed") % {"signed": signed, "all": len(rows)},
        who="" if signed == len(rows) else _can_sign(user, signers),
    )


def _can_sign(user: User, signers: Sequence[str]) -> str:
    """Return who can sign, the person who looks first; "nobody" is a thing to know early."""
    if not signers:
        return _("nobody else can sign")
    me = str(user)
    others = [name for name in signers if name != me]
    named = [*([_("you")] if me in signers else []), *others]
    names, more = listed(named[:NAMED]), len(named) - NAMED
    if more > 0:
        return _("can sign: %(names)s and %(more)s more") % {"names": names, "more": more}
    return _("can sign: %(names)s") % {"names": names}


def _clear(step: FlowStep, user: User, state: ArticleState) -> FlowStep:
    cleared = state.word == "cleared"
    count = len(state.blockers)
    against = ngettext("%(count)s reason against it", "%(count)s reasons against it", count)
    left = against % {"count": count} if count else _("may run")
    return replace(
        step,
        done=cleared,
        left=translated(state.words) if cleared else left,
        who="" if cleared else _who(user, "clear", _("an editor")),
    )
