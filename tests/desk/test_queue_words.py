"""What an item of the queue says is in the language of the page."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from django.utils import translation

from factcheck.desk.reads.queue_words import SENTENCES, item_text, item_words


def shown(text: str, language: str) -> str:
    with translation.override(language):
        page = Template("{% load queue_words %}{{ text|item_words }}")
        return page.render(Context({"text": text})).replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize("sentence", sorted(SENTENCES))
def test_a_kept_sentence_is_read_back_as_it_was(sentence: str) -> None:
    names = re.findall(r"%\((\w+)\)s", SENTENCES[sentence].words)
    text = item_text(sentence, **{name: f"the {name}: “of it”" for name in names})

    assert item_words(text) == text
    for language in ("es", "ar"):
        said = shown(text, language)
        assert said != text
        assert all(f"the {name}: “of it”" in said.replace("&quot;", '"') for name in names)


def test_what_nothing_is_told_of_leaves_the_sentence_whole() -> None:
    text = item_text("mailbox", mailbox="press@paper.example", trouble="")

    assert shown(text, "es") == "No se lee el correo de press@paper.example: "


def test_the_passes_of_a_second_read_have_their_names_in_every_language() -> None:
    text = item_text("second read", story="Floods", passes="facts, quotes")

    assert shown(text, "es") == "Segunda lectura de «Floods»: datos, citas"


def test_what_somebody_wrote_stays_as_it_is() -> None:
    assert item_words("See the lawyer before noon") == "See the lawyer before noon"
