"""One bad row never takes a list from everybody: the others are shown, and the page says which it is.

Each list is given two rows, one of which raises while it is written.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.messages import get_messages
from django.db.models import Model
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client
from django.urls import reverse

from factcheck.articles.models import Article
from factcheck.claims.models import Party
from factcheck.desk.models import QueueItem
from factcheck.newsroom.surviving_lists import SurvivingChangeList
from factcheck.newsroom.templatetags.surviving import which
from factcheck.post.models import Incoming
from factcheck.replies.models import CommentRequest, Contact, MailNotice, Reply
from tests.articles.factories import ArticleFactory
from tests.claims.factories import PartyFactory, read_article
from tests.newsroom.factories import ChiefFactory
from tests.post.factories import IncomingFactory, raw_mail
from tests.replies.factories import ContactFactory, ReplyFactory, RequestFactory, sent_request
from tests.review.factories import QueueItemFactory

pytestmark = pytest.mark.django_db
SAYS = "cannot be shown. Everything else is here"


class Poisoned:
    """A column that raises when it is read off one row, as one that cannot be written does."""

    def __init__(self, column: Any, bad: int) -> None:
        self.column, self.bad = column, bad

    def __get__(self, row: Any, owner: Any = None) -> Any:
        if row is not None and row.__dict__.get("id") == self.bad:
            raise RuntimeError("This value cannot be written.")
        return self.column.__get__(row, owner) if row is not None else self.column

    def __set__(self, row: Any, value: Any) -> None:
        row.__dict__[self.column.field.attname] = value


def poison(monkeypatch: pytest.MonkeyPatch, model: type[Model], column: str, bad: Model) -> None:
    monkeypatch.setattr(model, column, Poisoned(getattr(model, column), bad.pk))


def poison_name(monkeypatch: pytest.MonkeyPatch, model: Any, bad: Model) -> None:
    """Let a row's name raise."""
    own = model.__str__

    def name(row: Any) -> str:
        if row.pk == bad.pk:
            raise RuntimeError("This name cannot be written.")
        return str(own(row))

    monkeypatch.setattr(model, "__str__", name)


def articles(_: pytest.MonkeyPatch) -> list[Article]:
    return [ArticleFactory(headline=f"Story {n}") for n in ("bad", "good")]


def desk(patch: pytest.MonkeyPatch) -> tuple[str, str]:
    bad, _ = articles(patch)
    poison(patch, Article, "embargo", bad)
    poison(patch, Article, "restricted", bad)
    return reverse("desk:list"), "Story good"


def queue(patch: pytest.MonkeyPatch) -> tuple[str, str]:
    bad = QueueItemFactory(text="Bad item")
    QueueItemFactory(text="Good item")
    poison(patch, QueueItem, "text", bad)
    return reverse("desk:queue"), "Good item"


def search(patch: pytest.MonkeyPatch) -> tuple[str, str]:
    bad = read_article(text="Rebels came.", headline="Story bad")
    read_article(text="Rebels came.", headline="Story good")
    poison(patch, Article, "restricted", bad)
    return reverse("desk:search") + "?q=rebels&kind=articles", "Story good"


def requests(patch: pytest.MonkeyPatch) -> tuple[str, str]:
    bad = sent_request(party=PartyFactory(name="Bad Office"))
    sent_request(party=PartyFactory(name="Good Office"))
    poison_name(patch, Party, bad.party)
    return reverse("replies:outstanding"), "Good Office"


def requests_of_article(patch: pytest.MonkeyPatch) -> tuple[str, str]:
    article = ArticleFactory()
    bad = sent_request(article=article, party=PartyFactory(name="Bad Office"))
    sent_request(article=article, party=PartyFactory(name="Good Office"))
    poison_name(patch, Party, bad.party)
    return reverse("replies:of_article", args=[article.pk]), "Good Office"


def proposals(patch: pytest.MonkeyPatch) -> tuple[str, str]:
    article = ArticleFactory()
    bad, good = PartyFactory(name="Bad Office"), PartyFactory(name="Good Office")
    for party in (bad, good):
        RequestFactory(article=article, party=party, state="proposed", points="")
    poison_name(patch, Party, bad)
    return reverse("replies:of_article", args=[article.pk]), "Good Office"


def parties(patch: pytest.MonkeyPatch) -> tuple[str, str]:
    bad = ContactFactory(party=PartyFactory(name="Bad Office")).party
    ContactFactory(party=PartyFactory(name="Good Office"))
    poison(patch, Party, "kind", bad)
    return reverse("replies:parties"), "Good Office"


def duplicates(patch: pytest.MonkeyPatch) -> tuple[str, str]:
    bad, _, good, _ = (
        ContactFactory(address=address, party=PartyFactory(name=name)).party
        for name, address in [
            ("Bad Office", "one@x.example"), ("Steel Works", "one@x.example"),
            ("Good Office", "two@x.example"), ("Fish Board", "two@x.example"),
        ]
    )  # fmt: skip
    poison_name(patch, Party, bad)
    return reverse("replies:duplicates"), good.name


def orphans(patch: pytest.MonkeyPatch) -> tuple[str, str]:
    bad = ReplyFactory(request=None, text="Bad words.")
    ReplyFactory(request=None, text="Good words.")
    poison(patch, Reply, "received_at", bad)
    return reverse("replies:orphans"), "Good words."


def notices(patch: pytest.MonkeyPatch) -> tuple[str, str]:
    made = []
    for n, words in enumerate(("Bad", "Good")):
        incoming = IncomingFactory(raw=raw_mail(f"{words} mail.", message_id=f"<{n}@x.example>"))
        Incoming.objects.filter(pk=incoming.pk).update(state="parsed", subject=f"{words} mail")
        made.append(MailNotice.objects.create(incoming=incoming, kind="bounce"))
    poison(patch, MailNotice, "kind", made[0])
    return reverse("replies:orphans"), "Good mail"


def broken_request(patch: pytest.MonkeyPatch) -> tuple[str, str]:
    bad = sent_request(party=PartyFactory(name="Bad Office"))
    sent_request(party=PartyFactory(name="Good Office"))
    poison(patch, CommentRequest, "hold", bad)
    return reverse("replies:outstanding"), "Good Office"


def broken_party(patch: pytest.MonkeyPatch) -> tuple[str, str]:
    bad = ContactFactory(party=PartyFactory(name="Bad Office"), address="bad@x.example")
    ContactFactory(party=PartyFactory(name="Good Office"))
    poison(patch, Contact, "party_id", bad)
    return reverse("replies:parties"), "Good Office"


def broken_result(patch: pytest.MonkeyPatch) -> tuple[str, str]:
    bad = read_article(text="Rebels came.", headline="Story bad")
    read_article(text="Rebels came.", headline="Story good")
    poison(patch, Article, "headline", bad)
    return reverse("desk:search") + "?q=rebels&kind=articles", "Story good"


BROKEN: list[Callable[[pytest.MonkeyPatch], tuple[str, str]]] = [
    broken_request, broken_party, broken_result,
]  # fmt: skip


@pytest.mark.parametrize("make", BROKEN, ids=lambda make: make.__name__)
def test_a_row_that_cannot_even_be_read_is_left_out_and_named(
    make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    client.force_login(ChiefFactory())
    path, good = make(monkeypatch)
    answer = client.get(path)
    assert answer.status_code == 200
    assert "Not shown, since it cannot be:" in answer.content.decode()
    assert good in answer.content.decode()


LISTS: list[Callable[[pytest.MonkeyPatch], tuple[str, str]]] = [
    desk, queue, search, requests, requests_of_article, proposals, parties, duplicates, orphans,
    notices,
]  # fmt: skip


@pytest.mark.parametrize("make", LISTS, ids=lambda make: make.__name__)
def test_a_list_survives_a_row_that_cannot_be_shown_and_says_which(
    make: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client()
    client.force_login(ChiefFactory())
    path, good = make(monkeypatch)
    answer = client.get(path)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert SAYS in page
    assert good in page
    assert any(record.levelno == logging.ERROR for record in caplog.records)


OWN = [page for page in admin.site._registry.values() if page.__module__.startswith("factcheck.")]


@pytest.mark.parametrize("page", OWN, ids=lambda page: page.opts.label_lower)
def test_every_list_of_the_admin_survives_one(page: Any) -> None:
    assert page.get_changelist(None) is SurvivingChangeList


def test_a_list_of_the_admin_shows_the_others_and_says_which(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad, good = PartyFactory(name="Bad Office"), PartyFactory(name="Good Office")
    poison(monkeypatch, Party, "note", bad)
    client = Client()
    client.force_login(ChiefFactory(is_staff=True, is_superuser=True))
    answer = client.get(reverse("admin:claims_party_changelist"))
    assert answer.status_code == 200
    assert good.name in answer.content.decode()
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert f"Party {bad.pk}" in answer.content.decode() + " ".join(said)


def test_the_row_is_named_by_its_kind_and_number_whatever_else_fails() -> None:
    request = CommentRequest(pk=7)
    assert which(request) == "Comment request 7"
    assert which("words") == "A row"


def test_what_a_failing_row_had_begun_is_undone() -> None:
    page = Template(
        "{% load surviving %}{% for row in rows %}{% surviving row 'li' %}"
        "{% with x=row %}<li>{{ row.words }}</li>{% endwith %}{% endsurviving %}{% endfor %}.{{ x }}"
    )

    class Row:
        def __init__(self, words: str) -> None:
            self._words = words

        @property
        def words(self) -> str:
            if self._words == "bad":
                raise RuntimeError(self._words)
            return self._words

    html = page.render(Context({"rows": [Row("one"), Row("bad"), Row("two")]}))
    assert "<li>one</li>" in html
    assert "<li>two</li>" in html
    assert html.endswith(".")
    assert "bad" not in html


def test_a_wrong_tag_is_a_mistake_in_the_template() -> None:
    with pytest.raises(TemplateSyntaxError):
        Template("{% load surviving %}{% surviving row 'table' %}{% endsurviving %}")
