from __future__ import annotations

import datetime as dt

import django.utils.timezone
from django.db import migrations, models

import factcheck.newsroom.dates


def in_a_year() -> dt.datetime:
    """When a token ends that was made while tokens had no end."""
    return django.utils.timezone.now() + dt.timedelta(days=365)


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial"), ("newsroom", "0004_machine_accounts")]

    operations = [
        migrations.AddField(
            model_name="token",
            name="scope",
            # What tokens could do before there were scopes.
            field=models.CharField(
                max_length=6,
                choices=[("read", "read"), ("import", "import"), ("clear", "clear")],
                default="clear",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="token",
            name="expires_at",
            field=factcheck.newsroom.dates.MomentField(default=in_a_year),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="token",
            constraint=models.CheckConstraint(
                condition=models.Q(("scope__in", ("read", "import", "clear"))),
                name="token_scope_is_known",
            ),
        ),
    ]
