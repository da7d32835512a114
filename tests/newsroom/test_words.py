from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from factcheck.claims.models import Party
from factcheck.newsroom.words import LONGEST, Words, fold, parse, snippet, tsquery
from tests.claims.factories import PartyFactory

SPELT = [
    "Ørsted",
    "al-Musawi",
    "Łódź",
    "O’Neil",
    "São Tomé",
    "МОСАД",
    "Ζωή",
    "مُوسَوِي",
    "3,000",
    "a.b@c.example",
    "ﬁnance",
]


@pytest.mark.django_db
@pytest.mark.parametrize("name", SPELT)
def test_a_name_is_found_as_it_is_written_and_without_its_accents(name: str) -> None:
    party = PartyFactory(name=f"The {name} office")
    for typed in (name, name.upper(), fold(name), f'"{name} office"'):
        found = Party.objects.alias(looked_in=Words("name", "aliases")).filter(
            looked_in=tsquery(parse(typed))
        )
        assert list(found) == [party], typed


@pytest.mark.django_db
def test_all_words_must_be_there_a_phrase_in_its_order_and_a_beginning_may_go_on() -> None:
    PartyFactory(name="Ministry of Defence", aliases=["Defence Ministry"])
    asked = {
        "ministry defence": 1,
        "ministry offence": 0,
        '"of defence"': 1,
        '"defence of"': 0,
        "minis*": 1,
        "minis": 0,
        '"minis*"': 0,
    }
    look = Party.objects.alias(looked_in=Words("name", "aliases"))
    assert {typed: look.filter(looked_in=tsquery(parse(typed))).count() for typed in asked} == asked


@pytest.mark.django_db
@given(
    st.text(st.characters(max_codepoint=0x2FFF, exclude_categories=["Cs", "Cn", "Cc"]), max_size=20)
)
def test_whatever_is_typed_is_a_query_the_database_understands(typed: str) -> None:
    terms = parse(typed)
    if terms:
        list(
            Party.objects.alias(looked_in=Words("name", "aliases")).filter(looked_in=tsquery(terms))
        )


@pytest.mark.django_db
def test_a_text_of_more_words_than_the_database_indexes_is_kept_all_the_same() -> None:
    text = " ".join(f"word{n}" for n in range(120_000))
    assert len(text) > LONGEST
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE long_one (name text)")
        cursor.execute(
            "CREATE INDEX ON long_one USING gin (to_tsvector('simple', left(name, %s)))", [LONGEST]
        )
        cursor.execute("INSERT INTO long_one VALUES (%s)", [text])


def test_words_found_are_marked_whatever_their_accents() -> None:
    pieces = snippet("Said José Müller of the al-Musawi mission.", parse('jose "al musawi" miss*'))
    assert [words for words, hit in pieces if hit] == ["José", "al-Musawi", "mission"]
    assert "".join(words for words, _ in pieces) == "Said José Müller of the al-Musawi mission."


def test_a_long_text_is_shown_from_shortly_before_the_first_word_found() -> None:
    text = "before " * 500 + "the needle lies here " + "after " * 500
    pieces = snippet(text, parse("needle"))
    shown = "".join(words for words, _ in pieces)
    assert len(shown) < 300
    assert ("needle", True) in pieces
    assert shown.startswith("… ")
    assert shown.endswith(" …")
