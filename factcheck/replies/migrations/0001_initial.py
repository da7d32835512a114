import django.db.models.deletion
import django.utils.timezone
import factcheck.newsroom.models
import factcheck.replies.models.comment_requests
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
        ("newsroom", "__first__"),
        ("post", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                ("role", models.CharField(blank=True, max_length=200)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "email"),
                            ("phone", "phone"),
                            ("WhatsApp", "WhatsApp"),
                            ("web form", "web form"),
                        ],
                        default="email",
                        max_length=10,
                    ),
                ),
                ("address", models.CharField(max_length=500)),
                ("language", models.CharField(default="en", max_length=10)),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        max_length=64,
                        validators=[factcheck.newsroom.models.validate_zone],
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(default=0, help_text="Lowest is tried first"),
                ),
                (
                    "health",
                    models.CharField(
                        choices=[
                            ("untried", "untried"),
                            ("good", "good"),
                            ("failing", "failing"),
                            ("bad", "bad"),
                        ],
                        default="untried",
                        max_length=8,
                    ),
                ),
                ("health_why", models.CharField(blank=True, max_length=500)),
                ("health_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("answered_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "found_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                (
                    "found_where",
                    models.CharField(
                        blank=True, help_text="A page, a card, a colleague", max_length=500
                    ),
                ),
                ("verified_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("retired_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "found_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="claims.party",
                    ),
                ),
                (
                    "retired_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
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
                "ordering": ["party", "rank", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("party", "channel", "address"), name="contact_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CommentRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("open", "open"),
                            ("queued", "queued"),
                            ("sent", "sent"),
                            ("failed", "failed"),
                            ("unknown", "unknown"),
                            ("dropped", "dropped"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", ""),
                            ("answered", "answered"),
                            ("partial", "partial"),
                            ("no comment", "no comment"),
                            ("asks for time", "asks for time"),
                            ("referred", "referred"),
                        ],
                        default="",
                        max_length=14,
                    ),
                ),
                ("awaits_more", models.BooleanField(default=False)),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("deadline", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        max_length=64,
                        validators=[factcheck.newsroom.models.validate_zone],
                    ),
                ),
                (
                    "hold",
                    models.BooleanField(default=False, help_text="No chaser goes while it is on"),
                ),
                ("trouble", models.TextField(blank=True)),
                (
                    "address_token",
                    models.CharField(
                        default=factcheck.replies.models.comment_requests.new_token,
                        max_length=24,
                        unique=True,
                    ),
                ),
                (
                    "link_token",
                    models.CharField(
                        default=factcheck.replies.models.comment_requests.new_token,
                        max_length=24,
                        unique=True,
                    ),
                ),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                ("sent_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("first_answer_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "accusation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="requests",
                        to="claims.accusation",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="articles.article",
                    ),
                ),
                (
                    "ask",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="requests",
                        to="claims.ask",
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
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="claims.party",
                    ),
                ),
                (
                    "taken_up_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_up",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="replies.contact",
                    ),
                ),
            ],
            options={
                "ordering": ["deadline", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "sent", "unknown"])),
                        fields=["deadline"],
                        name="request_by_deadline",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "dropped"), _negated=True),
                        fields=("article", "party"),
                        name="party_asked_once_an_article",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "open", "dropped"]),
                            ("deadline__isnull", False),
                            _connector="OR",
                        ),
                        name="request_sent_has_a_deadline",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("content", models.BinaryField()),
                (
                    "at",
                    factcheck.newsroom.dates.MomentField(
                        db_index=True, default=django.utils.timezone.now
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
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("was", factcheck.newsroom.dates.MomentField()),
                ("became", factcheck.newsroom.dates.MomentField()),
                ("reason", models.TextField()),
                ("at", factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now)),
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
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extensions",
                        to="replies.commentrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["request", "id"],
            },
        ),
        migrations.CreateModel(
            name="FrozenSentence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("clauses", models.JSONField(default=list)),
                ("silent", models.JSONField(default=list)),
                ("requests", models.JSONField(default=list)),
                ("at", factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="frozen_sentences",
                        to="articles.article",
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
                (
                    "proof",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="frozen_sentence",
                        to="articles.proof",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="HeldFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(db_index=True, max_length=64)),
                ("name", models.CharField(max_length=255)),
                ("claimed_type", models.CharField(blank=True, max_length=200)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                (
                    "held_at",
                    factcheck.newsroom.dates.MomentField(
                        db_index=True, default=django.utils.timezone.now
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="held_files",
                        to="replies.commentrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="HouseWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("clause", models.CharField(max_length=40, unique=True)),
                ("text", models.CharField(max_length=300)),
                (
                    "changed_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                (
                    "changed_by",
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
                "verbose_name": "wording of the sentence",
                "verbose_name_plural": "wordings of the sentence",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Letter",
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
                            ("first", "first"),
                            ("chaser", "chaser"),
                            ("extension", "extension"),
                            ("further", "further"),
                        ],
                        default="first",
                        max_length=10,
                    ),
                ),
                ("seen_state", models.CharField(blank=True, max_length=10)),
                ("bounced_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("rests_on", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                (
                    "created_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="replies.contact",
                    ),
                ),
                (
                    "outgoing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter",
                        to="post.outgoing",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="replies.commentrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["request", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("seen_state__in", ["sent", "cancelled"]), _negated=True
                        ),
                        fields=["id"],
                        name="letter_to_follow",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "chaser")),
                        fields=("request", "rests_on"),
                        name="request_chased_once_a_deadline",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "chaser"), _negated=True),
                            ("rests_on__isnull", False),
                            _connector="OR",
                        ),
                        name="chaser_rests_on_a_deadline",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterTemplate",
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
                            ("first", "first"),
                            ("chaser", "chaser"),
                            ("extension", "extension"),
                            ("further", "further"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        help_text="as on the contact: en, fr, ar, pt-br", max_length=10
                    ),
                ),
                (
                    "party_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "any"),
                            ("army", "army"),
                            ("government", "government"),
                            ("U.N. mission", "U.N. mission"),
                            ("armed group", "armed group"),
                            ("company", "company"),
                            ("person", "person"),
                            ("other", "other"),
                        ],
                        max_length=20,
                        verbose_name="kind of party",
                    ),
                ),
                ("subject", models.CharField(max_length=300)),
                ("text", models.TextField()),
                (
                    "changed_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                (
                    "changed_by",
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
                "ordering": ["language", "party_kind", "kind"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "language", "party_kind"), name="one_template_a_letter"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MailNotice",
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
                            ("auto-reply", "auto-reply"),
                            ("receipt", "receipt"),
                            ("bounce", "bounce"),
                            ("delay", "delay"),
                            ("unreadable", "unreadable"),
                        ],
                        max_length=12,
                    ),
                ),
                ("matched_by", models.CharField(blank=True, max_length=20)),
                ("at", factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now)),
                ("seen_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("may_hold_words", models.BooleanField(default=False)),
                (
                    "incoming",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice",
                        to="post.incoming",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="replies.commentrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("may_hold_words", True), ("seen_at", None)),
                        fields=["id"],
                        name="notice_unread",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NotDuplicates",
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
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="claims.party",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="claims.party",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "parties told apart",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("one", "other"), name="parties_told_apart_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))),
                        name="apart_lower_id_first",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Point",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "made_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                ("withdrawn_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="points_put",
                        to="replies.commentrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["request", "position", "id"],
            },
        ),
        migrations.CreateModel(
            name="PointSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("at", factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now)),
                (
                    "accusation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="claims.accusation",
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
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="claims.claim",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="replies.point",
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="claims.quote",
                    ),
                ),
            ],
            options={
                "ordering": ["point", "id"],
            },
        ),
        migrations.CreateModel(
            name="PointWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("copy_words", models.BooleanField(default=False)),
                ("at", factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now)),
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
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wordings",
                        to="replies.point",
                    ),
                ),
            ],
            options={
                "ordering": ["point", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("point", "number"), name="wording_numbered_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "email"),
                            ("phone", "phone"),
                            ("WhatsApp", "WhatsApp"),
                            ("web form", "web form"),
                            ("link", "link"),
                        ],
                        default="email",
                        max_length=10,
                    ),
                ),
                ("matched_by", models.CharField(blank=True, max_length=20)),
                ("suggestions", models.JSONField(blank=True, default=list)),
                ("text", models.TextField(blank=True)),
                (
                    "terms",
                    models.CharField(
                        choices=[
                            ("on the record", "on the record"),
                            ("background", "background"),
                            ("not for attribution", "not for attribution"),
                            ("embargo", "embargo"),
                        ],
                        default="on the record",
                        max_length=20,
                    ),
                ),
                ("said_by", models.CharField(blank=True, max_length=300)),
                (
                    "offered",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answered", "answered"),
                            ("partial", "partial"),
                            ("no comment", "no comment"),
                            ("asks for time", "asks for time"),
                            ("referred", "referred"),
                            ("not about this", "not about this"),
                        ],
                        default="",
                        max_length=14,
                    ),
                ),
                (
                    "received_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                (
                    "says",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answered", "answered"),
                            ("partial", "partial"),
                            ("no comment", "no comment"),
                            ("asks for time", "asks for time"),
                            ("referred", "referred"),
                            ("not about this", "not about this"),
                        ],
                        default="",
                        max_length=14,
                    ),
                ),
                ("triaged_at", factcheck.newsroom.dates.MomentField(blank=True, null=True)),
                ("key", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                (
                    "incoming",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reply",
                        to="post.incoming",
                    ),
                ),
                (
                    "logged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="replies.commentrequest",
                    ),
                ),
                (
                    "triaged_by",
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
                "verbose_name_plural": "replies",
                "ordering": ["received_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("triaged_at", None)),
                        fields=["id"],
                        name="reply_untriaged",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("triaged_at__isnull", True),
                            models.Q(("says", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="triaged_reply_says_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReplyFile",
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
                    "reply",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="replies.reply",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="RequestCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "email"),
                            ("phone", "phone"),
                            ("WhatsApp", "WhatsApp"),
                            ("web form", "web form"),
                        ],
                        default="phone",
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                (
                    "reached",
                    models.BooleanField(default=True, help_text="Off: nobody there took it"),
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calls",
                        to="replies.commentrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["request", "at", "id"],
            },
        ),
        migrations.CreateModel(
            name="PutPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "letter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="points",
                        to="replies.letter",
                    ),
                ),
                (
                    "wording",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="puts",
                        to="replies.pointwording",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="points",
                        to="replies.requestcall",
                    ),
                ),
            ],
            options={
                "ordering": ["letter", "call", "position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("call__isnull", False), ("letter__isnull", True)),
                            models.Q(("call__isnull", True), ("letter__isnull", False)),
                            _connector="OR",
                        ),
                        name="point_put_one_way",
                    ),
                    models.UniqueConstraint(
                        fields=("letter", "wording"), name="point_once_a_letter"
                    ),
                    models.UniqueConstraint(fields=("call", "wording"), name="point_once_a_call"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
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
                        choices=[("claim", "claim"), ("quote", "quote")], max_length=5
                    ),
                ),
                ("text", models.TextField()),
                (
                    "made_at",
                    factcheck.newsroom.dates.MomentField(default=django.utils.timezone.now),
                ),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="stated_in",
                        to="claims.claim",
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
                    "quote",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="stated_in",
                        to="claims.quote",
                    ),
                ),
                (
                    "reply",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="statements",
                        to="replies.reply",
                    ),
                ),
            ],
            options={
                "ordering": ["reply", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("reply", "kind", "text"), name="statement_made_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Use",
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
                (
                    "reply",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uses",
                        to="replies.reply",
                    ),
                ),
            ],
            options={
                "ordering": ["proof", "start", "end"],
                "abstract": False,
                "indexes": [models.Index(fields=["article", "standing"], name="use_of_article")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="use_has_length"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("thrown_out_at", None), ("standing", "archived"), _connector="OR"
                        ),
                        name="use_thrown_out_is_off_the_copy",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("standing", "archived"), _negated=True),
                        fields=("proof", "start", "end", "reply"),
                        name="use_marked_once",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="frozensentence",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_sentence_is_not_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="987532070df0b2f45147f4b35b1a00ce17d2cb01",
                    operation="UPDATE",
                    pgid="pgtrigger_frozen_sentence_is_not_changed_7e9a4",
                    table="replies_frozensentence",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pointwording",
            trigger=pgtrigger.compiler.Trigger(
                name="wording_is_not_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="659cb4a91b70d33956592a71a02b4b13d11991ff",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_wording_is_not_changed_066fe",
                    table="replies_pointwording",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="putpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="put_point_is_not_changed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="541c61ae84a9bc0b7eae1110dd7af6c371b95057",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_put_point_is_not_changed_723e6",
                    table="replies_putpoint",
                    when="BEFORE",
                ),
            ),
        ),
    ]
