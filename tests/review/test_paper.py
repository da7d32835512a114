"""A block of the proof that was drawn before is drawn anew once anything it shows has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from factcheck.claims import actions as claims
from factcheck.review import actions
from factcheck.review.reads import paper
from factcheck.review.reads.proof import sheet
from tests.claims.factories import (
    AccusationFactory,
    AskFactory,
    ClaimFactory,
    FactFactory,
    HoleFactory,
    PartyFactory,
    QuoteFactory,
    read_article,
)
from tests.newsroom.factories import CheckerFactory
from tests.review.test_findings import DEAD, claim_of, says

pytestmark = pytest.mark.django_db
SAID = "The army shelled the town and 12 people died, said General Omar Haddad."
COPY = f"Head\n{SAID}\nThe desk has sought comment from the army. Others say 15 people died. TK."


def test_a_block_is_drawn_as_if_it_had_never_been_drawn() -> None:
    article = read_article(text=COPY)
    proof = article.current_proof()
    claim = ClaimFactory(proof=proof, text=SAID, score=0.9)
    FactFactory(proof=proof, text="12", kind="number", value="12", claim=claim)
    FactFactory(proof=proof, text="15", kind="number", value="15")
    QuoteFactory(proof=proof, text="The army shelled the town")
    fact = FactFactory(proof=proof, text="Omar Haddad", kind="name", value=None, claim=claim)
    by = CheckerFactory()

    def blocks() -> list[str]:
        shown = sheet(article)
        kept = [paper.block_html(block, shown) for block in shown.blocks]
        anew = [paper._drawn(block, shown) for block in shown.blocks]
        assert kept == anew
        return kept

    acts: list[tuple[str, Callable[[], Any]]] = [
        ("ticked", lambda: actions.tick_fact(by=by, fact=fact, state="confirmed", source="x")),
        ("unticked", lambda: actions.untick(by=by, fact=fact)),
        ("asked", lambda: actions.raise_query(by=by, article=article, fact=fact, text="Is it?")),
        (
            "ruled on",
            lambda: actions.give_verdict(by=by, claim=claim, ruling="confirmed", source="x"),
        ),
        ("accused", lambda: AccusationFactory(proof=proof, text=SAID, party=PartyFactory())),
        (
            "asked for comment",
            lambda: AskFactory(proof=proof, text="The desk has sought comment from the army."),
        ),
        ("a hole", lambda: HoleFactory(proof=proof, text="TK")),
        ("removed", lambda: claims.throw_out(by=by, mark=claim, seen=None)),
    ]
    before = blocks()
    for what, act in acts:
        act()
        after = blocks()
        assert after != before, what
        assert blocks() == after
        before = after


def test_a_block_that_looks_the_same_is_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    article = read_article(text=COPY)
    fact = FactFactory(proof=article.current_proof(), text="12", kind="number", value="12")
    drawn: list[int] = []
    draw = paper._drawn

    def counted(block: Any, shown: Any) -> str:
        drawn.append(block.start)
        return draw(block, shown)

    monkeypatch.setattr(paper, "_drawn", counted)

    def look() -> list[int]:
        drawn.clear()
        shown = sheet(article)
        for block in shown.blocks:
            paper.block_html(block, shown)
        return list(drawn)

    assert len(look()) == 3
    assert look() == []
    actions.tick_fact(by=CheckerFactory(), fact=fact, state="confirmed", source="x")
    assert look() == [len("Head\n")]
    with translation.override("es"):
        assert len(look()) == 3, "each language has words of its own"
    assert look() == []


def test_a_block_shows_a_source_that_differs_at_once() -> None:
    claim = claim_of(DEAD)
    article = claim.article

    def differs() -> bool:
        shown = sheet(article)
        return any("f-differs" in paper.block_html(block, shown) for block in shown.blocks)

    assert not differs()
    says(claim, "41", "38")
    assert differs()
