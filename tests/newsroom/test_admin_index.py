"""The admin's index, and the hints of a first story."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.utils.functional import Promise
from django.utils.translation import override

import factcheck.urls  # noqa: F401  the admin's pages are loaded with the addresses
from factcheck.newsroom.field_names import FIELDS, FIELDS_OF_ONE, ROWS, unnamed
from factcheck.newsroom.hints import HINTS
from factcheck.newsroom.models import User
from factcheck.newsroom.rules import ROLES
from factcheck.newsroom.templatetags.admin_index import SECTIONS
from tests.newsroom.factories import CheckerFactory, ChiefFactory
from tests.pages import one_line
from tests.review.factories import story

pytestmark = pytest.mark.django_db
SAME_EVERYWHERE = {"HTML", "SHA-256", "TK", "embargo"}
OF_OTHERS = ("account", "mfa", "socialaccount", "auth", "pgtrigger")


def at(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_every_table_of_ours_in_the_admin_has_a_place_in_the_index() -> None:
    placed = [table for tables in SECTIONS.values() for table in tables]
    ours = {m.__name__ for m in admin.site._registry if m._meta.app_label not in OF_OTHERS}
    assert set(placed) == ours
    assert len(placed) == len(set(placed))


def of_ours() -> list[type[Model]]:
    return [m for m in admin.site._registry if m._meta.app_label not in OF_OTHERS]


def test_every_field_and_table_in_the_admin_has_a_name_in_the_readers_language() -> None:
    without = {m.__name__: list(unnamed(m)) for m in of_ours()}
    assert {name: fields for name, fields in without.items() if fields} == {}
    assert [m.__name__ for m in of_ours() if not isinstance(m._meta.verbose_name, Promise)] == []


@pytest.mark.parametrize("language", ["es", "ar"])
def test_the_names_of_fields_and_tables_are_translated(language: str) -> None:
    names = [*FIELDS.values(), *FIELDS_OF_ONE.values(), *ROWS.values()]
    english = [str(name) for name in names]
    with override(language):
        same = {word for name, word in zip(names, english, strict=True) if str(name) == word}
    assert same <= SAME_EVERYWHERE


def test_no_name_is_kept_for_a_field_or_table_that_is_gone() -> None:
    there = {f.name for m in of_ours() for f in (*m._meta.fields, *m._meta.many_to_many)}
    assert set(FIELDS) <= there
    named = {f"{m.__name__}.{f.name}" for m in of_ours() for f in m._meta.fields}
    assert set(FIELDS_OF_ONE) <= named
    assert set(ROWS) <= {m.__name__ for m in of_ours()}


def test_a_column_of_the_admin_is_called_by_its_name() -> None:
    page = one_line(at(ChiefFactory(is_superuser=True)).get("/admin/newsroom/user/"))
    assert ">May sign in<" in page
    spanish = one_line(at(ChiefFactory(language="es")).get("/admin/newsroom/user/"))
    assert ">Puede entrar<" in spanish


def test_the_index_is_sorted_by_what_a_chief_does() -> None:
    page = one_line(at(ChiefFactory()).get("/admin/"))
    names = ["People", "Desk settings", "Searches", "Feeds", "Sources", "Letters", "Wording"]
    places = [page.index(f">{name}</h2>") for name in [*names, "Tokens", "Log"]]
    assert places == sorted(places)


def test_a_role_sees_only_what_it_may_open() -> None:
    page = one_line(at(CheckerFactory(is_staff=True)).get("/admin/"))
    assert ">Review queue</h2>" in page
    for name in ("People", "Desk settings", "Tokens", "Log"):
        assert f">{name}</h2>" not in page


def test_the_admin_bears_the_desks_frame_and_sheets() -> None:
    page = one_line(at(ChiefFactory()).get("/admin/"))
    assert "admin.css" in page
    assert "type.css" in page
    assert 'aria-label="Places"' in page
    assert "theme.js" not in page


def test_whoever_is_made_a_chief_may_open_the_admin() -> None:
    boss = ChiefFactory()
    answer = at(boss).post(
        "/admin/newsroom/user/add/",
        {
            "email": "new@paper.example",
            "name": "New",
            "role": "chief",
            "password1": "long enough to pass",
            "password2": "long enough to pass",
            "usable_password": "true",
        },
    )
    assert answer.status_code == 302
    assert User.objects.get(email="new@paper.example").is_staff


@pytest.mark.parametrize("role", ROLES)
def test_each_role_has_three_hints(role: str) -> None:
    assert len(HINTS[role]) == 3


def test_hints_stand_on_the_first_story_until_they_are_put_away() -> None:
    me, article = CheckerFactory(), story()
    client = at(me)
    page = article.get_absolute_url()
    assert HINTS["checker"][0] in one_line(client.get(page))
    answer = client.post("/account/hints/", {"next": page})
    assert answer["Location"] == page
    assert HINTS["checker"][0] not in one_line(client.get(page))
    elsewhere = client.post("/account/hints/", {"next": "https://elsewhere.example/"})
    assert elsewhere["Location"] == "/"


def test_a_list_bears_the_name_the_index_gives_it() -> None:
    client = at(ChiefFactory())
    assert "<h1>Mail sent</h1>" in one_line(client.get("/admin/post/outgoing/"))
    assert "<h1>Review queue</h1>" in one_line(client.get("/admin/desk/queueitem/"))
