"""The API described as an OpenAPI 3.1 document, made from the handlers themselves.

https://spec.openapis.org/oas/v3.1.0. Paths and methods come from `urls`, fields from `fields`,
summaries from the handlers' docstrings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern

from factcheck import __version__
from factcheck.api.endpoint import Handler
from factcheck.api.fields import SCHEMAS
from factcheck.review.rules.findings import FINDING_STATES
from factcheck.review.rules.gate import ARTICLE_STATES

_STRING = {"type": "string"}
_NUMBER = {"type": "integer"}
_DONE = {"type": "object", "properties": {"done": _NUMBER, "of": _NUMBER}}
_REASON = {
    "type": "object",
    "required": ["reason", "what", "link"],
    "properties": {"reason": _STRING, "what": _STRING, "link": _STRING, "count": _NUMBER},
}
_SAYS = {
    "type": "array",
    "items": {"type": "object", "properties": {"source": _STRING, "value": _STRING}},
}
_FINDING = {
    "type": "object",
    "properties": {
        "state": {"type": "string", "enum": list(FINDING_STATES)},
        "supported_by": _NUMBER,
        "accepted": _NUMBER,
        "words": _STRING,
        "differing": _SAYS,
        "agreeing": _SAYS,
    },
}
_FACT = {"id": _NUMBER, "kind": _STRING, "text": _STRING, "finding": _FINDING}
_CLAIM = {
    "id": _NUMBER,
    "span": {"type": "array", "items": _NUMBER},
    "text": _STRING,
    "score": {"type": "number"},
    "finding": _FINDING,
    "facts": {"type": "array", "items": {"type": "object", "properties": _FACT}},
}
_PROOF = {"article": _NUMBER, "proof": _NUMBER, "hash": _STRING, "link": _STRING}
_ARTICLE = {
    **_PROOF,
    "headline": _STRING,
    "restricted": {"type": "boolean"},
    "closed": {"type": "boolean"},
    "deadline": {"type": ["string", "null"], "format": "date-time"},
    "state": {"type": "string", "enum": list(ARTICLE_STATES)},
    "state_words": _STRING,
    "gate": {"type": "array", "items": _REASON},
    "coverage": {
        "type": "object",
        "properties": {"claims": _DONE, "quotes": _DONE, "facts": _DONE},
    },
    "findings": {"type": "object", "properties": {"counts": _STRING, "conflicts": _NUMBER}},
    "claims": {"type": "array", "items": {"type": "object", "properties": _CLAIM}},
    "cleared": {"type": ["object", "null"]},
}
_MAY_RUN = {
    "clear": {"type": "boolean"},
    **_PROOF,
    "asked": _STRING,
    "reasons": {"type": "array", "items": _REASON},
}
_ERROR: dict[str, Any] = {
    "error": {
        "type": "object",
        "required": ["code", "message"],
        "properties": {"code": _STRING, "message": _STRING},
    }
}
# What is answered, by the name a handler gives in `returns`.
SHAPES: dict[str, dict[str, Any]] = {
    "Proof": _PROOF,
    "Article": _ARTICLE,
    "MayRun": _MAY_RUN,
    "Error": _ERROR,
}

_ERRORS = {
    400: "The body is no JSON object, or the idempotency key is not printable.",
    401: "The token is missing, revoked or wrong.",
    403: "The token's account may not do this.",
    404: "There is no such article, or the token's account may not see it.",
    409: "Somebody was quicker (`outdated`), or the act is refused (`refused`).",
    413: "The request is too large.",
    415: "The request is not JSON.",
    422: "A field is not as documented, or the idempotency key was used for another request.",
    429: "Too many requests this minute; see Retry-After.",
}


def document(patterns: list[URLPattern]) -> dict[str, Any]:
    """Return the OpenAPI document of the endpoints among `patterns`."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Factcheck", "version": __version__},
        "security": [{"token": []}],
        "paths": dict(_paths(patterns)),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {name: _object(properties) for name, properties in SHAPES.items()},
        },
    }


def _paths(patterns: list[URLPattern]) -> Iterator[tuple[str, dict[str, Any]]]:
    for pattern in patterns:
        # Views that are no endpoints have none: the pages of tokens, and this document's own.
        handlers: dict[str, Handler] = getattr(pattern.callback, "handlers", {})
        if not handlers:
            continue
        route = str(pattern.pattern)
        names = re.findall(r"<int:(\w+)>", route)
        path = "/" + re.sub(r"<int:(\w+)>", r"{\1}", route)
        item: dict[str, Any] = {
            method: _operation(f"{pattern.name}_{method}", handler)
            for method, handler in handlers.items()
        }
        if names:
            item["parameters"] = [
                {"name": name, "in": "path", "required": True, "schema": _NUMBER} for name in names
            ]
        yield path, item


def _operation(name: str, handler: Handler) -> dict[str, Any]:
    successes = {str(status): _answer(handler.returns) for status in handler.success}
    errors = {str(status): _answer("Error", text) for status, text in _ERRORS.items()}
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": (handler.__doc__ or "").strip().splitlines()[0],
        "responses": successes | errors,
    }
    if handler.fields:
        properties = {field: SCHEMAS[field] for field in handler.fields}
        operation["requestBody"] = {"required": True, "content": _json(_object(properties))}
        operation["parameters"] = [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "schema": {"type": "string", "maxLength": 200},
                "description": "The act is done once for each key, for seven days.",
            }
        ]
    return operation


def _answer(shape: str, description: str = "Done.") -> dict[str, Any]:
    return {
        "description": description,
        "content": _json({"$ref": f"#/components/schemas/{shape}"}),
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def serve(patterns: list[URLPattern]) -> Callable[[HttpRequest], JsonResponse]:
    """Return a view of the document; it says nothing of any article, so it asks for no token."""
    return lambda request: JsonResponse(document(patterns))
