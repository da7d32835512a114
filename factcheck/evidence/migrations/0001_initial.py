import datetime
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import factcheck.newsroom.words
import pgtrigger.compiler
import pgtrigger.migrations
import pgvector.django.halfvec
import pgvector.django.indexes
import factcheck.newsroom.dates
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("articles", "0001_initial"),
        ("claims", "0001_initial"),
        ("evidence", "0000_vector"),
        ("newsroom", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Body",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("packed", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name_plural": "bodies",
            },
        ),
        migrations.CreateModel(
            name="Feed",
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
                ("url", models.URLField(max_length=2000, unique=True)),
                ("title", models.CharField(blank=True, max_length=300)),
                ("on", models.BooleanField(default=True)),
                ("etag", models.CharField(blank=True, max_length=300)),
                ("modified", models.CharField(blank=True, max_length=100)),
                ("every", models.DurationField(default=datetime.timedelta(seconds=1800))),
                ("polled_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "last_good_at",
                    factcheck.newsroom.dates.MomentField(
                        blank=True, null=True, verbose_name="last read"
                    ),
                ),
                ("failing_since", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
            ],
            options={
                "ordering": ["title", "url"],
            },
        ),
        migrations.CreateModel(
            name="Provider",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=30, unique=True)),
                ("label", models.CharField(max_length=100)),
                ("on", models.BooleanField(default=False)),
                ("outside", models.BooleanField(default=True)),
                ("takes_claims", models.BooleanField(default=True)),
                ("sealed_key", models.TextField(blank=True)),
                ("base", models.URLField(blank=True, verbose_name="address")),
                (
                    "seconds",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0.1),
                            django.core.validators.MaxValueValidator(3600),
                        ],
                        verbose_name="seconds between requests",
                    ),
                ),
                (
                    "saves",
                    models.BooleanField(
                        default=False, verbose_name="save pages there, as public copies"
                    ),
                ),
                ("failing_since", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.TextField(blank=True)),
                (
                    "last_good_at",
                    factcheck.newsroom.dates.MomentField(
                        blank=True, null=True, verbose_name="last answered"
                    ),
                ),
                (
                    "next_try_at",
                    factcheck.newsroom.dates.MomentField(
                        blank=True, null=True, verbose_name="next try"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="AskWords",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("claim_text", models.TextField()),
                ("phrases", models.JSONField(blank=True, default=list)),
                ("words", models.JSONField(blank=True, default=list)),
                ("at", factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ask_words",
                        to="claims.claim",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "words to ask with",
            },
        ),
        migrations.CreateModel(
            name="Document",
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
                ("url", models.URLField(max_length=2000, unique=True)),
                ("final_url", models.URLField(blank=True, max_length=2000)),
                ("canonical", models.URLField(blank=True, max_length=2000)),
                ("title", models.TextField(blank=True)),
                ("published", factcheck.newsroom.dates.DayField(blank=True, null=True)),
                ("status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("headers", models.JSONField(blank=True, default=dict)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("text", models.TextField(blank=True)),
                (
                    "sketch",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("fetched_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                ("cut", models.BooleanField(default=False)),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "only_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_sources",
                        to="articles.article",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="copies",
                        to="evidence.document",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("passage", models.TextField()),
                ("claim_text", models.TextField()),
                ("score", models.FloatField()),
                ("matched_words", models.JSONField(blank=True, default=list)),
                ("flags", models.JSONField(blank=True, default=list)),
                ("leans", models.FloatField(default=0.0)),
                (
                    "tier",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("primary", "primary"),
                            ("wire", "wire"),
                            ("secondary", "secondary"),
                            ("partisan", "partisan"),
                            ("lead only", "lead only"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "ruling",
                    models.CharField(
                        choices=[
                            ("suggested", "suggested"),
                            ("accepted", "accepted"),
                            ("rejected", "rejected"),
                        ],
                        default="suggested",
                        max_length=10,
                    ),
                ),
                ("ruled_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="claims.claim",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="evidence.document",
                    ),
                ),
                (
                    "ruled_by",
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
                "verbose_name_plural": "evidence",
                "ordering": ["claim", "-score"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("claim", "document"), name="evidence_once_a_document"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))),
                        name="evidence_has_a_passage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ruling", "rejected"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="rejected_evidence_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Comparison",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.CharField(max_length=300)),
                ("in_source", models.CharField(blank=True, max_length=300)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("same", "same"),
                            ("other", "other"),
                            ("not mentioned", "not mentioned"),
                        ],
                        max_length=13,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300)),
                (
                    "fact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comparisons",
                        to="claims.fact",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comparisons",
                        to="evidence.evidence",
                    ),
                ),
            ],
            options={
                "ordering": ["evidence", "fact"],
                "constraints": [
                    models.UniqueConstraint(fields=("evidence", "fact"), name="fact_compared_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.CharField(max_length=64)),
                ("url", models.URLField(max_length=2000)),
                ("title", models.TextField()),
                ("text", models.TextField(blank=True)),
                ("published", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("cut", models.BooleanField(default=False)),
                (
                    "feed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="evidence.feed",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "feed entries",
                "ordering": ["-published", "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("cut", False)), fields=["id"], name="feed_entry_uncut"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("feed", "guid"), name="feed_entry_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Hit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.TextField(blank=True)),
                ("snippet", models.TextField(blank=True)),
                ("rating", models.CharField(blank=True, max_length=200)),
                ("rank", models.PositiveSmallIntegerField()),
                ("compared_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hits",
                        to="evidence.document",
                    ),
                ),
            ],
            options={
                "ordering": ["search", "rank"],
            },
        ),
        migrations.CreateModel(
            name="Meaning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("vector", pgvector.django.halfvec.HalfVectorField(dimensions=384)),
                (
                    "claim",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meaning",
                        to="claims.claim",
                    ),
                ),
                (
                    "hit",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="meaning",
                        to="evidence.hit",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    pgvector.django.indexes.HnswIndex(
                        condition=models.Q(("claim__isnull", False)),
                        ef_construction=64,
                        fields=["vector"],
                        m=16,
                        name="claim_near",
                        opclasses=["halfvec_ip_ops"],
                    ),
                    pgvector.django.indexes.HnswIndex(
                        condition=models.Q(("hit__isnull", False)),
                        ef_construction=64,
                        fields=["vector"],
                        m=16,
                        name="check_near",
                        opclasses=["halfvec_ip_ops"],
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claim", None), ("hit__isnull", False)),
                            models.Q(("claim__isnull", False), ("hit", None)),
                            _connector="OR",
                        ),
                        name="meaning_of_one_thing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("vector", pgvector.django.halfvec.HalfVectorField(dimensions=384, null=True)),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passages",
                        to="evidence.document",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passages",
                        to="evidence.feedentry",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["words"], name="passage_words"
                    ),
                    models.Index(
                        condition=models.Q(("vector", None)),
                        fields=["id"],
                        name="passage_without_vector",
                    ),
                    pgvector.django.indexes.HnswIndex(
                        condition=models.Q(("document__isnull", False)),
                        ef_construction=64,
                        fields=["vector"],
                        m=16,
                        name="document_passage_near",
                        opclasses=["halfvec_ip_ops"],
                    ),
                    pgvector.django.indexes.HnswIndex(
                        condition=models.Q(("entry__isnull", False)),
                        ef_construction=64,
                        fields=["vector"],
                        m=16,
                        name="entry_passage_near",
                        opclasses=["halfvec_ip_ops"],
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document", None), ("entry__isnull", False)),
                            models.Q(("document__isnull", False), ("entry", None)),
                            _connector="OR",
                        ),
                        name="passage_of_one_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gte", models.F("start"))),
                        name="passage_has_an_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recheck",
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
                ("every", models.DurationField()),
                ("checked_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("changed_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("gone_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recheck",
                        to="evidence.document",
                    ),
                ),
            ],
            options={
                "ordering": ["next_try_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("work__in", ["waiting", "running"])),
                        fields=["next_try_at"],
                        name="recheck_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Search",
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
                ("query", models.TextField(blank=True)),
                ("claim_text", models.TextField()),
                (
                    "found",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", ""),
                            ("some", "some"),
                            ("nothing", "nothing"),
                            ("forbidden", "forbidden"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("count", models.PositiveSmallIntegerField(default=0)),
                ("notes", models.JSONField(blank=True, default=list)),
                ("asked_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("left_building", models.BooleanField(default=False)),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="searches",
                        to="claims.claim",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="searches",
                        to="evidence.provider",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "searches",
                "ordering": ["claim", "provider"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("work__in", ["waiting", "running"])),
                        fields=["next_try_at"],
                        name="search_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("claim", "provider"), name="claim_searched_once_a_provider"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="hit",
            name="search",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="hits",
                to="evidence.search",
            ),
        ),
        migrations.CreateModel(
            name="SentQuery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("query", models.TextField()),
                ("claim_text", models.TextField()),
                ("at", factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("sending", "sending"),
                            ("answered", "answered"),
                            ("failed", "failed"),
                            ("not sent", "not sent"),
                        ],
                        default="sending",
                        max_length=8,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="queries_sent",
                        to="articles.article",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evidence.provider",
                    ),
                ),
                (
                    "search",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="sent",
                        to="evidence.search",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "sent queries",
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["article", "-at"], name="sent_query_of_article")],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.URLField(max_length=2000)),
                ("status", models.PositiveSmallIntegerField()),
                ("headers", models.JSONField(blank=True, default=dict)),
                ("title", models.TextField(blank=True)),
                ("byline", models.TextField(blank=True)),
                ("site", models.TextField(blank=True)),
                ("published", factcheck.newsroom.dates.DayField(blank=True, null=True)),
                ("modified", models.CharField(blank=True, max_length=100)),
                ("text", models.TextField(blank=True)),
                ("fetched_at", factcheck.newsroom.dates.MomentField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshots",
                        to="evidence.body",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="snapshots",
                        to="evidence.document",
                    ),
                ),
            ],
            options={
                "ordering": ["document", "fetched_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "fetched_at"), name="snapshot_once_an_instant"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Picture",
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
                ("png", models.BinaryField(default=b"")),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                (
                    "snapshot",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="picture",
                        to="evidence.snapshot",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("work__in", ["waiting", "running"])),
                        fields=["next_try_at"],
                        name="picture_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("domain", models.CharField(max_length=253, unique=True)),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("primary", "primary"),
                            ("wire", "wire"),
                            ("secondary", "secondary"),
                            ("partisan", "partisan"),
                            ("lead only", "lead only"),
                        ],
                        default="secondary",
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["name"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        factcheck.newsroom.words.Words("name", "domain", "note"),
                        name="source_words",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="evidence.source",
            ),
        ),
        migrations.CreateModel(
            name="Capture",
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
                ("url", models.URLField(blank=True, max_length=2500)),
                ("captured_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("asked_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("saved_by_us", models.BooleanField(default=False)),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="capture",
                        to="evidence.document",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("work__in", ["waiting", "running"])),
                        fields=["next_try_at"],
                        name="capture_due",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="feedentry",
            trigger=pgtrigger.compiler.Trigger(
                name="feed_entry_is_cut_anew",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                    func="NEW.cut = FALSE; RETURN NEW;",
                    hash="40327420a4c46eede316d9a88f22fb36d761e4be",
                    operation='UPDATE OF "text", "title"',
                    pgid="pgtrigger_feed_entry_is_cut_anew_3875d",
                    table="evidence_feedentry",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="hit",
            index=models.Index(
                condition=models.Q(("compared_at", None)),
                fields=["document"],
                name="hit_uncompared",
            ),
        ),
        migrations.AddConstraint(
            model_name="hit",
            constraint=models.UniqueConstraint(
                fields=("search", "document"), name="hit_once_a_search"
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=django.contrib.postgres.indexes.GinIndex(
                factcheck.newsroom.words.Words("title", "url"), name="document_named"
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("cut", False), ("work", "done")),
                fields=["id"],
                name="document_uncut",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("work__in", ["waiting", "running"])),
                fields=["next_try_at"],
                name="document_due",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["sha256"], name="document_sha256"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["sketch"], name="document_sketch"
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("canonical", ""), _negated=True),
                fields=["canonical"],
                name="document_canonical",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="document",
            trigger=pgtrigger.compiler.Trigger(
                name="document_is_cut_anew",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."title" IS DISTINCT FROM (NEW."title"))',
                    func="NEW.cut = FALSE; RETURN NEW;",
                    hash="1f5fc904cf538a582810093f0e60c6431466fbee",
                    operation='UPDATE OF "text", "title"',
                    pgid="pgtrigger_document_is_cut_anew_20e62",
                    table="evidence_document",
                    when="BEFORE",
                ),
            ),
        ),
    ]
