"""A restricted article is there only for its team: every address of the site is walked by an editor
outside it.

An address that takes an argument must be in BY_NAME or OPEN below, or this fails: whoever adds one
says whose it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from factcheck.articles.models import Article, AuthorSource
from factcheck.evidence.actions import add_file
from factcheck.evidence.models import CitedSource, Picture, Snapshot
from factcheck.newsroom.actions import log
from factcheck.post.models import Attachment, Incoming
from factcheck.replies.models import CallFile, MailNotice, ReplyFile, RequestCall, Statement, Use
from factcheck.review.actions import start_thread
from factcheck.review.models import AlarmSetAside, CallAnswer, PhoneCall, Record
from tests.api.factories import token_of
from tests.articles.factories import ImportFactory
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
from tests.evidence.factories import EvidenceFactory, SearchFactory
from tests.newsroom.factories import ChiefFactory, EditorFactory
from tests.post.factories import IncomingFactory, raw_mail
from tests.replies.factories import (
    ContactFactory,
    ReplyFactory,
    first_letter,
    point_to,
    sent_request,
)
from tests.review.factories import QueryFactory, QueueItemFactory, confirmed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]
SECRET = "Zanzolith"
COPY = f"{SECRET} paid 12 men\n\n{SECRET} paid 12 men on Friday. “We saw {SECRET},” said Omar Haddad. The {SECRET} is TK."

# Addresses that take an argument and show nothing of an article, each with the reason.
OPEN = {
    "evidence:document": "a page of the web; what is set beside it is filtered",
    "replies:reply_page": "a party's private link: its token is the permission, and it shows that request alone",
    "evidence:switch_on": "a search of the whole desk; of no article",
    "desk:test_mailbox": "a mailbox of the whole desk: it tells whether mail can be read, and no message",
    "desk:change_filter": "a person's own saved filter: another's is not found",
    "replies:contacts_csv": "a sheet of contacts",
    "status:unsubscribe": "a signed link to one person's own choice",
    "newsroom:script_words": "what scripts say in a language, a file like those of static/",
    "api:revoke": "a token",
    "api:nothing": "no such address",
}
OPEN_PREFIXES = (
    "account",
    "admin:",
    "mfa",
)  # allauth's own; the admin is walked by its models below


def pictured(snapshot: Snapshot) -> Snapshot:
    Picture.objects.create(snapshot=snapshot, work="done", png=SECRET.encode())
    return snapshot


@dataclass
class World:
    article: Article
    known: dict[str, dict[str, Any]]  # what each address's arguments are, by the address's name
    inner: dict[str, Any]  # the further arguments of addresses below an article


def addresses(patterns: Any = None, space: str = "", route: str = "") -> Iterator[tuple[str, str]]:
    """(name, route) of every address of the site."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        here = route + str(one.pattern)
        if isinstance(one, URLResolver):
            inside = f"{space}{one.namespace}:" if one.namespace else space
            yield from addresses(one.url_patterns, inside, here)
        elif isinstance(one, URLPattern):
            yield f"{space}{one.name}", here


def build() -> World:
    """A restricted article with a row of every kind that has an address."""
    article = read_article(text=COPY, headline=f"{SECRET} paid", restricted=True)
    proof, party, chief = (
        article.current_proof(),
        PartyFactory(name=f"Bureau {SECRET}"),
        ChiefFactory(),
    )
    contact = ContactFactory(party=party, name=SECRET, address=f"{SECRET.lower()}@bureau.example")
    # Named by an open story too: it is no secret, but how this one reaches it is.
    shared = AccusationFactory(party=PartyFactory(name="Ministry of Works")).party
    inner_contact = ContactFactory(
        party=shared, name=SECRET, address=f"{SECRET}@works.example", found_for=article
    )
    words = f"{SECRET} paid 12 men on Friday."
    claim, quote = (
        ClaimFactory(proof=proof, text=words),
        QuoteFactory(proof=proof, text=f"We saw {SECRET},"),
    )
    fact, tk = FactFactory(proof=proof, text=SECRET), HoleFactory(proof=proof, text="TK")
    AccusationFactory(proof=proof, text=words, party=party)
    AskFactory(proof=proof, text=words)
    confirmed(claim, chief)
    request = sent_request(article=article, party=party, contact=contact)
    point = point_to(request, f"Did {SECRET} pay?")
    letter = first_letter(request)
    incoming = IncomingFactory(raw=raw_mail(f"About {SECRET}."))
    Incoming.objects.filter(pk=incoming.pk).update(state="parsed")
    reply = ReplyFactory(request=request, text=f"{SECRET} is known to us.", incoming=incoming)
    other = IncomingFactory(raw=raw_mail(f"Away, {SECRET}.", message_id="<2@office.example>"))
    notice = MailNotice.objects.create(request=request, incoming=other, kind="auto-reply")
    given = {
        "name": f"{SECRET}.txt",
        "size": 3,
        "sha256": hashlib.sha256(b"abc").hexdigest(),
        "content": b"abc",
    }
    attachment, file = (
        Attachment.objects.create(incoming=incoming, **given),
        ReplyFile.objects.create(reply=reply, **given),
    )
    place = {
        "article": article,
        "proof": proof,
        "first_proof": proof,
        "start": 0,
        "end": len(SECRET),
        "text": SECRET,
    }
    spoke = RequestCall.objects.create(request=request, words=SECRET, by=chief)
    voice_note = CallFile.objects.create(call=spoke, **given)
    use = Use.objects.create(reply=reply, **place)
    statement = Statement.objects.create(reply=reply, kind="claim", text=f"{SECRET} is known")
    SearchFactory(claim=claim)
    evidence = EvidenceFactory(claim=claim)
    query = QueryFactory(article=article, text=f"Is it {SECRET}?", claim=claim)
    QueueItemFactory(article=article, text=f"{SECRET} waits", cause=f"review.query:{query.pk}")
    record = Record.objects.create(
        article=article, kind="transcript", title=SECRET, text=f"We saw {SECRET}", by=chief
    )
    call = PhoneCall.objects.create(
        article=article, person="omar", name=SECRET, outcome="spoke", said=SECRET, by=chief
    )
    answer = CallAnswer.objects.create(
        call=call, claim=claim, text=claim.text, says="confirms", words=SECRET
    )
    aside = AlarmSetAside.objects.create(
        article=article, alarm="1", text=SECRET, reason=SECRET, by=chief
    )
    thread = start_thread(by=chief, article=article, text=f"{SECRET}, really?")
    log(
        by=chief, verb="edit copy", subject=article, article_id=article.pk, text=f"{SECRET} edited."
    )
    brought = add_file(
        by=chief, claim=claim, data=f"{SECRET} paid 12 men.".encode(), name="notes.txt"
    )
    cited = CitedSource.objects.create(
        claim=claim,
        author_source=AuthorSource.objects.create(
            article=article, proof=proof, text=SECRET, address="https://paper.example/"
        ),
        address="https://paper.example/",
    )
    pks = {
        "evidence:changes": brought, "evidence:warc": brought.snapshots.get(),
        "evidence:screenshot": pictured(brought.snapshots.get()),
        "evidence:claim": claim, "evidence:search_again": claim, "evidence:add_source": claim, "evidence:word_query": claim,
        "evidence:add_by_hand": claim, "evidence:rule": evidence, "evidence:fetch_cited": cited,
        "replies:cover": point, "replies:settle": letter, "replies:triage": reply, "replies:file": reply,
        "replies:mark_use": reply, "replies:make_statement": reply, "replies:reply_use": use,
        "replies:link_statement": statement, "replies:notice": notice, "replies:sent_bytes": letter.outgoing,
        "replies:change_reply": reply, "replies:call_file": voice_note,
        "replies:raw": incoming, "replies:attachment": attachment, "replies:reply_file": file,
        "replies:party": party, "replies:edit_party": party, "replies:add_contact": party,
        "replies:not_duplicates": party, "replies:edit_contact": contact, "replies:rule_contact": inner_contact,
        "articles:import_progress": ImportFactory(by=chief, article=article),
    }  # fmt: skip
    known = {name: {"pk": row.pk} for name, row in pks.items()}
    known["replies:merge_parties"] = {"pk": party.pk, "gone": shared.pk}
    for name, route in addresses():
        if route.startswith("requests/<int:pk>/"):
            known[name] = {"pk": request.pk}
    inner = {
        "mark": claim.pk, "fact": fact.pk, "query": query.pk, "thread": thread.pk, "note": thread.notes.get().pk,
        "kind": "claim", "key": f"claim-{claim.pk}", "slug": "facts", "line": "ages", "record": record.pk, "aside": aside.pk, "answer": answer.pk, "tk": tk.pk, "quote": quote.pk,
    }  # fmt: skip
    return World(article, known, inner)


def arguments(world: World, article: Article, name: str, route: str) -> dict[str, Any] | None:
    """What to ask for at this address, or None where it is not about an article."""
    names = re.findall(r"<(?:\w+:)?(\w+)>", route)
    if not names or name in OPEN or name.startswith(OPEN_PREFIXES):
        return None
    if name in world.known:
        return world.known[name]
    below = re.match(r"(?:api/)?articles/<int:pk>/", route)
    assert below, f"{name} ({route}) takes an argument: say in tests/test_secrecy.py whose it is."
    return {"pk": article.pk, **{one: world.inner[one] for one in names if one != "pk"}}


def visits(client: Client, url: str, secret: str) -> dict[str, Any]:
    """The answers to GET and POST, with session and token both."""
    headers = {"Authorization": f"Bearer {secret}"}
    data: dict[str, Any] = {"text": "x", "base": 1, "hash": "0"} if url.startswith("/api/") else {}
    kind = {"content_type": "application/json"} if url.startswith("/api/") else {}
    return {
        "GET": client.get(url, headers=headers),
        "POST": client.post(url, data, headers=headers, **kind),
    }


def outsider() -> tuple[Client, str]:
    """An editor outside the team, whom Django itself would let do anything in the admin."""
    user, client = (
        EditorFactory(is_staff=True, is_superuser=True),
        Client(raise_request_exception=False),
    )
    client.force_login(user)
    return client, token_of(user)


def test_nobody_outside_its_team_gets_at_a_restricted_article_by_any_address() -> None:
    world, (client, secret) = build(), outsider()
    open_to_them = read_article(text="Other copy.")
    faults, walked = [], 0
    for name, route in addresses():
        kwargs = arguments(world, world.article, name, route)
        if kwargs is None:
            continue
        walked += 1
        answers = visits(client, reverse(name, kwargs=kwargs), secret)
        statuses = {method: answer.status_code for method, answer in answers.items()}
        if not set(statuses.values()) <= {403, 404, 405} or set(statuses.values()) == {405}:
            faults.append(f"{name}: {statuses}")
        if (
            name not in world.known and len(kwargs) > 1
        ):  # a row of the restricted article below one they may see
            for method, answer in visits(
                client, reverse(name, kwargs={**kwargs, "pk": open_to_them.pk}), secret
            ).items():
                if answer.status_code >= 500 or SECRET in answer.content.decode(errors="replace"):
                    faults.append(f"{name} below another article, {method}: {answer.status_code}")
    assert not faults, "\n".join(faults)
    assert walked > 80


def test_no_list_search_or_file_names_a_restricted_article_to_an_outsider() -> None:
    build()
    client, secret = outsider()
    faults = []
    for name, route in addresses():
        if (
            re.search(r"<|\(", route)
            or name.startswith(("account", "mfa"))
            or name in ("admin:logout", None)
        ):
            continue
        for query in ("", f"?q={SECRET}"):
            answer = client.get(
                reverse(name) + query, headers={"Authorization": f"Bearer {secret}"}
            )
            said = (
                _without_echo(answer.content.decode(errors="replace"))
                if not answer.streaming
                else ""
            )
            # 503 is what a newsroom without workers is to say there.
            failed = answer.status_code >= 500 and name != "status:readyz"
            if failed or SECRET in said:
                faults.append(f"{name}{query}: {answer.status_code}")
    assert not faults, "\n".join(faults)


def _without_echo(html: str) -> str:
    """The page without what the visitor typed, which search fields and links repeat."""
    return re.sub(rf'(?:value="(?:q=)?|[?&;]q=|q%3D|<title>){SECRET}', "", html)


def test_no_row_of_a_restricted_article_is_shown_to_an_outsider_in_the_admin() -> None:
    build()
    client, _ = outsider()
    faults = []
    for model in admin.site._registry:
        label = f"{model._meta.app_label}_{model._meta.model_name}"
        for row in model._default_manager.all():
            answer = client.get(reverse(f"admin:{label}_change", args=[row.pk]))
            if SECRET in answer.content.decode(errors="replace") or answer.status_code >= 500:
                faults.append(f"{label} {row.pk}: {answer.status_code}")
    assert not faults, "\n".join(faults)


def test_its_team_gets_at_it() -> None:
    world = build()
    member, client = EditorFactory(), Client()
    world.article.team.add(member)
    client.force_login(member)
    for name in (
        "review:proof",
        "review:report",
        "replies:of_article",
        "articles:diff",
        "review:history",
    ):
        assert client.get(reverse(name, args=[world.article.pk])).status_code == 200
    headers = {"Authorization": f"Bearer {token_of(member)}"}
    assert (
        client.get(reverse("api:article", args=[world.article.pk]), headers=headers).status_code
        == 200
    )


def test_every_reason_to_leave_an_address_open_is_of_one_that_exists() -> None:
    names = {name for name, _ in addresses()}
    assert set(OPEN) <= names
    assert set(build().known) <= names
