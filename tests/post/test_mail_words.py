"""What is kept of a mail that failed is said in the language of the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import translation

from factcheck.post.mail_words import SENTENCES, mail_words


def shown(text: str, language: str) -> str:
    with translation.override(language):
        return mail_words(text).replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda one: one.words[:40])
def test_a_sentence_kept_with_a_mail_is_said_in_each_language(sentence: object) -> None:
    words = sentence.words  # type: ignore[attr-defined]
    names = re.findall(r"%\((\w{1,20})\)s", words)
    text = words % {name: f"421 {name}" for name in names} if names else words
    assert shown(text, "en") == text
    for language in ("es", "ar"):
        said = shown(text, language)
        assert said != text
        assert all(f"421 {name}" in said for name in names)


def test_a_sentence_within_another_is_said_too_and_a_servers_words_stay() -> None:
    assert shown("Its letter failed: The mail server cannot be reached", "es") == (
        "Su carta falló: No se puede contactar con el servidor de correo"
    )
    assert shown("550 5.1.1 No such mailbox here", "es") == "550 5.1.1 No such mailbox here"


def test_the_sentences_are_those_that_the_code_keeps() -> None:
    """Words that were changed where they are written would be shown in English everywhere."""
    mail = Path(__file__).parent.parent.parent / "factcheck" / "outside" / "mail"
    written = "".join((mail / name).read_text() for name in ("send.py", "classify.py"))
    for words in ("The mail server takes no such address", "Only says that the mail was received"):
        assert words in written
