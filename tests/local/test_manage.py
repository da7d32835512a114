"""How a command that cannot begin ends."""

from __future__ import annotations

import sys

import pytest

import manage


@pytest.mark.parametrize(("command", "status"), [("receive", 75), ("factcheck", 1)])
def test_a_mail_server_is_told_to_try_again_and_anyone_else_that_it_failed(
    command: str, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["manage.py", command])
    assert manage.fail("The disk is full.") == status
    assert capsys.readouterr().err == "The disk is full.\n"
