"""What the admin refuses is said in a sentence, and numbers have an end."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from factcheck.newsroom.addresses import ADMIN, SUPERUSER
from factcheck.newsroom.models import Desk
from tests.newsroom.factories import ChiefFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]


def test_no_constraint_of_a_table_changed_in_the_admin_is_shown_by_its_name() -> None:
    changed = [
        apps.get_model(label) for label, (_, by) in ADMIN.items() if by not in (None, SUPERUSER)
    ]
    raw = [
        f"{model._meta.label}: {constraint.name}"
        for model in changed
        for constraint in model._meta.constraints
        if constraint.violation_error_message == constraint.default_violation_error_message
    ]
    assert not raw


@pytest.mark.parametrize("days", ["0", "366"])
def test_private_links_last_a_day_at_least_and_a_year_at_most(client: Client, days: str) -> None:
    client.force_login(ChiefFactory())
    desk = Desk.load()
    path = reverse("admin:newsroom_desk_change", args=[desk.pk])
    form = client.get(path).context["adminform"].form
    values = {name: form.initial.get(name) for name in form.fields}
    values = {name: value for name, value in values.items() if value not in (None, False)}
    answer = client.post(path, {**values, "link_days": days})
    assert answer.status_code == 200
    assert "link_days" in answer.context["adminform"].form.errors
    with pytest.raises(IntegrityError), transaction.atomic():
        Desk.objects.update(link_days=int(days))
