"""Parties on screen: found, edited, merged with their history, told apart."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.claims import actions as claims
from factcheck.claims.models import Party
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from factcheck.replies import actions
from factcheck.replies.models import CommentRequest, Contact, ContactSheet, NotDuplicates
from factcheck.replies.reads import parties
from tests.articles.factories import ArticleFactory
from tests.claims.factories import AccusationFactory, AskFactory, PartyFactory
from tests.newsroom.factories import CheckerFactory, ChiefFactory, EditorFactory, ReporterFactory
from tests.pages import seen_at
from tests.replies.factories import (
    ContactFactory,
    ReplyFactory,
    RequestFactory,
    first_letter,
    sent_request,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client: Client) -> Any:
    user = EditorFactory()
    client.force_login(user)
    return user


def page(client: Client, name: str, *args: Any, **query: Any) -> str:
    response = client.get(reverse(f"replies:{name}", args=args), query)
    assert response.status_code == 200
    return str(response.content.decode())


def press(client: Client, name: str, /, *args: Any, **data: Any) -> str:
    return str(
        client.post(reverse(f"replies:{name}", args=args), data, follow=True).content.decode()
    )


def rule(client: Client, contact: Contact, ruling: str) -> str:
    """What the page says after a press on a contact's button."""
    seen = Contact.objects.get(pk=contact.pk).seen_mark
    return press(client, "rule_contact", contact.pk, ruling=ruling, seen=seen)


def test_merging_keeps_requests_letters_replies_contacts_names_asks_accusations_and_the_log() -> (
    None
):
    keep = PartyFactory(name="IDF", kind="other", note="Ask by phone.")
    gone = PartyFactory(name="Israeli army", kind="army", aliases=["Tzahal"], note="Banned.")
    ContactFactory(party=keep)
    request = sent_request(party=gone)
    reply = ReplyFactory(request=request)
    ask = AskFactory(parties=[keep, gone])
    accusation = AccusationFactory(party=gone)
    claims.set_party(by=ReporterFactory(), party=gone, askable=False)
    actions.merge_parties(by=CheckerFactory(), keep=keep, gone=gone)
    request.refresh_from_db()
    accusation.refresh_from_db()
    keep.refresh_from_db()
    assert (request.party, reply.request.pk, accusation.party) == (keep, request.pk, keep)
    assert (keep.aliases, keep.kind) == (["Israeli army", "Tzahal"], "army")
    assert keep.note == "Ask by phone.\nBanned."
    assert [asked.party for asked in ask.parties.all()] == [keep]
    assert [one.rank for one in keep.contacts.order_by("rank")] == [0, 1]
    told = [entry.text for entry in parties.party_page(keep, ChiefFactory()).history]
    assert "Israeli army merged into IDF." in told
    assert [text for text in told if text.startswith("Israeli army: askable")]


def test_the_log_of_a_party_merged_twice_is_still_read() -> None:
    a, b, c = (PartyFactory(name=name) for name in ("Alpha", "Beta", "Gamma"))
    claims.set_party(by=None, party=a, note="First.")
    actions.merge_parties(by=CheckerFactory(), keep=b, gone=a)
    actions.merge_parties(by=CheckerFactory(), keep=c, gone=b)
    told = [entry.text for entry in parties.party_page(c, ChiefFactory()).history]
    assert [text for text in told if "First." in text]
    assert c.aliases == ["Beta", "Alpha"]


def test_a_contact_that_both_have_becomes_one_with_the_later_word_on_it() -> None:
    keep = ContactFactory(address="press@x.example").party
    earlier, later = timezone.now() - timezone.timedelta(days=2), timezone.now()
    Contact.objects.update(health="good", health_at=earlier, verified_at=earlier)
    request = sent_request(
        contact=ContactFactory(address="PRESS@x.example", party=PartyFactory(), name="Night desk"),
        party=Party.objects.latest("pk"),
    )
    Contact.objects.filter(name="Night desk").update(
        health="bad", health_at=later, verified_at=None
    )
    actions.merge_parties(by=CheckerFactory(), keep=keep, gone=request.party)
    contact = Contact.objects.get()
    assert (contact.health, contact.verified_at, contact.name) == ("bad", earlier, "Night desk")
    request.refresh_from_db()
    assert (request.contact, first_letter(request).contact) == (contact, contact)


def test_the_same_words_that_accuse_both_accuse_the_one_once() -> None:
    keep, gone = PartyFactory(), PartyFactory()
    one = AccusationFactory(party=keep)
    two = AccusationFactory(party=gone, proof=one.proof)
    actions.merge_parties(by=CheckerFactory(), keep=keep, gone=gone)
    two.refresh_from_db()
    assert (two.party, two.standing) == (keep, "archived")


def test_two_parties_that_one_article_asks_are_not_merged_and_it_says_which() -> None:
    article = ArticleFactory(headline="The truce")
    first, second = (RequestFactory(article=article) for _ in range(2))
    checker = CheckerFactory()
    with pytest.raises(Refused, match=r"“The truce” has a request to .* and one to"):
        actions.merge_parties(by=checker, keep=first.party, gone=second.party)
    assert Party.objects.count() == 2
    CommentRequest.objects.filter(pk=second.pk).update(state="dropped")
    actions.merge_parties(by=checker, keep=first.party, gone=second.party)
    assert CommentRequest.objects.filter(party=first.party).count() == 2


def test_two_parties_both_asked_in_one_article_stay_two_and_a_restricted_headline_is_not_told() -> (
    None
):
    article = ArticleFactory(headline="The secret", restricted=True)
    first, second = (sent_request(article=article) for _ in range(2))
    Party.objects.update(in_book=True)  # the desk knows both apart from this story
    with pytest.raises(Refused, match="An article restricted to its team has asked both"):
        actions.merge_parties(by=CheckerFactory(), keep=first.party, gone=second.party)


def test_only_who_may_merges_or_tells_apart() -> None:
    one, other = PartyFactory(), PartyFactory()
    with pytest.raises(NotAllowed):
        actions.merge_parties(by=ReporterFactory(), keep=one, gone=other)
    with pytest.raises(NotAllowed):
        actions.keep_apart(by=ReporterFactory(), one=one, other=other)
    assert not NotDuplicates.objects.exists()


def test_parties_told_apart_are_not_shown_as_alike_until_it_is_taken_back_and_a_merge_hands_it_on() -> (
    None
):
    one, other = PartyFactory(name="IDF"), PartyFactory(name="Israel Defense Forces")
    by = CheckerFactory()

    def alike() -> list[Party]:
        return [like.party for like in parties.party_page(one, ChiefFactory()).alike]

    assert alike() == [other]
    actions.keep_apart(by=by, one=other, other=one)
    actions.keep_apart(by=by, one=one, other=other)
    assert (alike(), NotDuplicates.objects.count()) == ([], 1)
    third = PartyFactory(name="Tzahal")
    actions.merge_parties(by=by, keep=third, gone=other)
    assert alike() == []
    actions.keep_apart(by=by, one=one, other=third, apart=False)
    assert alike() == [third]
    with pytest.raises(Refused):
        actions.keep_apart(by=by, one=one, other=one)


def test_a_party_made_by_hand_has_a_name_of_its_own() -> None:
    PartyFactory(name="U.N.")
    with pytest.raises(Refused, match="already a name of"):
        claims.add_party(by=ReporterFactory(), name="The UN")
    with pytest.raises(Refused, match="already a name of"):
        claims.add_party(by=ReporterFactory(), name="Ruritania", aliases=["UN"])
    assert Party.objects.count() == 1
    made = claims.add_party(
        by=ReporterFactory(), name="Ruritanian army", aliases=["R.A.", "RA", "Ruritanian  army"]
    )
    assert (made.kind, made.aliases) == ("army", ["R.A."])


@pytest.mark.usefixtures("person")
def test_the_list_is_searched_by_name_alias_and_address_filtered_and_counted(
    client: Client,
) -> None:
    assert "No story has named a party yet" in page(client, "parties")
    army = PartyFactory(name="IDF", kind="army", aliases=["Tzahal Größe"], note="Banned")
    other = PartyFactory(name="Courier", kind="company")
    ContactFactory(party=other, address="press@courier.example", name="Ann Night")
    asked = {"q": "größe"}, {"kind": "army"}, {"only": "noted"}, {"only": "unreachable"}
    for query in asked:
        assert [row.party for row in client.get("/parties/", query).context["rows"]] == [army], (
            query
        )
    for query in ({"q": "courier.example"}, {"q": "night"}, {"q": "press cour"}):
        assert [row.party for row in client.get("/parties/", query).context["rows"]] == [other], (
            query
        )
    assert "2 parties" in " ".join(page(client, "parties").split())
    assert "No party is like that" in page(client, "parties", q="nobody")
    assert client.get("/parties/?kind=choir&only=x&page=99").status_code == 200


@pytest.mark.usefixtures("person")
def test_one_party_s_page_says_how_it_is_reached_who_says_so_and_what_it_was_asked(
    client: Client,
) -> None:
    request = sent_request()
    checker = CheckerFactory(name="Ada Checker")
    actions.edit_contact(
        by=checker, contact=request.contact, verified=True, found_where="its web page"
    )
    other = PartyFactory(name="Landlord")
    ContactFactory(party=other, address=request.contact.address.upper())
    secret = sent_request(
        party=request.party, article=ArticleFactory(headline="The secret", restricted=True)
    )
    shown = page(client, "party", request.party_id)
    for words in (
        "checked by Ada Checker",
        "its web page",
        "Also a contact of",
        "Landlord",
        "Both are reached at",
    ):
        assert words in shown
    assert request.article.headline in shown
    assert "1 request," in shown
    assert secret.article.headline not in shown
    assert "Nobody knows yet how to reach it" in page(client, "party", PartyFactory().pk)


@pytest.mark.usefixtures("person")
def test_a_contact_is_added_edited_checked_moved_retired_and_put_back_on_the_page(
    client: Client,
) -> None:
    party = PartyFactory()
    said = {"channel": "phone", "address": "+98 21", "language": "en", "time_zone": "Asia/Tehran"}
    assert "+98 21 added" in press(client, "add_contact", party.pk, **said)
    press(client, "add_contact", party.pk, **{**said, "address": "+98 22"})
    wrong = client.post(
        reverse("replies:add_contact", args=[party.pk]), {**said, "time_zone": "Mars"}
    )
    assert (wrong.status_code, "is not a time zone" in wrong.content.decode()) == (422, True)
    first, second = party.contacts.order_by("rank")
    rule(client, second, "up")
    assert list(party.contacts.order_by("rank")) == [second, first]
    rule(client, second, "down")
    rule(client, first, "verify")
    rule(client, second, "retire")
    shown = page(client, "party", party.pk)
    assert "Retired: 1" in shown
    assert "Put back" in shown
    rule(client, second, "restore")
    assert party.contacts.in_use().count() == 2
    assert "Say what" in press(client, "rule_contact", second.pk, ruling="burn")
    assert "No longer right" not in page(client, "edit_contact", first.pk)
    address = reverse("replies:edit_contact", args=[first.pk])
    changed = {**said, "address": "+98 23", "verified": "on", **seen_at(client, address)}
    press(client, "edit_contact", first.pk, **changed)
    first.refresh_from_db()
    assert (first.address, first.verified_at is not None) == ("+98 23", True)
    clash = client.post(address, {**said, "address": "+98 22", **seen_at(client, address)})
    assert (clash.status_code, "already" in clash.content.decode()) == (422, True)


@pytest.mark.usefixtures("person")
def test_a_party_is_added_and_edited_with_its_note_and_names(client: Client) -> None:
    said = {
        "name": "HTS",
        "kind": "armed group",
        "aliases": "Hayat Tahrir al-Sham\nTahrir",
        "note": "Sanctioned.",
    }
    assert "HTS added" in press(client, "add_party", **said)
    party = Party.objects.get()
    assert (party.kind, party.aliases, party.note) == (
        "armed group",
        ["Hayat Tahrir al-Sham", "Tahrir"],
        "Sanctioned.",
    )
    edit = reverse("replies:edit_party", args=[party.pk])
    changed = {**said, "aliases": "Tahrir", "note": "", **seen_at(client, edit)}
    press(client, "edit_party", party.pk, **changed)
    party.refresh_from_db()
    assert (party.aliases, party.note) == (["Tahrir"], "")
    PartyFactory(name="Other")
    for name, args in (("add_party", []), ("edit_party", [party.pk])):
        seen = seen_at(client, edit) if args else {}
        clash = client.post(
            reverse(f"replies:{name}", args=args), {**said, "name": "other", **seen}
        )
        assert (clash.status_code, "already a name of Other" in clash.content.decode()) == (
            422,
            True,
        )


@pytest.mark.usefixtures("person")
def test_the_composer_shows_the_note_on_the_request_and_where_several_letters_are_looked_over(
    client: Client,
) -> None:
    request = RequestFactory(party=PartyFactory(note="Under EU sanctions: ask the lawyer."))
    for shown in (
        page(client, "request", request.pk),
        page(client, "send_several", request.article_id),
    ):
        assert "Under EU sanctions: ask the lawyer." in shown
        assert "Before you write to" in shown
    assert reverse("replies:party", args=[request.party_id]) in page(client, "request", request.pk)


@pytest.mark.usefixtures("person")
def test_a_duplicate_is_shown_with_its_reason_looked_at_and_merged_or_told_apart(
    client: Client,
) -> None:
    assert "No two parties are alike" in page(client, "duplicates")
    keep, gone = PartyFactory(name="IDF"), PartyFactory(name="Israel Defense Forces")
    for name, args in (("parties", []), ("party", [keep.pk]), ("duplicates", [])):
        assert "the one is the initials of the other" in page(client, name, *args)
    sent_request(party=gone)
    asked = press(client, "not_duplicates", keep.pk, other="israel defense forces")
    assert "Merge Israel Defense Forces into IDF" in asked
    assert Party.objects.count() == 2
    assert "No other party has that name" in press(client, "not_duplicates", keep.pk, other="IDF")
    press(client, "merge_parties", keep.pk, gone.pk, ruling="apart")
    assert "Not the same, as somebody said" in page(client, "party", keep.pk)
    press(client, "merge_parties", keep.pk, gone.pk, ruling="perhaps")
    assert not NotDuplicates.objects.exists()
    press(client, "merge_parties", keep.pk, gone.pk, ruling="merge")
    assert [party.name for party in Party.objects.all()] == ["IDF"]
    assert CommentRequest.objects.get().party == keep
    assert "already" in press(client, "merge_parties", keep.pk, keep.pk)


@pytest.mark.usefixtures("person")
def test_a_merge_that_cannot_be_says_why_before_it_is_tried(client: Client) -> None:
    article = ArticleFactory(headline="The truce")
    first, second = (RequestFactory(article=article) for _ in range(2))
    shown = page(client, "merge_parties", first.party_id, second.party_id)
    assert "“The truce” has a request to" in shown.replace("&quot;", '"')
    assert 'value="merge"' not in shown


@pytest.mark.usefixtures("person")
def test_a_table_goes_out_and_comes_in_by_way_of_a_page_that_shows_what_it_would_do(
    client: Client,
) -> None:
    party = PartyFactory(name="IDF", kind="army")
    ContactFactory(party=party, channel="phone", address="+972 3")
    out = client.get("/parties/export/")
    assert out["Content-Disposition"].startswith("attachment;")
    assert out.content.startswith(b"\xef\xbb\xbf")

    def bring(data: bytes) -> Any:
        return client.post(
            "/parties/import/", {"file": SimpleUploadedFile("desk.csv", data)}, follow=True
        )

    assert "Lines that change nothing: <strong>1</strong>" in bring(out.content).content.decode()
    bad = client.post("/parties/import/", {"file": SimpleUploadedFile("a.csv", b"name\nA\n")})
    assert (bad.status_code, "must be “party”" in bad.content.decode()) == (422, True)
    response = bring(b"party,note,shoe size\nIDF,Banned,44\n,x,\n")
    shown = response.content.decode()
    for words in (
        "<ins>Banned</ins>",
        "Line 3: It names no party.",
        "shoe size",
        "Nothing has been written yet",
    ):
        assert words in shown
    assert not Party.objects.exclude(note="").exists()
    kept = ContactSheet.objects.latest("pk")
    Party.objects.update(note="Other")
    assert "Look over what it would do now" in press(
        client, "contacts_csv", kept.pk, plan=response.context["plan"].hash
    )
    fresh = client.get(reverse("replies:contacts_csv", args=[kept.pk])).context["plan"].hash
    assert "Taken in: 1 changes" in press(client, "contacts_csv", kept.pk, plan=fresh)
    assert Party.objects.get().note == "Banned"
    assert client.get(reverse("replies:contacts_csv", args=[kept.pk])).status_code == 404
    other = ContactSheet.objects.latest("pk")
    assert "Nothing was taken in" in press(client, "contacts_csv", other.pk, ruling="drop")


def test_who_may_not_is_told_and_a_stranger_sees_nothing(client: Client) -> None:
    party = PartyFactory()
    names = ("parties", "duplicates", "add_party", "export_contacts", "import_contacts")
    for name in names:
        assert client.get(reverse(f"replies:{name}")).status_code == 302
    assert client.get(reverse("replies:party", args=[party.pk])).status_code == 302
    client.force_login(ReporterFactory())
    assert client.get("/parties/export/").status_code == 403
    assert client.get("/parties/import/").status_code == 403
    assert (
        client.get(reverse("replies:merge_parties", args=[party.pk, PartyFactory().pk])).status_code
        == 403
    )
    shown = page(client, "parties")
    assert "Take out the table" not in shown
    assert LogEntry.objects.filter(verb="export contacts").count() == 0


def test_somebody_else_s_file_is_not_there(client: Client) -> None:
    kept = actions.take_sheet(by=EditorFactory(), name="x.csv", data=b"party\nA\n")
    client.force_login(EditorFactory())
    assert client.get(reverse("replies:contacts_csv", args=[kept.pk])).status_code == 404
    assert (
        client.post(reverse("replies:contacts_csv", args=[kept.pk]), {"plan": "x"}).status_code
        == 404
    )


def busy(count: int) -> Party:
    party = PartyFactory(name=f"Keeper {Party.objects.count()}")
    for _ in range(count):
        sent_request(party=party, contact=ContactFactory(party=party))
        twin = PartyFactory(name=f"{party.name} ({Party.objects.count()})")
        ContactFactory(party=twin, address=party.contacts.latest("pk").address)
        ContactFactory(party=party, retired_at=timezone.now())
    return party


@pytest.mark.usefixtures("person")
def test_the_pages_of_parties_ask_the_database_as_often_for_many_as_for_few(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    counts: dict[str, list[int]] = {}
    for count in (2, 4):
        party = busy(count)
        addresses = {
            "parties": "/parties/",
            "party": f"/parties/{party.pk}/",
            "duplicates": "/parties/duplicates/",
            "export": "/parties/export/",
        }
        for name, address in addresses.items():
            client.get(address)
            with django_assert_max_num_queries(60) as captured:
                assert client.get(address).status_code == 200
            counts.setdefault(name, []).append(len(captured))
    assert {name: few for name, (few, _) in counts.items()} == {
        name: many for name, (_, many) in counts.items()
    }
