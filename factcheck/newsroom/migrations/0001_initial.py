import django.db.models.deletion
import django.utils.timezone
import factcheck.newsroom.models
import pgtrigger.compiler
import pgtrigger.migrations
import factcheck.newsroom.dates
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "email",
                    models.EmailField(max_length=254, unique=True, verbose_name="email address"),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("reporter", "Reporter"),
                            ("checker", "Checker"),
                            ("editor", "Editor"),
                            ("chief", "Chief"),
                        ],
                        default="reporter",
                        max_length=20,
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        max_length=64,
                        validators=[factcheck.newsroom.models.validate_zone],
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("is_staff", models.BooleanField(default=False, verbose_name="may open the admin")),
                (
                    "date_joined",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ("reporter", "checker", "editor", "chief"))
                        ),
                        name="user_role_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Desk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        default="The desk",
                        max_length=200,
                        verbose_name="the paper's name, as its copy writes it",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        max_length=64,
                        validators=[factcheck.newsroom.models.validate_zone],
                    ),
                ),
                (
                    "bar",
                    models.FloatField(
                        default=0.5,
                        help_text="0 to 1",
                        verbose_name="score at or above which a claim needs a verdict",
                    ),
                ),
                (
                    "hours_to_answer",
                    models.PositiveSmallIntegerField(
                        default=24, verbose_name="hours a party has to answer, by default"
                    ),
                ),
                (
                    "chase_minutes_before",
                    models.PositiveSmallIntegerField(
                        default=120,
                        verbose_name="minutes before its deadline at which an unanswered request is chased",
                    ),
                ),
                (
                    "warn_minutes_before",
                    models.PositiveSmallIntegerField(
                        default=60,
                        verbose_name="minutes before a deadline at which the desk is warned",
                    ),
                ),
                (
                    "independent_sources",
                    models.BooleanField(
                        default=False,
                        help_text="Counted among the evidence accepted; a call, recording, transcript or reply is primary",
                        verbose_name="“confirmed” needs one primary source or three independent ones",
                    ),
                ),
            ],
            options={
                "verbose_name": "desk settings",
                "verbose_name_plural": "desk settings",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="there_is_one_desk"),
                    models.CheckConstraint(
                        condition=models.Q(("bar__gte", 0), ("bar__lte", 1)),
                        name="desk_bar_is_a_share",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    factcheck.newsroom.dates.MomentField(
                        db_index=True, default=django.utils.timezone.now
                    ),
                ),
                ("by_name", models.CharField(max_length=200)),
                ("verb", models.CharField(max_length=60)),
                ("article_id", models.BigIntegerField(blank=True, null=True)),
                ("subject", models.CharField(max_length=60)),
                ("subject_id", models.BigIntegerField(blank=True, null=True)),
                ("text", models.TextField()),
                ("data", models.JSONField(blank=True, default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="log",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "log entries",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["article_id", "-id"], name="log_by_article"),
                    models.Index(fields=["subject", "subject_id", "-id"], name="log_by_subject"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="logentry",
            trigger=pgtrigger.compiler.Trigger(
                name="log_is_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b60feeafe5c39e980c433bbffdd571f86b9cb7d0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_log_is_append_only_30fe4",
                    table="newsroom_logentry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
