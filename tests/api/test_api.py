"""The CMS's way in: the same actions as on the pages, and the same limits."""

from __future__ import annotations

import base64
from typing import Any

import pytest
import redis
from django.test import Client

from factcheck.api.models import IdempotentCall, Token
from factcheck.articles.models import Article, Proof, hash_of
from factcheck.newsroom.models import LogEntry, User
from factcheck.review.models import Clearance, Query
from tests.api.factories import token_of
from tests.articles.factories import ArticleFactory
from tests.claims.factories import ClaimFactory, HoleFactory, read_article
from tests.newsroom.factories import CheckerFactory, ChiefFactory, EditorFactory, ReporterFactory
from tests.review.factories import QueryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]
COPY = "Rebels enter the city\n\nAt least 12 people were killed on Friday."


class Cms:
    """A program with a token."""

    def __init__(self, user: User | None = None, *, secret: str = "") -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.secret = secret or token_of(user or EditorFactory())

    def headers(self, **more: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}", **more}

    def post(self, path: str, data: Any, **headers: str) -> tuple[int, dict[str, Any]]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.client.post(
            f"/api/{path}", data, "application/json", headers=self.headers(**named)
        )
        return answer.status_code, answer.json()

    def get(self, path: str) -> tuple[int, dict[str, Any]]:
        answer = self.client.get(f"/api/{path}", headers=self.headers())
        return answer.status_code, answer.json()


def code(told: tuple[int, dict[str, Any]]) -> tuple[int, str]:
    return told[0], told[1]["error"]["code"]


def test_an_article_is_brought_in_and_its_proof_told() -> None:
    author = ReporterFactory(email="ann@desk.example")
    said = {
        "text": COPY,
        "headline": "Rebels",
        "author": "ann@desk.example",
        "published": "2026-03-14",
        "deadline": "2096-03-15T17:00:00-04:00",
        "url": "https://paper.example/story",
    }
    status, told = Cms().post("articles/", said)
    article = Article.objects.get()
    assert (status, told["article"], told["proof"], told["hash"]) == (
        201,
        article.pk,
        1,
        hash_of(COPY),
    )
    assert told["link"].endswith(article.get_absolute_url())
    assert (article.headline, article.author, str(article.deadline)) == (
        "Rebels",
        author,
        "2096-03-15 21:00:00+00:00",
    )
    assert article.current_proof().medium == "cms"


def test_copy_comes_as_html_or_as_a_file_as_well() -> None:
    html = "<html><body><article><h1>Rebels enter</h1><p>At least 12 people were killed on Friday.</p></article></body></html>"
    file = {
        "name": "draft.md",
        "base64": base64.b64encode(b"# Rebels enter\n\nAt least 12 were killed.").decode(),
    }
    for said in ({"html": html}, {"file": file}):
        status, told = Cms().post("articles/", said)
        assert status == 201
        kinds = [
            block.kind
            for block in Article.objects.get(pk=told["article"]).current_proof().blocks.all()
        ]
        assert kinds == ["headline", "body"]


def test_a_new_proof_names_the_one_it_is_based_on_and_a_lost_race_is_told() -> None:
    article, cms = ArticleFactory(text=COPY), Cms()
    path = f"articles/{article.pk}/proofs/"
    assert cms.post(path, {"text": COPY + " More.", "base": 1})[0] == 201
    assert code(cms.post(path, {"text": COPY + " Other.", "base": 1})) == (409, "outdated")
    assert cms.post(path, {"text": COPY + " More.", "base": 2})[0] == 200
    assert code(cms.post(path, {"text": COPY, "base": 9})) == (409, "outdated")
    assert Proof.objects.filter(article=article).count() == 2


def test_blocks_come_with_their_kinds() -> None:
    blocks = [{"kind": "headline", "span": [0, 21]}, {"kind": "caption", "span": [23, len(COPY)]}]
    status, told = Cms().post("articles/", {"text": COPY, "blocks": blocks})
    assert status == 201
    found = Article.objects.get(pk=told["article"]).current_proof().blocks.all()
    assert [block.kind for block in found] == ["headline", "caption"]


def test_the_state_is_told_with_the_gates_reasons_and_their_places() -> None:
    article = read_article(text="The vote was TK to 12.")
    HoleFactory(proof=article.current_proof())
    status, told = Cms().get(f"articles/{article.pk}/")
    assert status == 200
    reasons = {one["reason"]: one for one in told["gate"]}
    assert reasons["tk"]["count"] == 1
    assert reasons["tk"]["link"].startswith("http")
    assert told["hash"] == article.current_proof().hash
    assert set(told["coverage"]) == {"claims", "quotes", "facts"}


def cleared_article(query: str = "") -> Article:
    """Cleared by a chief who set every reason aside, an open query among them if one is given."""
    article = read_article(text=COPY)
    if query:
        QueryFactory(article=article, text=query)
    cms = Cms(ChiefFactory())
    reasons = [one["reason"] for one in cms.get(f"articles/{article.pk}/")[1]["gate"]]
    said = {
        "hash": article.current_proof().hash,
        "overrides": dict.fromkeys(reasons, "The printer waits."),
    }
    status, told = cms.post(f"articles/{article.pk}/clear/", said)
    assert (status, told["state"]) == (201, "cleared")
    return article


def test_exactly_the_cleared_text_may_run_and_no_other() -> None:
    article, cms = cleared_article(), Cms(CheckerFactory())
    path = f"articles/{article.pk}/may-run/"
    for same in (COPY, COPY.replace("\n", "\r\n"), "\ufeff" + COPY):
        assert cms.post(path, {"text": same})[1]["clear"] is True
    for other in (COPY.replace("12", "13"), COPY + " ", COPY.replace("enter", "Enter")):
        told = cms.post(path, {"text": other})[1]
        assert told["clear"] is False
        assert [one["reason"] for one in told["reasons"]] == ["other text"]


def test_text_that_nobody_cleared_may_not_run_and_the_gate_says_why() -> None:
    article = read_article(text=COPY)
    told = Cms().post(f"articles/{article.pk}/may-run/", {"text": COPY})[1]
    assert told["clear"] is False
    assert {"not cleared", "not signed off"} <= {one["reason"] for one in told["reasons"]}


def test_what_came_up_since_the_clearance_stops_it() -> None:
    article, cms = cleared_article(), Cms()
    ClaimFactory(proof=article.current_proof(), text="At least 12 people were killed on Friday.")
    told = cms.post(f"articles/{article.pk}/may-run/", {"text": COPY})[1]
    assert (told["clear"], [one["reason"] for one in told["reasons"]]) == (
        False,
        ["claim without verdict"],
    )


def test_one_query_set_aside_and_another_open_are_two() -> None:
    article, cms = cleared_article("Is it 12?"), Cms()
    query = Query.objects.get()
    path = f"articles/{article.pk}/may-run/"
    assert cms.post(path, {"text": COPY})[1]["clear"] is True
    Query.objects.filter(pk=query.pk).update(
        state="decided", decision="stet", decided_by=query.raised_by, decided_at=query.raised_at
    )
    QueryFactory(article=article, text="Is it Friday?")
    told = cms.post(path, {"text": COPY})[1]
    assert [(one["reason"], one["count"]) for one in told["reasons"]] == [("query open", 1)]


def test_clearing_goes_through_the_gate() -> None:
    article = read_article(text=COPY)
    path, said = f"articles/{article.pk}/clear/", {"hash": article.current_proof().hash}
    assert code(Cms().post(path, said)) == (409, "refused")
    assert code(Cms().post(path, {"hash": "0" * 64})) == (409, "outdated")
    assert code(Cms(CheckerFactory()).post(path, said)) == (403, "not allowed")
    assert not Clearance.objects.exists()


@pytest.mark.parametrize(
    "said", ["", "Bearer", "Bearer wrong", "Basic abc", "Bearer factcheck_", "bearer \x00"]
)
def test_without_a_good_token_nobody_comes_in(said: str) -> None:
    client = Client()
    client.force_login(ChiefFactory())  # a session is no way in
    article = ArticleFactory(text=COPY)
    answer = client.get(f"/api/articles/{article.pk}/", headers={"Authorization": said})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert client.post("/api/articles/", {"text": COPY}, "application/json").status_code == 401


def test_a_revoked_token_and_one_of_someone_who_left_are_no_longer_good() -> None:
    for change in ("revoke", "leave"):
        user = EditorFactory()
        cms = Cms(user)
        assert code(cms.get("articles/0/")) == (404, "not found")
        if change == "leave":
            User.objects.filter(pk=user.pk).update(is_active=False)
        else:
            chief = Client()
            chief.force_login(ChiefFactory())
            chief.post(f"/settings/tokens/{Token.objects.get(user=user).pk}/revoke/")
        assert code(cms.get("articles/0/")) == (401, "token")


def test_a_restricted_article_is_not_there_for_an_outsider() -> None:
    article, cms = ArticleFactory(text=COPY, restricted=True), Cms()
    said = {"text": COPY, "base": 1, "hash": "0" * 64}
    assert code(cms.get(f"articles/{article.pk}/")) == (404, "not found")
    for name in ("proofs", "may-run", "clear"):
        assert code(cms.post(f"articles/{article.pk}/{name}/", said)) == (404, "not found")


def test_whoever_brings_copy_in_by_the_api_may_restrict_it() -> None:
    status, _ = Cms(ReporterFactory()).post("articles/", {"text": COPY, "restricted": True})
    assert status == 201
    assert Article.objects.get().restricted


def test_what_is_too_large_or_no_json_is_refused(settings: Any) -> None:
    cms = Cms()
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 500
    assert code(cms.post("articles/", {"text": "x" * 600})) == (413, "too large")
    answer = cms.client.post("/api/articles/", "text=x", "text/plain", headers=cms.headers())
    assert answer.status_code == 415
    for body in ("[1]", "{", "\xff", "[" * 400):
        answer = cms.client.post("/api/articles/", body, "application/json", headers=cms.headers())
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "not json")


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({}, "text"),
        ({"text": 5}, "text"),
        ({"text": COPY, "html": "<p>x</p>"}, "text"),
        ({"text": COPY, "headlin": "x"}, "headlin"),
        ({"text": COPY, "author": "nobody@desk.example"}, "author"),
        ({"text": COPY, "published": "2026-02-31"}, "published"),
        ({"text": COPY, "deadline": "2026-03-14T17:00:00"}, "deadline"),
        # What .NET sends for "none", and the last second a calendar knows.
        ({"text": COPY, "deadline": "0001-01-01T00:00:00+14:00"}, "deadline"),
        ({"text": COPY, "deadline": "9999-12-31T23:59:59Z"}, "deadline"),
        ({"text": COPY, "published": "0001-01-01"}, "published"),
        ({"text": COPY, "restricted": "yes"}, "restricted"),
        ({"text": COPY, "url": "javascript:1"}, "url"),
        ({"text": COPY, "blocks": [{"kind": "x", "span": [0, 1]}]}, "blocks"),
        ({"text": COPY, "blocks": [{"kind": "body", "span": [0, True]}]}, "blocks"),
        ({"file": {"name": "x.txt", "base64": "*"}}, "file"),
        ({"file": "x"}, "file"),
    ],
)
def test_a_field_that_is_not_as_documented_is_named(said: dict[str, Any], named: str) -> None:
    status, told = Cms().post("articles/", said)
    assert (status, told["error"]["code"]) == (422, "field")
    assert told["error"]["message"].startswith(f"{named}: ")
    assert not Article.objects.exists()


def test_the_same_request_with_the_same_key_is_done_once() -> None:
    cms = Cms()
    first = cms.post("articles/", {"text": COPY}, Idempotency_Key="a1")
    assert cms.post("articles/", {"text": COPY}, Idempotency_Key="a1") == first
    assert Article.objects.count() == 1
    assert code(cms.post("articles/", {"text": COPY + "!"}, Idempotency_Key="a1")) == (422, "key")
    assert (
        Cms().post("articles/", {"text": COPY}, Idempotency_Key="a1")[1]["article"]
        != first[1]["article"]
    )


def test_a_request_that_failed_may_be_tried_again_with_its_key() -> None:
    article, cms = ArticleFactory(text=COPY), Cms()
    path, said = f"articles/{article.pk}/proofs/", {"text": COPY + " More.", "base": 2}
    assert code(cms.post(path, said, Idempotency_Key="k")) == (409, "outdated")
    assert not IdempotentCall.objects.exists()
    cms.post(path, {"text": COPY + " First.", "base": 1})
    assert cms.post(path, said, Idempotency_Key="k")[0] == 201


def test_one_token_may_come_so_often_a_minute(settings: Any, flush_redis: redis.Redis) -> None:
    settings.API_PER_MINUTE = 2
    cms, other = Cms(), Cms()
    assert [cms.get("articles/0/")[0] for _ in range(3)] == [404, 404, 429]
    assert other.get("articles/0/")[0] == 404


def test_the_gate_answers_even_where_redis_is_down(settings: Any) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    assert Cms().get("articles/0/")[0] == 404


def test_errors_have_one_shape_whatever_is_wrong() -> None:
    cms = Cms()
    assert code(cms.get("nothing/here")) == (404, "not found")
    assert code(cms.get("articles/")) == (405, "method")
    assert cms.client.put("/api/articles/", headers=cms.headers()).status_code == 405


def test_the_log_says_by_which_token_a_person_acted() -> None:
    user = ReporterFactory(name="Ann")
    Cms(user).post("articles/", {"text": COPY})
    entry = LogEntry.objects.get(verb="import article")
    assert (entry.by, entry.data["via"]) == (user, "API token “CMS”")


def test_a_failure_of_ours_tells_nothing_of_the_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("factcheck.api.views.import_copy", broken)
    status, told = Cms().post("articles/", {"text": COPY})
    assert (status, told["error"]["code"]) == (500, "failed")
    assert "secret" not in str(told)
