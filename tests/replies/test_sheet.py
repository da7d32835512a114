"""The table of contacts as a file: out, in, and what it would change."""

from __future__ import annotations

import csv
import io
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.claims.models import Party
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from factcheck.outside.documents.drafts import DraftRefusal
from factcheck.outside.documents.sheets import read_sheet
from factcheck.replies import actions, tasks
from factcheck.replies.models import CommentRequest, Contact, ContactSheet
from factcheck.replies.reads import parties
from factcheck.replies.rules import contacts_csv
from tests.claims.factories import PartyFactory
from tests.newsroom.factories import CheckerFactory, EditorFactory, ReporterFactory
from tests.replies.factories import ContactFactory, RequestFactory

HEAD = "party,kind,aliases,note,channel,address,name,time zone,rank\n"


def read(text: str) -> contacts_csv.ContactTable:
    return contacts_csv.read([(number, cells) for number, cells in read_sheet(text.encode())])


def planned(text: str) -> contacts_csv.ContactImportPlan:
    return contacts_csv.plan(read(text), parties.book(EditorFactory()))


def brought(
    text: str, encoding: str = "utf-8", by: Any = None
) -> tuple[ContactSheet, contacts_csv.ContactImportPlan]:
    kept = actions.take_sheet(by=by or EditorFactory(), name="desk.csv", data=text.encode(encoding))
    return kept, actions.plan_of(kept, kept.by)[1]


def applied(text: str) -> contacts_csv.ContactImportPlan:
    kept, plan = brought(text)
    return actions.apply_sheet(by=EditorFactory(), kept=kept, seen=plan.hash)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+98 21 555", "-1", "@sum", "\t=x", " =x", "＝x", "'=x", "''+1", "\n=x"]
)
def test_a_cell_that_a_spreadsheet_would_reckon_with_is_escaped_and_comes_back_as_it_was(
    cell: str,
) -> None:
    assert contacts_csv.escaped(cell).startswith("'")
    assert contacts_csv.unescaped(contacts_csv.escaped(cell)) == cell


@given(st.text(max_size=20))
def test_every_cell_comes_back_as_it_went(cell: str) -> None:
    assert contacts_csv.unescaped(contacts_csv.escaped(cell)) == cell


@given(st.lists(st.text(alphabet="ab|\\ é", min_size=1, max_size=6), max_size=4))
def test_names_joined_in_a_cell_come_apart_as_they_were(names: list[str]) -> None:
    plain = list(dict.fromkeys(name for one in names if (name := " ".join(one.split()))))
    assert list(contacts_csv.taken_apart(contacts_csv.joined(plain))) == plain


@pytest.mark.django_db
def test_what_is_taken_out_changes_nothing_when_it_is_brought_in() -> None:
    party = PartyFactory(
        name="=cmd|' /C calc'!A0", aliases=["a|b", "-x"], note="Sanctioned, “EU”;\nsince 2021"
    )
    ContactFactory(party=party, channel="phone", address="+98 21 555", name="@desk", role="=A1")
    ContactFactory(party=party, health="bad", rank=3)
    PartyFactory(name="No contact")
    text = actions.export_contacts(by=CheckerFactory())
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]
    assert "'+98 21 555" in cells
    plan = planned(text)
    assert (plan.changes, plan.refused, plan.unchanged) == ((), (), 3)
    assert LogEntry.objects.filter(verb="export contacts").count() == 1


@pytest.mark.django_db
def test_the_preview_says_field_by_field_what_is_new_and_what_changes() -> None:
    party = PartyFactory(name="IDF", kind="army", aliases=["Tzahal"])
    ContactFactory(party=party, address="press@idf.example", name="Desk")
    text = HEAD + (
        "I.D.F.,,Israeli army,Banned,Email,PRESS@idf.example,Night desk,,\n"
        "Ruritania,government,,,phone,'+98 21,,Asia/Tehran,2\n"
        "tzahal,,,,,,,,\n"
    )
    changes = planned(text).changes
    assert [(one.what, one.line) for one in changes] == [
        ("party", 2), ("contact", 2), ("new party", 3), ("new contact", 3),
    ]  # fmt: skip
    assert changes[0].fields == {
        "aliases": ("Tzahal", "Tzahal | Israeli army"),
        "note": ("", "Banned"),
    }
    assert changes[1].fields == {"name": ("Desk", "Night desk")}
    assert changes[3].fields["address"] == ("", "+98 21")
    assert planned(text).unchanged == 1
    assert not Party.objects.filter(name="Ruritania").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",army,,,,,,,", "names no party"),
        ("A,choir,,,,,,,", "“choir” is no kind"),
        ("A,,,,email,nobody,,,", "not one mail address"),
        ("A,,,,pigeon,1,,,", "“pigeon” is no channel"),
        ("A,,,,,a@x.example,,,", "needs a channel"),
        ("A,,,,phone,1,,Mars/Base,", "not a time zone"),
        ("A,,,,phone,1,,,-1", "no rank"),
        ("A,,Known,,,,,,", "already a name of Known"),
        ("A,,,,phone,1,,,1,too,many", "11 cells, the head 9"),
        (f"{'A' * 201},,,,,,,,", "longer than 200"),
    ],
)
def test_a_line_that_cannot_be_is_refused_by_its_number_and_keeps_no_other_back(
    line: str, reason: str
) -> None:
    PartyFactory(name="Known")
    plan = planned(f"{HEAD}\n{line}\nB,army,,,,,,,\n")
    assert [(one.line, reason in one.reason) for one in plan.refused] == [(3, True)]
    assert [one.party for one in plan.changes] == ["B"]


@pytest.mark.django_db
def test_a_file_that_contradicts_itself_is_refused_where_it_does() -> None:
    text = (
        HEAD
        + "A,army,,,phone,1,,,\nA,company,,,phone,2,,,\nA,,,,phone,1,,,\nB,,,,,,,,\nC,,B,,,,,,\n"
    )
    plan = planned(text)
    told = {one.line: one.reason for one in plan.refused}
    assert set(told) == {3, 4, 6}
    assert "another than in line 2" in told[3]
    assert "stands in line 2" in told[4]
    assert "already a name of B" in told[6]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "nothing in this file"),
        ("name,kind\nA,army\n", "must be “party”"),
        ("party,Party\nA,B\n", "is there twice"),
        ("party,address\nA,a@x.example\n", "“channel” and “address”"),
        ('party,note\nA,"never closed\nB,\n', "From line 2 on"),
        ("party\n" + "A\n" * (contacts_csv.MAX_ROWS + 1), "at most"),
    ],
)
def test_a_file_that_is_no_table_of_contacts_is_refused_whole_and_says_why(
    text: str, reason: str
) -> None:
    with pytest.raises((contacts_csv.BadSheet, DraftRefusal), match=reason):
        read(text)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_columns_may_stand_in_any_order_be_missing_or_unknown_and_it_is_told(
    separator: str,
) -> None:
    table = read("Shoe size;PARTY;Health;kind\n44;A;good;army\n".replace(";", separator))
    assert dict(table.rows[0].cells)["party"] == "A"
    assert table.unknown == ("shoe size",)
    assert table.derived == ("health",)
    assert "note" in table.missing
    assert table.rows[0].line == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.django_db
def test_the_file_may_be_in_any_encoding_that_offices_write(encoding: str) -> None:
    _, plan = brought("party,note\r\nSociété Générale,“sanctioned” – see café\r\n", encoding)
    assert plan.changes[0].party == "Société Générale"
    assert plan.changes[0].fields["note"][1] == "“sanctioned” – see café"


@pytest.mark.django_db
def test_bytes_that_are_no_text_and_a_file_too_large_are_refused_and_not_kept() -> None:
    by = EditorFactory()
    with pytest.raises(Refused, match="no text"):
        actions.take_sheet(by=by, name="x.xlsx", data=b"PK\x03\x04" + bytes(range(256)) * 20)
    with pytest.raises(Refused, match="larger than 5 MB"):
        actions.take_sheet(by=by, name="x.csv", data=b"party\n" + b"a" * contacts_csv.MAX_BYTES)
    assert not ContactSheet.objects.exists()


@pytest.mark.django_db
def test_what_was_shown_is_applied_with_its_log_and_the_file_is_gone() -> None:
    party = PartyFactory(name="IDF", kind="other")
    contact = ContactFactory(party=party, address="press@idf.example", rank=4)
    text = HEAD + (
        "IDF,army,Tzahal,Banned,email,press@idf.example,Desk,Asia/Jerusalem,\n"
        "IDF,,,,phone,+972 3,,,\n"
        "New one,,,,email,a@new.example,,,\n"
        "New one,company,,Careful,email,b@new.example,,,\n"
    )
    kept, plan = brought(text)
    by = EditorFactory()
    actions.apply_sheet(by=by, kept=kept, seen=plan.hash)
    party.refresh_from_db()
    contact.refresh_from_db()
    assert (party.kind, party.aliases, party.note) == ("army", ["Tzahal"], "Banned")
    assert (contact.name, contact.time_zone, contact.rank) == ("Desk", "Asia/Jerusalem", 4)
    phone = party.contacts.get(channel="phone")
    assert (phone.address, phone.rank, phone.found_by, phone.found_where) == (
        "+972 3",
        5,
        by,
        "desk.csv",
    )
    new = Party.objects.get(name="New one")
    assert (new.kind, new.note, [one.rank for one in new.contacts.all()]) == (
        "company",
        "Careful",
        [0, 1],
    )
    assert LogEntry.objects.filter(verb="edit contact", by=by).count() == len(plan.changes) == 7
    assert LogEntry.objects.filter(verb="import contacts").count() == 1
    assert not ContactSheet.objects.exists()
    with pytest.raises(Refused, match="applied already"):
        actions.apply_sheet(by=by, kept=kept, seen=plan.hash)


@pytest.mark.django_db
def test_rows_that_changed_since_the_look_refuse_the_whole_and_nothing_is_written() -> None:
    party = PartyFactory(name="IDF")
    kept, plan = brought("party,note\nIDF,Banned\nNew,\n")
    Party.objects.filter(pk=party.pk).update(note="Somebody else's")
    with pytest.raises(Refused, match="Look over what it would do now"):
        actions.apply_sheet(by=EditorFactory(), kept=kept, seen=plan.hash)
    assert Party.objects.get().note == "Somebody else's"
    fresh = actions.plan_of(kept, kept.by)[1]
    assert fresh.changes[0].fields["note"] == ("Somebody else's", "Banned")
    actions.apply_sheet(by=EditorFactory(), kept=kept, seen=fresh.hash)
    assert Party.objects.count() == 2


@pytest.mark.django_db
def test_a_change_that_the_file_does_not_touch_refuses_nothing() -> None:
    PartyFactory(name="IDF")
    kept, plan = brought("party,note\nIDF,Banned\n")
    PartyFactory(name="Other")
    actions.apply_sheet(by=EditorFactory(), kept=kept, seen=plan.hash)
    assert Party.objects.get(name="IDF").note == "Banned"


@pytest.mark.django_db
def test_only_who_may_takes_the_table_out_or_in() -> None:
    kept, plan = brought("party\nA\n")
    with pytest.raises(NotAllowed):
        actions.take_sheet(by=CheckerFactory(), name="x", data=b"party\nA\n")
    with pytest.raises(NotAllowed):
        actions.apply_sheet(by=CheckerFactory(), kept=kept, seen=plan.hash)
    with pytest.raises(NotAllowed):
        actions.drop_sheet(by=CheckerFactory(), kept=kept)
    with pytest.raises(NotAllowed):
        actions.export_contacts(by=ReporterFactory())
    assert not Party.objects.exists()


@pytest.mark.django_db
def test_a_file_retires_and_puts_back_and_a_new_contact_reaches_the_open_request() -> None:
    request = RequestFactory()
    was = request.contact
    told = f"{request.party.name},email"
    applied(
        f"party,channel,address,retired\n{told},{was.address},yes\n{told},new@office.example,no\n"
    )
    was.refresh_from_db()
    request.refresh_from_db()
    assert was.retired_at is not None
    assert request.contact.address == "new@office.example"
    applied(f"party,channel,address,retired\n{told},{was.address},no\n")
    was.refresh_from_db()
    assert was.retired_at is None
    assert CommentRequest.objects.get().contact.address == "new@office.example"


@pytest.mark.django_db
def test_a_file_never_applied_is_forgotten_after_a_day() -> None:
    kept, _ = brought("party\nA\n")
    assert list(tasks._sheets(kept.at)) == []
    later = kept.at + tasks.HELD_FOR * 2
    for pk in tasks._sheets(later):
        tasks.forget_sheet(pk)
    assert not ContactSheet.objects.exists()


@pytest.mark.django_db
def test_five_thousand_lines_are_looked_over_and_applied(
    django_assert_max_num_queries: Any,
) -> None:
    lines = [
        f"Office {n},government,Bureau {n},,email,press@office{n}.example,,UTC,0"
        for n in range(5000)
    ]
    began = time.process_time()
    kept, plan = brought(HEAD + "\n".join(lines))
    assert len(plan.changes) == 10_000
    with django_assert_max_num_queries(80):
        actions.apply_sheet(by=EditorFactory(), kept=kept, seen=plan.hash)
    assert time.process_time() - began < 60
    assert (Party.objects.count(), Contact.objects.count()) == (5000, 5000)
    assert brought(actions.export_contacts(by=CheckerFactory()))[1].unchanged == 5000
