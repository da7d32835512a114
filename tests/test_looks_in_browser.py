"""Every page there is fits a phone and a wide window, in the dark and by day, and everybody can use
it.

The pages are found by walking every address of the site, over an article with a row of every kind:
a new page is looked at from the day it has an address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from factcheck.claims.models import Claim, Quote
from factcheck.evidence.models import Evidence
from factcheck.newsroom.models import User
from factcheck.replies.models import CommentRequest, Contact
from factcheck.review.reads.proof import sheet
from factcheck.status.actions import unsubscribe_link
from tests.claims.factories import PartyFactory
from tests.newsroom.factories import ChiefFactory
from tests.test_secrecy import World, addresses, arguments, build

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("flush_redis"),
]
Violations = Callable[..., list[str]]
PARTS = 3  # looked at side by side, where there are several processes
# Of the other light, only colours are looked at: nothing else of a page changes with it.
COLOURS = {"runOnly": ["color-contrast"]}
LOOKS: tuple[tuple[int, Literal["dark", "light"], dict[str, Any]], ...] = (
    (360, "dark", {}),
    (360, "light", COLOURS),
    (1360, "light", {}),
    (1360, "dark", COLOURS),
)
# Allauth's pages are dressed by our layout and fields: these three stand for them. The admin has a
# test of its own.
NOT_OURS = ("account", "mfa", "admin:")
OF_ALLAUTH = ("account_change_password", "account_reset_password", "mfa_index")


def open_to_all(world: World, user: User) -> dict[str, dict[str, Any]]:
    """The arguments of the addresses that tests/test_secrecy.py leaves out: they show no article."""
    request, contact = CommentRequest.objects.get(), Contact.objects.earliest("pk")
    contact_of = {"pk": contact.party_id}
    claim, quote = Claim.objects.get(), Quote.objects.get()
    return {
        "evidence:document": {"pk": Evidence.objects.earliest("pk").document_id},
        "replies:reply_page": {"token": request.link_token},
        "replies:party": contact_of,
        "replies:edit_party": contact_of,
        "replies:add_contact": contact_of,
        "replies:merge_parties": {**contact_of, "gone": PartyFactory().pk},
        "replies:edit_contact": {"pk": contact.pk},
        "status:unsubscribe": {
            "token": unsubscribe_link(user, "reply").rstrip("/").rpartition("/")[2]
        },
        "review:quote": {"pk": world.article.pk, "mark": quote.pk},
        "review:facts": {"pk": world.article.pk, "mark": claim.proof.blocks.earliest("pk").pk},
    }


def in_hand(world: World) -> list[str]:
    """The names of the items of every kind, to be opened in the proof's pane."""
    by_kind = {item.key.partition("-")[0]: item.key for item in sheet(world.article).items.all}
    return [*by_kind.values()]


def show(page: Page, address: str) -> None:
    """Load a page; where its address names an item, wait until that lies open."""
    page.goto("about:blank")  # another item of the same page would load nothing
    page.goto(address, wait_until="load")
    if "#" in address:
        expect(page.locator("#hand .in-hand")).to_be_visible()


def pages_of(world: World, user: User) -> Iterator[str]:
    """Every address of ours with a row to show, and three of accounts."""
    ours = open_to_all(world, user)
    for name, route in addresses():
        if name.startswith(NOT_OURS) or not name.partition(":")[2]:
            continue
        kwargs = ours.get(name) or arguments(world, world.article, name, route)
        if kwargs is not None or ("<" not in route and "(" not in route):
            yield reverse(name, kwargs=kwargs)
    proof = reverse("review:proof", args=[world.article.pk])
    for slug in ("facts", "fairness", "whole-picture"):
        yield f"{proof}?second={slug}"
    yield from (f"{proof}#{opened}" for opened in in_hand(world))
    yield f"{proof}?second=facts#{Claim.objects.get().key}"
    yield f"{reverse('desk:search')}?q=paid"
    yield from (reverse(name) for name in OF_ALLAUTH)


def is_page(client: Client, url: str) -> bool:
    """Something a person looks at: no file, no fragment for a page already open, no address that
    only takes a form.
    """
    answer = client.get(url)
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        return False
    return not answer.streaming and b"<body" in answer.content


def faults_of(page: Page, axe_violations: Violations) -> list[str]:
    found = []
    for width, scheme, rules in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{width}: {wide} pixels wide"] if wide > width else []
        # Left to load sheets itself, axe puts a style element into the page, which our policy
        # rightly refuses.
        faults = axe_violations(page, preload=False, **rules)
        found += [f"{width}, {scheme}: {one}" for one in faults]
    return found


@pytest.mark.timeout(600)  # some twenty pages, each looked at four times
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_fits_its_window_and_can_be_used_by_everybody(
    page: Page, live: str, sign_in: Any, axe_violations: Violations, part: int
) -> None:
    world, chief = build(), ChiefFactory(is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(chief)
    sign_in(chief)
    faults, looked_at = [], 0
    for url in [*pages_of(world, chief)][part::PARTS]:
        if is_page(client, url):
            show(page, live + url)
            faults += [f"{url} at {one}" for one in faults_of(page, axe_violations)]
            looked_at += 1
    assert not faults, "\n".join(faults)
    assert looked_at > 45 / PARTS


def admin_pages() -> Iterator[str]:
    """The index, each table's list, and the page of one row of it."""
    yield reverse("admin:index")
    yield reverse("admin:newsroom_user_add")
    yield reverse("admin:status_notice_mail", args=["reply"])
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        row = model._base_manager.order_by("pk").first()
        if row is not None:
            yield reverse(f"{name}_change", args=[row.pk])


@pytest.mark.timeout(600)  # some twenty pages, each looked at four times
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_of_the_admin_fits_its_window_and_can_be_used_by_everybody(
    page: Page, live: str, sign_in: Any, axe_violations: Violations, part: int
) -> None:
    build()
    chief = ChiefFactory(is_superuser=True)
    client = Client()
    client.force_login(chief)
    sign_in(chief)
    faults, looked_at = [], 0
    for url in [*admin_pages()][part::PARTS]:
        if is_page(client, url):
            show(page, live + url)
            faults += [f"{url} at {one}" for one in faults_of(page, axe_violations)]
            looked_at += 1
    assert not faults, "\n".join(faults)
    assert looked_at > 45 / PARTS


def test_the_fonts_come_with_the_product_and_are_small(page: Page, live: str, sign_in: Any) -> None:
    sign_in(ChiefFactory())
    page.goto(live + reverse("desk:list"), wait_until="load")
    for font in ("600 16px Literata", "16px 'Public Sans'"):
        assert page.evaluate("font => document.fonts.load(font).then(found => found.length)", font)
    fonts = Path(__file__).parent.parent / "factcheck" / "static" / "fonts"
    assert sum(path.stat().st_size for path in fonts.glob("*.woff2")) < 150_000
