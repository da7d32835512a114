"""The demo's web answers as the world does, and its offices as offices do."""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Coroutine
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import Envelope

from factcheck.local import demo
from factcheck.local.demo.mail import HABITS, NO_MAILBOX, DemoMailDesk, Habit, answer_to
from factcheck.local.demo.newsroom import PARTIES
from factcheck.local.demo.web import WEB, answer

BASE = "http://127.0.0.1:9"


def letter(**headers: str) -> EmailMessage:
    message = EmailMessage(policy=email.policy.SMTP)
    given = {
        "From": "desk@ledger.example",
        "Subject": "Your side",
        "Message-ID": "<one@ledger.example>",
        **headers,
    }
    for name, value in given.items():
        message[name] = value
    message.set_content("Is it so?\nPlease say.")
    return message


@pytest.mark.parametrize("site", demo.OUTLETS)
def test_every_page_a_feed_names_is_there(site: str) -> None:
    feed = answer(site, "/feed.xml", BASE).body.decode()
    links = [part.split("</link>")[0] for part in feed.split("<link>")[2:]]
    assert links
    for link in links:
        assert link.startswith(BASE)
        assert answer(site, link.removeprefix(BASE), BASE).status == 200


def test_a_page_that_is_not_there_is_404_and_no_other_file_is_given_out() -> None:
    for path in ("/nothing.html", "/../article.txt", "/%2e%2e/article.txt", "/..%2f..%2fmail.py"):
        assert answer("meridian", path, BASE).status == 404


def test_the_encyclopedia_finds_pages_that_hold_most_of_the_words() -> None:
    found = json.loads(
        answer("encyclopedia", "/w/rest.php/v1/search/page?q=Orlen+Varenia+city&limit=2", BASE).body
    )
    assert "Orlen" in [page["key"] for page in found["pages"]]
    assert answer("encyclopedia", "/wiki/Orlen", BASE).status == 200
    none = json.loads(
        answer("encyclopedia", "/w/rest.php/v1/search/page?q=zebra&limit=2", BASE).body
    )
    assert none == {"pages": []}


def test_the_sources_agree_with_the_story_in_some_values_and_differ_in_others() -> None:
    story = (Path(demo.__file__).parent / "article.txt").read_text()
    web = "".join(page.read_text() for page in WEB.rglob("*.html"))
    for shared in ("612,000", "18 percent", "November 4, 2019"):
        assert shared in story
        assert shared in web
    for ours, theirs in (
        ("second-largest", "third-largest"),
        ("seven-member", "six members"),
        ("41 people", "38 people"),
    ):
        assert ours in story
        assert theirs in web


def test_an_answer_goes_to_the_reply_address_and_names_the_letter() -> None:
    reply = answer_to(
        letter(**{"Reply-To": "reply+abc@ledger.example"}), Habit(1, "No."), "press@x.example"
    )
    assert reply["To"] == "reply+abc@ledger.example"
    assert reply["In-Reply-To"] == "<one@ledger.example>"
    assert "> Is it so?" in reply.get_content()
    assert reply["Auto-Submitted"] is None


def test_a_receipt_says_that_a_machine_wrote_it() -> None:
    reply = answer_to(letter(), Habit(1, "Away.", automatic=True), "press@x.example")
    assert reply["Auto-Submitted"] == "auto-replied"


def at_once(answer: Coroutine[Any, Any, str]) -> str:
    """What a coroutine that waits for nothing returns; the browser tests keep a loop of their own
    in this thread.
    """
    try:
        answer.send(None)
    except StopIteration as end:
        return str(end.value)
    raise AssertionError("it waits for something")


async def taken(desk: DemoMailDesk, to: str) -> str:
    envelope = Envelope()
    said = await desk.handle_RCPT(None, None, envelope, to, [])  # type: ignore[arg-type]
    if said.startswith("250"):
        envelope.content = bytes(letter(To=to))
        said = await desk.handle_DATA(None, None, envelope)  # type: ignore[arg-type]
    return said


def test_an_office_answers_only_when_its_time_has_come(tmp_path: Path) -> None:
    desk = DemoMailDesk(tmp_path)
    office = next(iter(HABITS))
    assert at_once(taken(desk, office)).startswith("250")
    assert desk.deliver(now=0) == 0
    assert desk.deliver(now=4e9) == 1
    assert desk.deliver(now=4e9) == 0, "an answer is delivered once"
    assert len(desk.inbox) == 1


def test_an_office_without_a_mailbox_refuses_for_good(tmp_path: Path) -> None:
    assert at_once(taken(DemoMailDesk(tmp_path), next(iter(NO_MAILBOX)))).startswith("550")


def test_every_office_that_is_written_to_is_one_of_the_demos() -> None:
    addresses = {address for *_, (channel, address, _) in PARTIES if channel == "email"}
    assert set(HABITS) | NO_MAILBOX == addresses


def test_nothing_of_the_demo_points_beyond_this_machine(tmp_path: Path) -> None:
    settings = demo.environment(tmp_path)
    assert all(
        site.startswith("127.0.0.1:") for site in settings["OUTSIDE_LOOPBACK_ALLOWED"].split(",")
    )
    assert settings["EMAIL_HOST"] == "127.0.0.1"
    assert "@127.0.0.1:" in settings["IMAP_URL"]
    assert settings["PROVIDER_URLS"].startswith("wikipedia=http://127.0.0.1:")


def test_the_demos_ports_stay_the_same_from_run_to_run(tmp_path: Path) -> None:
    assert demo.ports(tmp_path) == demo.ports(tmp_path)
