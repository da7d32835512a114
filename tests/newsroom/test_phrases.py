"""What rules say: English to keep, another language to show."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.utils.translation import _trans, override

from factcheck.newsroom.phrases import (
    Phrase,
    gettext_noop,
    ngettext,
    one_after_another,
    pgettext,
)
from factcheck.newsroom.translating import translated


@contextmanager
def another_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stand in for a catalogue: every sentence in capitals, with the context of a word."""
    shout = {"%(PARTY)S": "%(party)s", "%(WHY)S": "%(why)s", "%(COUNT)S": "%(count)s"}

    def said(words: str) -> str:
        loud = words.upper()
        for name, kept in shout.items():
            loud = loud.replace(name, kept)
        return loud

    with monkeypatch.context() as patch:
        patch.setattr(_trans, "gettext", said)
        patch.setattr(_trans, "ngettext", lambda one, many, n: said(one if n == 1 else many))
        patch.setattr(_trans, "pgettext", lambda context, word: f"{said(word)} [{context}]")
        yield


def reason() -> Phrase:
    why = gettext_noop("it answered in part.")
    return gettext_noop("%(party)s: %(why)s", party="the army", why=why)


def test_a_phrase_is_its_english_sentence() -> None:
    assert reason() == "the army: it answered in part."
    assert json.dumps({"why": reason()}) == '{"why": "the army: it answered in part."}'
    assert ngettext("%(count)s day", "%(count)s days", 1) == "1 day"
    assert ngettext("%(count)s day", "%(count)s days", 2) == "2 days"


def test_a_page_translates_a_phrase_and_the_phrases_in_it_but_no_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with another_language(monkeypatch):
        assert translated(reason()) == "the army: IT ANSWERED IN PART."
        assert translated(ngettext("%(count)s day", "%(count)s days", 2)) == "2 DAYS"
        assert translated(pgettext("mail", "sent")) == "SENT [mail]"
        assert translated(one_after_another([gettext_noop("one."), "two."], "; ")) == "ONE.; two."


def test_what_is_no_phrase_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with another_language(monkeypatch):
        assert translated("stored words") == "stored words"
        assert translated(gettext_noop("")) == ""
        assert translated(7) == 7


def test_a_per_cent_sign_in_a_name_is_no_placeholder() -> None:
    said = gettext_noop("%(party)s: %(why)s", party="100%(x)s Ltd", why="50 %")
    assert translated(said) == said == "100%(x)s Ltd: 50 %"


def test_a_phrase_that_was_put_away_and_taken_out_can_still_be_translated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken_out = pickle.loads(pickle.dumps(reason()))
    with another_language(monkeypatch):
        assert translated(taken_out) == "the army: IT ANSWERED IN PART."


def test_parts_of_a_phrase_stand_apart_where_the_page_is_read_from_right_to_left() -> None:
    said = one_after_another(["≠ 38 The Wire", "= 12,000"], " · ")
    with override("ar"):
        assert translated(said) == "\u2068≠ 38 The Wire\u2069 · \u2068= 12,000\u2069"
    with override("es"):
        assert translated(said) == "≠ 38 The Wire · = 12,000"
