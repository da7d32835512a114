import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import factcheck.newsroom.words
import factcheck.newsroom.dates
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("articles", "0001_initial"),
        ("newsroom", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("text", models.TextField()),
                (
                    "standing",
                    models.CharField(
                        choices=[("live", "live"), ("moved", "moved"), ("archived", "archived")],
                        default="live",
                        max_length=10,
                    ),
                ),
                ("thrown_out_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("sought", "sought"),
                            ("declined", "declined"),
                            ("no-response", "no-response"),
                            ("unreachable", "unreachable"),
                            ("referred", "referred"),
                            ("replied", "replied"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "accepted_by",
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
                        related_name="%(class)ss",
                        to="articles.article",
                    ),
                ),
                (
                    "first_proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.proof",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="articles.proof",
                    ),
                ),
            ],
            options={
                "ordering": ["proof", "start", "end"],
                "abstract": False,
                "indexes": [models.Index(fields=["article", "standing"], name="ask_of_article")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="ask_has_length"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("thrown_out_at", None), ("standing", "archived"), _connector="OR"
                        ),
                        name="ask_thrown_out_is_off_the_copy",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("standing", "archived"), _negated=True),
                        fields=("proof", "start", "end", "outcome"),
                        name="ask_marked_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("text", models.TextField()),
                (
                    "standing",
                    models.CharField(
                        choices=[("live", "live"), ("moved", "moved"), ("archived", "archived")],
                        default="live",
                        max_length=10,
                    ),
                ),
                ("thrown_out_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                ("kinds", models.JSONField(blank=True, default=list)),
                ("score", models.FloatField(default=1.0)),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=factcheck.newsroom.words.Words("text"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "accepted_by",
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
                        related_name="%(class)ss",
                        to="articles.article",
                    ),
                ),
                (
                    "first_proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.proof",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="articles.proof",
                    ),
                ),
                (
                    "split_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="pieces",
                        to="claims.claim",
                    ),
                ),
            ],
            options={
                "ordering": ["proof", "start", "end"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Extraction",
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
                ("reading", models.JSONField(blank=True, null=True)),
                ("parts_done", models.PositiveSmallIntegerField(default=0)),
                ("parts_total", models.PositiveSmallIntegerField(default=2)),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                (
                    "proof",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extraction",
                        to="articles.proof",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("work__in", ["waiting", "running"])),
                        fields=["next_try_at"],
                        name="extraction_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("text", models.TextField()),
                (
                    "standing",
                    models.CharField(
                        choices=[("live", "live"), ("moved", "moved"), ("archived", "archived")],
                        default="live",
                        max_length=10,
                    ),
                ),
                ("thrown_out_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("number", "number"),
                            ("date", "date"),
                            ("name", "name"),
                            ("title", "title"),
                            ("place", "place"),
                            ("superlative", "superlative"),
                        ],
                        max_length=12,
                    ),
                ),
                ("value", models.CharField(blank=True, max_length=300, null=True)),
                (
                    "accepted_by",
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
                        related_name="%(class)ss",
                        to="articles.article",
                    ),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="facts_stated",
                        to="claims.claim",
                    ),
                ),
                (
                    "first_proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.proof",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="articles.proof",
                    ),
                ),
                (
                    "split_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="pieces",
                        to="claims.fact",
                    ),
                ),
            ],
            options={
                "ordering": ["proof", "start", "end"],
                "abstract": False,
                "indexes": [models.Index(fields=["article", "standing"], name="fact_of_article")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="fact_has_length"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("thrown_out_at", None), ("standing", "archived"), _connector="OR"
                        ),
                        name="fact_thrown_out_is_off_the_copy",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("standing", "archived"), _negated=True),
                        fields=("proof", "start", "end", "kind"),
                        name="fact_marked_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("army", "army"),
                            ("government", "government"),
                            ("U.N. mission", "U.N. mission"),
                            ("armed group", "armed group"),
                            ("company", "company"),
                            ("person", "person"),
                            ("other", "other"),
                        ],
                        default="other",
                        max_length=20,
                    ),
                ),
                ("aliases", models.JSONField(blank=True, default=list)),
                (
                    "group",
                    models.BooleanField(
                        default=False,
                        help_text="“U.S. officials”: many people; someone must pick whom to ask",
                    ),
                ),
                (
                    "askable",
                    models.BooleanField(
                        default=True, help_text="Off for “others”: no one can be asked"
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="Sanctions, bans, danger: shown to whoever writes to it",
                    ),
                ),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
            ],
            options={
                "verbose_name_plural": "parties",
                "ordering": ["name"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        factcheck.newsroom.words.Words("name", "aliases"), name="party_words"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"), name="party_name_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AskedParty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=200)),
                (
                    "ask",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parties",
                        to="claims.ask",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked_in",
                        to="claims.party",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "asked parties",
                "ordering": ["ask", "start"],
                "constraints": [
                    models.UniqueConstraint(fields=("ask", "party"), name="party_asked_once_an_ask")
                ],
            },
        ),
        migrations.CreateModel(
            name="Accusation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("text", models.TextField()),
                (
                    "standing",
                    models.CharField(
                        choices=[("live", "live"), ("moved", "moved"), ("archived", "archived")],
                        default="live",
                        max_length=10,
                    ),
                ),
                ("thrown_out_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                ("accuser", models.CharField(blank=True, max_length=300)),
                (
                    "accepted_by",
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
                        related_name="%(class)ss",
                        to="articles.article",
                    ),
                ),
                (
                    "first_proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.proof",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="articles.proof",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accused_in",
                        to="claims.party",
                    ),
                ),
            ],
            options={
                "ordering": ["proof", "start", "end"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["article", "standing"], name="accusation_of_article")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))),
                        name="accusation_has_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("thrown_out_at", None), ("standing", "archived"), _connector="OR"
                        ),
                        name="accusation_thrown_out_is_off_the_copy",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("standing", "archived"), _negated=True),
                        fields=("proof", "start", "end", "party"),
                        name="accusation_marked_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("text", models.TextField()),
                (
                    "standing",
                    models.CharField(
                        choices=[("live", "live"), ("moved", "moved"), ("archived", "archived")],
                        default="live",
                        max_length=10,
                    ),
                ),
                ("thrown_out_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("direct", "direct"),
                            ("indirect", "indirect"),
                            ("mixed", "mixed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("contents", models.JSONField()),
                ("cue_start", models.PositiveIntegerField(blank=True, null=True)),
                ("cue_end", models.PositiveIntegerField(blank=True, null=True)),
                ("speaker_start", models.PositiveIntegerField(blank=True, null=True)),
                ("speaker_end", models.PositiveIntegerField(blank=True, null=True)),
                ("speaker", models.CharField(blank=True, max_length=300)),
                ("speaker_title", models.CharField(blank=True, max_length=300)),
                ("speaker_of", models.CharField(blank=True, max_length=300)),
                ("confidence", models.FloatField(default=1.0)),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=factcheck.newsroom.words.Words(
                            "text", "speaker", "speaker_title", "speaker_of"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "accepted_by",
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
                        related_name="%(class)ss",
                        to="articles.article",
                    ),
                ),
                (
                    "first_proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.proof",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="articles.proof",
                    ),
                ),
                (
                    "speaker_by",
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
                "ordering": ["proof", "start", "end"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["article", "standing"], name="quote_of_article"),
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="quote_words"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="quote_has_length"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("thrown_out_at", None), ("standing", "archived"), _connector="OR"
                        ),
                        name="quote_thrown_out_is_off_the_copy",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("standing", "archived"), _negated=True),
                        fields=("proof", "start", "end"),
                        name="quote_marked_once",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="claim",
            name="quote",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="claims_made",
                to="claims.quote",
            ),
        ),
        migrations.CreateModel(
            name="Tk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("text", models.TextField()),
                (
                    "standing",
                    models.CharField(
                        choices=[("live", "live"), ("moved", "moved"), ("archived", "archived")],
                        default="live",
                        max_length=10,
                    ),
                ),
                ("thrown_out_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                (
                    "accepted_by",
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
                        related_name="%(class)ss",
                        to="articles.article",
                    ),
                ),
                (
                    "first_proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.proof",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="articles.proof",
                    ),
                ),
            ],
            options={
                "ordering": ["proof", "start", "end"],
                "abstract": False,
                "indexes": [models.Index(fields=["article", "standing"], name="tk_of_article")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="tk_has_length"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("thrown_out_at", None), ("standing", "archived"), _connector="OR"
                        ),
                        name="tk_thrown_out_is_off_the_copy",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("standing", "archived"), _negated=True),
                        fields=("proof", "start", "end"),
                        name="hole_marked_once",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["article", "standing"], name="claim_of_article"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=django.contrib.postgres.indexes.GinIndex(fields=["words"], name="claim_words"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gt", models.F("start"))), name="claim_has_length"
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("thrown_out_at", None), ("standing", "archived"), _connector="OR"
                ),
                name="claim_thrown_out_is_off_the_copy",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__gte", 0), ("score__lte", 1)),
                name="claim_score_is_a_share",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("standing", "archived"), _negated=True),
                fields=("proof", "start", "end"),
                name="claim_marked_once",
            ),
        ),
    ]
