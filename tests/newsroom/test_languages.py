"""Pages and mails in their reader's language; what programs and the log read stays English."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as newsroom_settings
from django.core import mail
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.languages import words_version
from factcheck.newsroom.middleware import in_reader_language
from factcheck.newsroom.models import LogEntry, User
from factcheck.settings.languages import languages_in
from factcheck.status import actions
from tests.newsroom.factories import CheckerFactory, UserFactory
from tests.pages import one_line
from tests.status.test_pages import given

pytestmark = pytest.mark.django_db
SETTINGS = "/settings/"
WORDS = "/words/{}/{}.js"


def language_seen(user: User | None, accepts: str = "", path: str = "/") -> str:
    """The language that is active while a page is drawn."""
    seen = []

    def page(request: HttpRequest) -> HttpResponse:
        seen.append(translation.get_language())
        return HttpResponse()

    request = RequestFactory().get(path, headers={"Accept-Language": accepts})
    if user is not None:
        request.user = user
    in_reader_language(page)(request)
    return str(seen[0])


def at(user: User, accepts: str = "") -> Client:
    client = Client(headers={"Accept-Language": accepts})
    client.force_login(user)
    return client


def test_the_languages_are_english_and_those_that_have_a_folder(tmp_path: Path) -> None:
    for name in ("pt_BR", "ar", "es"):
        (tmp_path / name / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "notes").mkdir()
    assert languages_in(tmp_path) == [
        ("en", "English"),
        ("ar", "العربيّة"),
        ("es", "Español"),
        ("pt-br", "Português Brasileiro"),
    ]
    assert {"en", "es", "ar"} <= set(dict(newsroom_settings.LANGUAGES))


def test_a_language_that_django_does_not_know_is_refused_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "xx" / "LC_MESSAGES").mkdir(parents=True)
    with pytest.raises(KeyError):
        languages_in(tmp_path)


@pytest.mark.parametrize(
    ("chosen", "accepts", "language"),
    [
        ("", "", "en"),
        ("", "es-MX,es;q=0.9,en;q=0.8", "es"),
        ("", "ar", "ar"),
        ("ar", "es", "ar"),
        ("en", "es", "en"),
        ("", "tlh, xx;q=0.5", "en"),
        ("xx", "", "en"),
        ("xx", "es", "es"),
    ],
)
def test_a_persons_choice_goes_before_the_browsers_and_english_is_last(
    chosen: str, accepts: str, language: str
) -> None:
    assert language_seen(UserFactory(language=chosen), accepts) == language


def test_who_is_not_signed_in_is_answered_as_the_browser_says() -> None:
    assert language_seen(None, "es") == "es"


def test_the_language_of_a_page_ends_with_it() -> None:
    before = translation.get_language()
    language_seen(UserFactory(language="ar"))
    assert translation.get_language() == before == "en"


@pytest.mark.parametrize("path", ["/api/articles/", "/healthz", "/readyz", "/metrics"])
def test_what_programs_read_is_english(path: str) -> None:
    assert language_seen(None, "es", path) == "en"
    assert language_seen(UserFactory(language="ar"), "es", path) == "en"


def test_a_page_says_its_language_and_direction() -> None:
    user = CheckerFactory(language="ar")
    page = at(user, "es").get(SETTINGS)
    assert '<html lang="ar" dir="rtl">' in one_line(page)
    assert page.headers["Content-Language"] == "ar"
    assert '<html lang="es">' in one_line(
        Client(headers={"Accept-Language": "es"}).get("/account/login/")
    )
    assert '<html lang="en">' in one_line(Client().get("/account/login/"))


def test_no_cache_mixes_two_languages_and_pages_of_the_desk_are_in_none() -> None:
    assert "Accept-Language" in Client().get("/account/login/").headers["Vary"]
    page = at(CheckerFactory()).get(SETTINGS)
    assert page.headers["Cache-Control"] == "no-store"
    assert {"Cookie", "Accept-Language"} <= set(re.split(r",\s*", page.headers["Vary"]))


def test_the_language_is_read_with_the_person(django_assert_num_queries: object) -> None:
    request = RequestFactory().get("/")
    request.user = UserFactory(language="es")
    with django_assert_num_queries(0):  # type: ignore[operator]
        in_reader_language(lambda request: HttpResponse())(request)


def test_a_person_chooses_their_language_and_the_log_says_so_in_english() -> None:
    user = CheckerFactory()
    page = at(user).post(SETTINGS, given(language="ar"), follow=True)
    assert '<html lang="ar" dir="rtl">' in one_line(page)
    user.refresh_from_db()
    assert user.language == "ar"
    assert LogEntry.objects.get(by=user, verb="choose").text == "Language: العربيّة."
    at(user).post(SETTINGS, given(language=""))
    user.refresh_from_db()
    assert user.language == ""
    assert LogEntry.objects.filter(by=user, text="Language: as the browser says.").exists()


def test_the_settings_offer_each_language_by_its_own_name() -> None:
    page = one_line(at(CheckerFactory(language="es")).get(SETTINGS))
    assert '<option value="es" selected>Español</option>' in page
    for code, name in newsroom_settings.LANGUAGES:
        assert f'<option value="{code}"' in page
        assert f">{name}</option>" in page


def test_a_language_there_is_not_is_refused() -> None:
    user = CheckerFactory(language="es")
    assert at(user).post(SETTINGS, given(language="xx")).status_code == 422
    with pytest.raises(Refused):
        actions.choose_language(by=user, user=user, language="xx")
    with pytest.raises(NotAllowed):
        actions.choose_language(by=CheckerFactory(), user=user, language="ar")
    user.refresh_from_db()
    assert user.language == "es"


def test_what_scripts_say_is_a_file_of_our_own_kept_by_version() -> None:
    page = Client().get(WORDS.format("es", words_version("es")))
    assert page.status_code == 200
    assert page.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in page.headers["Cache-Control"]
    assert "max-age=31536000" in page.headers["Cache-Control"]
    assert page.headers["Content-Language"] == "es"
    assert "gettext" in page.content.decode()


def test_the_words_of_another_version_are_not_kept() -> None:
    page = Client().get(WORDS.format("es", "0123456789ab"))
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-cache"


def test_words_in_a_language_there_is_not_are_not_found() -> None:
    assert Client().get(WORDS.format("xx", "0")).status_code == 404


def test_a_page_loads_the_words_of_its_language_before_its_scripts() -> None:
    page = one_line(at(CheckerFactory(language="ar")).get(SETTINGS))
    words = f'<script defer src="{WORDS.format("ar", words_version("ar"))}"></script>'
    assert 0 < page.index(words) < page.index("js/lists")
    assert "unsafe-inline" not in Client().get("/account/login/").headers["Content-Security-Policy"]


def test_the_version_of_the_words_changes_with_the_words(tmp_path: Path, settings: Any) -> None:
    before = words_version.__wrapped__("es")
    folder = tmp_path / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "djangojs.mo").write_bytes(b"other words")
    settings.LOCALE_PATHS = [tmp_path]
    assert words_version.__wrapped__("es") != before


def test_a_mail_of_the_desk_is_in_the_language_of_whom_it_goes_to() -> None:
    for language, tag in (
        ("ar", '<html lang="ar" dir="rtl">'),
        ("es", '<html lang="es">'),
        ("", '<html lang="en">'),
        ("xx", '<html lang="en">'),
    ):
        user = CheckerFactory(language=language)
        context = actions.digest_context(user, [])
        with translation.override("es"):
            _, _, html = actions.render("digest", context)
        assert tag in html


def test_a_mail_about_a_password_is_in_the_language_of_its_owner(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = []
    owner = UserFactory(language="ar")

    def noted(*args: object, **rest: object) -> str:
        seen.append(translation.get_language())
        return "text"

    monkeypatch.setattr("allauth.account.adapter.render_to_string", noted)
    Client(headers={"Accept-Language": "es"}).post(
        "/account/password/reset/", {"email": owner.email}
    )
    assert len(mail.outbox) == 1
    assert set(seen) == {"ar"}
    seen.clear()
    Client(headers={"Accept-Language": "es"}).post(
        "/account/password/reset/", {"email": UserFactory().email}
    )
    assert set(seen) == {"es"}
