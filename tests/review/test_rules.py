from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from factcheck.desk.rules import QueuedItem, QueueSpec, plan
from factcheck.review.rules.gate import (
    SAID,
    GateInput,
    Owed,
    Ruled,
    Sought,
    blockers,
    is_record,
    recurs,
    standing,
    wants_second_reader,
)
from factcheck.review.rules.passes import (
    PASSES,
    Checked,
    ReviewItem,
    Signature,
    all_yes,
    answered,
    of_no_help,
    why_not,
    why_not_accepted,
)

NOW = dt.datetime(2024, 11, 30, 17, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
READER = 7


def signatures(proof_hash: str = "now", **changes: object) -> list[Signature]:
    one = Signature("facts", True, READER, "Bea", proof_hash, NOW - HOUR)
    return [replace(one, reading_pass=name, **changes) for name in PASSES]  # type: ignore[arg-type]


def clear(**changes: object) -> GateInput:
    """A gate with nothing in the way, but for `changes`."""
    state = GateInput(
        page="/articles/1/", now=NOW, bar=0.5, hash="now", reading="done", signatures=signatures()
    )
    return replace(state, **changes)  # type: ignore[arg-type]


def found(**changes: object) -> dict[str, int]:
    return {b.reason: b.count for b in blockers(clear(**changes))}


def item(text: str = "some words") -> ReviewItem:
    return ReviewItem(text, "/articles/1/#there")


def sought(name: str = "the army", **changes: object) -> Sought:
    return replace(Sought(item(), 1, (name,), "sent", True, NOW), **changes)  # type: ignore[arg-type]


def owed(name: str = "the army", **changes: object) -> Owed:
    return replace(Owed(item(name), 1, name), **changes)  # type: ignore[arg-type]


def test_where_nothing_stands_in_the_way_there_is_no_reason() -> None:
    assert blockers(clear()) == []


@pytest.mark.parametrize("reading", ["waiting", "failed", "none"])
def test_copy_that_is_not_read_blocks(reading: str) -> None:
    assert found(reading=reading) == {"unread": 1}


@pytest.mark.parametrize("ruling", ["", "change proposed", "disputed", "cannot confirm"])
def test_a_claim_at_the_bar_waits_for_a_verdict_that_settles_it(ruling: str) -> None:
    assert found(claims=[Ruled(item(), ruling, score=0.5)]) == {"claim without verdict": 1}


@pytest.mark.parametrize("ruling", ["confirmed", "opinion", "on author"])
def test_a_settling_verdict_lets_a_claim_through(ruling: str) -> None:
    assert found(claims=[Ruled(item(), ruling)]) == {}


def test_a_claim_below_the_bar_needs_no_verdict() -> None:
    assert found(claims=[Ruled(item(), score=0.49)]) == {}


def test_a_doubt_is_settled_when_the_editor_lets_the_words_stand() -> None:
    assert found(claims=[Ruled(item(), "disputed", stet=True)]) == {}


def test_stet_without_a_verdict_settles_nothing() -> None:
    assert found(claims=[Ruled(item(), "", stet=True)]) == {"claim without verdict": 1}


def test_an_open_query_blocks_and_leads_to_it() -> None:
    [blocker] = blockers(clear(queries=[item("one"), item("two")]))
    assert (blocker.reason, blocker.count, blocker.what) == ("query open", 2, "2 queries are open.")
    assert blocker.link == "/articles/1/#there"
    assert [i.text for i in blocker.items] == ["one", "two"]


@pytest.mark.parametrize(
    "method", ["recording", "Transcript, page 4", "call, with her press secretary", "reply: mail"]
)
def test_a_quote_confirmed_by_a_record_is_on_record(method: str) -> None:
    assert found(quotes=[Ruled(item(), "confirmed", method)]) == {}


@pytest.mark.parametrize("method", ["", "read it in a paper", "no call was possible", "recall"])
def test_a_quote_confirmed_by_anything_else_is_not(method: str) -> None:
    assert not is_record(method)
    assert found(quotes=[Ruled(item(), "confirmed", method)]) == {"quote without record": 1}


def test_a_quote_stands_on_its_authors_word_but_not_as_an_opinion() -> None:
    assert found(quotes=[Ruled(item(), "on author")]) == {}
    assert found(quotes=[Ruled(item(), "opinion", "recording")]) == {"quote without record": 1}
    assert found(quotes=[Ruled(item(), "disputed", stet=True)]) == {}


@pytest.mark.parametrize("state", ["proposed", "open", "queued", "failed"])
def test_an_ask_needs_a_request_that_was_sent(state: str) -> None:
    assert found(asks=[owed()], requests=[sought(state=state, outstanding=False)]) == {
        "ask without request": 1
    }


def test_an_ask_with_a_sent_request_behind_it_is_borne_out() -> None:
    assert found(asks=[owed()], requests=[sought(outstanding=False)]) == {}


def test_a_request_to_another_party_is_not_behind_an_ask() -> None:
    assert found(asks=[owed()], requests=[sought("the navy of Chile", party=2)]) == {
        "ask without request": 1
    }


def test_a_request_to_an_office_of_the_party_is_behind_an_ask() -> None:
    asked = sought("Iranian U.N. mission", party=2)
    assert found(accused=[owed("Iran")], requests=[asked]) == {}


def test_a_party_is_known_by_its_other_names_too() -> None:
    asked = sought(
        "Tehran press office", names=("Tehran press office", "Iranian government"), party=2
    )
    assert found(accused=[owed("Iran")], requests=[asked]) == {}


def test_others_cannot_be_asked_and_so_never_block() -> None:
    assert (
        found(asks=[owed("others", askable=False)], accused=[owed("others", askable=False)]) == {}
    )


def test_a_party_accused_twice_is_one_party_that_was_not_asked() -> None:
    first, again = owed("the army"), owed("the army", item=item("again"))
    [blocker] = blockers(clear(accused=[first, again, owed("Iran", party=2)]))
    assert (blocker.reason, blocker.count) == ("accused not asked", 2)
    assert [i.text for i in blocker.items] == ["the army", "Iran"]


def test_a_deadline_runs_until_its_minute() -> None:
    assert found(requests=[sought(deadline=NOW + dt.timedelta(minutes=1))]) == {
        "deadline running": 1
    }
    assert found(requests=[sought(deadline=NOW)]) == {}


def test_a_party_that_has_answered_needs_no_more_time() -> None:
    assert found(requests=[sought(outstanding=False, deadline=NOW + HOUR)]) == {}


def test_replies_letters_tks_and_moved_marks_block() -> None:
    assert found(untriaged=[item()]) == {"untriaged reply": 1}
    assert found(in_doubt=[item()]) == {"letter in doubt": 1}
    assert found(tks=[item(), item()]) == {"tk": 2}
    assert found(moved=[item()]) == {"moved mark": 1}


def test_copy_that_contradicts_the_record_blocks() -> None:
    assert found(contradictions=[owed()]) == {"copy contradicts record": 1}


def test_one_ask_is_not_counted_under_two_reasons() -> None:
    assert found(asks=[owed()], contradictions=[owed()]) == {"ask without request": 1}


def test_each_pass_is_signed_apart() -> None:
    assert found(signatures=signatures()[:1]) == {"not signed off": 2}


def test_an_edit_since_sign_off_is_named_as_such() -> None:
    assert found(signatures=signatures("before")) == {"edited since sign-off": 3}


def test_a_refusal_withdraws_the_signature_before_it() -> None:
    refused = replace(signatures()[0], accepted=False, comment="The army was not asked.")
    [blocker] = blockers(clear(signatures=[*signatures(), refused]))
    assert blocker.reason == "not signed off"
    assert "The army was not asked." in blocker.items[0].text


def test_a_signature_after_a_refusal_stands() -> None:
    refused = replace(signatures()[0], accepted=False, comment="No.")
    assert found(signatures=[refused, *signatures()]) == {}


def checked(
    *by: int, at: dt.datetime = NOW - 2 * HOUR, passes: tuple[str, ...] = ("facts",)
) -> Checked:
    return Checked(item(), passes, frozenset(by), "Ann", at)


def test_a_maker_of_the_copy_is_no_second_reader_of_it() -> None:
    assert found(makers=frozenset({READER})) == {"not signed off": 3}


def test_an_item_that_its_second_reader_checked_first_lacks_a_second_pair_of_eyes() -> None:
    assert found(checked=[checked(1)]) == {}
    [blocker] = blockers(clear(checked=[checked(READER), checked(1)]))
    assert (blocker.reason, blocker.count) == ("without second reader", 1)
    assert "who signed; a colleague must read it" in blocker.items[0].text
    assert blocker.link == "/articles/1/#there"


def test_two_who_split_the_check_second_each_others_items() -> None:
    other = signatures(by=8, by_name="Cy")
    both = [
        checked(READER, passes=("facts", "whole picture")),
        checked(8, passes=("facts", "whole picture")),
    ]
    both = [replace(one, item=item(str(n))) for n, one in enumerate(both)]
    assert found(checked=both, signatures=[*signatures(), *other]) == {}


def test_a_verdict_after_the_facts_were_signed_leaves_that_item_without_second_reader() -> None:
    [blocker] = blockers(clear(checked=[checked(1, at=NOW)]))
    assert blocker.reason == "without second reader"
    assert "ruled on by Ann after Bea signed" in blocker.items[0].text
    assert found(checked=[checked(1, at=NOW, passes=("whole picture",))]) == {}


def test_a_refusal_undoes_the_signatures_of_others_too() -> None:
    refused = replace(signatures()[0], accepted=False, by=8, comment="No.")
    assert found(signatures=[*signatures(), refused]) == {"not signed off": 1}


def test_what_others_need_time_for_comes_first_and_the_second_reader_last() -> None:
    state = clear(
        signatures=[],
        tks=[item()],
        accused=[owed()],
        claims=[Ruled(item())],
        moved=[item()],
        queries=[item()],
    )
    order = [b.reason for b in blockers(state)]
    assert order == [
        "moved mark", "accused not asked", "query open", "claim without verdict", "tk", "not signed off",
    ]  # fmt: skip


def test_every_reason_is_said_in_one_sentence() -> None:
    for one, several in SAID.values():
        assert one.endswith(".")
        assert several == "" or several.format(n=2).endswith(".")


def test_the_state_of_an_article_is_one_word() -> None:
    def word(reading: str = "done", cleared: bool = False, **changes: object) -> str:
        return standing(
            blockers(clear(reading=reading, **changes)), reading=reading, cleared=cleared
        )

    assert word() == "ready"
    assert word(cleared=True) == "cleared"
    assert word(reading="waiting") == "reading"
    assert word(reading="failed") == "blocked"
    assert word(claims=[Ruled(item())]) == "checking"
    assert word(tks=[item()]) == "blocked"


def test_a_second_reader_is_wanted_once_the_first_check_is_done() -> None:
    unsigned = clear(signatures=[])
    assert wants_second_reader(unsigned, blockers(unsigned)) == PASSES
    unchecked = clear(signatures=[], claims=[Ruled(item())])
    assert wants_second_reader(unchecked, blockers(unchecked)) == ()
    waiting = clear(signatures=[], requests=[sought(deadline=NOW + HOUR)])
    assert wants_second_reader(waiting, blockers(waiting)) == PASSES
    half = clear(signatures=signatures()[:2])
    assert wants_second_reader(half, blockers(half)) == ("whole picture",)


def test_a_refused_pass_waits_again_once_nothing_more_is_asked() -> None:
    refused = clear(
        signatures=[*signatures(), replace(signatures()[0], accepted=False, comment="No.")]
    )
    assert wants_second_reader(refused, blockers(refused)) == ("facts",)
    asked = replace(refused, queries=[item()])
    assert wants_second_reader(asked, blockers(asked)) == ()


def test_a_pass_signed_but_for_some_items_still_waits() -> None:
    half = clear(checked=[checked(READER)])
    assert wants_second_reader(half, blockers(half)) == ("facts",)


def test_a_second_reader_is_neither_author_nor_maker_nor_first_checker_of_every_item() -> None:
    people = {"author": 1, "maker": 2, "checked": [checked(3), checked(3, 4)]}
    barred = [by for by in (1, 2, 3, 4, 5) if why_not(by, "facts", **people)]  # type: ignore[arg-type]
    assert barred == [1, 2, 3]
    assert why_not(3, "fairness", **people) == ""  # type: ignore[arg-type]
    assert of_no_help(frozenset({1, 2}), [checked(3), checked(3, 4)]) == {1, 2, 3}


@pytest.mark.parametrize("name", PASSES)
def test_a_pass_is_accepted_with_every_question_answered_and_none_with_no(name: str) -> None:
    yes = all_yes(name)
    first = next(iter(yes))
    assert why_not_accepted(answered(name, yes)) == ""
    assert why_not_accepted(answered(name, {**yes, first: "does not apply"})) == ""
    assert "Answer first" in why_not_accepted(answered(name, {**yes, first: ""}))
    assert "Answer first" in why_not_accepted(answered(name, {**yes, first: "perhaps"}))
    assert "Refuse the pass" in why_not_accepted(answered(name, {**yes, first: "no"}))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("number", "3000", "3,000"), ("number", "3000", "three thousand")),
        (("number", "40 km", "40 km"), ("number", "40 km", "forty kilometers")),
        (("date", "2024-11-27", "Wednesday"), ("date", "2024-11-27", "Nov. 27")),
        (("superlative", None, "the largest"), ("superlative", None, "The largest")),
        (("name", "Hussein al-Musawi", "Musawi"), ("name", None, "Musawi")),
    ],
)
def test_a_fact_recurs(one: tuple, other: tuple) -> None:
    assert recurs(*one) == recurs(*other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("number", "3000", "3,000"), ("date", "3000", "3,000")),
        (("name", "Hussein al-Musawi", "Musawi"), ("name", "Hussein al-Musawi", "Mussawi")),
        (("date", "2024-11-27", "Wednesday"), ("date", "2024-11-28", "Wednesday")),
    ],
)
def test_other_facts_do_not(one: tuple, other: tuple) -> None:
    assert recurs(*one) != recurs(*other)


def test_a_small_bare_count_stands_alone() -> None:
    assert recurs("number", "12", "12") is None


def want(cause: str = "a:1", **changes: object) -> QueueSpec:
    return replace(QueueSpec("open query", cause, "text"), **changes)  # type: ignore[arg-type]


def have(cause: str = "a:1", **changes: object) -> QueuedItem:
    return replace(QueuedItem(1, "open query", cause, "text", "", None, None, False), **changes)  # type: ignore[arg-type]


def test_the_queue_opens_what_is_missing_and_lets_go_of_what_has_no_cause() -> None:
    found = plan([want("a:2")], [have("a:1")])
    assert [w.cause for w in found.new] == ["a:2"]
    assert found.gone == (1,)


def test_a_queue_in_line_with_its_causes_has_nothing_to_do() -> None:
    assert not plan([want()], [have()])


def test_a_new_deadline_changes_the_item() -> None:
    assert plan([want(deadline=NOW)], [have()]).changed[0][0] == 1


def test_an_item_resolved_by_hand_holds_its_place_while_its_cause_stands() -> None:
    assert not plan([want(text="other")], [have(resolved=True)])
