from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.signals import user_logged_in
from django.core.checks import Tags, register
from django.core.management import call_command
from django.db import connections
from django.db.models.signals import post_migrate


class NewsroomConfig(AppConfig):
    name = "factcheck.newsroom"
    label = "newsroom"

    def ready(self) -> None:
        """Name fields; have migrations end with the desk's role's rights, deployments checked."""
        # Models are not there yet when this module is imported.
        from factcheck.newsroom import crash_reports  # noqa: PLC0415
        from factcheck.newsroom.deployment import (  # noqa: PLC0415
            identity_whole,
            owner_apart,
            owner_connected,
        )
        from factcheck.newsroom.field_names import name_fields  # noqa: PLC0415
        from factcheck.newsroom.middleware import session_begins  # noqa: PLC0415
        from factcheck.newsroom.sessions import session_begins as place  # noqa: PLC0415
        from factcheck.newsroom.sign_in_log import connect  # noqa: PLC0415
        from factcheck.newsroom.two_step import session_begins as second_step  # noqa: PLC0415

        name_fields(m for m in apps.get_models() if m.__module__.startswith("factcheck."))
        connect()
        crash_reports.start()
        user_logged_in.connect(session_begins, dispatch_uid="session_begins")
        user_logged_in.connect(place, dispatch_uid="place_of_session")
        user_logged_in.connect(second_step, dispatch_uid="second_step")
        post_migrate.connect(_install_roles, sender=self)
        register(owner_apart, Tags.security, deploy=True)
        register(identity_whole, Tags.security, deploy=True)
        register(owner_connected, Tags.database, deploy=True)


def _install_roles(using: str, **_: Any) -> None:
    from factcheck.newsroom.roles import install  # noqa: PLC0415  as above

    # Made by the owner, before the desk's role is given its rights on every table.
    call_command("createcachetable", database=using, verbosity=0)
    install(connections[using])
