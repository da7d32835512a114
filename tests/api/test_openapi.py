"""The OpenAPI document says what the API does."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from factcheck.api.fields import SCHEMAS
from factcheck.api.openapi import SHAPES
from factcheck.api.urls import ENDPOINTS
from tests.api.factories import token_of
from tests.articles.factories import ArticleFactory
from tests.newsroom.factories import EditorFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]


def document() -> dict[str, Any]:
    return Client().get("/api/openapi.json").json()


def call(method: str, path: str, data: Any = None) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {token_of(EditorFactory())}"}
    client = Client()
    if method == "get":
        answer = client.get(path, headers=headers)
    else:
        answer = client.post(path, data, "application/json", headers=headers)
    return answer.status_code, answer.json()


def test_every_endpoint_is_documented_with_its_methods() -> None:
    paths = document()["paths"]
    assert len(paths) == len(ENDPOINTS)
    for pattern in ENDPOINTS:
        path = "/" + str(pattern.pattern).replace("<int:pk>", "{pk}")
        assert set(paths[path]) - {"parameters"} == set(pattern.callback.handlers)


def test_every_field_a_handler_takes_has_a_schema() -> None:
    for pattern in ENDPOINTS:
        for handler in pattern.callback.handlers.values():
            assert set(handler.fields) <= set(SCHEMAS)


def test_every_operation_has_a_summary_and_a_name_of_its_own() -> None:
    operations = [
        operation
        for item in document()["paths"].values()
        for method, operation in item.items()
        if method != "parameters"
    ]
    assert all(operation["summary"].endswith(".") for operation in operations)
    assert len({operation["operationId"] for operation in operations}) == len(operations)


def test_every_reference_leads_to_a_shape() -> None:
    text = str(document())
    shapes = document()["components"]["schemas"]
    named = {part.split("'")[0] for part in text.split("#/components/schemas/")[1:]}
    assert named == set(shapes)


@pytest.mark.parametrize(
    ("method", "path", "data", "shape"),
    [
        ("post", "/api/articles/", {"text": "Twelve died."}, "Proof"),
        ("get", "/api/articles/{pk}/", None, "Article"),
        ("post", "/api/articles/{pk}/proofs/", {"base": 1, "text": "Thirteen died."}, "Proof"),
        ("post", "/api/articles/{pk}/may-run/", {"text": "Twelve died."}, "MayRun"),
        ("post", "/api/articles/{pk}/clear/", {"hash": "wrong"}, "Error"),
    ],
)
def test_what_is_answered_has_the_documented_shape(
    method: str, path: str, data: Any, shape: str
) -> None:
    article = ArticleFactory()
    status, body = call(method, path.replace("{pk}", str(article.pk)), data)
    documented = document()["paths"][path][method]["responses"]
    assert str(status) in documented
    assert set(body) == set(SHAPES[shape])


def test_the_document_needs_no_token_and_names_no_article() -> None:
    ArticleFactory(headline="Rebels enter the city")
    assert "Rebels" not in Client().get("/api/openapi.json").content.decode()
