"""The three passes as the sign-off shows them.

Who signed, for which copy, what has changed since, and who may sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import slugify

from factcheck.articles.models import Article, Proof
from factcheck.articles.reads import diff_url
from factcheck.newsroom.models import User
from factcheck.newsroom.rules import WHO_MAY
from factcheck.review.models import Clearance, Ruling, SignOff
from factcheck.review.reads.checked import page_of
from factcheck.review.reads.rulings import Rulings
from factcheck.review.reads.signatures import clearances_of, sign_offs_of
from factcheck.review.rules.gate import GateInput
from factcheck.review.rules.passes import (
    ABOUT,
    ANSWERS,
    PASSES,
    QUESTIONS,
    ReviewItem,
    uncovered,
    valid_signatures,
    why_not,
)

SLUGS = {slugify(name): name for name in PASSES}
_TONES = {"signed": "green", "signed in part": "blue", "edited since": "blue", "refused": "red"}


def second_read_url(article_id: int, slug: str) -> str:
    """Return the address of the proof page in reading mode."""
    return f"{page_of(article_id)}?second={slug}"


@dataclass(frozen=True, slots=True)
class PassRow:
    """One pass.

    `signed`: the signatures that count on this copy; `last` the newest of any; `lacking` the items
    of a signed pass without a second pair of eyes; `why_not` says why this person may not sign,
    empty where they may.
    """

    name: str
    slug: str
    about: str
    signed: Sequence[SignOff]
    last: SignOff | None
    lacking: Sequence[ReviewItem]
    why_not: str
    # where what has changed since the newest signature is shown; empty where that is on this copy
    changed_url: str

    @property
    def word(self) -> str:
        if self.signed:
            return "signed in part" if self.lacking else "signed"
        if self.last is None or self.last.accepted:
            return "edited since" if self.last else "not signed"
        return "refused"

    @property
    def tone(self) -> str:
        """Return the tone of its state: red is kept for a refusal."""
        return _TONES.get(self.word, "")

    @property
    def questions(self) -> list[tuple[str, str]]:
        """Each with the name of its field."""
        return [(f"answer-{n}", text) for n, text in enumerate(QUESTIONS[self.name], start=1)]

    @property
    def answers(self) -> Sequence[str]:
        return ANSWERS


def pass_rows(article: Article, proof: Proof, state: GateInput, reader: int) -> list[PassRow]:
    """In the order of PASSES, in one query. `state` is what the gate looked at."""
    given = sign_offs_of([article.pk])
    lacking = uncovered(state.checked, state.signatures, state.hash, state.makers)
    rows = []
    for name in PASSES:
        good = {
            (s.by, s.at) for s in valid_signatures(name, state.signatures, state.hash, state.makers)
        }
        mine = [s for s in given if s.reading_pass == name]
        earlier = mine[-1].proof.number if mine and mine[-1].proof_hash != proof.hash else None
        rows.append(
            PassRow(
                name=name,
                slug=slugify(name),
                about=ABOUT[name],
                signed=[
                    s
                    for s in mine
                    if s.accepted and s.proof_hash == state.hash and (s.by_id, s.at) in good
                ],
                last=mine[-1] if mine else None,
                lacking=lacking.get(name, ()),
                why_not=why_not(
                    reader,
                    name,
                    author=article.author_id,
                    maker=proof.created_by_id,
                    checked=state.checked,
                ),
                changed_url=diff_url(article.pk, earlier, proof.number) if earlier else "",
            )
        )
    return rows


def who_can_sign(
    article: Article, proof: Proof, state: GateInput, open_passes: Sequence[str]
) -> list[str]:
    """Return the names of those who may sign one of the passes now, in one query.

    Of a restricted article only those who may see it.
    """
    people = User.objects.people().filter(role__in=WHO_MAY["sign off"])
    if article.restricted:
        mine = Q(pk__in=[article.assigned_to_id, article.created_by_id]) | Q(
            restricted_articles=article
        )
        people = people.filter(Q(role="chief") | mine)
    return [
        str(person)
        for person in people.order_by("name").distinct()
        if not all(
            why_not(
                person.pk,
                name,
                author=article.author_id,
                maker=proof.created_by_id,
                checked=state.checked,
            )
            for name in open_passes
        )
    ]


def overrides_of(article: Article) -> list[Clearance]:
    """Return every clearance of the article that set a reason aside, oldest first, for ever."""
    return [one for one in clearances_of([article.pk]) if one.overridden]


def on_author(rulings: Rulings) -> list[Ruling]:
    """Return what rests on the author's word alone, which a second reader signs for knowingly."""
    verdicts = [*rulings.claims.values(), *rulings.quotes.values()]
    ticks = {tick.pk: tick for tick in rulings.facts.values() if tick.state == "on author"}
    return [*(v for v in verdicts if v.ruling == "on author"), *ticks.values()]
