"""People. Everyone's password is `PASSWORD`."""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory

from factcheck.newsroom.models import Desk, User

PASSWORD = "a long enough password"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@desk.example")
    role = "checker"
    password = factory.django.Password(PASSWORD)


class ReporterFactory(UserFactory):
    role = "reporter"


class CheckerFactory(UserFactory):
    role = "checker"


class EditorFactory(UserFactory):
    role = "editor"


class ChiefFactory(UserFactory):
    role = "chief"
    is_staff = True


def desk(**settings: Any) -> Desk:
    """The one row of desk settings, changed as said."""
    Desk.load()
    Desk.objects.filter(pk=1).update(**settings)
    return Desk.load()
