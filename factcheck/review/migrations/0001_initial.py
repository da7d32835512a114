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
        ("articles", "0001_initial"),
        ("claims", "0001_initial"),
        ("evidence", "0001_initial"),
        ("newsroom", "__first__"),
        ("replies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Clearance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("proof_hash", models.CharField(max_length=64)),
                ("sentence", models.TextField(blank=True)),
                ("overridden", models.JSONField(blank=True, default=list)),
                ("at", factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clearances",
                        to="articles.article",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proof",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clearance",
                        to="articles.proof",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("overridden__contains", [{"why": ""}]), _negated=True),
                        name="an_override_has_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClearedReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("report", models.JSONField()),
                (
                    "clearance",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="report",
                        to="review.clearance",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="FirstRead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                    "proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="first_reads",
                        to="articles.proof",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("proof", "by"), name="first_read_once_a_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="NoteWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("at", factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now)),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wordings",
                        to="review.note",
                    ),
                ),
            ],
            options={
                "ordering": ["note", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("note", "number"), name="note_wording_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "wording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to="review.notewording",
                    ),
                ),
            ],
            options={
                "ordering": ["wording", "start"],
            },
        ),
        migrations.CreateModel(
            name="PhoneCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=300)),
                ("name", models.CharField(max_length=300)),
                ("number", models.CharField(blank=True, max_length=100)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("spoke", "spoke"),
                            ("no answer", "no answer"),
                            ("left a message", "left a message"),
                            ("will ring back", "will ring back"),
                            ("refused", "refused"),
                        ],
                        max_length=15,
                    ),
                ),
                ("said", models.TextField(blank=True)),
                ("at", factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now)),
                (
                    "logged_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phone_calls",
                        to="articles.article",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party_call",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="from_sheet",
                        to="replies.requestcall",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("party_call", None), ("said", ""), _connector="OR"),
                        name="party_call_holds_the_words",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CallAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("question", models.TextField(blank=True)),
                (
                    "says",
                    models.CharField(
                        choices=[
                            ("confirms", "confirms"),
                            ("corrects", "corrects"),
                            ("denies", "denies"),
                            ("cannot say", "cannot say"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="call_answers",
                        to="claims.claim",
                    ),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="call_answers",
                        to="claims.fact",
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="call_answers",
                        to="claims.quote",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="review.phonecall",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claim__isnull", False), ("fact", None), ("quote", None)),
                            models.Q(("claim", None), ("fact", None), ("quote__isnull", False)),
                            models.Q(("claim", None), ("fact__isnull", False), ("quote", None)),
                            _connector="OR",
                        ),
                        name="answer_is_on_one_mark",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("transcript", "transcript"),
                            ("recording", "recording"),
                            ("notes", "notes"),
                            ("photo", "photo"),
                            ("witness", "witness"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("place", models.CharField(blank=True, max_length=500)),
                ("text", models.TextField(blank=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("file_name", models.CharField(blank=True, max_length=300)),
                ("at", factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now)),
                ("removed_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="articles.article",
                    ),
                ),
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
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="records",
                        to="claims.claim",
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="records",
                        to="claims.quote",
                    ),
                ),
            ],
            options={
                "ordering": ["article", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            models.Q(("place", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="record_is_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quote", None), ("claim", None), _connector="OR"),
                        name="record_is_of_one_mark",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("proof_hash", models.CharField(max_length=64)),
                (
                    "reading_pass",
                    models.CharField(
                        choices=[
                            ("facts", "facts"),
                            ("fairness", "fairness"),
                            ("whole picture", "whole picture"),
                        ],
                        max_length=13,
                    ),
                ),
                ("accepted", models.BooleanField()),
                ("answers", models.JSONField(blank=True, default=list)),
                ("comment", models.TextField(blank=True)),
                ("at", factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_offs",
                        to="articles.article",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_offs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sign_offs",
                        to="articles.proof",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted", True),
                            models.Q(("comment", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="refusal_has_a_comment",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Thread",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "started_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                ("resolved", models.BooleanField(default=False)),
                ("turned_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="threads",
                        to="articles.article",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="threads",
                        to="claims.claim",
                    ),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="threads",
                        to="claims.fact",
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="threads",
                        to="claims.quote",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "turned_by",
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
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("resolved", False)),
                        fields=["article"],
                        name="thread_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claim", None), ("quote", None)),
                            models.Q(("claim", None), ("fact", None)),
                            models.Q(("fact", None), ("quote", None)),
                            _connector="OR",
                        ),
                        name="thread_is_on_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("resolved", False),
                            models.Q(("turned_at__isnull", False), ("turned_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="resolved_thread_names_its_resolver",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="note",
            name="thread",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notes",
                to="review.thread",
            ),
        ),
        migrations.CreateModel(
            name="Tick",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("source", models.CharField(blank=True, max_length=1000)),
                ("locator", models.CharField(blank=True, max_length=300)),
                ("passage", models.TextField(blank=True)),
                ("method", models.CharField(blank=True, max_length=300)),
                ("note", models.TextField(blank=True)),
                ("at", factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now)),
                ("current", models.BooleanField(default=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "checking"),
                            ("confirmed", "confirmed"),
                            ("change proposed", "change proposed"),
                            ("disputed", "disputed"),
                            ("cannot confirm", "cannot confirm"),
                            ("not a fact", "not a fact"),
                            ("on author", "on author"),
                        ],
                        max_length=15,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ticks",
                        to="claims.fact",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("fact",),
                        name="one_current_tick",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(("source", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="confirmed_tick_has_a_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("source", models.CharField(blank=True, max_length=1000)),
                ("locator", models.CharField(blank=True, max_length=300)),
                ("passage", models.TextField(blank=True)),
                ("method", models.CharField(blank=True, max_length=300)),
                ("note", models.TextField(blank=True)),
                ("at", factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now)),
                ("current", models.BooleanField(default=True)),
                (
                    "ruling",
                    models.CharField(
                        choices=[
                            ("confirmed", "confirmed"),
                            ("change proposed", "change proposed"),
                            ("disputed", "disputed"),
                            ("cannot confirm", "cannot confirm"),
                            ("opinion", "opinion"),
                            ("on author", "on author"),
                        ],
                        max_length=15,
                    ),
                ),
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
                ("reopened", models.TextField(blank=True)),
                ("snapshot_weighed", models.BigIntegerField(default=0)),
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
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdicts",
                        to="claims.claim",
                    ),
                ),
                (
                    "earlier_check",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaned_on",
                        to="review.verdict",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="evidence.evidence",
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdicts",
                        to="claims.quote",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("current", True), ("earlier_check__isnull", False)),
                        fields=["earlier_check"],
                        name="verdict_leaning",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claim__isnull", False), ("quote__isnull", True)),
                            models.Q(("claim__isnull", True), ("quote__isnull", False)),
                            _connector="OR",
                        ),
                        name="verdict_is_on_one_thing",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("claim",),
                        name="one_current_claim_verdict",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("quote",),
                        name="one_current_quote_verdict",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ruling", "confirmed"), _negated=True),
                            models.Q(("source", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="confirmed_verdict_has_a_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ruling__in", ["on author", "disputed", "cannot confirm"]),
                                _negated=True,
                            ),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="doubtful_verdict_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Query",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("old", models.TextField(blank=True)),
                ("new", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("answered", "answered"),
                            ("decided", "decided"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                (
                    "raised_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                ("answer", models.TextField(blank=True)),
                ("answered_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "none"),
                            ("change", "change"),
                            ("stet", "stet"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="",
                        max_length=9,
                    ),
                ),
                ("decision_note", models.TextField(blank=True)),
                ("decided_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="queries",
                        to="articles.article",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="queries",
                        to="claims.claim",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="queries",
                        to="claims.fact",
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="queries",
                        to="claims.quote",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "tick",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="query_raised",
                        to="review.tick",
                    ),
                ),
                (
                    "verdict",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="query_raised",
                        to="review.verdict",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "queries",
                "ordering": ["id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "decided"), _negated=True),
                        fields=["article"],
                        name="query_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "decided"), _negated=True),
                            models.Q(
                                ("decided_by__isnull", False),
                                models.Q(("decision", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="decided_query_names_its_decider",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AlarmSetAside",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("alarm", models.CharField(max_length=64)),
                ("text", models.TextField()),
                ("reason", models.TextField()),
                ("at", factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now)),
                ("taken_back_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alarms_set_aside",
                        to="articles.article",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "alarms set aside",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None)),
                        fields=("article", "alarm"),
                        name="alarm_set_aside_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="alarm_set_aside_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BirthDate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("born", models.CharField(max_length=10)),
                ("source", models.CharField(max_length=500)),
                ("at", factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now)),
                ("current", models.BooleanField(default=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="births",
                        to="articles.article",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["article", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("article", "name"),
                        name="one_birth_a_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CallQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.CharField(max_length=300)),
                ("name", models.CharField(max_length=300)),
                ("text", models.TextField(blank=True)),
                ("dropped", models.BooleanField(default=False)),
                ("at", factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="call_questions",
                        to="articles.article",
                    ),
                ),
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
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="claims.claim",
                    ),
                ),
                (
                    "fact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="claims.fact",
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="claims.quote",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("claim__isnull", False)),
                        fields=("article", "person", "claim"),
                        name="claim_asked_once_a_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("quote__isnull", False)),
                        fields=("article", "person", "quote"),
                        name="quote_asked_once_a_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("fact__isnull", False)),
                        fields=("article", "person", "fact"),
                        name="fact_asked_once_a_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=24)),
                ("line", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[("ticked", "ticked"), ("set aside", "set aside")], max_length=9
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("at", factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now)),
                ("current", models.BooleanField(default=True)),
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines_marked",
                        to="claims.claim",
                    ),
                ),
            ],
            options={
                "ordering": ["claim", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("claim", "key"),
                        name="one_mark_a_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "set aside"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="set_aside_has_a_reason",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clearance",
            trigger=pgtrigger.compiler.Trigger(
                name="clearance_is_not_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="fbdf548e580af7d3f580019c08a88e491ca7be21",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_clearance_is_not_changed_e2d03",
                    table="review_clearance",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clearance",
            trigger=pgtrigger.compiler.Trigger(
                name="clearance_is_given",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF current_setting('factcheck.signing', true) IS DISTINCT FROM NEW.proof_hash THEN\n                RAISE EXCEPTION 'Signed and cleared by review.actions alone.';\n            END IF;\n            \n    IF NOT EXISTS (\n        SELECT 1 FROM articles_proof\n        WHERE id = NEW.proof_id AND article_id = NEW.article_id\n        AND current AND hash = NEW.proof_hash\n    ) THEN\n        RAISE EXCEPTION 'This is not the current copy of the article.';\n    END IF;\n\n            RETURN NEW;\n        ",
                    hash="d8cb1cc8994f12a5358e7b87561ee7418266daad",
                    operation="INSERT",
                    pgid="pgtrigger_clearance_is_given_08fe8",
                    table="review_clearance",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clearedreport",
            trigger=pgtrigger.compiler.Trigger(
                name="cleared_report_is_not_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0448fa4d1f6d8bdb87ffd0eb8c855022c40c3aac",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_cleared_report_is_not_changed_39d5e",
                    table="review_clearedreport",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="notewording",
            trigger=pgtrigger.compiler.Trigger(
                name="note_wording_is_not_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="988c495c2fe83fe3563212ef14779d008bd7e0c6",
                    operation="UPDATE",
                    pgid="pgtrigger_note_wording_is_not_changed_193e3",
                    table="review_notewording",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="phonecall",
            trigger=pgtrigger.compiler.Trigger(
                name="phone_call_is_not_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="c2deb95080f278012420c7f8433d99e228c78a64",
                    operation="UPDATE",
                    pgid="pgtrigger_phone_call_is_not_changed_bbd4e",
                    table="review_phonecall",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="callanswer",
            trigger=pgtrigger.compiler.Trigger(
                name="call_answer_is_not_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="1f9de886885dbb9fa50693063a110817d995a8f1",
                    operation="UPDATE",
                    pgid="pgtrigger_call_answer_is_not_changed_072c6",
                    table="review_callanswer",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signoff",
            trigger=pgtrigger.compiler.Trigger(
                name="sign_off_is_not_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="eac2a5869fb54a47e3485a7053f9d0454dc4501c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_sign_off_is_not_changed_6310c",
                    table="review_signoff",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="signoff",
            trigger=pgtrigger.compiler.Trigger(
                name="sign_off_is_given",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n            IF current_setting('factcheck.signing', true) IS DISTINCT FROM NEW.proof_hash THEN\n                RAISE EXCEPTION 'Signed and cleared by review.actions alone.';\n            END IF;\n            \n            RETURN NEW;\n        ",
                    hash="8fb3802538df7017e0703a80da5588547035b679",
                    operation="INSERT",
                    pgid="pgtrigger_sign_off_is_given_274dd",
                    table="review_signoff",
                    when="BEFORE",
                ),
            ),
        ),
    ]
