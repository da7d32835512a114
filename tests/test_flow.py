"""One story from copy to clearance, on real servers: SMTP, IMAP, HTTP, PostgreSQL, Valkey and a
worker process.

In its middle the worker is killed with -9 and Valkey is emptied. It still ends right, and no letter
goes twice.
"""

from __future__ import annotations

import email
import email.policy
import os
import signal
import smtplib
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.articles.actions import close_article, edit_copy
from factcheck.articles.models import Article
from factcheck.claims.actions import party_named
from factcheck.claims.models import Ask, Claim, Extraction, Quote
from factcheck.desk.models import QueueItem
from factcheck.evidence.actions import rule_on
from factcheck.evidence.models import Document, Evidence, Feed, Search
from factcheck.local import demo
from factcheck.local.demo.newsroom import seed
from factcheck.newsroom import roles
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import Desk, LogEntry, User
from factcheck.post.models import Mailbox, Outgoing
from factcheck.replies.actions import (
    CallFacts,
    DraftPoint,
    GivenFile,
    LetterDraft,
    NewContact,
    Wish,
    add_request,
    log_asked,
    log_call,
    move_reply,
    see_notice,
    send_draft,
    settle_letter,
    share_reply,
    take_referral,
    triage,
)
from factcheck.replies.models import CommentRequest, Letter, MailNotice, Reply
from factcheck.replies.reads.comment_requests import requests_of, sentence_of
from factcheck.replies.reads.record import record_of
from factcheck.replies.rules import Terms
from factcheck.review.actions import (
    answer_query,
    clear,
    decide_query,
    give_verdict,
    raise_query,
    sign_off,
)
from factcheck.review.reads.findings import open_conflicts
from factcheck.review.reads.gate import gate
from factcheck.review.reads.outcome import work_left
from factcheck.review.reads.rulings import rulings_of
from factcheck.review.rules.passes import PASSES, all_yes

pytestmark = [
    pytest.mark.servers,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(300),
]
ROOT = Path(__file__).resolve().parents[1]
HURRY = 20


def desk_role() -> dict[str, str]:
    # Roles are the whole server's: each worker of the tests has one of its own.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return {"USER": f"desk_of_the_story_{worker}", "PASSWORD": "only-for-tests"}


class Town:
    """The processes around the story: the demo's web and mail, the sweeper, and one worker for
    every queue.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        database = connection.settings_dict
        where = f"{database['HOST']}:{database['PORT']}/{database['NAME']}"
        # Web and workers run as on a newsroom's own machine: as a role that owns nothing.
        role = desk_role()
        self.environment = {
            **os.environ,
            **demo.environment(folder),
            "DJANGO_SETTINGS_MODULE": "factcheck.settings.test",
            "DATABASE_URL": f"postgres://{role['USER']}:{role['PASSWORD']}@{where}",
            "REDIS_URL": django_settings.REDIS_URL,
        }
        self.running: list[subprocess.Popen[bytes]] = []

    def run(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def open(self) -> None:
        web, mail = demo.parts(self.folder)
        self.run("web", web.command)
        self.run("mail", [*mail.command, "--hurry", str(HURRY)])
        self.run("sweeper", [sys.executable, str(ROOT / "manage.py"), "sweep"])

    def worker(self) -> subprocess.Popen[bytes]:
        queues = ["-Q", "read,fetch,mail,status", "-c", "1", "-n", f"flow-{len(self.running)}@test"]
        quiet = ["--without-gossip", "--without-mingle", "-l", "INFO"]
        return self.run(
            "worker",
            [sys.executable, "-m", "celery", "-A", "factcheck", "worker", *queues, *quiet],
        )

    def letters(self) -> list[email.message.EmailMessage]:
        """Every message the mail server took."""
        taken = sorted((self.folder / "demo-mail" / "taken").glob("*.eml"))
        return [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in taken
        ]

    def close(self) -> None:
        for process in self.running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


@pytest.fixture
def town(
    tmp_path: Path, settings: Any, flush_redis: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Town]:
    settings.DATABASE_OWNER_URL = os.environ["DATABASE_URL"]
    monkeypatch.setattr(roles, "desk_role", desk_role)
    roles.install(connection)
    one = Town(tmp_path)
    for name, value in demo.environment(tmp_path).items():
        kept = getattr(django_settings, name)
        if isinstance(kept, list):
            setattr(settings, name, value.split(","))
        elif isinstance(kept, dict):
            setattr(settings, name, dict(pair.split("=", 1) for pair in value.split(",")))
        elif isinstance(kept, bool):
            setattr(settings, name, value == "on")
        else:
            setattr(settings, name, type(kept)(value))
    yield one
    one.close()


def until(holds: Callable[[], object], what: str, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"{what}: not within {seconds} s"
        time.sleep(0.25)


def person(role: str) -> User:
    return User.objects.get(email=f"{role}@ledger.example")


def statuses(article: Article) -> dict[str, str]:
    return {row.request.party.name: row.status for row in requests_of(article, timezone.now())}


def end_leases() -> None:
    """What died in flight is taken up when its lease ends; the test does not wait for the clock."""
    for rows in (
        Search.objects,
        Document.objects,
        Feed.objects,
        Mailbox.objects,
        Extraction.objects,
    ):
        rows.filter(work="running").update(lease_until=timezone.now())
    Outgoing.objects.filter(state="in flight").update(lease_until=timezone.now())


def until_all_is_compared(article: Article) -> None:
    """Wait until every feed was read, and every page found stands beside its claims.

    A difference that comes after a ruling opens the claim again, so nothing may be on its way.
    """
    unread = Feed.objects.filter(on=True, last_good_at=None)
    until(
        lambda: not unread.exists() and work_left(article).finished and Evidence.objects.exists(),
        "every source is fetched and compared",
    )


def settle_what_is_in_doubt(town: Town) -> None:
    """A person asks the mail server about each letter whose worker died in flight; none is resent
    by itself.
    """
    taken = {str(letter["Message-ID"]) for letter in town.letters()}
    for letter in Letter.objects.filter(outgoing__state="unknown").select_related(
        "outgoing", "request__article"
    ):
        went = letter.outgoing.message_id in taken
        settle_letter(by=person("editor"), letter=letter, went=went, again=not went)


def rule_on_everything_open(article: Article) -> None:
    """The checker's day: every claim at the bar and every quote gets a verdict with a source.

    So does a claim that a source has come to differ from since it was ruled on.
    """
    checker, bar = person("checker"), Desk.load().bar
    differing = open_conflicts([article.pk], rulings_of([article.pk])).get(article.pk, [])
    for claim in Claim.objects.live().filter(article=article, score__gte=bar):
        current = claim.verdicts.filter(current=True).first()
        if current is None or current.text != claim.text or claim in differing:
            give_verdict(
                by=checker,
                claim=claim,
                ruling="confirmed",
                source="Meridian Wire, March 14",
                method="read",
            )
    for quoted in Quote.objects.live().filter(article=article):
        current = quoted.verdicts.filter(current=True).first()
        if current is None or current.text != quoted.text:
            give_verdict(
                by=checker,
                quote=quoted,
                ruling="confirmed",
                source="recording",
                locator="02:10",
                method="recording",
            )


def test_a_story_goes_from_copy_to_clearance_though_redis_is_emptied_and_its_worker_killed(
    town: Town,
) -> None:
    seed(town.folder)
    article = Article.objects.get(restricted=False)
    town.open()
    first = town.worker()

    # Copy in, marks out, the first searches asked: then the worker is killed and the queue emptied.
    until(lambda: Search.objects.exclude(work="waiting").exists(), "a search is taken up")
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    redis.Redis.from_url(django_settings.REDIS_URL).flushall()
    end_leases()
    town.worker()
    until(
        lambda: not Outgoing.objects.filter(state__in=["queued", "in flight"]).exists(),
        "no letter is under way",
    )
    settle_what_is_in_doubt(town)
    until_all_is_compared(article)
    assert not Search.objects.filter(work="failed").exists()

    # Values compared, not topics: the office of statistics has another rank for the city, the wire
    # another toll.
    differing = Evidence.objects.filter(comparisons__outcome="other").distinct()
    agreeing = Evidence.objects.filter(comparisons__outcome="same").distinct()
    assert differing.exists()
    assert agreeing.exists()
    rule_on(by=person("checker"), evidence=agreeing.first(), ruling="accepted")

    # Letters went once each; the army's office has no mailbox, the mission sent a machine's
    # receipt.
    until(lambda: Reply.objects.count() == 3, "three offices answer")
    until(
        lambda: statuses(article)["Varenian Armed Forces"] == "failed",
        "the refused letter is known as failed",
    )
    assert statuses(article)["Karsian U.N. mission"] == "sent", "an automatic reply is no answer"
    to_parties = Counter(
        letter["To"] for letter in town.letters() if not letter["To"].endswith("@ledger.example")
    )
    assert to_parties
    assert set(to_parties.values()) == {1}

    with pytest.raises(Refused):
        clear(by=person("editor"), article=article, proof=article.current_proof())

    # The desk reads what came, rings whom mail did not reach, and the mission answers on its
    # private page.
    says = {
        "Sable Movement": "answered",
        "Ostrian U.N. mission": "no comment",
        "Varenian government": "answered",
    }
    for reply in Reply.objects.select_related("request__party"):
        assert reply.request is not None
        triage(by=person("checker"), reply=reply, says=says[reply.request.party.name])
    for name in ("Varenian Armed Forces", "European officials"):
        request = CommentRequest.objects.get(article=article, party__name=name)
        log_call(
            by=person("reporter"), request=request, channel="phone", words="No comment.", terms="on the record",
            said_by="duty officer", says="no comment",
        )  # fmt: skip
    mission = CommentRequest.objects.get(article=article, party__name="Karsian U.N. mission")
    answer_on_the_private_page(mission, "Karsia supports what its allies decide.")
    # Its machine's receipt is unread until somebody has looked at it.
    for notice in MailNotice.objects.filter(request=mission):
        see_notice(by=person("checker"), notice=notice)
    answered = Reply.objects.get(request=mission)
    triage(by=person("checker"), reply=answered, says="answered")
    for late in CommentRequest.objects.filter(article=article, state__in=["proposed", "open"]):
        log_call(
            by=person("reporter"), request=late, channel="phone", words="We deny it.", terms="on the record",
            said_by="spokesperson", says="answered",
        )  # fmt: skip
    assert sentence_of(article, timezone.now()).text

    # A query leads to a change; what did not change keeps its verdict.
    rule_on_everything_open(article)
    claim = next(
        c for c in Claim.objects.live().filter(article=article) if "second-largest" in c.text
    )
    query = raise_query(
        by=person("checker"), article=article, claim=claim, text="Third-largest, says the office."
    )
    answer_query(by=person("reporter"), query=query, answer="Agreed.")
    decide_query(by=person("editor"), query=query, decision="change", note="")
    kept = claim.verdicts.count()
    base = article.current_proof()
    # The copy's own words on who was asked are brought to what the record bears.
    ask = Ask.objects.live().get(article=article)
    text = base.text.replace("second-largest", "third-largest").replace(
        ask.text, sentence_of(article, timezone.now()).text
    )
    proof = edit_copy(by=person("reporter"), article=article, text=text, base=base)
    until(
        lambda: Extraction.objects.filter(proof=proof, work="done").exists(),
        "the new proof is read",
    )
    claim.refresh_from_db()
    assert claim.proof == proof
    assert "third-largest" in claim.text
    assert claim.verdicts.count() == kept
    assert any(
        blocker.reason == "claim without verdict" for blocker in gate(article, timezone.now())
    )
    # The changed claim is searched anew; what those pages say comes before the ruling on it.
    until_all_is_compared(article)
    rule_on_everything_open(article)

    # The second reader signs three passes; the checker could not.
    with pytest.raises((Refused, PermissionError)):
        sign_off(
            by=person("checker"),
            article=article,
            proof=proof,
            reading_pass="facts",
            accepted=True,
            answers=all_yes("facts"),
        )
    for reading_pass in PASSES:
        sign_off(
            by=person("editor"),
            article=article,
            proof=proof,
            reading_pass=reading_pass,
            accepted=True,
            answers=all_yes(reading_pass),
        )
    assert [
        (one.reason, [item.text for item in one.items]) for one in gate(article, timezone.now())
    ] == []
    clearance = clear(by=person("editor"), article=article, proof=proof)
    assert clearance.proof_hash == proof.hash
    assert "sought comment" in clearance.sentence or "declined" in clearance.sentence

    # Everybody who needed to know was told, once; the record holds it all.
    until(
        lambda: any(letter["To"] == "reporter@ledger.example" for letter in town.letters()),
        "the reporter is mailed",
    )
    told = Counter((letter["To"], letter["Message-ID"]) for letter in town.letters())
    assert set(told.values()) == {1}
    verbs = set(LogEntry.objects.filter(article_id=article.pk).values_list("verb", flat=True))
    assert {
        "import article",
        "send request",
        "triage reply",
        "give verdict",
        "edit copy",
        "sign off",
        "clear",
    } <= verbs
    until(
        lambda: not QueueItem.objects.open().filter(kind="unsorted reply").exists(),
        "the queue forgets what is done",
    )


def answer_on_the_private_page(request: CommentRequest, words: str) -> None:
    """As a spokesperson's browser does: look, write, see it back, send; and press the button twice."""
    browser, address = Client(), reverse("replies:reply_page", args=[request.link_token])
    assert browser.get(address).status_code == 200
    page = browser.post(address, {"offered": "answered", "text": words, "said_by": "press section"})
    assert words in page.content.decode()
    assert not Reply.objects.filter(request=request).exists(), (
        "nothing is sent before it was looked over"
    )
    for _ in range(2):
        assert browser.post(address, {"signed": page.context["signed"]}).status_code == 200
    assert Reply.objects.filter(request=request).count() == 1


def say(request: CommentRequest, words: str, **headers: str) -> None:
    """Write to the request's own address over SMTP, as an office does."""
    sender = request.contact.address if request.contact else "press@office.example"
    letter = email.message.EmailMessage(policy=email.policy.SMTP)
    letter["From"], letter["Subject"] = sender, headers.pop("Subject", "Re: Request for comment")
    letter["To"] = f"reply+{request.address_token}@{django_settings.MAIL_DOMAIN}"
    letter["Message-ID"] = make_msgid(domain="office.example")
    letter["Date"] = formatdate()
    answered = request.letters.latest("pk").outgoing.message_id
    letter["In-Reply-To"] = letter["References"] = answered
    for name, value in headers.items():
        letter[name.replace("_", "-")] = value
    letter.set_content(words)
    with smtplib.SMTP(django_settings.EMAIL_HOST, django_settings.EMAIL_PORT) as server:
        server.send_message(letter)


def says(article: Article) -> str:
    return sentence_of(article, timezone.now()).text


def ask(town: Town, article: Article, name: str, **chosen: Any) -> CommentRequest:
    """Compose and send a letter to a new party, as the composer does, and wait until it went."""
    reporter = person("reporter")
    request = add_request(by=reporter, article=article, party=party_named(name))
    address = f"press@{name.lower().replace(' ', '-')}.example"
    draft = LetterDraft(
        kind="first",
        contact=None,
        new_contact=NewContact("email", address),
        deadline=timezone.now() + timedelta(hours=2),
        time_zone="Europe/Paris",
        points=(DraftPoint("Who closed the lock?"), DraftPoint("Why at night?")),
        **chosen,
    )
    send_draft(by=reporter, request=request, draft=draft)
    until(
        lambda: CommentRequest.objects.get(pk=request.pk).state == "sent",
        f"the letter to {name} went",
    )
    return CommentRequest.objects.get(pk=request.pk)


def mail_is_read() -> bool:
    """Have the mailbox read now: a story has six mails, and its turn comes every half minute."""
    Mailbox.objects.filter(work="waiting").update(next_try_at=timezone.now())
    return True


def arrived(request: CommentRequest, count: int = 1) -> Reply:
    until(
        lambda: mail_is_read() and request.replies.count() == count,
        f"{count} replies of {request.party}",
        150,
    )
    return request.replies.latest("pk")


def test_what_the_desk_does_with_an_answer_is_what_the_record_says(town: Town) -> None:
    """Letters in a person's name, answers to two requests, terms, calls and a legal threat."""
    seed(town.folder)
    article, checker = Article.objects.get(restricted=False), person("checker")
    User.objects.filter(email="reporter@ledger.example").update(phone="+44 20 7946 0000")
    lawyer = User.objects.create_user("lawyer@ledger.example", name="Lea Orr", role="lawyer")
    town.open()
    town.worker()

    # A letter goes in its sender's name and phone, and says what the story is.
    board = ask(town, article, "Dike Board", about="Floods on the lower Tesk")
    union = ask(town, article, "Harbour Union")
    [letter] = [one for one in town.letters() if one["To"] == "press@dike-board.example"]
    body = letter.get_body(("plain",))
    assert body is not None
    assert str(person("reporter")) in letter["From"]
    assert "+44 20 7946 0000" in body.get_content()
    assert "Floods on the lower Tesk" in body.get_content()

    # A machine's mail that may hold a word keeps "did not respond" back until somebody looks.
    say(board, "Away until Monday. As for your question: no.", Auto_Submitted="auto-replied")
    until(
        lambda: mail_is_read() and (board.notices.exists() or board.replies.exists()),
        "the notice arrives",
        150,
    )
    CommentRequest.objects.filter(pk__in=[board.pk, union.pk]).update(deadline=timezone.now())
    assert "Harbour Union did not respond" in says(article)
    assert "Dike Board did not respond" not in says(article)
    for notice in board.notices.all():
        see_notice(by=checker, notice=notice)
    for machine in board.replies.all():
        triage(by=checker, reply=machine, says="not about this")
    assert "Dike Board and the Harbour Union did not respond" in says(article)
    CommentRequest.objects.filter(pk=board.pk).update(deadline=timezone.now() + timedelta(hours=1))

    # One answer speaks for two, is taken from the wrong one, and one of them takes it back.
    known = board.replies.count()
    say(board, "Neither of us will comment.")
    reply = arrived(board, known + 1)
    triage(by=checker, reply=reply, says="no comment")
    # An answer within the deadline's own minute would be in time; this one is not.
    CommentRequest.objects.filter(pk=union.pk).update(
        deadline=reply.received_at - timedelta(minutes=5)
    )
    twin = share_reply(by=checker, reply=reply, request=union)
    triage(by=checker, reply=twin, says="no comment")
    assert "Dike Board declined to comment" in says(article)
    assert "Harbour Union declined to comment after the deadline" in says(article)
    known = union.replies.count()
    say(union, "Please disregard our statement.")
    triage(by=checker, reply=arrived(union, known + 1), says="withdraws")
    assert "Harbour Union withdrew an earlier statement" in says(article)

    # A passage of it is another party's, and what came by the wrong address is moved to its own.
    known = board.replies.count()
    say(board, "We kept to the rules. The pilots, for their part, say they were never asked.")
    whole = arrived(board, known + 1)
    pilots = ask(town, article, "Pilots")
    passage = "The pilots, for their part, say they were never asked."
    split = share_reply(by=checker, reply=whole, request=pilots, words=passage)
    whole.refresh_from_db()
    assert (whole.text.strip(), split.text) == ("We kept to the rules.", passage)
    move_reply(by=checker, reply=whole, request=union)
    assert union.replies.filter(pk=whole.pk).exists()
    assert LogEntry.objects.filter(text__startswith="A reply was moved").exists()
    for one in (whole, split):
        triage(by=checker, reply=one, says="not about this")

    # The same points go to another contact of theirs, and a copy to a second address.
    second = NewContact("email", "chair@dike-board.example")
    again = LetterDraft(
        kind="another",
        contact=None,
        new_contact=second,
        deadline=None,
        time_zone="Europe/Paris",
        copies=tuple(board.party.contacts.filter(address="press@dike-board.example")),
    )
    send_draft(by=person("reporter"), request=board, draft=again)
    until(
        lambda: (
            {one["To"] for one in town.letters()} >= {"chair@dike-board.example"}
            and sum(one["To"] == "press@dike-board.example" for one in town.letters()) == 2
        ),
        "the other contact and the copy are mailed",
    )
    [to_chair] = [one for one in town.letters() if one["To"] == "chair@dike-board.example"]
    again_said = to_chair.get_body(("plain",))
    assert again_said is not None
    assert "Who closed the lock?" in again_said.get_content()

    # What is off the record stays out of the record for others.
    known = board.replies.count()
    say(board, "Off the record: the captain was asleep when the gate was closed.")
    secret = arrived(board, known + 1)
    assert secret.terms == "off the record"
    triage(by=checker, reply=secret, says="partial")
    assert "captain was asleep" not in str(record_of(article, timezone.now()))

    # A call counts at its own time, whenever it is logged.
    union.deadline = timezone.now()
    union.save(update_fields=["deadline"])
    facts = CallFacts("Signal", at=union.deadline)
    log_call(
        by=person("reporter"), request=union, facts=facts, words="We deny it.", says="answered"
    )
    assert "Harbour Union responded to questions" in says(article)
    assert "Harbour Union responded to questions after" not in says(article)

    # A legal threat reaches the lawyer's own mailbox at once.
    known = board.replies.count()
    say(board, "Our solicitors will issue proceedings.")
    triage(by=checker, reply=arrived(board, known + 1), says="legal threat")
    until(
        lambda: any(one["To"] == lawyer.email for one in town.letters()),
        "the lawyer is mailed",
    )
    until(
        lambda: any(
            one["To"] == "editor@ledger.example" and "threatens" in one["Subject"]
            for one in town.letters()
        ),
        "so is the editor",
    )
    sent = Counter(str(one["Message-ID"]) for one in town.letters())
    assert set(sent.values()) == {1}


def test_a_chat_a_referral_an_embargo_and_a_late_answer_are_as_the_record_has_them(
    town: Town,
) -> None:
    """Asked by hand, referred on, given with an embargo, answered after publication."""
    seed(town.folder)
    article = Article.objects.get(restricted=False)
    reporter, checker = person("reporter"), person("checker")
    town.open()
    town.worker()

    # Whom no mail reaches is asked by a text that a person pastes, at the time it went.
    guild = add_request(by=reporter, article=article, party=party_named("Pilots Guild"))
    pasted = timezone.now() - timedelta(hours=1)
    text = log_asked(
        by=reporter,
        request=guild,
        draft=LetterDraft(
            kind="first",
            contact=None,
            new_contact=NewContact("Signal", "+44 20 7946 0001"),
            deadline=timezone.now() + timedelta(hours=2),
            time_zone="Europe/Paris",
            points=(DraftPoint("Were you asked?"),),
        ),
        facts=CallFacts("Signal", reached=False, message_left=True, at=pasted, made_by=checker),
    )
    guild.refresh_from_db()
    assert (guild.state, guild.sent_at, text.made_by) == ("sent", pasted, checker)
    assert "Were you asked?" in text.words
    assert "Pilots Guild" in says(article)
    voice = GivenFile("voice.ogg", "audio/ogg", b"OggS")
    log_call(
        by=reporter,
        request=guild,
        facts=CallFacts("Signal", at=pasted + timedelta(minutes=20), files=(voice,)),
        words="We were never asked.",
        said_by="Jo Dahl",
        says="answered",
    )
    record = str(record_of(article, timezone.now()))
    assert "voice.ogg" in record
    assert "Jo Dahl" in record

    # A letter says what, by when and when it runs; who is referred to gets the same questions.
    board = ask(
        town, article, "Dike Board", about="Floods", runs_at=timezone.now() + timedelta(days=1)
    )
    say(board, "Please write to the Harbour Union, press@harbour-union.example.")
    reply = arrived(board)
    triage(by=checker, reply=reply, says="referred", wish=Wish(refers_to="Harbour Union"))
    assert "Dike Board referred questions elsewhere" in says(article)
    union, contact = take_referral(
        by=reporter, reply=reply, address=reply.address_named, party="Harbour Union"
    )
    asked = LetterDraft(
        kind="first",
        contact=contact,
        new_contact=None,
        deadline=union.deadline,
        time_zone=union.time_zone,
        about=union.about,
        runs_at=union.runs_at,
    )
    send_draft(by=reporter, request=union, draft=asked)
    until(
        lambda: any(one["To"] == "press@harbour-union.example" for one in town.letters()),
        "the letter to whom it refers went",
    )
    [letter] = [one for one in town.letters() if one["To"] == "press@harbour-union.example"]
    body = letter.get_body(("plain",))
    assert body is not None
    for words in (
        "Who closed the lock?",
        "Why at night?",
        "Please answer by",
        "We plan to publish",
    ):
        assert words in body.get_content()

    # Words under an embargo hold the copy that has them, and are in nobody else's record.
    known = union.replies.count()
    say(union, "The gate stood open all night and nobody looked at it.")
    given = arrived(union, known + 1)
    friday = timezone.now() + timedelta(days=3)
    triage(
        by=checker,
        reply=given,
        says="answered",
        terms=Terms("embargoed", friday, "Europe/Paris"),
    )
    base = article.current_proof()
    edit_copy(
        by=reporter,
        article=article,
        text=f"{base.text}\n\nThe gate stood open all night and nobody looked at it.",
        base=base,
    )
    assert any(
        "embargo" in f"{one} {item.text}"
        for one in gate(article, timezone.now())
        for item in one.items
    )
    assert "gate stood open" not in str(record_of(article, timezone.now()))

    # Once the story is out, an answer is every editor's business, and stays with the record.
    close_article(by=person("editor"), article=article)
    # A mailbox dates what comes to the second.
    Article.objects.filter(pk=article.pk).update(closed_at=timezone.now() - timedelta(seconds=5))
    known = board.replies.count()
    say(board, "You were wrong about the lock.")
    late = arrived(board, known + 1)
    until(
        lambda: any(
            one["To"] == "editor@ledger.example" and "after publication" in one["Subject"]
            for one in town.letters()
        ),
        "the editor is mailed",
    )
    triage(by=checker, reply=late, says="answered")
    assert "Dike Board responded to questions after publication" in says(article)
    assert "You were wrong about the lock." in str(record_of(article, timezone.now()))
    sent = Counter(str(one["Message-ID"]) for one in town.letters())
    assert set(sent.values()) == {1}
