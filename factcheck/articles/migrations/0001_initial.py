import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
import factcheck.newsroom.words
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
            name="Article",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("headline", models.CharField(max_length=500)),
                ("url", models.URLField(blank=True, max_length=2000)),
                (
                    "published",
                    factcheck.newsroom.dates.DayField(
                        help_text="“Wednesday” in the copy is read against it",
                        verbose_name="publication date",
                    ),
                ),
                ("published_from", models.CharField(blank=True, max_length=200)),
                ("embargo", models.CharField(blank=True, max_length=500)),
                ("language", models.CharField(blank=True, max_length=10)),
                ("deadline", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("author_name", models.CharField(blank=True, max_length=200)),
                (
                    "restricted",
                    models.BooleanField(
                        default=False,
                        help_text="No query about it leaves the building; only its team sees it",
                    ),
                ),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                ("closed_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checking",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="written",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "team",
                    models.ManyToManyField(
                        blank=True, related_name="restricted_articles", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": [models.OrderBy(models.F("deadline"), nulls_last=True), "-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["deadline", "-id"],
                        name="article_on_desk",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        factcheck.newsroom.words.Words("headline", "author_name"),
                        name="article_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Import",
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
                ("url", models.URLField(max_length=2000)),
                ("deadline", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("headline", models.CharField(blank=True, max_length=500)),
                ("published", factcheck.newsroom.dates.DayField(blank=True, null=True)),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                (
                    "article",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imported_from",
                        to="articles.article",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
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
                        condition=models.Q(("work__in", ["waiting", "running"])),
                        fields=["next_try_at"],
                        name="import_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("current", models.BooleanField(default=True)),
                ("text", models.TextField()),
                ("hash", models.CharField(max_length=64)),
                (
                    "medium",
                    models.CharField(
                        choices=[
                            ("paste", "paste"),
                            ("text", "text"),
                            ("markdown", "markdown"),
                            ("html", "html"),
                            ("docx", "docx"),
                            ("odt", "odt"),
                            ("rtf", "rtf"),
                            ("doc", "doc"),
                            ("epub", "epub"),
                            ("mail", "mail"),
                            ("mhtml", "mhtml"),
                            ("nitf", "nitf"),
                            ("newsml", "newsml"),
                            ("ninjs", "ninjs"),
                            ("wire", "wire"),
                            ("wordpress", "wordpress"),
                            ("pdf", "pdf"),
                            ("url", "url"),
                            ("cms", "cms"),
                        ],
                        default="paste",
                        max_length=10,
                    ),
                ),
                ("encoding", models.CharField(blank=True, max_length=40)),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=factcheck.newsroom.words.Words("text"),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proofs",
                        to="articles.article",
                    ),
                ),
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
            ],
            options={
                "ordering": ["article", "number"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("current", True)), fields=["words"], name="proof_words"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "number"), name="proof_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("article",),
                        name="one_current_proof",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeftOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=200)),
                ("count", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
                (
                    "proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="left_out",
                        to="articles.proof",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="DeskNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.PositiveIntegerField(blank=True, null=True)),
                ("end", models.PositiveIntegerField(blank=True, null=True)),
                ("words", models.TextField(blank=True)),
                (
                    "standing",
                    models.CharField(
                        choices=[("live", "live"), ("gone", "gone")], default="live", max_length=10
                    ),
                ),
                ("by_name", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField(blank=True)),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                ("at", models.CharField(blank=True, max_length=40)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="articles.article",
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
                "ordering": ["proof", "start", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end", None), ("start", None)),
                            ("end__gt", models.F("start")),
                            _connector="OR",
                        ),
                        name="desknote_has_length",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Block",
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
                            ("headline", "headline"),
                            ("standfirst", "standfirst"),
                            ("byline", "byline"),
                            ("body", "body"),
                            ("caption", "caption"),
                            ("pull quote", "pull quote"),
                            ("furniture", "furniture"),
                        ],
                        default="body",
                        max_length=12,
                    ),
                ),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                (
                    "proof",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="blocks",
                        to="articles.proof",
                    ),
                ),
            ],
            options={
                "ordering": ["proof", "start"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end__gte", models.F("start"))),
                        name="block_ends_after_its_start",
                    ),
                    models.UniqueConstraint(fields=("proof", "start"), name="block_starts_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuthorSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.PositiveIntegerField(blank=True, null=True)),
                ("end", models.PositiveIntegerField(blank=True, null=True)),
                ("words", models.TextField(blank=True)),
                (
                    "standing",
                    models.CharField(
                        choices=[("live", "live"), ("gone", "gone")], default="live", max_length=10
                    ),
                ),
                ("by_name", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField(blank=True)),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                ("address", models.CharField(blank=True, max_length=2000)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="articles.article",
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
                "ordering": ["proof", "start", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end", None), ("start", None)),
                            ("end__gt", models.F("start")),
                            _connector="OR",
                        ),
                        name="authorsource_has_length",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proof",
            trigger=pgtrigger.compiler.Trigger(
                name="proof_copy_is_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."article_id" IS DISTINCT FROM (NEW."article_id") OR OLD."hash" IS DISTINCT FROM (NEW."hash") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."text" IS DISTINCT FROM (NEW."text"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="c885cfe73d237885891bf87007a298038e1e657e",
                    operation="UPDATE",
                    pgid="pgtrigger_proof_copy_is_frozen_1ccba",
                    table="articles_proof",
                    when="BEFORE",
                ),
            ),
        ),
    ]
