from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.newsroom.actions import Refused
from factcheck.review import actions
from factcheck.review.models import Agreement, Query, SignOff
from factcheck.review.reads.proof import sheet
from factcheck.review.rules.passes import PASSES, QUESTIONS
from factcheck.review.views.page_changes import CHANGES_TAG
from tests.articles.factories import next_proof
from tests.claims.factories import (
    AccusationFactory,
    AskFactory,
    ClaimFactory,
    FactFactory,
    PartyFactory,
    QuoteFactory,
    read_article,
)
from tests.evidence.factories import EvidenceFactory
from tests.newsroom.factories import CheckerFactory, EditorFactory, ReporterFactory
from tests.pages import one_line
from tests.review.factories import confirmed, replied, requested, signed, story
from tests.review.test_pages import signed_in

pytestmark = pytest.mark.django_db
SLUGS = ("facts", "fairness", "whole-picture")


def yes(name: str) -> dict[str, str]:
    return {f"answer-{n}": "yes" for n, _ in enumerate(QUESTIONS[name], start=1)}


def url(article: Any, slug: str, act: str = "second_read") -> str:
    return reverse(f"review:{act}", args=[article.pk, slug])


def reading(article: Any, slug: str) -> str:
    """The address of the proof page in reading mode."""
    return f"{reverse('review:proof', args=[article.pk])}?second={slug}"


def in_hand(article: Any, slug: str, key: str) -> str:
    """The address of one item of a pass."""
    return f"{reverse('review:item', args=[article.pk, key])}?second={slug}"


def seen(address: str, by: Any = None) -> str:
    answer = signed_in(by or CheckerFactory()).get(address)
    assert answer.status_code == 200
    return one_line(answer)


def shown(article: Any, slug: str, by: Any = None) -> str:
    return seen(reading(article, slug), by)


def test_the_three_passes_are_signed_by_a_second_reader() -> None:
    article = story()
    client, proof = signed_in(CheckerFactory()), article.current_proof().pk
    for slug, name in zip(SLUGS, PASSES, strict=True):
        client.post(
            url(article, slug, "sign_off"), {"proof": proof, "accepted": "yes", **yes(name)}
        )
    assert SignOff.objects.filter(accepted=True).count() == 3


def test_the_facts_pass_shows_source_passage_and_method_beside_the_copy() -> None:
    article = story()
    claim = ClaimFactory(proof=article.current_proof())
    evidence = EvidenceFactory(claim=claim, passage="Twelve soldiers died, the ministry said.")
    actions.give_verdict(
        by=CheckerFactory(),
        claim=claim,
        ruling="confirmed",
        evidence=evidence,
        method="read in full",
    )
    page = seen(in_hand(article, "facts", claim.key))
    assert "Twelve soldiers died, the ministry said." in page
    assert "read in full" in page
    assert f'<blockquote class="statement" dir="auto">{claim.text}</blockquote>' in page
    whole = shown(article, "facts")
    assert f'data-k="{claim.key}" data-to="{claim.key}">{claim.text}</span>' in whole


def test_a_reader_sees_which_items_they_checked_themselves() -> None:
    article, checker = story(), CheckerFactory()
    claim = ClaimFactory(proof=article.current_proof())
    confirmed(claim, by=checker)
    for address in (reading(article, "facts"), in_hand(article, "facts", claim.key)):
        assert "you checked it" in seen(address, checker)
        assert "you checked it" not in seen(address)


def test_what_rests_on_the_authors_word_is_listed_where_the_facts_are_signed() -> None:
    article = story()
    claim = ClaimFactory(proof=article.current_proof())
    actions.give_verdict(
        by=CheckerFactory(), claim=claim, ruling="on author", note="Only she was there."
    )
    assert "Only she was there." in shown(article, "facts").partition('class="on-author"')[2]


def test_the_fairness_pass_sets_each_accusation_beside_what_was_asked_and_answered() -> None:
    article, party = story(), PartyFactory(name="Iran")
    AccusationFactory(proof=article.current_proof(), text="Rebels entered Aleppo", party=party)
    assert "not asked" in shown(article, "fairness")
    replied(
        requested(article, PartyFactory(name="Iranian U.N. mission")), text="We deny all of it."
    )
    assert "We deny all of it." in seen(in_hand(article, "fairness", f"party-{party.pk}"))
    assert shown(article, "fairness").count('class="item"') == 1


def test_the_whole_picture_shows_what_was_left_out() -> None:
    article = story()
    claim = ClaimFactory(proof=article.current_proof())
    EvidenceFactory(
        claim=claim, passage="The town was empty.", ruling="rejected", reason="Another town."
    )
    page = shown(article, "whole-picture")
    assert "The town was empty." in page
    assert "Another town." in page


def test_a_refusal_to_sign_without_a_comment_keeps_the_answers_on_the_page() -> None:
    article = story()
    data = {"proof": article.current_proof().pk, "accepted": "no", "answer-1": "does not apply"}
    answer = signed_in(CheckerFactory()).post(url(article, "fairness", "sign_off"), data)
    assert answer.status_code == 409
    assert "Say why you refuse to sign." in one_line(answer)
    assert 'value="does not apply" required checked' in one_line(answer)


def test_the_author_is_told_why_they_cannot_sign() -> None:
    author = CheckerFactory()
    page = shown(story(author=author), "facts", author)
    assert "The author may not sign off their own copy." in page
    assert 'id="sign"' not in page


def test_an_item_or_a_party_is_sent_back_from_its_place() -> None:
    article = story()
    claim, party = ClaimFactory(proof=article.current_proof()), PartyFactory(name="Iran")
    client, proof = signed_in(CheckerFactory()), article.current_proof().pk
    item = {"proof": proof, "item": f"claim-{claim.pk}", "comment": "It was 20."}
    assert client.post(url(article, "facts", "send_back"), item).status_code == 302
    assert claim.queries.get().text == "Second read, facts: It was 20."
    data = {"proof": proof, "item": f"party-{party.pk}", "comment": "Its denial is missing."}
    client.post(url(article, "fairness", "send_back"), data)
    assert (
        Query.objects.get(claim=None).text == "Second read, fairness: Iran: Its denial is missing."
    )
    empty = client.post(url(article, "facts", "send_back"), {**item, "comment": ""})
    assert empty.status_code == 409
    assert (
        signed_in(ReporterFactory()).post(url(article, "facts", "send_back"), item).status_code
        == 403
    )


def test_a_mark_of_another_article_is_not_sent_back() -> None:
    article, other = story(), ClaimFactory()
    data = {"proof": article.current_proof().pk, "item": f"claim-{other.pk}", "comment": "No."}
    assert (
        signed_in(CheckerFactory()).post(url(article, "facts", "send_back"), data).status_code
        == 404
    )


def test_a_signature_leads_on_to_the_next_pass_and_then_to_the_gate() -> None:
    article, reader = story(), EditorFactory()
    proof, client, seen = article.current_proof(), signed_in(reader), []
    for slug, name in zip(SLUGS, PASSES, strict=True):
        data = {"proof": proof.pk, "accepted": "yes", **yes(name)}
        seen.append(client.post(url(article, slug, "sign_off"), data).headers["Location"])
    page = article.get_absolute_url()
    assert seen == [f"{page}?second=fairness", f"{page}?second=whole-picture", f"{page}#gate"]


def test_a_signature_leads_past_a_pass_that_its_reader_may_not_sign() -> None:
    article, reader = story(), CheckerFactory()
    proof = article.current_proof()
    request = requested(article, outcome="answered")
    replied(request, says="answered", triaged_by=reader, triaged_at=timezone.now())
    data = {"proof": proof.pk, "accepted": "yes", **yes("facts")}
    answer = signed_in(reader).post(url(article, "facts", "sign_off"), data)
    assert answer.headers["Location"] == f"{article.get_absolute_url()}?second=whole-picture"


def test_the_page_says_that_the_copy_was_edited_since_it_was_signed() -> None:
    article = story()
    signed(article)
    next_proof(article, "New copy.")
    page = one_line(signed_in(CheckerFactory()).get(article.get_absolute_url()))
    assert "signed proof 1" in page.partition('id="sign-off"')[2]
    assert f"{reverse('articles:diff', args=[article.pk])}?from=1&amp;to=2" in page
    assert (
        shown(article, "facts")
        .partition("What changed since</a>")[2]
        .lstrip()
        .startswith('<span class="soft">')
    )


def test_a_pass_is_one_of_three_and_restricted_copy_is_its_teams() -> None:
    article = story()
    client = signed_in(CheckerFactory())
    assert client.get(url(article, "style")).status_code == 404
    assert client.get(reading(article, "style")).status_code == 404
    hidden = story()
    claim = ClaimFactory(proof=hidden.current_proof())
    confirmed(claim)
    Article.objects.update(restricted=True)
    assert client.get(url(hidden, "facts")).status_code == 404
    assert client.get(reading(hidden, "facts")).status_code == 404
    assert client.get(in_hand(hidden, "facts", claim.key)).status_code == 404


def test_the_address_of_before_leads_to_the_proof_page_in_reading_mode() -> None:
    article = story()
    answer = signed_in(CheckerFactory()).get(url(article, "fairness"))
    assert (answer.status_code, answer["Location"]) == (302, reading(article, "fairness"))
    steps = shown(article, "fairness").partition('id="steps"')[2].partition("</nav>")[0]
    assert "Second read" in steps.partition('aria-current="page"')[2].partition("</a>")[0]


def test_an_item_that_is_not_in_the_pass_is_not_found_there() -> None:
    article = story()
    claim = ClaimFactory(proof=article.current_proof())
    client = signed_in(CheckerFactory())
    assert client.get(in_hand(article, "facts", claim.key)).status_code == 404
    confirmed(claim)
    assert client.get(in_hand(article, "facts", claim.key)).status_code == 200
    assert client.get(in_hand(article, "fairness", claim.key)).status_code == 404


WORDS = ["Rebels", "enter", "the", "city", "entered", "Aleppo"]


def grown(article: Any, words: str) -> None:
    proof = article.current_proof()
    claim = ClaimFactory(proof=proof, text=words)
    confirmed(claim)
    EvidenceFactory(claim=claim)
    QuoteFactory(proof=proof, text=words)
    fact = FactFactory(proof=proof, text=words, kind="name", claim=claim)
    actions.tick_fact(by=CheckerFactory(), fact=fact, state="confirmed", source="AP")
    party = PartyFactory()
    AccusationFactory(proof=proof, text=words, party=party)
    replied(requested(article, party))


@pytest.mark.parametrize("slug", SLUGS)
def test_a_longer_pass_costs_no_more_queries(slug: str, django_assert_num_queries: Any) -> None:
    article = story("Rebels enter the city\nRebels entered Aleppo on Friday.")
    client, page = signed_in(CheckerFactory()), reading(article, slug)
    grown(article, WORDS[0])
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    for words in WORDS[1:]:
        grown(article, words)
    with django_assert_num_queries(len(one)):
        client.get(page)


def test_a_second_reader_agrees_item_by_item_and_may_take_it_back() -> None:
    article = story("Rebels entered Aleppo on Friday.")
    claim = ClaimFactory(proof=article.current_proof(), text="Rebels entered Aleppo on Friday.")
    confirmed(claim)
    reader = CheckerFactory()
    client, address = signed_in(reader), url(article, "facts", "agree")
    given = {"proof": article.current_proof().pk, "item": claim.key}
    assert client.post(address, given, headers={"HX-Request": "true"}).status_code == 200
    assert Agreement.objects.get().item == claim.key
    assert "1 of 1 agreed" in one_line(client.get(reading(article, "facts")))
    client.post(address, {**given, "agreed": "no"})
    assert not Agreement.objects.exists()
    assert "0 of 1 agreed" in one_line(client.get(reading(article, "facts")))


def test_agreeing_is_answered_with_the_next_item_and_with_what_undoes_it() -> None:
    article = story("Rebels entered Aleppo on Friday. Nobody was hurt.")
    proof = article.current_proof()
    first = ClaimFactory(proof=proof, text="Rebels entered Aleppo on Friday.")
    second = ClaimFactory(proof=proof, text="Nobody was hurt.")
    confirmed(first)
    confirmed(second)
    client, address = signed_in(CheckerFactory()), url(article, "facts", "agree")
    page = {"page_since": "", "page_proof": proof.pk, "page_second": "facts"}
    given = {"proof": proof.pk, "item": first.key, **page}
    answer = client.post(address, given, headers={"HX-Request": "true"})
    html, _tag, told = answer.content.decode().partition(CHANGES_TAG)
    assert f'data-item="{second.key}"' in html
    changes = json.loads(told.removesuffix("</script>"))
    assert changes["groups"] == {"to-read": [second.key], "agreed": [first.key]}
    assert "1 of 2 agreed" in " ".join(changes["parts"]["second-count"].split())
    done = json.loads(answer["HX-Trigger"])["proof:done"]
    back = client.post(done["undo"], {**done["fields"], **page}, headers={"HX-Request": "true"})
    assert (back.json()["undone"], back.json()["at"]) == (True, first.key)
    assert back.json()["changes"]["groups"]["agreed"] == []
    assert not Agreement.objects.exists()
    client.post(address, given, headers={"HX-Request": "true"})
    last = client.post(address, {**given, "item": second.key}, headers={"HX-Request": "true"})
    assert "data-item" not in last.content.decode().partition(CHANGES_TAG)[0]


def test_an_item_sent_back_can_be_taken_back_at_once() -> None:
    article = story()
    claim = ClaimFactory(proof=article.current_proof())
    confirmed(claim)
    client = signed_in(CheckerFactory())
    given = {"proof": article.current_proof().pk, "item": claim.key, "comment": "It was 20."}
    address = url(article, "facts", "send_back")
    answer = client.post(address, given, headers={"HX-Request": "true"})
    done = json.loads(answer["HX-Trigger"])["proof:done"]
    assert Query.objects.open().count() == 1
    client.post(done["undo"], done["fields"], headers={"HX-Request": "true"})
    assert not Query.objects.open().exists()


def test_agreement_ends_with_another_ruling_and_may_be_given_to_that_one() -> None:
    article = story("Rebels entered Aleppo on Friday.")
    claim = ClaimFactory(proof=article.current_proof(), text="Rebels entered Aleppo on Friday.")
    confirmed(claim)
    reader = CheckerFactory()
    given = {"by": reader, "article": article, "proof": article.current_proof(), "item": claim.key}
    actions.agree(**given)
    confirmed(claim)
    assert "0 of 1 agreed" in shown(article, "facts", reader)
    actions.agree(**given)
    assert "1 of 1 agreed" in shown(article, "facts", reader)


def test_agreement_is_a_second_readers_alone_and_with_the_copy_as_it_stands() -> None:
    article = story(author=CheckerFactory())
    proof = article.current_proof()
    with pytest.raises(Refused, match="own copy"):
        actions.agree(by=article.author, article=article, proof=proof, item="claim-1")
    with pytest.raises(Refused, match="no longer on the page"):
        actions.agree(by=CheckerFactory(), article=article, proof=proof, item="<b>")
    next_proof(article, "Other words.")
    with pytest.raises(Refused, match="was edited"):
        actions.agree(by=CheckerFactory(), article=article, proof=proof, item="claim-1")


def test_the_facts_pass_leaves_out_what_nobody_has_ruled_on() -> None:
    article = story("Rebels entered Aleppo on Friday. Nobody was hurt.")
    proof = article.current_proof()
    ruled = ClaimFactory(proof=proof, text="Rebels entered Aleppo on Friday.")
    open_one = ClaimFactory(proof=proof, text="Nobody was hurt.")
    confirmed(ruled)
    client = signed_in(CheckerFactory())
    page = client.get(reading(article, "facts")).content.decode()
    assert f'id="row-{ruled.key}"' in page
    assert f'id="row-{open_one.key}"' not in page


def test_every_question_of_a_pass_is_required_to_sign_and_none_to_refuse() -> None:
    article = story()
    client = signed_in(CheckerFactory())
    page = client.get(reading(article, "facts")).content.decode()
    page = page[page.index('id="sign"') :]
    assert page.count('type="radio"') == page.count(" required") == 12
    assert 'value="no" formnovalidate' in page


def test_an_item_where_comment_was_sought_is_agreed_with_as_any_other() -> None:
    article = read_article(text="Head\nThe desk has sought comment from Ada Lund.")
    proof = article.current_proof()
    ask = AskFactory(proof=proof, text="The desk has sought comment from Ada Lund.")
    fact = FactFactory(proof=proof, text="Ada Lund", kind="name")
    actions.tick_fact(by=CheckerFactory(), fact=fact, state="confirmed", source="Register")
    [item] = sheet(article).items.all
    assert item.key == ask.key
    agreed = actions.agree(by=CheckerFactory(), article=article, proof=proof, item=item.key)
    assert agreed.item == ask.key
