import django.contrib.postgres.indexes
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
        ("newsroom", "0001_initial"),
        ("newsroom", "__first__"),
        ("post", "0001_initial"),
        ("replies", "0001_initial"),
        ("review", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaleDeskLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("article_id", models.BigIntegerField(db_index=True)),
            ],
            options={
                "verbose_name_plural": "touched",
            },
        ),
        migrations.CreateModel(
            name="WatchedAccusation",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("claims.accusation",),
        ),
        migrations.CreateModel(
            name="WatchedArticle",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("articles.article",),
        ),
        migrations.CreateModel(
            name="WatchedAsk",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("claims.ask",),
        ),
        migrations.CreateModel(
            name="WatchedAskedParty",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("claims.askedparty",),
        ),
        migrations.CreateModel(
            name="WatchedClaim",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("claims.claim",),
        ),
        migrations.CreateModel(
            name="WatchedClearance",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("review.clearance",),
        ),
        migrations.CreateModel(
            name="WatchedCommentRequest",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("replies.commentrequest",),
        ),
        migrations.CreateModel(
            name="WatchedContact",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("replies.contact",),
        ),
        migrations.CreateModel(
            name="WatchedDesk",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("newsroom.desk",),
        ),
        migrations.CreateModel(
            name="WatchedExtension",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("replies.extension",),
        ),
        migrations.CreateModel(
            name="WatchedExtraction",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("claims.extraction",),
        ),
        migrations.CreateModel(
            name="WatchedFact",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("claims.fact",),
        ),
        migrations.CreateModel(
            name="WatchedLetter",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("replies.letter",),
        ),
        migrations.CreateModel(
            name="WatchedMailNotice",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("replies.mailnotice",),
        ),
        migrations.CreateModel(
            name="WatchedOutgoing",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("post.outgoing",),
        ),
        migrations.CreateModel(
            name="WatchedParty",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("claims.party",),
        ),
        migrations.CreateModel(
            name="WatchedPoint",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("replies.point",),
        ),
        migrations.CreateModel(
            name="WatchedPointSource",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("replies.pointsource",),
        ),
        migrations.CreateModel(
            name="WatchedPointWording",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("replies.pointwording",),
        ),
        migrations.CreateModel(
            name="WatchedProof",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("articles.proof",),
        ),
        migrations.CreateModel(
            name="WatchedPutPoint",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("replies.putpoint",),
        ),
        migrations.CreateModel(
            name="WatchedQuery",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("review.query",),
        ),
        migrations.CreateModel(
            name="WatchedQuote",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("claims.quote",),
        ),
        migrations.CreateModel(
            name="WatchedReply",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("replies.reply",),
        ),
        migrations.CreateModel(
            name="WatchedRequestCall",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("replies.requestcall",),
        ),
        migrations.CreateModel(
            name="WatchedSignOff",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("review.signoff",),
        ),
        migrations.CreateModel(
            name="WatchedTick",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("review.tick",),
        ),
        migrations.CreateModel(
            name="WatchedTk",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("claims.tk",),
        ),
        migrations.CreateModel(
            name="WatchedVerdict",
            fields=[],
            options={
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("review.verdict",),
        ),
        migrations.CreateModel(
            name="DeskLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField(max_length=10)),
                ("state_since", factcheck.newsroom.dates.MomentField()),
                ("reasons", models.JSONField(default=list)),
                ("stuck_on", models.CharField(blank=True, max_length=40)),
                ("stuck_since", factcheck.newsroom.dates.MomentField(null=True)),
                ("claims_open", models.PositiveIntegerField(default=0)),
                ("quotes_open", models.PositiveIntegerField(default=0)),
                ("queries_open", models.PositiveIntegerField(default=0)),
                ("facts_open", models.PositiveIntegerField(default=0)),
                ("facts", models.PositiveIntegerField(default=0)),
                ("awaited", models.PositiveIntegerField(default=0)),
                ("untriaged", models.PositiveIntegerField(default=0)),
                ("good_until", factcheck.newsroom.dates.MomentField(null=True)),
                ("drawn_at", factcheck.newsroom.dates.MomentField()),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="line",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("good_until__isnull", False)),
                        fields=["good_until"],
                        name="line_good_until",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["reasons"], name="line_reasons", opclasses=["jsonb_path_ops"]
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QueueItem",
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
                            ("second read", "second read"),
                            ("dispute", "dispute"),
                            ("untriaged reply", "untriaged reply"),
                            ("orphan reply", "orphan reply"),
                            ("letter in doubt", "letter in doubt"),
                            ("letter failed", "letter failed"),
                            ("failing search", "failing search"),
                            ("lost page", "lost page"),
                            ("changed page", "changed page"),
                            ("failing mailbox", "failing mailbox"),
                            ("bad contact", "bad contact"),
                            ("unreadable mail", "unreadable mail"),
                            ("failed reading", "failed reading"),
                            ("failed import", "failed import"),
                            ("overdue request", "overdue request"),
                            ("sentence drift", "sentence drift"),
                        ],
                        max_length=20,
                    ),
                ),
                ("cause", models.CharField(max_length=100)),
                ("text", models.CharField(max_length=500)),
                ("link", models.CharField(blank=True, max_length=300)),
                ("deadline", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("deferred_until", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "opened_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                ("resolved_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("resolution", models.CharField(blank=True, max_length=300)),
                ("stands", models.BooleanField(default=True)),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="queue",
                        to="articles.article",
                    ),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="queue",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "resolved_by",
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
                "ordering": [models.OrderBy(models.F("deadline"), nulls_last=True), "opened_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("resolved_at", None)),
                        fields=["kind"],
                        name="queue_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("stands", True)),
                        fields=("kind", "cause"),
                        name="one_item_a_cause",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stands", True), ("resolved_at__isnull", False), _connector="OR"
                        ),
                        name="item_without_cause_is_resolved",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.CharField(choices=[("desk", "desk"), ("queue", "queue")], max_length=5),
                ),
                ("name", models.CharField(max_length=80)),
                ("query", models.CharField(blank=True, max_length=1000)),
                ("shared", models.BooleanField(default=False)),
                ("first", models.BooleanField(default=False)),
                (
                    "made_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                ("deleted_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_filters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None)),
                        fields=("owner", "place", "name"),
                        name="filter_named_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("deleted_at", None), ("first", True)),
                        fields=("owner", "place"),
                        name="one_first_filter",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedaccusation",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT COALESCE(NEW.article_id, OLD.article_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="edd5dab7053c42931484d81e592e166dc047e9f8",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_18960",
                    table="claims_accusation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedarticle",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT COALESCE(NEW.id, OLD.id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="e370ea850fb6c1d182c3d48df353436339bf28b2",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_40ea7",
                    table="articles_article",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedask",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT COALESCE(NEW.article_id, OLD.article_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="2da0fa1d8a8b67af499af353f8b638260524c9e0",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_e3d33",
                    table="claims_ask",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedaskedparty",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT t.article_id FROM claims_ask t  WHERE t.id = COALESCE(NEW.ask_id, OLD.ask_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="82783464f0ed6a7bf7be4681bfee0caf4674132a",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_46173",
                    table="claims_askedparty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedclaim",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT COALESCE(NEW.article_id, OLD.article_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="81ab3dc9799d0d9c1ff59e4ec400413bbf3ee590",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_e03de",
                    table="claims_claim",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedclearance",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT COALESCE(NEW.article_id, OLD.article_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="08b83876d6b26db627b7f26315f6de5bb75be12f",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_7d6f1",
                    table="review_clearance",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedcommentrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT COALESCE(NEW.article_id, OLD.article_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="53c30fd8cc6e409851b9ad36ef99ff1bd3f07716",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_33c21",
                    table="replies_commentrequest",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedcontact",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."health" IS DISTINCT FROM (NEW."health") OR OLD."retired_at" IS DISTINCT FROM (NEW."retired_at"))',
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT article_id FROM replies_commentrequest WHERE contact_id = NEW.id LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="248f8bd773b323a38765c5875a851b9f30dd59bd",
                    operation="UPDATE",
                    pgid="pgtrigger_touches_article_d9ddb",
                    table="replies_contact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watcheddesk",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."bar" IS DISTINCT FROM (NEW."bar") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."time_zone" IS DISTINCT FROM (NEW."time_zone"))',
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT id FROM articles_article LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="45320808476cd5c995f7142399b557531e51076c",
                    operation="UPDATE",
                    pgid="pgtrigger_touches_article_4c1c0",
                    table="newsroom_desk",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedextension",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT t.article_id FROM replies_commentrequest t  WHERE t.id = COALESCE(NEW.request_id, OLD.request_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="bcb1dd62a9be0491a6fff76a853c4102687ae04b",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_793ca",
                    table="replies_extension",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedextraction",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT t.article_id FROM articles_proof t  WHERE t.id = COALESCE(NEW.proof_id, OLD.proof_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="cd9b21e032f434be431abbad2664b6b5fa95d536",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_60042",
                    table="claims_extraction",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedfact",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT COALESCE(NEW.article_id, OLD.article_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="da362ba543fb0fc3856b9287c72afd4b6c4d7de5",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_c6840",
                    table="claims_fact",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedletter",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT t.article_id FROM replies_commentrequest t  WHERE t.id = COALESCE(NEW.request_id, OLD.request_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="98b3f136d93009febb4d1fc76bccc1c4064b9d1b",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_274c9",
                    table="replies_letter",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedmailnotice",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT t.article_id FROM replies_commentrequest t  WHERE t.id = COALESCE(NEW.request_id, OLD.request_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="7e445ace5249231cd1c23a561977a213212d069d",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_ff2d0",
                    table="replies_mailnotice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedoutgoing",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT r.article_id FROM replies_letter t JOIN replies_commentrequest r ON r.id = t.request_id\n    WHERE t.outgoing_id = COALESCE(NEW.id, OLD.id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="39c8b96f1b58985a30dca6a083468547f64af2a3",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_db2c7",
                    table="post_outgoing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedparty",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."aliases" IS DISTINCT FROM (NEW."aliases") OR OLD."askable" IS DISTINCT FROM (NEW."askable") OR OLD."group" IS DISTINCT FROM (NEW."group") OR OLD."name" IS DISTINCT FROM (NEW."name"))',
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT article_id FROM claims_accusation WHERE party_id = NEW.id\n    UNION SELECT article_id FROM replies_commentrequest WHERE party_id = NEW.id\n    UNION SELECT a.article_id FROM claims_askedparty p JOIN claims_ask a ON a.id = p.ask_id\n    WHERE p.party_id = NEW.id LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="908736d75d3d4809f3d66d6b6a4f2445c5d764dc",
                    operation="UPDATE",
                    pgid="pgtrigger_touches_article_bdaa6",
                    table="claims_party",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT t.article_id FROM replies_commentrequest t  WHERE t.id = COALESCE(NEW.request_id, OLD.request_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="8ddc8bec61c5469f6344a01a409462776482c1c6",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_3127f",
                    table="replies_point",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedpointsource",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT r.article_id FROM replies_point t JOIN replies_commentrequest r ON r.id = t.request_id WHERE t.id = COALESCE(NEW.point_id, OLD.point_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="14b2469018ea6bf6db2558e701855d3539a82b26",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_41de2",
                    table="replies_pointsource",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedpointwording",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT r.article_id FROM replies_point t JOIN replies_commentrequest r ON r.id = t.request_id WHERE t.id = COALESCE(NEW.point_id, OLD.point_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="cc4791d5314315830387904e1ee4f9e3fa87bff1",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_7fa9c",
                    table="replies_pointwording",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedproof",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT COALESCE(NEW.article_id, OLD.article_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="be4e17b96051084bf2304da70b8244d32e99908c",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_e3ab1",
                    table="articles_proof",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedputpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT r.article_id FROM replies_pointwording w JOIN replies_point p ON p.id = w.point_id\n    JOIN replies_commentrequest r ON r.id = p.request_id\n    WHERE w.id = COALESCE(NEW.wording_id, OLD.wording_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="bd939011b3944eba605ea94250ebee082bf78dfa",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_b7ef7",
                    table="replies_putpoint",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedquery",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT COALESCE(NEW.article_id, OLD.article_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="89e72aa4986715cee10ae01dc5b57129cf506a41",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_07b56",
                    table="review_query",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedquote",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT COALESCE(NEW.article_id, OLD.article_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="aaf232154e7cad08c8657360431d157df57068fe",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_1f4ad",
                    table="claims_quote",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedreply",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT DISTINCT article_id FROM replies_commentrequest WHERE id = NEW.request_id\n    OR id = OLD.request_id OR id IN (SELECT (s ->> 'request')::bigint FROM jsonb_array_elements(\n    COALESCE(NEW.suggestions, '[]') || COALESCE(OLD.suggestions, '[]')) s) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="47733a80c49349a06ade0e29b82c837441fe90da",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_22bf5",
                    table="replies_reply",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedrequestcall",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT t.article_id FROM replies_commentrequest t  WHERE t.id = COALESCE(NEW.request_id, OLD.request_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="9d23e70a2d4ef7adbe94bd515562a1e86bcc1876",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_4ecd2",
                    table="replies_requestcall",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedsignoff",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT COALESCE(NEW.article_id, OLD.article_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="dc5a5b98e8bbaca9a46d1e8b0ced4e2c1a30e8d9",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_99c5a",
                    table="review_signoff",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedtick",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT t.article_id FROM claims_fact t  WHERE t.id = COALESCE(NEW.fact_id, OLD.fact_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="a071b3536758c74996bfd2014c18c1fec46893e7",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_7c636",
                    table="review_tick",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedtk",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT COALESCE(NEW.article_id, OLD.article_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="c17ca78e6f1bbfeb9281f78847e66f0a5ae52462",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_515ca",
                    table="claims_tk",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="watchedverdict",
            trigger=pgtrigger.compiler.Trigger(
                name="touches_article",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE it bigint;",
                    func="\nFOR it IN SELECT article_id FROM claims_claim WHERE id = COALESCE(NEW.claim_id, OLD.claim_id)\n    UNION SELECT article_id FROM claims_quote WHERE id = COALESCE(NEW.quote_id, OLD.quote_id) LOOP\n    IF it IS NOT NULL AND current_setting('factcheck.touched', true) IS DISTINCT FROM it::text THEN\n        INSERT INTO desk_staledeskline (article_id) VALUES (it);\n        PERFORM set_config('factcheck.touched', it::text, true);\n    END IF;\nEND LOOP;\nRETURN NULL;\n",
                    hash="609101062a5d5b44557b62ea91e2ca52a6c291e2",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_touches_article_6a006",
                    table="review_verdict",
                    when="AFTER",
                ),
            ),
        ),
    ]
