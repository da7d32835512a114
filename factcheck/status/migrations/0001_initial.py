import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import factcheck.status.models
import factcheck.newsroom.dates
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("articles", "0001_initial"),
        ("newsroom", "__first__"),
        ("post", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DigestPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "hours",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=factcheck.status.models.usual_hours,
                        size=None,
                    ),
                ),
                (
                    "days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=factcheck.status.models.usual_days,
                        size=None,
                    ),
                ),
                ("next_at", factcheck.newsroom.dates.MomentField(db_index=True)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="digest_plan",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "hours__contained_by",
                                [
                                    0,
                                    1,
                                    2,
                                    3,
                                    4,
                                    5,
                                    6,
                                    7,
                                    8,
                                    9,
                                    10,
                                    11,
                                    12,
                                    13,
                                    14,
                                    15,
                                    16,
                                    17,
                                    18,
                                    19,
                                    20,
                                    21,
                                    22,
                                    23,
                                ],
                            ),
                            ("hours__len__gt", 0),
                        ),
                        name="digest_has_hours_of_the_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("days__contained_by", [1, 2, 3, 4, 5, 6, 7]), ("days__len__gt", 0)
                        ),
                        name="digest_has_days_of_the_week",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
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
                            ("assigned", "An article is given to you"),
                            ("ready", "Your article has been read and searched"),
                            ("reply", "A party answers"),
                            ("letter failed", "A letter of yours did not go, or may not have gone"),
                            ("due soon", "A party's deadline is near"),
                            ("overdue", "A party's deadline has passed without an answer"),
                            (
                                "still overdue",
                                "An hour after a party's deadline there is still no answer",
                            ),
                            ("query", "A query waits for your answer or decision"),
                            ("second read", "An article waits for a second reader"),
                            ("refused", "A second reader refused to sign"),
                            ("cleared", "An article is cleared"),
                            ("reopened", "Copy was changed after it was signed"),
                            ("mention", "A colleague calls you in a note"),
                            ("note resolved", "A note of yours is resolved"),
                            ("change", "A change of your copy is proposed or decided"),
                            ("decided", "A query of yours is decided"),
                            (
                                "source changed",
                                "A verdict of yours is open again: what it rests on has changed",
                            ),
                            ("queue item", "An item of the queue is given to you"),
                        ],
                        max_length=20,
                    ),
                ),
                ("event", models.CharField(max_length=100)),
                ("text", models.CharField(max_length=500)),
                ("link", models.CharField(blank=True, max_length=300)),
                (
                    "when",
                    models.CharField(
                        choices=[("at once", "at once"), ("digest", "digest"), ("never", "never")],
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("pending", "pending"), ("told", "told"), ("stale", "stale")],
                        default="pending",
                        max_length=8,
                    ),
                ),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                ("told_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.article",
                    ),
                ),
                (
                    "outgoing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="post.outgoing",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "pending")),
                        fields=["user"],
                        name="notice_pending",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "kind", "event"), name="told_once_an_event"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
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
                            ("assigned", "An article is given to you"),
                            ("ready", "Your article has been read and searched"),
                            ("reply", "A party answers"),
                            ("letter failed", "A letter of yours did not go, or may not have gone"),
                            ("due soon", "A party's deadline is near"),
                            ("overdue", "A party's deadline has passed without an answer"),
                            (
                                "still overdue",
                                "An hour after a party's deadline there is still no answer",
                            ),
                            ("query", "A query waits for your answer or decision"),
                            ("second read", "An article waits for a second reader"),
                            ("refused", "A second reader refused to sign"),
                            ("cleared", "An article is cleared"),
                            ("reopened", "Copy was changed after it was signed"),
                            ("mention", "A colleague calls you in a note"),
                            ("note resolved", "A note of yours is resolved"),
                            ("change", "A change of your copy is proposed or decided"),
                            ("decided", "A query of yours is decided"),
                            (
                                "source changed",
                                "A verdict of yours is open again: what it rests on has changed",
                            ),
                            ("queue item", "An item of the queue is given to you"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "when",
                    models.CharField(
                        choices=[("at once", "at once"), ("digest", "digest"), ("never", "never")],
                        max_length=8,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preferences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["user", "kind"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "kind"), name="one_choice_a_kind")
                ],
            },
        ),
    ]
