"""Who has the desk's database password cannot rewrite the record: tried by SQL, as that role."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connection, connections

from factcheck.newsroom import roles
from factcheck.newsroom.actions import log
from factcheck.newsroom.deployment import owner_apart, owner_connected
from factcheck.post.arrivals import store_raw
from tests.articles.factories import ArticleFactory
from tests.newsroom.factories import ReporterFactory
from tests.post.factories import OutgoingFactory, raw_mail

# Roles are the whole server's: each worker of the tests has one of its own.
ROLE = f"desk_of_the_tests_{os.environ.get('PYTEST_XDIST_WORKER', '')}"
PASSWORD = "only-for-tests"
pytestmark = pytest.mark.django_db(transaction=True)
FORGED = (
    "INSERT INTO review_signoff (article_id, proof_id, proof_hash, reading_pass, accepted,"
    " answers, comment, by_id, at)"
    " VALUES (1, 1, 'the hash of the proof', 'facts', true, '[]', '', 1, now())"
)


@pytest.fixture
def desk_role(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[psycopg.Connection[Any]]:
    """A connection to the tests' database as the desk's role, with the rights a migration gives."""
    owner = os.environ["DATABASE_URL"]
    settings.DATABASE_OWNER_URL = owner
    monkeypatch.setattr(roles, "desk_role", lambda: {"USER": ROLE, "PASSWORD": PASSWORD})
    roles.install(connection)
    name = connection.settings_dict["NAME"]
    parts = urlsplit(owner)
    address = f"postgres://{ROLE}:{PASSWORD}@{parts.hostname}:{parts.port}/{name}"
    with psycopg.connect(address, autocommit=True) as desk:
        yield desk


@pytest.fixture
def record() -> None:
    """A line of the log, a raw mail and a letter to try one's hand at."""
    person = ReporterFactory()
    log(by=person, verb="tick", subject=person, text="A line.")
    store_raw(raw=raw_mail(), mailbox="pipe")
    letter = OutgoingFactory()
    letter.written.create(raw=b"the bytes", sha256="0" * 64)


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    "attack",
    [
        "TRUNCATE newsroom_logentry CASCADE",
        "UPDATE newsroom_logentry SET text = 'x'",
        "DELETE FROM newsroom_logentry",
        "ALTER TABLE newsroom_logentry DISABLE TRIGGER ALL",
        "DROP TABLE newsroom_loglink",
        "SET session_replication_role = replica",
        "UPDATE newsroom_loglink SET hash = 'x'",
        "DELETE FROM newsroom_loglink",
        "UPDATE post_incoming SET raw = 'x'",
        "DELETE FROM post_incoming",
        "DELETE FROM post_try",
        "UPDATE post_try SET raw = 'x'",
        "UPDATE post_outgoing SET text = 'x'",
        "DELETE FROM post_outgoing",
        "UPDATE evidence_snapshot SET text = 'x'",
        "UPDATE evidence_body SET packed = 'x'",
        "UPDATE review_tick SET source = 'x'",
        "DELETE FROM review_verdict",
        "UPDATE review_clearedreport SET report = '{}'",
        "DELETE FROM review_signoff",
        "DELETE FROM review_clearance",
        "SELECT key FROM factcheck_signing_key",
        "SELECT factcheck_signing_value('x')",
        "CREATE OR REPLACE FUNCTION factcheck_is_signing(proof_hash text) RETURNS boolean AS "
        "'SELECT true' LANGUAGE sql",
        "UPDATE replies_replyfile SET content = 'x'",
        "DELETE FROM replies_callfile",
        "CREATE TABLE mine (x int)",
    ],
)
def test_the_desk_s_role_rewrites_nothing_of_the_record(
    desk_role: psycopg.Connection[Any], attack: str
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        desk_role.execute(attack)


@pytest.mark.usefixtures("record")
def test_the_desk_s_role_adds_to_the_record_and_does_its_work(
    desk_role: psycopg.Connection[Any],
) -> None:
    desk_role.execute(
        "INSERT INTO newsroom_logentry (at, by_name, verb, subject, text, data)"
        " VALUES (now(), 'Ann', 'tick', 'claims.fact', 'Ticked.', '{}')"
    )
    waiting = desk_role.execute("SELECT count(*) FROM newsroom_unlinkedentry").fetchone()
    assert waiting is not None
    assert waiting[0] >= 2
    desk_role.execute("UPDATE post_outgoing SET state = 'failed'")
    desk_role.execute("UPDATE post_incoming SET state = 'filed'")
    desk_role.execute("UPDATE newsroom_desk SET name = 'Another'")
    desk_role.execute("DELETE FROM desk_staledeskline")


@pytest.mark.parametrize("announced", ["", "the hash of the proof"])
def test_a_signature_is_not_forged_by_one_setting(
    desk_role: psycopg.Connection[Any], announced: str
) -> None:
    desk_role.execute("SELECT set_config('factcheck.signing', %s, false)", [announced])
    with pytest.raises(psycopg.errors.RaiseException, match=r"review\.actions alone"):
        desk_role.execute(FORGED)


def every_trigger() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        return ",".join(name for (name,) in cursor.fetchall())


def test_no_trigger_is_set_aside_by_the_desk_s_role(desk_role: psycopg.Connection[Any]) -> None:
    proof = ArticleFactory().current_proof()
    aside = f"{{{every_trigger()}}}"
    desk_role.execute("SELECT set_config('pgtrigger.ignore', %s, false)", [aside])
    with pytest.raises(psycopg.errors.RaiseException, match="Cannot update rows"):
        desk_role.execute("UPDATE articles_proof SET text = 'x' || text WHERE id = %s", [proof.pk])
    with pytest.raises(psycopg.errors.RaiseException, match=r"review\.actions alone"):
        desk_role.execute(FORGED)


def test_every_right_is_given_anew_and_a_stray_one_taken_away(
    desk_role: psycopg.Connection[Any],
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT TRUNCATE, DELETE ON newsroom_logentry TO {ROLE}")
    roles.install(connection)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        desk_role.execute("TRUNCATE newsroom_logentry CASCADE")


def test_a_migration_works_as_the_owner_and_the_desk_as_itself_again(settings: Any) -> None:
    """A connection of its own: the tests' must stay the owner's."""
    settings.DATABASE_OWNER_URL = "postgres://owner:secret@127.0.0.1/desk"
    desk = django_settings.DATABASES["default"]
    assert roles.owner_is_apart()
    with roles.as_owner():
        now = connections["default"].settings_dict
        assert (now["USER"], now["PASSWORD"]) == ("owner", "secret")
        assert roles.desk_role() == {"USER": desk["USER"], "PASSWORD": desk["PASSWORD"]}
        assert roles.owner_is_apart()
    assert connections["default"].settings_dict["USER"] == desk["USER"]


def test_a_production_that_runs_as_the_owner_is_refused(settings: Any) -> None:
    settings.DATABASE_OWNER_URL = ""
    assert [error.id for error in owner_apart(None)] == ["factcheck.E001"]
    user = django_settings.DATABASES["default"]["USER"]
    settings.DATABASE_OWNER_URL = f"postgres://{user}:x@127.0.0.1/desk"
    assert [error.id for error in owner_apart(None)] == ["factcheck.E001"]
    settings.DATABASE_OWNER_URL = "postgres://owner:x@127.0.0.1/desk"
    assert owner_apart(None) == []


def test_a_superuser_is_refused_whatever_its_name() -> None:
    assert owner_connected(None, databases=[]) == []
    assert [error.id for error in owner_connected(None, databases=["default"])] == [
        "factcheck.E002"
    ]
