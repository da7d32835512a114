"""Letters come from the desk's templates, by language and kind of party, and say nothing but what
was chosen.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from factcheck.replies import actions, rules
from factcheck.replies.actions.wording import shipped_templates, take_shipped_wording
from factcheck.replies.models import LETTER_KINDS, CommentRequest, LetterTemplate
from tests.articles.factories import ArticleFactory
from tests.claims.factories import PartyFactory
from tests.newsroom.factories import ChiefFactory, EditorFactory, ReporterFactory, desk
from tests.pages import seen_at
from tests.replies.factories import ContactFactory, RequestFactory, sent_request

pytestmark = pytest.mark.django_db
LANGUAGES = ["ar", "de", "en", "es", "fr", "ru"]
TEXT = "{points} by {deadline}: {reply_address}"


def request_in(language: str, kind: str = "army", **fields: Any) -> CommentRequest:
    party = PartyFactory(kind=kind)
    contact = ContactFactory(party=party, language=language, name="Ann")
    return RequestFactory(party=party, contact=contact, **fields)


# "Reply to this message" of each shipped language.
HERE = {
    "ar": "الرد على هذه الرسالة",
    "de": "auf diese Nachricht antworten",
    "en": "eply to this message",
    "es": "responder a este mensaje",
    "fr": "répondre à ce message",
    "ru": "ответить на это письмо",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LETTER_KINDS)
@pytest.mark.parametrize(
    ("channel", "wanted"), [("email", True), ("Signal", True), ("phone", False), ("fax", False)]
)
def test_only_what_can_be_replied_to_asks_for_a_reply_to_it(
    channel: str, wanted: bool, kind: str, language: str
) -> None:
    desk(name="The Ledger")
    request = sent_request()
    contact = ContactFactory(party=request.party, channel=channel, address="1", language=language)
    letter = actions.compose(request, kind, contact=contact)
    for text in (letter.text, letter.html):
        assert (HERE[language] in text) is wanted
        assert request.address_token in text
    assert "{" not in letter.text
    assert "\n\n- " not in letter.text, "the list of ways has no gap"


def save(**fields: Any) -> LetterTemplate:
    values = {
        "kind": "first",
        "language": "en",
        "party_kind": "",
        "subject": "Hello",
        "text": TEXT,
        **fields,
    }
    return actions.save_letter_template(by=ChiefFactory(), **values)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LETTER_KINDS)
def test_every_shipped_letter_fills_and_says_how_to_answer(language: str, kind: str) -> None:
    assert not rules.template_fault(kind, *shipped_templates()[kind, language])
    desk(name="Newsweek", time_zone="America/New_York")
    request = sent_request(party=PartyFactory(name="Forces"), time_zone="Asia/Baghdad")
    request.contact.language = language
    letter = actions.compose(request, kind)
    assert letter.language == language
    assert request.address_token in letter.text
    assert request.link_token in letter.text
    assert all(zone in letter.text for zone in ("UTC+3", " ET"))
    assert "{" not in letter.text + letter.subject
    if kind != "further":
        assert "Did your forces" in letter.text


def test_a_language_without_a_template_falls_back_and_a_kind_of_party_has_its_own() -> None:
    save(language="fr", party_kind="army", subject="Aux armées")
    save(language="pt", subject="Pedido")
    assert actions.compose(request_in("fr")).subject == "Aux armées"
    assert actions.compose(request_in("fr-CA")).subject == "Aux armées"
    assert "Demande" in actions.compose(request_in("fr", kind="company")).subject
    assert actions.compose(request_in("pt-BR")).subject == "Pedido"
    assert actions.compose(request_in("tlh")).language == "en"


def test_text_that_runs_from_right_to_left_says_so_and_addresses_in_it_do_not() -> None:
    letter = actions.compose(request_in("ar"))
    assert '<html lang="ar" dir="rtl">' in letter.html
    assert '<a dir="ltr" href="http' in letter.html
    assert 'dir="ltr">' in actions.compose(request_in("de")).html.splitlines()[1]
    assert letter.right_to_left


def test_the_deadline_stands_in_the_party_s_zone_and_the_desk_s_in_the_letter_s_language() -> None:
    desk(time_zone="America/New_York")
    at = datetime(2030, 1, 2, 22, 0, tzinfo=UTC)
    french = actions.compose(request_in("fr", deadline=at, time_zone="Asia/Baghdad"))
    assert "jeudi, 3 janvier 2030, 01:00 UTC+3 / mercredi, 2 janvier 2030, 17:00 ET" in french.text
    english = actions.compose(request_in("en", deadline=at, time_zone="Europe/London"))
    assert "22:00 GMT on Wednesday, January 2, 2030, which is 17:00 ET" in english.text


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"text": TEXT + " {deadlin}"}, "“{deadlin}” is no placeholder"),
        ({"text": "{points} {deadline}"}, "lacks {reply_address}"),
        ({"text": "{reply_address} {deadline}"}, "lacks {points}"),
        ({"text": TEXT + " {"}, "brace stands alone"),
        ({"subject": "{points}"}, "In the subject"),
        ({"subject": "a\nb"}, "one line"),
        ({"subject": " "}, "needs a subject"),
        ({"kind": "postcard"}, "which letter"),
        ({"party_kind": "ghost"}, "which kind of party"),
    ],
)
def test_a_template_that_cannot_be_a_letter_is_refused_with_its_reason(
    fields: dict[str, str], why: str
) -> None:
    with pytest.raises(Refused) as refused:
        save(**fields)
    assert why in str(refused.value)


def test_only_who_sets_the_desk_changes_templates_and_the_log_keeps_what_was() -> None:
    save(text=TEXT + " Old.")
    save(text=TEXT + " New.")
    assert LogEntry.objects.filter(verb="set desk").first().data["was"]["text"] == TEXT + " Old."
    template = save(language="fr", party_kind="army")
    for act in (
        lambda: actions.drop_letter_template(by=EditorFactory(), template=template),
        lambda: actions.word_clause(
            by=EditorFactory(), clause="sought", text="{parties} was asked"
        ),
        lambda: actions.save_letter_template(
            by=EditorFactory(), kind="first", language="fr", party_kind="", subject="x", text=TEXT
        ),
    ):
        with pytest.raises(NotAllowed):
            act()
    actions.drop_letter_template(by=ChiefFactory(), template=template)
    with pytest.raises(Refused, match="falls back"):
        actions.drop_letter_template(
            by=ChiefFactory(), template=LetterTemplate.objects.get(kind="first", language="en")
        )


def test_what_the_desk_set_is_not_undone_when_the_shipped_ones_are_made() -> None:
    save(subject="Ours")
    actions.ensure_letter_templates()
    actions.ensure_letter_templates()
    assert LetterTemplate.objects.get(kind="first", language="en", party_kind="").subject == "Ours"
    assert LetterTemplate.objects.count() == len(LANGUAGES) * len(LETTER_KINDS)


def test_a_placeholder_in_a_value_stays_words_and_markup_is_escaped() -> None:
    request = request_in("en", points="What of {reply_link} and <b>this</b>?")
    letter = actions.compose(request)
    assert "What of {reply_link} and <b>this</b>?" in letter.text
    assert "&lt;b&gt;this" in letter.html


def test_a_letter_names_no_other_party_and_nothing_of_the_copy() -> None:
    article = ArticleFactory(headline="Secret headline", text="Secret copy about the border.")
    request = request_in("fr", article=article)
    RequestFactory(
        article=article, party=PartyFactory(name="Another party"), points="Other points?"
    )
    letter = actions.compose(request)
    told = letter.subject + letter.text + letter.html
    assert not any(words in told for words in ("Secret", "Another party", "Other points"))


def test_a_template_and_a_clause_are_edited_in_the_admin_with_a_look_at_what_they_give(
    client: Client,
) -> None:
    chief = ChiefFactory(is_superuser=True)
    client.force_login(chief)
    page = client.get(reverse("admin:replies_lettertemplate_changelist"))
    assert page.status_code == 200
    template = LetterTemplate.objects.get(kind="first", language="ar", party_kind="")
    address = reverse("admin:replies_lettertemplate_change", args=[template.pk])
    assert 'dir="rtl"' in client.get(address).content.decode()
    wrong = client.post(address, {"subject": "x", "text": "{point}"})
    assert "is no placeholder" in wrong.content.decode()
    seen = seen_at(client, address)
    assert client.post(address, {"subject": "طلب", "text": TEXT, **seen}).status_code == 302
    template.refresh_from_db()
    assert (template.subject, template.changed_by) == ("طلب", chief)
    added = {
        "kind": "first",
        "language": "it",
        "party_kind": "",
        "subject": "Domanda",
        "text": TEXT,
    }
    assert client.post(reverse("admin:replies_lettertemplate_add"), added).status_code == 302
    assert LetterTemplate.objects.get(language="it").subject == "Domanda"
    client.force_login(ReporterFactory(is_staff=True))
    assert client.get(address).status_code in (302, 403)


def test_a_template_that_kept_old_words_says_so_and_takes_the_shipped_ones(client: Client) -> None:
    actions.ensure_letter_templates()
    template = LetterTemplate.objects.get(kind="first", language="en", party_kind="")
    shipped = template.subject
    LetterTemplate.objects.filter(pk=template.pk).update(subject="An old subject")
    client.force_login(ChiefFactory())
    admin = "/admin/replies/lettertemplate/"
    assert "an earlier shipped one" in client.get(admin).content.decode()
    page = client.get(f"{admin}{template.pk}/change/").content.decode()
    assert "- An old subject" in page
    assert f"+ {shipped}" in page
    client.post(admin, {"action": "take_shipped", "_selected_action": template.pk})
    template.refresh_from_db()
    assert template.subject == shipped
    assert LogEntry.objects.get(verb="set desk").data["was"]["subject"] == "An old subject"
    assert "an earlier shipped one" not in client.get(admin).content.decode()


def test_shipped_wording_is_taken_by_who_sets_the_desk_and_only_where_it_differs() -> None:
    actions.ensure_letter_templates()
    template = LetterTemplate.objects.get(kind="first", language="en", party_kind="")
    with pytest.raises(Refused, match="says what the shipped one says"):
        take_shipped_wording(by=ChiefFactory(), template=template)
    LetterTemplate.objects.filter(pk=template.pk).update(subject="An old subject")
    template.refresh_from_db()
    with pytest.raises(NotAllowed):
        take_shipped_wording(by=EditorFactory(), template=template)
    own = LetterTemplate.objects.create(kind="first", language="it", subject="S", text="T")
    with pytest.raises(Refused, match="none is shipped"):
        take_shipped_wording(by=ChiefFactory(), template=own)
