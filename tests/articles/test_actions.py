"""Stories brought in, edited, set, closed; and who may."""

from __future__ import annotations

import datetime as dt
import re
import threading
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from factcheck.articles import actions, rules
from factcheck.articles.models import Article, Block, Import, Proof, hash_of
from factcheck.articles.rules import byline_name, clean, clean_blocks, default_headline
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from factcheck.newsroom.rules import AFTER_CLEARING, AFTER_CLOSING, RULINGS, WHO_MAY
from factcheck.text import MarkedBlock as Part
from tests.articles.documents import docx, paragraph
from tests.articles.factories import COPY, ArticleFactory
from tests.newsroom.factories import (
    CheckerFactory,
    ChiefFactory,
    EditorFactory,
    ReporterFactory,
    UserFactory,
    desk,
)

pytestmark = pytest.mark.django_db


def test_invisible_characters_of_pasted_copy_are_out_before_offsets_count() -> None:
    text = "The muni\u00adcipal\u200bity of ﬁeld ４７ paid."
    blocks = [Part("body", (0, len(text)))]
    article = actions.import_copy(by=None, text=text, blocks=blocks)
    proof = article.current_proof()
    assert proof.text == "The municipality of field 47 paid."
    [block] = proof.blocks.all()
    assert (block.start, block.end) == (0, len(proof.text))


def test_pasted_copy_becomes_an_article_with_a_first_proof_and_its_blocks() -> None:
    by = ReporterFactory()
    article = actions.import_copy(by=by, text=COPY.replace("\n", "\r\n"))
    proof = article.current_proof()
    assert (proof.number, proof.text, proof.hash) == (1, COPY, hash_of(COPY))
    assert (article.headline, article.author_name) == ("Rebels enter the second city", "Ann Lee")
    kinds = [(block.kind, proof.text[block.start : block.end]) for block in proof.blocks.all()]
    assert kinds[:2] == [("headline", "Rebels enter the second city"), ("byline", "By Ann Lee")]
    entry = LogEntry.objects.get()
    assert (entry.verb, entry.by, entry.article_id) == ("import article", by, article.pk)


def test_the_publication_date_defaults_to_today_in_the_desks_zone() -> None:
    desk(time_zone="Pacific/Auckland")
    with time_machine.travel(dt.datetime(2024, 11, 30, 20, 0, tzinfo=dt.UTC), tick=False):
        article = actions.import_copy(by=None, text=COPY)
    assert article.published == dt.date(2024, 12, 1)


@pytest.mark.parametrize("text", ["", "  \n\t", "\x00", "— … !", "word " * 250_000])
def test_copy_that_is_none_or_too_much_is_refused_and_nothing_is_half_made(text: str) -> None:
    with pytest.raises(Refused):
        actions.import_copy(by=None, text=text)
    assert not Article.objects.exists()
    assert not LogEntry.objects.exists()


def test_copy_with_nuls_and_half_characters_is_stored_clean() -> None:
    article = actions.import_copy(by=None, text="\ufeffOne\x00 two \ud83d three.")
    assert article.current_proof().text == "One two \ufffd three."


def test_blocks_handed_over_move_with_the_cleaning() -> None:
    text, blocks = clean_blocks(
        "Ti\x00tle\r\n\r\nBody.", [Part("headline", (0, 6)), Part("body", (10, 15))]
    )
    assert [(b.kind, text[slice(*b.span)]) for b in blocks] == [
        ("headline", "Title"),
        ("body", "Body."),
    ]
    assert text == clean("Ti\x00tle\r\n\r\nBody.")


def test_blocks_that_do_not_fit_are_refused() -> None:
    for blocks in ([Part("body", (0, 99))], [Part("body", (0, 4)), Part("body", (2, 6))]):
        with pytest.raises(Refused):
            actions.import_copy(by=None, text="Some copy.", blocks=blocks)
    assert not Article.objects.exists()


def test_a_headline_is_the_first_headline_block_or_else_the_first_sentence_cut_at_a_word() -> None:
    assert default_headline("Big news\nText.", [Part("headline", (0, 8))]) == "Big news"
    assert default_headline("It fell. Then more.", [Part("body", (0, 19))]) == "It fell"
    cut = default_headline("word " * 100, [])
    assert len(cut) <= 120
    assert cut.endswith("word…")


def test_a_byline_gives_the_authors_name() -> None:
    assert (
        byline_name("By Ann Lee and Bo Ray, in Beirut", [Part("byline", (0, 32))])
        == "Ann Lee and Bo Ray"
    )


def test_a_bad_file_is_refused_in_a_sentence_and_leaves_nothing() -> None:
    with pytest.raises(Refused, match="picture"):
        actions.import_file(by=None, data=b"\x89PNG\r\n\x1a\n1234", name="story.txt")
    assert not Article.objects.exists()
    assert not Proof.objects.exists()


def test_a_file_brings_its_headline_and_a_person_may_say_another() -> None:
    data = docx(
        paragraph("The city falls", "Title"),
        paragraph("By Ann Lee"),
        paragraph("Some words of copy."),
    )
    assert actions.import_file(by=None, data=data, name="a.docx").headline == "The city falls"
    article = actions.import_file(
        by=None, data=data, name="a.docx", headline="Ours", published=dt.date(2020, 1, 2)
    )
    assert (article.headline, article.published, article.author_name) == (
        "Ours",
        dt.date(2020, 1, 2),
        "Ann Lee",
    )
    assert article.current_proof().medium == "docx"


def test_an_import_that_fails_midway_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions.importing, "log", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.import_copy(by=None, text=COPY)
    assert not Article.objects.exists()
    assert not Block.objects.exists()


def test_an_edit_makes_the_next_proof_and_says_what_changed() -> None:
    by = ReporterFactory()
    article = ArticleFactory()
    first = article.current_proof()
    second = actions.edit_copy(by=by, article=article, text=COPY.replace("12", "14"), base=first)
    assert (second.number, article.current_proof()) == (2, second)
    first.refresh_from_db()
    assert (first.current, first.text) == (False, COPY)
    assert "1 words out, 1 in" in LogEntry.objects.get(verb="edit copy").text


def test_the_same_copy_again_makes_no_proof() -> None:
    article = ArticleFactory()
    base = article.current_proof()
    assert (
        actions.edit_copy(by=None, article=article, text=COPY.replace("\n", "\r\n"), base=base)
        == base
    )
    assert article.proofs.count() == 1
    assert not LogEntry.objects.exists()


def test_an_edit_of_an_old_proof_is_refused() -> None:
    article = ArticleFactory()
    base = article.current_proof()
    actions.edit_copy(by=None, article=article, text=COPY + " More.", base=base)
    with pytest.raises(Refused, match="Someone changed the copy"):
        actions.edit_copy(by=None, article=article, text=COPY + " Other.", base=base)
    assert article.proofs.count() == 2


def test_an_edit_to_nothing_is_refused_and_the_proof_stands() -> None:
    article = ArticleFactory()
    with pytest.raises(Refused):
        actions.edit_copy(by=None, article=article, text=" ", base=article.current_proof())
    assert article.current_proof().number == 1


def test_what_a_paragraph_is_outlives_an_edit() -> None:
    blocks = [Part("pull quote", (0, 26)), Part("body", (28, 50))]
    article = actions.import_copy(
        by=None, text="We will hold it, they said\n\nThe army left at dawn.", blocks=blocks
    )
    proof = actions.edit_copy(
        by=None,
        article=article,
        text="We shall hold it, they said\n\nThe army left at dawn.\n\nMore came.",
        base=article.current_proof(),
    )
    assert [block.kind for block in proof.blocks.all()] == ["pull quote", "body", "body"]


def test_only_what_says_so_is_done_to_a_cleared_article() -> None:
    article, chief = ArticleFactory(), ChiefFactory()
    Proof.objects.filter(article=article).update(cleared_at=timezone.now())
    refused = set(WHO_MAY) - AFTER_CLEARING
    assert {"set article", "tick", "give verdict", "send request", "raise query"} <= refused
    for verb in AFTER_CLEARING:
        actions.require_on_article(by=chief, verb=verb, article=article)
    for verb in refused:
        with pytest.raises(Refused, match="cleared to run"):
            actions.require_on_article(by=chief, verb=verb, article=article)


def test_the_author_rules_on_nothing_in_their_story() -> None:
    chief = ChiefFactory()
    article = ArticleFactory(author=chief)
    for verb in WHO_MAY:
        if verb in RULINGS:
            with pytest.raises(Refused, match="may not rule on their own copy"):
                actions.require_on_article(by=chief, verb=verb, article=article)
        else:
            actions.require_on_article(by=chief, verb=verb, article=article)
    assert {"answer query", "add source", "add record"}.isdisjoint(RULINGS)
    assert {"tick", "give verdict", "rule on evidence", "decide query", "clear"} <= RULINGS


def test_only_what_says_so_is_done_to_a_closed_article() -> None:
    """One rule for every verb of the desk, so that no address has a way of its own."""
    article, chief = ArticleFactory(), ChiefFactory()
    actions.close_article(by=EditorFactory(), article=article)
    refused = set(WHO_MAY) - AFTER_CLOSING
    assert {"edit copy", "tick", "give verdict", "send request", "clear"} <= refused
    for verb in AFTER_CLOSING:
        actions.require_on_article(by=chief, verb=verb, article=article)
    for verb in refused:
        with pytest.raises(Refused, match="Reopen it first"):
            actions.require_on_article(by=chief, verb=verb, article=article)


def test_a_closed_article_is_not_edited_until_it_is_reopened() -> None:
    article = ArticleFactory()
    actions.close_article(by=None, article=article, reason="dropped")
    with pytest.raises(Refused, match="closed"):
        actions.edit_copy(
            by=None, article=article, text=COPY + " More.", base=article.current_proof()
        )
    actions.reopen_article(by=None, article=article)
    actions.edit_copy(by=None, article=article, text=COPY + " More.", base=article.current_proof())


def test_closing_twice_is_closing_once() -> None:
    article = ArticleFactory()
    actions.close_article(by=None, article=article)
    closed_at = article.closed_at
    actions.close_article(by=None, article=article)
    assert article.closed_at == closed_at
    assert LogEntry.objects.count() == 1


def test_a_proof_is_frozen_by_the_database_itself() -> None:
    proof = ArticleFactory().current_proof()
    for change in ({"text": "Other."}, {"hash": "0" * 64}, {"number": 9}):
        with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
            Proof.objects.filter(pk=proof.pk).update(**change)
    Proof.objects.filter(pk=proof.pk).update(current=False)


def test_set_article_changes_fields_and_team_and_logs_what_was() -> None:
    by, member = EditorFactory(), CheckerFactory(name="Mo")
    article = ArticleFactory(headline="Old")
    when = dt.datetime(2024, 12, 1, 17, tzinfo=dt.UTC)
    actions.set_article(
        by=by, article=article, headline="New", deadline=when, assigned_to=member, team=[member]
    )
    assert (article.headline, article.deadline, article.assigned_to) == ("New", when, member)
    entry = LogEntry.objects.get()
    assert entry.data["changes"]["headline"] == ["Old", "New"]
    assert entry.data["changes"]["team"] == ["", "Mo"]
    actions.set_article(by=by, article=article, headline="New")
    assert LogEntry.objects.count() == 1
    with pytest.raises(Refused):
        actions.set_article(by=by, article=article, headline=" ")
    with pytest.raises(TypeError):
        actions.set_article(by=by, article=article, closed_at=None)


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (ReporterFactory, False),
        (CheckerFactory, False),
        (EditorFactory, True),
        (ChiefFactory, True),
    ],
)
def test_only_editors_and_the_chief_set_close_and_restrict(role: Any, may: bool) -> None:
    by, article = role(), ArticleFactory()
    acts = [
        lambda: actions.set_article(by=by, article=article, headline="New"),
        lambda: actions.close_article(by=by, article=article),
        lambda: actions.reopen_article(by=by, article=article),
        lambda: actions.set_article(by=by, article=article, team=[by], restricted=True),
    ]
    for act in acts:
        if may:
            act()
        else:
            with pytest.raises(NotAllowed):
                act()


def test_someone_who_left_may_do_nothing() -> None:
    by = EditorFactory(is_active=False)
    with pytest.raises(NotAllowed):
        actions.import_copy(by=by, text=COPY)
    with pytest.raises(NotAllowed):
        actions.require_on_article(by=by, verb="see article", article=ArticleFactory())


def test_a_restricted_article_is_there_only_for_its_people_and_the_chief() -> None:
    author, holder, member, maker, other = (ReporterFactory() for _ in range(5))
    article = ArticleFactory(
        restricted=True, author=author, assigned_to=holder, created_by=maker, team=[member]
    )
    for user in (author, holder, member, maker, ChiefFactory()):
        assert article in Article.objects.visible_to(user)
        actions.require_on_article(by=user, verb="edit copy", article=article)
    for user in (other, EditorFactory()):
        assert article not in Article.objects.visible_to(user)
        with pytest.raises(NotAllowed, match="restricted"):
            actions.require_on_article(by=user, verb="edit copy", article=article)
    actions.require_on_article(by=None, verb="edit copy", article=article)


def test_who_restricts_an_article_stays_on_its_team_and_can_take_it_back() -> None:
    editor = EditorFactory()
    article = ArticleFactory()
    actions.set_article(by=editor, article=article, restricted=True)
    assert list(article.team.all()) == [editor]
    assert "team: none → " in LogEntry.objects.filter(verb="set article").latest("pk").text
    actions.set_article(by=editor, article=article, team=[])
    assert list(article.team.all()) == [editor], "nobody locks themselves out"
    actions.set_article(by=editor, article=article, restricted=False)
    assert not Article.objects.get(pk=article.pk).restricted


def test_a_chief_who_restricts_sees_it_anyway_and_joins_no_team() -> None:
    article = ArticleFactory()
    actions.set_article(by=ChiefFactory(), article=article, restricted=True)
    assert not article.team.exists()


def test_several_of_a_team_see_a_restricted_article_once() -> None:
    user = ReporterFactory()
    article = ArticleFactory(restricted=True, author=user, team=[user, ReporterFactory()])
    assert list(Article.objects.visible_to(user)) == [article]


@pytest.mark.parametrize(
    "url", ["", "ftp://paper.example/a", "javascript:alert(1)", "paper", "https://" + "a" * 2100]
)
def test_what_is_no_address_of_a_page_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        actions.import_url(by=None, url=url)
    assert not Import.objects.exists()


def test_only_a_failed_import_is_tried_again() -> None:
    row = actions.import_url(by=None, url="https://paper.example/a")
    with pytest.raises(Refused):
        actions.retry_import(by=None, row=row)
    Import.objects.filter(pk=row.pk).update(work="failed", tries=4, error="No.")
    actions.retry_import(by=None, row=row)
    row.refresh_from_db()
    assert (row.work, row.tries, row.error) == ("waiting", 0, "")


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_edit_at_once_the_later_is_refused() -> None:
    article = ArticleFactory()
    base = article.current_proof()
    outcome: list[str] = []

    def edit_too() -> None:
        try:
            actions.edit_copy(by=None, article=article, text=f"{COPY} That.", base=base)
        except (Refused, IntegrityError) as error:
            outcome.append(type(error).__name__)
        finally:
            connection.close()

    later = threading.Thread(target=edit_too)
    with transaction.atomic():
        actions.edit_copy(by=None, article=article, text=f"{COPY} This.", base=base)
        later.start()
        later.join(0.5)  # it waits for the first to commit
    later.join()
    assert outcome == ["Outdated"]
    assert article.proofs.count() == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x" * (rules.MAX_CHARACTERS + 1), "This is longer than an article"),
        ("… — …", "There are no words in this copy."),
    ],
)
def test_copy_that_is_none_is_refused_in_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(Refused, match=re.escape(sentence)):
        actions.import_copy(by=EditorFactory(), text=text)


def test_a_paste_without_words_is_refused_in_one_sentence() -> None:
    with pytest.raises(Refused, match="There are no words in this copy"):
        actions.pasted_document("… — …", "<p>…</p>")


def test_a_paste_counts_as_typed_where_its_html_says_something_else() -> None:
    text = "The dam was never inspected."
    assert actions.pasted_document(text, f"<p>{text}</p>").blocks is not None
    other = actions.pasted_document(text, "<p>Nobody knows who built the old dam.</p>")
    assert other.text == text


def test_only_who_may_bring_in_copy_has_a_page_fetched_again() -> None:
    row = actions.import_url(by=EditorFactory(), url="https://a.example/story")
    Import.objects.filter(pk=row.pk).update(work="failed")
    with pytest.raises(NotAllowed):
        actions.retry_import(by=UserFactory(role="lawyer"), row=row)
    assert Import.objects.get().work == "failed"


def test_the_same_words_in_other_blocks_are_another_proof_and_in_the_same_ones_none() -> None:
    text = "The dam\n\nIt was never inspected."
    blocks = [Part("headline", (0, 7)), Part("body", (9, len(text)))]
    article = actions.import_copy(by=None, text=text, blocks=blocks)
    base = article.current_proof()
    again = actions.edit_copy(by=None, article=article, text=text, blocks=blocks, base=base)
    assert again.pk == base.pk
    blocks[0] = Part("standfirst", (0, 7))
    changed = actions.edit_copy(by=None, article=article, text=text, blocks=blocks, base=base)
    assert (changed.number, changed.text) == (2, text)
    assert [block.kind for block in changed.blocks.all()] == ["standfirst", "body"]


def test_an_article_keeps_a_headline() -> None:
    with pytest.raises(Refused, match="An article needs a headline"):
        actions.set_article(by=EditorFactory(), article=ArticleFactory(), headline="  ")


def test_nobody_brings_copy_in_for_a_deadline_that_has_passed() -> None:
    late = timezone.now() - dt.timedelta(minutes=1)
    with pytest.raises(Refused, match="That deadline has passed"):
        actions.import_copy(by=ReporterFactory(), text="Twelve men died on Friday.", deadline=late)
    with pytest.raises(Refused, match="That deadline has passed"):
        actions.import_url(by=ReporterFactory(), url="https://paper.example/a", deadline=late)
    assert not Article.objects.exists()
