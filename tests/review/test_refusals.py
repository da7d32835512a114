"""What a checker is told where an act of the review is refused, and what to do instead."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.evidence.models import Evidence
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import User
from factcheck.review import actions
from factcheck.review.actions.calls import LENGTH
from factcheck.review.models import NOTE_LENGTH, CallQuestion, Note
from tests.claims.factories import ClaimFactory
from tests.evidence.factories import EvidenceFactory
from tests.newsroom.factories import CheckerFactory, ChiefFactory, EditorFactory
from tests.review.factories import QueryFactory, because, clear_story, requested, story

pytestmark = pytest.mark.django_db

ELSEWHERE = "These words belong to another article."


def claim_elsewhere() -> Claim:
    return ClaimFactory(proof=story().current_proof())


def question(**given: object) -> Callable[[User, Article], object]:
    return lambda by, article: actions.word_question(
        by=by, article=article, **{"name": "Ana Ruiz", "text": "Is it so?", **given}
    )


def note_of(by: User, article: Article) -> Note:
    return actions.start_thread(by=by, article=article, text="First.").notes.get()


def reworded_elsewhere(by: User, article: Article) -> None:
    note = note_of(by, article)
    actions.reword_note(by=by, note=note, text="Second.", seen=1)
    actions.reword_note(by=by, note=note, text="Third.", seen=1)


def decided_twice(by: User, article: Article) -> None:
    query = QueryFactory(article=article)
    editor = EditorFactory(name="Tom Weiss")
    actions.decide_query(by=editor, query=query, decision="stet", note="As it is.")
    actions.answer_query(by=by, query=query, answer="Twelve.")


def read_twice(by: User, article: Article) -> None:
    for _ in range(2):
        actions.first_read(by=by, article=article, proof=article.current_proof())


def verdict_on(evidence: Callable[[Claim], Evidence]) -> Callable[[User, Article], object]:
    def act(by: User, article: Article) -> object:
        claim = ClaimFactory(proof=article.current_proof())
        return actions.give_verdict(
            by=by, claim=claim, ruling="confirmed", evidence=evidence(claim)
        )

    return act


def record(**given: object) -> Callable[[User, Article], object]:
    return lambda by, article: actions.add_record(
        by=by, article=article, **{"kind": "transcript", **given}
    )


REFUSALS: list[tuple[str, Callable[[User, Article], object]]] = [
    ("Write the question.", question(text=" ")),
    ("A question has at most", question(text="x" * (LENGTH + 1))),
    ("Say whom to ring.", question(name=" ")),
    (ELSEWHERE, lambda by, article: question(mark=claim_elsewhere())(by, article)),
    (
        "This question is no longer on the sheet.",
        lambda by, article: question(question=question()(by, story()))(by, article),
    ),
    ("Paste the words or choose a file, not both.", record(text="She said so.", data=b"x")),
    (
        ELSEWHERE,
        lambda by, article: record(kind="notes", place="A shelf", claim=claim_elsewhere())(
            by, article
        ),
    ),
    (
        "Tick it or set it aside.",
        lambda by, article: actions.mark_line(
            by=by, claim=ClaimFactory(proof=article.current_proof()), key="x", state="perhaps"
        ),
    ),
    (
        ELSEWHERE,
        lambda by, article: actions.start_thread(
            by=by, article=article, text="Look.", claim=claim_elsewhere()
        ),
    ),
    ("Write the note.", lambda by, article: actions.start_thread(by=by, article=article, text=" ")),
    (
        "This note is too long: at most",
        lambda by, article: actions.start_thread(
            by=by, article=article, text="x" * (NOTE_LENGTH + 1)
        ),
    ),
    ("You have edited this note in another window. Look at it again first.", reworded_elsewhere),
    (
        ELSEWHERE,
        lambda by, article: actions.raise_query(
            by=by, article=article, text="So?", claim=claim_elsewhere()
        ),
    ),
    (
        "Write the question.",
        lambda by, article: actions.raise_query(by=by, article=article, text=" "),
    ),
    (
        "Write the answer.",
        lambda by, article: actions.answer_query(
            by=by, query=QueryFactory(article=article), answer=" "
        ),
    ),
    (
        "Decide: change, stet or withdrawn.",
        lambda by, article: actions.decide_query(
            by=EditorFactory(), query=QueryFactory(article=article), decision="perhaps"
        ),
    ),
    ("Tom Weiss has already decided this: stet.", decided_twice),
    ("You have said so already.", read_twice),
    (
        "There is nothing to take back.",
        lambda by, article: actions.unread(by=by, article=article, proof=article.current_proof()),
    ),
    (
        "This alarm is not raised any more: the copy or its marks have changed.",
        lambda by, article: actions.set_alarm_aside(
            by=by, article=article, alarm="none", reason="Both stand."
        ),
    ),
    ("This evidence belongs to another claim.", verdict_on(lambda claim: EvidenceFactory())),
    (
        "This evidence was rejected. Accept it first, or rest the verdict on another.",
        verdict_on(lambda claim: EvidenceFactory(claim=claim, ruling="rejected", reason="Old.")),
    ),
]


@pytest.mark.parametrize(("sentence", "act"), REFUSALS)
def test_what_is_refused_says_why_and_changes_nothing(
    sentence: str, act: Callable[[User, Article], object]
) -> None:
    with pytest.raises(Refused) as refusal:
        act(CheckerFactory(), story())
    assert sentence in str(refusal.value)


def test_a_colleagues_note_is_answered_and_not_edited() -> None:
    article = story()
    note = note_of(CheckerFactory(name="Ana Ruiz"), article)
    with pytest.raises(NotAllowed, match=r"Only Ana Ruiz may edit this note\. Answer it instead\."):
        actions.reword_note(by=CheckerFactory(), note=note, text="Other.")


def test_an_act_of_the_machine_is_no_ruling() -> None:
    with pytest.raises(NotAllowed, match="Only a person can do this"):
        question()(None, story())  # type: ignore[arg-type]
    assert not CallQuestion.objects.exists()


def test_a_call_is_logged_on_a_request_of_its_own_article() -> None:
    request = requested(story())
    with pytest.raises(Refused, match="This request is another article’s"):
        actions.log_phone_call(
            by=CheckerFactory(),
            article=story(),
            name="Ana Ruiz",
            outcome="spoke",
            said="We deny it.",
            party=actions.ToParty(request=request, says="answered"),
        )


def test_cleared_copy_is_not_cleared_again() -> None:
    article = clear_story()
    actions.clear(by=EditorFactory(), article=article, proof=article.current_proof())
    with pytest.raises(Refused, match="This proof is already cleared"):
        actions.clear(by=EditorFactory(), article=article, proof=article.current_proof())


def test_an_editor_does_not_override_the_gate_and_a_chief_gives_every_reason() -> None:
    article = story()
    ClaimFactory(proof=article.current_proof())
    proof = article.current_proof()
    with pytest.raises(NotAllowed, match=r"may not override the gate\. Ask a chief"):
        actions.clear(by=EditorFactory(), article=article, proof=proof, overrides=because("Late."))
    with pytest.raises(Refused, match="It may not run yet"):
        actions.clear(by=ChiefFactory(), article=article, proof=proof)
