"""An act that does not say what was on the person's screen is refused, by every way in.

Whoever adds a page that changes what another may have changed meanwhile adds it to ACTS; the pages
of the admin are walked by themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.claims import actions as claims
from factcheck.claims.models import Claim
from factcheck.desk.models import QueueItem
from factcheck.newsroom.models import Desk, LogEntry
from factcheck.newsroom.seen import CHANGED, FIELD, NOT_SENT, SeenModelForm
from factcheck.replies.actions import edit_contact, extend_deadline, retire_contact
from factcheck.replies.models import CommentRequest, Contact
from factcheck.review.models import Query, Tick, Verdict
from tests.api.factories import token_of
from tests.claims.factories import ClaimFactory, FactFactory, read_article
from tests.evidence.factories import EvidenceFactory
from tests.newsroom.factories import ChiefFactory, UserFactory
from tests.replies.factories import ContactFactory, ReplyFactory, RequestFactory, sent_request
from tests.review.factories import QueryFactory, QueueItemFactory, confirmed

pytestmark = pytest.mark.django_db
COPY = "Twelve were killed\n\nAt least 12 people were killed on Friday."


def story() -> Article:
    return read_article(text=COPY)


def claim(article: Article) -> Any:
    return ClaimFactory(
        proof=article.current_proof(), text="At least 12 people were killed on Friday."
    )


def below(
    name: str, mark: str, kind: str, /, **posted: Any
) -> Callable[[], tuple[str, dict[str, Any]]]:
    """An act on a mark of an article."""

    def make() -> tuple[str, dict[str, Any]]:
        article = story()
        row = (
            FactFactory(proof=article.current_proof(), text="12")
            if kind == "fact"
            else claim(article)
        )
        if posted.get("ruled"):
            confirmed(row)
        given = {key: value for key, value in posted.items() if key != "ruled"}
        extra = {"kind": kind} if name == "review:throw_out" else {}
        return reverse(name, kwargs={"pk": article.pk, mark: row.pk, **extra}), given

    return make


def at(
    name: str, row: Callable[[], Model], /, **posted: Any
) -> Callable[[], tuple[str, dict[str, Any]]]:
    return lambda: (reverse(name, args=[row().pk]), posted)


def on_query(name: str, /, **posted: Any) -> Callable[[], tuple[str, dict[str, Any]]]:
    def make() -> tuple[str, dict[str, Any]]:
        query = QueryFactory(article=story())
        return reverse(name, args=[query.article_id, query.pk]), posted

    return make


def birth() -> tuple[str, dict[str, Any]]:
    article = story()
    given = {"name": "Omar Haddad", "born": "1970", "source": "The ministry"}
    return reverse("review:birth_date", args=[article.pk, "age"]), given


def one_of_several() -> tuple[str, dict[str, Any]]:
    request = RequestFactory()
    return reverse("replies:send_several", args=[request.article_id]), {"request": [request.pk]}


def more_time() -> tuple[str, dict[str, Any]]:
    request, until = sent_request(), timezone.now() + timedelta(days=3)
    given = {"until": f"{until:%Y-%m-%dT%H:%M}", "reason": "They asked"}
    return reverse("replies:extend", args=[request.pk]), given


def moved() -> tuple[str, dict[str, Any]]:
    row = ClaimFactory(standing="moved")
    return reverse("review:confirm", args=[row.article_id, "claim", row.pk]), {}


def thrown_out() -> tuple[str, dict[str, Any]]:
    row = claim(story())
    claims.throw_out(by=ChiefFactory(), mark=row)
    return reverse("review:restore", args=[row.article_id, "claim", row.pk]), {}


# What is posted: all that the act needs but what was on the screen.
ACTS: dict[str, Callable[[], tuple[str, dict[str, Any]]]] = {
    "tick": below("review:tick", "fact", "fact", state="confirmed", source="The ministry"),
    "untick": below("review:untick", "fact", "fact"),
    "verdict": below("review:claim_verdict", "mark", "claim", ruling="confirmed", source="It"),
    "verdict back": below("review:claim_withdraw", "mark", "claim", ruled=True),
    "throw out": below("review:throw_out", "mark", "claim"),
    "answer a query": on_query("review:answer", answer="It is 12."),
    "decide a query": on_query("review:decide", decision="stet", note="It is right."),
    "birth": birth,
    "evidence": at("evidence:rule", EvidenceFactory, ruling="accepted"),
    "sort a reply": at("replies:triage", ReplyFactory, says="answered"),
    "compose": at("replies:compose", RequestFactory, act="send", time_zone="UTC"),
    "send several": one_of_several,
    "settings": at("articles:settings", story, headline="New", published="2026-03-14"),
    "contact": at(
        "replies:edit_contact", ContactFactory,
        channel="email", address="new@office.example", language="en", time_zone="UTC",
    ),
    "party": at(
        "replies:edit_party", lambda: ContactFactory().party, name="Another", kind="other"
    ),
    "renew a link": at("replies:renew_link", RequestFactory),
    "confirm an address": at("replies:confirm_address", RequestFactory),
    "move a deadline": more_time,
    "hold": at("replies:hold", RequestFactory),
    "check a contact": at("replies:rule_contact", ContactFactory, ruling="verify"),
    "retire a contact": at("replies:rule_contact", ContactFactory, ruling="retire"),
    "try a contact earlier": at("replies:rule_contact", ContactFactory, ruling="up"),
    "confirm what moved": moved,
    "bring back": thrown_out,
}  # fmt: skip


def signed_in() -> Client:
    client = Client()
    client.force_login(ChiefFactory(is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize("act", ACTS)
def test_an_act_that_does_not_say_what_was_seen_changes_nothing(act: str) -> None:
    url, posted = ACTS[act]()
    lines, client = LogEntry.objects.count(), signed_in()
    answer = client.post(url, posted, follow=True)
    assert LogEntry.objects.count() == lines
    assert answer.status_code in (200, 409, 422)
    assert not Tick.objects.exists()
    assert not Verdict.objects.filter(current=False).exists()
    assert not Query.objects.exclude(state="open").exists()
    assert not CommentRequest.objects.filter(state="queued").exists()
    said = answer.content.decode()
    assert (
        "reload the page" in said.lower()
        or "look at it again" in said.lower()
        or (
            "read it again" in said.lower()
            or "Nothing has been put" in said
            or "no address" in said
        )
    )


def refused(url: str, **posted: Any) -> str:
    """What an act that is refused says; it changes nothing."""
    lines = LogEntry.objects.count()
    said = signed_in().post(url, posted, follow=True).content.decode()
    assert LogEntry.objects.count() == lines
    return said


def test_a_deadline_moved_meanwhile_is_not_moved_again() -> None:
    url, given = more_time()
    request = CommentRequest.objects.get()
    seen, later = request.deadline_mark, timezone.now() + timedelta(days=2)
    extend_deadline(by=ChiefFactory(), request=request, until=later, reason="First")
    assert "was moved while you looked" in refused(url, **given, seen=seen)
    assert CommentRequest.objects.get().deadline == later


def test_a_hold_somebody_else_set_is_told_and_kept() -> None:
    request = sent_request()
    CommentRequest.objects.update(hold=True)
    assert "on hold already" in refused(reverse("replies:hold", args=[request.pk]), on="1")


def test_a_contact_changed_meanwhile_is_not_vouched_for_in_its_new_form() -> None:
    contact = ContactFactory(address="old@office.example")
    seen = contact.seen_mark
    edit_contact(by=ChiefFactory(), contact=contact, address="new@office.example")
    for ruling in ("verify", "retire", "up"):
        url = reverse("replies:rule_contact", args=[contact.pk])
        assert "new@office.example" in refused(url, ruling=ruling, seen=seen)
    listed = {"action": "verify", "_selected_action": [contact.pk]}
    admin_list = reverse("admin:replies_contact_changelist")
    assert "Look at it again" in refused(admin_list, **listed, **{f"seen-{contact.pk}": seen})
    assert "Look at it again" in refused(admin_list, **listed)
    assert Contact.objects.get().verified_at is None
    retire_contact(by=ChiefFactory(), contact=contact)
    seen = Contact.objects.get().seen_mark
    Contact.objects.update(name="Another")
    assert "Look at it again" in refused(url, ruling="restore", seen=seen)


def test_a_mark_that_moved_again_or_was_removed_again_is_left_alone() -> None:
    url, _ = moved()
    assert "Look again" in refused(url, seen_start=0, seen_end=1)
    assert Claim.objects.get().standing == "moved"
    back, _ = thrown_out()
    at = "2026-03-14T17:00:00+00:00"
    assert "removed this mark again" in refused(back, thrown_out_at=at)


QUEUE_ACTS: dict[str, dict[str, str]] = {
    "take": {}, "give": {"to": ""}, "defer": {"until": "hour"}, "resolve": {"note": "Done."}, "reopen": {},
}  # fmt: skip


@pytest.mark.parametrize("act", QUEUE_ACTS)
def test_an_act_on_the_queue_goes_by_how_each_item_stood_on_the_page(act: str) -> None:
    later = timezone.now() + timedelta(days=1)
    item = QueueItemFactory(deferred_until=later)
    other, was = ChiefFactory(name="Ann Lee"), item.seen_mark
    url, given = reverse("desk:queue_act"), {"act": act, **QUEUE_ACTS[act]}
    assert "Reload the page" in refused(url, items=[item.pk], **given)
    QueueItem.objects.update(assigned_to=None, deferred_until=later + timedelta(hours=1))
    assert "It changed since you looked: nobody has it, and" in refused(
        url, items=[f"{item.pk}.{was}"], **given
    )
    QueueItem.objects.update(assigned_to=other)
    said = refused(url, items=[f"{item.pk}.{was}"], **given)
    assert "Ann Lee has" in said


@pytest.mark.parametrize(
    "act", ["take", "give", "defer_hour", "defer_tomorrow", "resolve", "reopen"]
)
def test_the_admin_s_acts_on_the_queue_do_too(act: str) -> None:
    item = QueueItemFactory(deferred_until=timezone.now() + timedelta(days=1))
    given = {"action": act, "_selected_action": [item.pk], "note": "Done.", "state": "all"}
    listed = reverse("admin:desk_queueitem_changelist") + "?state=all"
    assert "Reload the page" in refused(listed, **given)
    shown = {f"seen-{item.pk}": item.seen_mark}
    QueueItem.objects.update(deferred_until=timezone.now() + timedelta(days=2))
    assert "It changed since you looked" in refused(listed, **given, **shown)


@pytest.mark.parametrize("act", ["settings", "contact", "party"])
def test_a_form_saves_only_over_what_it_showed(act: str) -> None:
    url, posted = ACTS[act]()
    client = signed_in()
    first, second = (client.get(url).context["form"] for _ in range(2))
    posted[FIELD] = first.initial[FIELD]
    assert client.post(url, posted).status_code == 302
    posted[FIELD] = second.initial[FIELD]
    again = client.post(
        url, {**posted, "found_where": "A card", "note": "Ask twice", "embargo": "x"}
    )
    assert again.status_code in (409, 422)
    assert CHANGED in again.content.decode()


def rows_of_the_admin() -> dict[str, Model]:
    """A row of each table that a chief changes in the admin and that a test can make by itself."""
    chief = UserFactory()
    ContactFactory()
    rows: dict[str, Model] = {"newsroom.user": chief, "newsroom.desk": Desk.load()}
    for model in admin.site._registry:
        first = model._default_manager.first()
        if first is not None:
            rows.setdefault(model._meta.label_lower, first)
    return rows


def test_no_page_of_the_admin_saves_what_was_not_seen() -> None:
    client = signed_in()
    walked = []
    for label, row in rows_of_the_admin().items():
        path = reverse(f"admin:{label.replace('.', '_')}_change", args=[row.pk])
        page = client.get(path)
        if not page.context or not page.context.get("has_change_permission"):
            continue
        form = page.context["adminform"].form
        assert FIELD in form.fields, f"{label} is changed in the admin without what was seen."
        lines = LogEntry.objects.count()
        answer = client.post(path, {})
        assert NOT_SENT in answer.content.decode(), label
        assert LogEntry.objects.count() == lines
        walked.append(label)
    assert {"newsroom.user", "newsroom.desk", "claims.party", "replies.contact"} <= set(walked)


def test_the_admin_saves_what_was_seen() -> None:
    contact, client = ContactFactory(), signed_in()
    path = reverse("admin:replies_contact_change", args=[contact.pk])
    form = client.get(path).context["adminform"].form
    initial = {name: form.initial.get(name) for name in form.fields}
    values = {name: "" if value is None else value for name, value in initial.items()}
    assert client.post(path, {**values, "role": "Press officer"}).status_code == 302
    assert Contact.objects.get().role == "Press officer"
    answer = client.post(path, {**values, "role": "Spokesman"})
    assert CHANGED in answer.content.decode()
    assert Contact.objects.get().role == "Press officer"


def test_every_page_of_the_admin_that_changes_rows_asks_what_was_seen() -> None:
    chief = ChiefFactory(is_staff=True, is_superuser=True)
    request = type("Asked", (), {"user": chief, "GET": {}})()
    for model, page in admin.site._registry.items():
        if model._meta.app_label in {config.label for config in apps.get_app_configs()} and (
            page.__module__.startswith("factcheck.") and page.has_change_permission(request)
        ):
            shown = page.get_form(request, model(), change=True)
            assert issubclass(shown, SeenModelForm), model._meta.label


def test_no_form_asks_for_what_was_seen_and_lets_it_be_left_out() -> None:
    todo, faults = [forms.Form], []
    while todo:
        form = todo.pop()
        todo += form.__subclasses__()
        for name in ("expected", "seen_text"):
            field = form.base_fields.get(name) if hasattr(form, "base_fields") else None
            # What a reply says is "" until it is sorted: its view asks whether it was sent.
            if field is not None and not field.required and form.__name__ != "SortForm":
                faults.append(f"{form.__name__}.{name}")
    assert not faults


@pytest.mark.parametrize(
    ("path", "body"),
    [("proofs", {"text": f"{COPY} More."}), ("clear", {}), ("clear", {"hash": "0" * 64})],
)
def test_the_api_refuses_it_with_a_sentence(path: str, body: dict[str, Any]) -> None:
    article, client = story(), Client()
    headers = {"Authorization": f"Bearer {token_of(ChiefFactory())}"}
    answer = client.post(
        f"/api/articles/{article.pk}/{path}/",
        body,
        headers=headers,
        content_type="application/json",
    )
    assert answer.status_code in (400, 409, 422)
    assert answer.json()["error"]["message"]
    assert article.proofs.count() == 1
