from __future__ import annotations

import pytest

from factcheck.replies.rules import MailFacts, OpenRequest, reply_address, suggest, tokens_in
from factcheck.replies.rules.match import tokens_quoted

TOKEN = "abcdefghijklmnopqrstuv27"


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (reply_address(TOKEN, "desk.example"), True),
        (f"REPLY+{TOKEN.upper()}@DESK.EXAMPLE", True),
        (f"<reply+{TOKEN}@desk.example>", True),
        (f"reply+{TOKEN}@evil.example", False),
        (f"reply+{TOKEN}@desk.example.evil.example", False),
        (f"reply+{TOKEN[:-1]}@desk.example", False),
        (f"notreply+{TOKEN}@desk.example", False),
        ("desk@desk.example", False),
    ],
)
def test_a_token_counts_only_whole_and_only_at_our_domain(address: str, found: bool) -> None:
    assert bool(tokens_in([address], "desk.example")) is found


def test_a_token_in_the_words_of_a_message_is_seen_at_our_domain_alone() -> None:
    ours = f"> Please write to Reply+{TOKEN}@desk.example.\n"
    assert tokens_quoted(ours * 3, "desk.example") == (TOKEN,)
    assert (
        tokens_quoted(
            f"reply+{TOKEN}@desk.example.evil.example reply+{TOKEN}@evil.example", "desk.example"
        )
        == ()
    )
    assert tokens_quoted(f"reply+{TOKEN}x@desk.example", "desk.example") == ()


def request(number: int = 1, **facts: object) -> OpenRequest:
    values = {
        "names": ("IDF", "Israel Defense Forces"),
        "addresses": ("press@idf.example",),
        "subjects": ("Border",),
    }
    return OpenRequest(id=number, **{**values, **facts})  # type: ignore[arg-type]


def mail(
    sender: str = "x@y.example", subject: str = "", text: str = "", name: str = ""
) -> MailFacts:
    return MailFacts(sender, name, subject, text)


def test_a_contact_s_address_weighs_more_than_its_domain() -> None:
    own = suggest(mail("press@idf.example"), [request()])[0].score
    colleague = suggest(mail("duty@idf.example"), [request()])[0].score
    assert own > colleague > 0.2


def test_a_lookalike_domain_suggests_nothing() -> None:
    assert suggest(mail("press@idf.example.evil.example"), [request()]) == []
    assert suggest(mail("press@xidf.example"), [request()]) == []


def test_a_domain_where_anyone_may_write_from_says_nothing() -> None:
    assert suggest(mail("other@gmail.com"), [request(addresses=("idf@gmail.com",))]) == []


def test_the_party_s_name_in_the_words_is_a_hint_and_a_part_of_a_word_is_none() -> None:
    assert suggest(mail(text="On behalf of the Israel Defense Forces:"), [request()])
    assert suggest(mail(text="The midfielder"), [request()]) == []


def test_the_likeliest_comes_first_and_nothing_is_certain() -> None:
    subjects = ("Questions on the border crossing",)
    found = suggest(
        mail("press@idf.example", "RE: Questions on the border crossing", "The IDF"),
        [request(1, addresses=("a@b.example",)), request(2, subjects=subjects)],
    )
    assert [one.request for one in found] == [2, 1]
    assert all(one.score < 1 for one in found)
    assert "subject" in found[0].why
