"""The five steps on top of an article's pages: the links at once, their figures right after."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from factcheck.articles.models import Article
from factcheck.newsroom.models import User
from factcheck.review.actions import answer_query, raise_query
from factcheck.review.actions.signing import clear
from factcheck.review.models import FirstRead
from factcheck.review.views import live as live_views
from tests.articles.factories import ArticleFactory, next_proof
from tests.claims.factories import AccusationFactory, ClaimFactory, PartyFactory
from tests.newsroom.factories import (
    CheckerFactory,
    ChiefFactory,
    EditorFactory,
    ReporterFactory,
)
from tests.review.factories import clear_story, confirmed, requested, signed, story

pytestmark = pytest.mark.django_db
OTHER_PAGES = {
    "review:read": ("read", ()),
    "review:calls": ("calls", ()),
    "review:report": ("report", ()),
    "review:history": ("history", ()),
    "review:notes": ("notes", ()),
    "articles:diff": ("changes", ()),
    "replies:of_article": ("requests", ()),
    "claims:sources": ("sources", ()),
    "articles:edit": ("edit", ()),
    "articles:settings": ("settings", ()),
}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(article: Article, by: User) -> dict[str, str]:
    """Return what each step says, by its name, and the article's state."""
    html = signed_in(by).get(reverse("review:steps", args=[article.pk])).content.decode()
    steps = {"state": _words(_inside(html, "article-state"))}
    for step in re.findall(r"<li.*?</li>", html, re.DOTALL):
        name = re.sub(r"^[✓○] | ?, done$", "", _words(step[: step.index("</a>")]))
        said = [_words(_inside(step, part)) for part in ("left num", "who soft")]
        steps[name] = " | ".join(filter(None, said))
    return steps


def _inside(html: str, css_class: str) -> str:
    found = re.search(rf'class="{css_class}">(.*?)</(?:span|strong)>', html, re.DOTALL)
    assert found is not None
    return found[1]


def _words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


@pytest.mark.parametrize("name", OTHER_PAGES)
def test_every_page_of_an_article_has_the_links_at_once_and_fetches_the_figures(name: str) -> None:
    article, (tab, args) = story(), OTHER_PAGES[name]
    html = signed_in(ChiefFactory()).get(reverse(name, args=[article.pk, *args])).content.decode()
    steps = html[
        html.index('<nav id="steps"') : html.index("</nav>", html.index('<nav id="steps"'))
    ]
    links = re.findall(r'<li>\s*<a href="([^"]+)"', steps)
    assert links == [
        reverse("review:read", args=[article.pk]),
        reverse("review:proof", args=[article.pk]),
        reverse("replies:of_article", args=[article.pk]),
        reverse("review:proof", args=[article.pk]) + "?second=facts",
        reverse("review:proof", args=[article.pk]) + "#gate",
    ]
    assert f'hx-get="{reverse("review:steps", args=[article.pk])}?tab={tab}"' in steps
    assert "✓" not in steps
    assert "○" not in steps


def test_the_proof_has_the_figures_in_it_and_fetches_none() -> None:
    article = story()
    html = (
        signed_in(CheckerFactory()).get(reverse("review:proof", args=[article.pk])).content.decode()
    )
    assert reverse("review:steps", args=[article.pk]) not in html
    assert "not read yet" in html


def test_the_steps_of_a_story_nobody_began_say_what_is_left_and_who_can_do_it() -> None:
    article = story(assigned_to=CheckerFactory(name="Rosa Vidal"))
    ClaimFactory(proof=article.current_proof())
    AccusationFactory(proof=article.current_proof(), party=PartyFactory())
    found = told(article, CheckerFactory())
    assert found["state"] == "in check"
    assert found["Read"] == "not read yet | you can"
    assert found["Check"] == "0/1 | Rosa Vidal"
    assert found["Comment"] == "1 not asked | you can"
    found = told(article, article.author)
    assert found["Read"] == "not read yet | a checker"
    assert found["Clear"].endswith("| an editor")


def test_the_check_counts_what_was_ruled_on() -> None:
    article = story("Rebels entered Aleppo.\nNobody was hurt.")
    proof = article.current_proof()
    first = ClaimFactory(proof=proof, text="Rebels entered Aleppo.")
    ClaimFactory(proof=proof, text="Nobody was hurt.")
    assert told(article, CheckerFactory())["Check"] == "0/2 | not assigned"
    confirmed(first)
    assert told(article, CheckerFactory())["Check"] == "1/2 | not assigned"


def test_the_check_is_not_done_while_the_author_is_asked() -> None:
    article = story("Rebels entered Aleppo.", author=ReporterFactory(name="Ann Lee"))
    claim = ClaimFactory(proof=article.current_proof(), text="Rebels entered Aleppo.")
    raise_query(by=CheckerFactory(), article=article, claim=claim, text="So?")
    assert told(article, CheckerFactory())["Check"] == "1/1, 1 awaits an answer | Ann Lee"


def test_what_the_author_has_answered_is_for_an_editor_to_decide() -> None:
    article = story("Rebels entered Aleppo.", author=ReporterFactory(name="Ann Lee"))
    claim = ClaimFactory(proof=article.current_proof(), text="Rebels entered Aleppo.")
    query = raise_query(by=CheckerFactory(), article=article, claim=claim, text="So?")
    answer_query(by=article.author, query=query, answer="Yes.")
    assert told(article, CheckerFactory())["Check"] == "1/1, 1 to decide | an editor"
    assert told(article, EditorFactory())["Check"] == "1/1, 1 to decide | you can"


def test_a_first_read_is_named() -> None:
    article, reader = story(), CheckerFactory(name="Rosa Vidal")
    FirstRead.objects.create(proof=article.current_proof(), by=reader)
    assert told(article, reader)["Read"] == "by Rosa Vidal"


def test_replies_that_came_are_counted_of_those_asked() -> None:
    article = story()
    requested(article)
    requested(article, outcome="answered")
    assert told(article, CheckerFactory())["Comment"].startswith("1 of 2 in")


def test_a_story_signed_by_a_second_reader_may_run_and_then_is_cleared() -> None:
    article, editor = clear_story(), EditorFactory()
    found = told(article, editor)
    assert found["state"] == "may run"
    assert found["Second read"] == "3 of 3 signed"
    assert found["Clear"] == "may run | you can"
    clear(by=editor, article=article, proof=article.current_proof())
    found = told(article, editor)
    assert found["state"] == found["Clear"] == "cleared"
    next_proof(article, "Another text altogether.")
    assert told(article, editor)["state"] != "cleared"


def test_what_waits_for_signatures_alone_waits_for_a_second_read() -> None:
    article = story("Rebels enter the city\nRebels entered Aleppo on Friday.")
    confirmed(ClaimFactory(proof=article.current_proof(), text="Rebels entered Aleppo on Friday."))
    assert told(article, CheckerFactory())["state"] == "awaiting second read"
    signed(article)
    assert told(article, CheckerFactory())["state"] == "may run"


def test_the_page_that_asks_is_the_current_one() -> None:
    html = (
        signed_in(CheckerFactory())
        .get(reverse("review:steps", args=[story().pk]), {"tab": "requests"})
        .content.decode()
    )
    assert re.search(r'aria-current="page">\s*<span[^>]*>[^<]*</span>\s*Comment', html)
    assert html.count("aria-current") == 1
    assert "hx-get" not in html


def test_a_row_that_cannot_be_read_takes_the_figures_never_the_links(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("This row cannot be read.")

    monkeypatch.setattr(live_views, "steps_of", broken)
    with caplog.at_level(logging.ERROR):
        answer = signed_in(CheckerFactory()).get(reverse("review:steps", args=[story().pk]))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "its steps can’t be shown" in _words(html)
    assert html.count("<li>") == 5
    assert "hx-get" not in html, "it would ask for ever"
    assert "could not be told" in caplog.text


def test_the_steps_of_a_restricted_article_are_not_there_for_others() -> None:
    article = ArticleFactory(restricted=True)
    address = reverse("review:steps", args=[article.pk])
    assert signed_in(EditorFactory()).get(address).status_code == 404
    assert signed_in(ChiefFactory()).get(address).status_code == 200


@pytest.mark.parametrize("name", ["review:history", "claims:sources", "articles:settings"])
def test_a_page_that_shows_the_links_alone_reads_nothing_for_them(
    name: str, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    article = story()
    client, address = signed_in(ChiefFactory()), reverse(name, args=[article.pk])
    client.get(address)
    with django_assert_max_num_queries(14):
        assert client.get(address).status_code == 200


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("flush_redis")
@pytest.mark.parametrize("width", [390, 800, 1360])
def test_the_figures_come_without_moving_the_page(
    page: Page, live: str, sign_in: Any, width: int
) -> None:
    article = story("A headline\nRebels entered Aleppo on Friday.")
    sign_in(CheckerFactory())
    page.set_viewport_size({"width": width, "height": 800})
    held: list[Any] = []
    page.route("**/steps/**", lambda route: held.append(route))
    page.goto(live + reverse("review:history", args=[article.pk]))
    heading = page.locator("h1")
    stood = heading.bounding_box()
    assert stood is not None
    page.wait_for_timeout(200)
    held[0].continue_()
    expect(page.locator("#steps .article-state")).not_to_be_empty()
    assert heading.bounding_box() == stood
