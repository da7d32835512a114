"""Answers in one shape: an object, or {"error": {"code", "message"}}."""

from __future__ import annotations

from typing import Any

from django.http import JsonResponse


class Problem(Exception):  # noqa: N818  what is answered, not what broke
    """An answer that is no success.

    `code` is a stable slug for programs, `message` a sentence for people.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        **headers: str,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def answer(status: int, body: dict[str, Any], **headers: str) -> JsonResponse:
    return JsonResponse(
        body,
        status=status,
        headers={"Cache-Control": "no-store", **headers},
    )


def refusal(problem: Problem) -> JsonResponse:
    body = {"error": {"code": problem.code, "message": problem.message}}
    return answer(problem.status, body, **problem.headers)
