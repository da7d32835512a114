"""Verdicts whose ground moves: the page changes, or the earlier check is corrected."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.claims.models import Claim
from factcheck.evidence.models import Body, Evidence, Recheck, Snapshot
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import LogEntry
from factcheck.review.actions import give_verdict, reopen_unsupported, withdraw_verdict
from factcheck.review.actions.verdict_basis import stands, unsupported_verdicts
from factcheck.review.models import Verdict
from tests.evidence.factories import STORY, DocumentFactory, EvidenceFactory, searched_claim
from tests.newsroom.factories import UserFactory
from tests.pages import one_line
from tests.review.factories import understood

pytestmark = pytest.mark.django_db
PASSAGE = "On Friday 2,987 fighters entered Aleppo"


def confirmed(claim: Claim | None = None, **given: Any) -> Verdict:
    claim = claim or searched_claim()
    return give_verdict(
        by=UserFactory(role="checker"), claim=claim, ruling="confirmed", source="A page", **given
    )


def on_a_page() -> Verdict:
    claim = searched_claim()
    evidence: Evidence = EvidenceFactory(
        claim=claim, document=DocumentFactory(text=STORY), passage=PASSAGE, ruling="accepted"
    )
    return confirmed(claim, evidence=evidence)


def page_changes(verdict: Verdict, text: str) -> None:
    assert verdict.evidence is not None
    document, now = verdict.evidence.document, timezone.now() + timedelta(seconds=1)
    body = Body.objects.create(sha256=f"{Body.objects.count():064}", packed=b"", size=0)
    Snapshot.objects.create(
        document=document, body=body, url=document.url, status=200, text=text, fetched_at=now
    )
    Recheck.objects.update_or_create(
        document=document, defaults={"every": timedelta(hours=3), "changed_at": now}
    )


def weighed() -> list[bool]:
    return [
        reopen_unsupported(pk) for pk in unsupported_verdicts(timezone.now() + timedelta(minutes=1))
    ]


def test_a_page_that_no_longer_says_it_reopens_the_verdict() -> None:
    verdict = on_a_page()
    page_changes(verdict, STORY.replace("2,987", "1,200"))
    assert weighed() == [True]
    verdict.refresh_from_db()
    assert not verdict.current
    assert "no longer says" in verdict.reopened
    assert LogEntry.objects.filter(
        verb="reopen verdict", article_id=verdict.claim.article_id
    ).exists()  # type: ignore[union-attr]
    assert weighed() == []


def test_a_page_that_changed_around_the_passage_reopens_nothing_and_is_weighed_once() -> None:
    verdict = on_a_page()
    page_changes(verdict, f"A new first line.\n{STORY}")
    assert weighed() == [False]
    verdict.refresh_from_db()
    assert verdict.current
    assert weighed() == []


def test_a_second_change_is_weighed_again() -> None:
    verdict = on_a_page()
    page_changes(verdict, f"A new first line.\n{STORY}")
    weighed()
    page_changes(verdict, "Nothing of it is left.")
    assert weighed() == [True]


def test_a_verdict_given_after_the_change_is_left_alone() -> None:
    verdict = on_a_page()
    page_changes(verdict, "Nothing of it is left.")
    Verdict.objects.filter(pk=verdict.pk).update(at=timezone.now() + timedelta(hours=1))
    assert weighed() == []


def test_a_verdict_ruled_anew_meanwhile_is_left_alone() -> None:
    verdict = on_a_page()
    page_changes(verdict, "Nothing of it is left.")
    Verdict.objects.filter(pk=verdict.pk).update(current=False)
    assert reopen_unsupported(verdict.pk) is False
    assert Verdict.objects.get(pk=verdict.pk).reopened == ""


def test_a_corrected_earlier_check_reopens_what_leaned_on_it() -> None:
    earlier = confirmed()
    later = confirmed(earlier_check=earlier)
    assert weighed() == []
    give_verdict(
        by=UserFactory(role="checker"),
        claim=earlier.claim,
        ruling="disputed",
        source="Another page",
        note="Misread.",
    )
    assert weighed() == [True]
    later.refresh_from_db()
    assert (later.current, later.reopened) == (
        False,
        "The earlier check that it rests on has been corrected.",
    )


def test_an_earlier_check_whose_words_changed_is_corrected_too() -> None:
    earlier = confirmed()
    confirmed(earlier_check=earlier)
    Claim.objects.filter(pk=earlier.claim_id).update(text="Something else.")
    assert weighed() == [True]


def test_nobody_leans_on_a_check_that_fell_or_that_they_may_not_see() -> None:
    fallen = confirmed()
    withdraw_verdict(by=UserFactory(role="checker"), claim=fallen.claim)
    fallen.refresh_from_db()
    with pytest.raises(Refused, match="does not stand"):
        confirmed(earlier_check=fallen)
    member = UserFactory(role="checker")
    hidden = searched_claim(restricted=True, team=[member])
    secret = give_verdict(by=member, claim=hidden, ruling="confirmed", source="A letter")
    with pytest.raises(Refused, match="does not stand"):
        confirmed(earlier_check=secret)


def test_the_card_says_why_it_is_open_again_until_somebody_rules() -> None:
    verdict = on_a_page()
    claim = verdict.claim
    assert claim is not None
    page_changes(verdict, "Nothing of it is left.")
    weighed()
    client, by = Client(), UserFactory(role="checker")
    client.force_login(by)
    address = reverse("review:claim", args=[claim.article_id, claim.pk])
    assert ">reopened<" in one_line(client.get(address))
    give_verdict(by=by, claim=claim, ruling="confirmed", source="A book")
    assert ">reopened<" not in one_line(client.get(address))


def test_the_form_is_filled_in_from_the_earlier_check_one_rests_on() -> None:
    earlier = confirmed()
    claim = searched_claim()
    understood()
    client = Client()
    client.force_login(UserFactory(role="checker"))
    address = reverse("review:claim", args=[claim.article_id, claim.pk])
    page = one_line(client.get(f"{address}?before={earlier.pk}"))
    assert f'name="earlier_check" value="{earlier.pk}"' in page
    given = {
        "ruling": "confirmed",
        "source": "A page",
        "earlier_check": earlier.pk,
        "card": f"claim-{claim.pk}",
        "seen_text": claim.text,
        "expected": 0,
    }
    client.post(reverse("review:claim_verdict", args=[claim.article_id, claim.pk]), given)
    assert Verdict.objects.get(claim=claim).earlier_check == earlier


def test_a_passage_stands_however_its_lines_are_broken() -> None:
    assert stands("a b\nc", "x a  b c y")
    assert not stands("a b c", "a b d")
