import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import factcheck.newsroom.dates
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("newsroom", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "work",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "next_try_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                ("lease_until", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("lease_token", models.CharField(blank=True, default="", max_length=16)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True, default="")),
                ("name", models.CharField(max_length=300, unique=True)),
                ("polled_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "mailboxes",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Incoming",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("raw", models.BinaryField()),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("size", models.PositiveIntegerField()),
                ("mailbox", models.CharField(blank=True, max_length=200)),
                ("uid", models.CharField(blank=True, max_length=60)),
                ("whole", models.BooleanField(default=True)),
                (
                    "received_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("stored", "stored"), ("parsed", "parsed"), ("filed", "filed")],
                        default="stored",
                        max_length=10,
                    ),
                ),
                ("lease_until", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answer", "answer"),
                            ("auto-reply", "auto-reply"),
                            ("receipt", "receipt"),
                            ("bounce", "bounce"),
                            ("delay", "delay"),
                            ("unreadable", "unreadable"),
                        ],
                        max_length=12,
                    ),
                ),
                ("why", models.TextField(blank=True)),
                ("may_hold_words", models.BooleanField(default=False)),
                ("message_id", models.CharField(blank=True, db_index=True, max_length=998)),
                ("from_name", models.CharField(blank=True, max_length=500)),
                ("from_address", models.CharField(blank=True, max_length=320)),
                ("to", models.JSONField(blank=True, default=list)),
                ("subject", models.TextField(blank=True)),
                ("date", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("in_reply_to", models.TextField(blank=True)),
                ("references", models.JSONField(blank=True, default=list)),
                ("about_ids", models.JSONField(blank=True, default=list)),
                ("about_addresses", models.JSONField(blank=True, default=list)),
                ("deliveries", models.JSONField(blank=True, default=list)),
                ("doubt", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("text_new", models.TextField(blank=True)),
                ("quoted", models.TextField(blank=True)),
                ("html", models.TextField(blank=True)),
                ("charset", models.CharField(blank=True, max_length=40)),
                ("headers", models.JSONField(blank=True, default=dict)),
                ("defects", models.JSONField(blank=True, default=list)),
            ],
            options={
                "verbose_name_plural": "incoming",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "stored")),
                        fields=["id"],
                        name="incoming_unparsed",
                    ),
                    models.Index(
                        condition=models.Q(("state", "parsed")),
                        fields=["id"],
                        name="incoming_unfiled",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["stored", "parsed", "filed"])),
                        name="incoming_state_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("claimed_type", models.CharField(blank=True, max_length=200)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                (
                    "incoming",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="post.incoming",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Outgoing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message_id", models.CharField(max_length=255, unique=True)),
                ("key", models.CharField(max_length=200, unique=True)),
                ("once", models.BooleanField(default=True)),
                ("from_name", models.CharField(blank=True, max_length=200)),
                ("from_address", models.EmailField(max_length=254)),
                ("to_name", models.CharField(blank=True, max_length=200)),
                ("to_address", models.EmailField(max_length=254)),
                ("reply_to", models.EmailField(blank=True, db_index=True, max_length=254)),
                ("subject", models.CharField(max_length=500)),
                ("text", models.TextField()),
                ("html", models.TextField(blank=True)),
                ("in_reply_to", models.CharField(blank=True, max_length=255)),
                ("references", models.TextField(blank=True)),
                ("headers", models.JSONField(blank=True, default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "queued"),
                            ("in flight", "in flight"),
                            ("sent", "sent"),
                            ("failed", "failed"),
                            ("unknown", "unknown"),
                            ("cancelled", "cancelled"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                (
                    "next_try_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                ("lease_until", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("lease_token", models.CharField(blank=True, default="", max_length=16)),
                ("in_flight_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("permanent", models.BooleanField(default=False)),
                ("response", models.CharField(blank=True, max_length=500)),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                ("sent_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "queued")),
                        fields=["next_try_at"],
                        name="outgoing_due",
                    ),
                    models.Index(
                        condition=models.Q(("state", "in flight")),
                        fields=["lease_until"],
                        name="outgoing_in_flight",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["queued", "in flight", "sent", "failed", "unknown", "cancelled"],
                            )
                        ),
                        name="outgoing_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="outgoing_sent_has_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Try",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now)),
                ("raw", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "outgoing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="written",
                        to="post.outgoing",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "tries",
                "ordering": ["outgoing", "id"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="try",
            trigger=pgtrigger.compiler.Trigger(
                name="try_is_not_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="51360f1df34c6c20358cb243f3ac710f9f815db5",
                    operation="UPDATE",
                    pgid="pgtrigger_try_is_not_changed_57f88",
                    table="post_try",
                    when="BEFORE",
                ),
            ),
        ),
    ]
