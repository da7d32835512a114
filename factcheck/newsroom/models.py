"""People, the desk's settings, the log, and what every piece of background work shares."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from functools import cache
from typing import Any, ClassVar, Self, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django_stubs_ext import StrPromise

from factcheck.newsroom import rules
from factcheck.newsroom.dates import MomentField
from factcheck.newsroom.kept_statements import GivenValue, kept_statement
from factcheck.newsroom.light import FastRowModel
from factcheck.newsroom.page_reads import once_a_page


def validate_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(
            _("“%(value)s” is not a time zone. Use a name such as America/New_York.")
            % {"value": value}
        )


def zone_named(name: str) -> ZoneInfo:
    """Return the zone of that name.

    UTC where this machine's tables have none, so that no page breaks over it.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


_LABELS = {
    rules.REPORTER: _lazy("Reporter"),
    rules.CHECKER: _lazy("Checker"),
    rules.EDITOR: _lazy("Editor"),
    rules.CHIEF: _lazy("Chief"),
    rules.LAWYER: _lazy("Lawyer"),
}
# What a chief runs in the admin; Django's own tables of groups and sessions are not among it.
ROOMS_OF_THE_ADMIN = frozenset(
    {
        "newsroom", "post", "articles", "claims", "evidence", "replies", "review", "desk", "status",
        "api",
    }
)  # fmt: skip


class UserManager(BaseUserManager["User"]):
    def people(self) -> models.QuerySet[User]:
        """Select who works here: no one who left, and no machine's account."""
        return self.filter(is_active=True, is_machine=False)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(
            email=self.normalize_email(email).lower(),
            **fields,
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(
            email,
            password,
            **{"role": rules.CHIEF, "is_staff": True, "is_superuser": True, **fields},
        )

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(FastRowModel, AbstractBaseUser, PermissionsMixin):
    """One person of the newsroom; signs in by address."""

    email = models.EmailField(_lazy("email address"), unique=True)
    name = models.CharField(max_length=200)
    role = models.CharField(
        max_length=20,
        choices=[(role, _LABELS[role]) for role in rules.ROLES],
        default=rules.REPORTER,
    )
    time_zone = models.CharField(
        max_length=64,
        default="UTC",
        validators=[validate_zone],
    )
    # The interface's; empty: the browser's. No choices, so that a new language is no migration.
    language = models.CharField(
        max_length=12,
        blank=True,
        default="",
        editable=False,
    )
    # Stands under the letters this person sends.
    phone = models.CharField(_lazy("telephone number"), max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(_lazy("may open the admin"), default=False)
    # The account of one integration, such as the CMS: it has no password and is nobody's colleague.
    is_machine = models.BooleanField(default=False, editable=False)
    # The three hints of a first story, put away once by a button.
    hints_done = models.BooleanField(default=False, editable=False)
    date_joined = MomentField(default=timezone.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=rules.ROLES),
                name="user_role_is_known",
                violation_error_message=_lazy("Choose one of the desk's roles."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def zone(self) -> ZoneInfo:
        return zone_named(self.time_zone)

    def may(self, verb: str) -> bool:
        return self.is_active and rules.role_may(self.role, verb)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Tell whether the admin may offer it: the role decides, as everywhere.

        A page of the admin that only shows rows refuses changes by itself.
        """
        return self._runs_the_desk(perm.partition(".")[0]) or super().has_perm(perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        """Tell whether the admin's index lists anything of a room."""
        return self._runs_the_desk(app_label) or super().has_module_perms(app_label)

    def _runs_the_desk(self, room: str) -> bool:
        return self.is_staff and self.may("set desk") and room in ROOMS_OF_THE_ADMIN


def _age(of: StrPromise) -> models.PositiveSmallIntegerField[int | None, int | None]:
    """Return the column of days after which something is erased; empty keeps it."""
    return models.PositiveSmallIntegerField(
        of,
        null=True,
        blank=True,
        validators=[MinValueValidator(rules.LEAST_DAYS)],
        help_text=_lazy(
            "Empty keeps them. Nothing goes while its article is on the desk or under legal hold"
        ),
    )


def _asks_two_steps(of: StrPromise) -> models.BooleanField[bool, bool]:
    """Return the column that says whether people of a role sign in with two steps."""
    return models.BooleanField(
        of,
        default=False,
        help_text=_lazy("Who has none yet is led to set it up before anything else"),
    )


class Desk(FastRowModel):
    """The desk's settings: one row."""

    name = models.CharField(
        _lazy("the paper's name, as its copy writes it"), max_length=200, default="The desk"
    )
    time_zone = models.CharField(
        max_length=64,
        default="UTC",
        validators=[validate_zone],
    )
    bar = models.FloatField(
        _lazy("score at or above which a claim needs a verdict"),
        default=0.5,
        help_text=_lazy("0 to 1"),
    )
    hours_to_answer = models.PositiveSmallIntegerField(
        _lazy("hours a party has to answer, by default"), default=24
    )
    chase_minutes_before = models.PositiveSmallIntegerField(
        _lazy("minutes before its deadline at which an unanswered request is chased"), default=120
    )
    link_days = models.PositiveSmallIntegerField(
        _lazy("days after its deadline that a party's private page still takes an answer"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(rules.LONGEST_LINK_DAYS)],
        help_text=_lazy("A new address can be given out at any time, on the request's page"),
    )
    warn_minutes_before = models.PositiveSmallIntegerField(
        _lazy("minutes before a deadline at which the desk is warned"), default=60
    )
    independent_sources = models.BooleanField(
        _lazy("“confirmed” needs one primary source or three independent ones"),
        default=False,
        help_text=_lazy(
            "Counted among the evidence accepted; a call, recording, transcript or reply is primary"
        ),
    )
    keep_mail_days = _age(
        _lazy("days after which are erased: mail, letters and files as they came and went")
    )
    keep_page_days = _age(
        _lazy("days after which are erased: pages as they were fetched, and their pictures")
    )
    keep_query_days = _age(_lazy("days after which are erased: words of searches sent outside"))
    keep_contact_days = _age(_lazy("days after which are erased: contacts that nobody used"))

    two_step_reporter = _asks_two_steps(_lazy("reporters sign in with two steps"))
    two_step_checker = _asks_two_steps(_lazy("checkers sign in with two steps"))
    two_step_editor = _asks_two_steps(_lazy("editors sign in with two steps"))
    two_step_chief = _asks_two_steps(_lazy("chiefs sign in with two steps"))
    two_step_lawyer = _asks_two_steps(_lazy("lawyers sign in with two steps"))

    class Meta:
        verbose_name = _lazy("desk settings")
        verbose_name_plural = _lazy("desk settings")
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="there_is_one_desk",
                violation_error_message=_lazy("There is one desk: change its settings instead."),
            ),
            models.CheckConstraint(
                condition=Q(bar__gte=0, bar__lte=1),
                name="desk_bar_is_a_share",
                violation_error_message=_lazy(
                    "The score from which a claim needs a verdict is 0 to 1."
                ),
            ),
            models.CheckConstraint(
                condition=Q(link_days__gte=1, link_days__lte=rules.LONGEST_LINK_DAYS),
                name="desk_links_last",
                violation_error_message=_lazy(
                    "A private page takes answers for 1 to 365 days more."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    @once_a_page(lambda cls: "desk")
    def load(cls) -> Desk:
        there = _desks(1)
        return there[0] if there else cls.objects.get_or_create(pk=1)[0]

    def asks_two_steps_of(self, role: str) -> bool:
        """Tell whether people of this role must sign in with two steps."""
        return bool(getattr(self, f"two_step_{role}"))

    @property
    def zone(self) -> ZoneInfo:
        return zone_named(self.time_zone)


@kept_statement
def _desks(pk: GivenValue) -> models.QuerySet[Desk]:
    return Desk.objects.filter(pk=pk)


class LogEntry(FastRowModel):
    """Who did what, when, to what.

    Rows are added and never changed: a lawyer reads them a year later.
    """

    at = MomentField(default=timezone.now, db_index=True)
    by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="log",
    )
    by_name = models.CharField(
        max_length=200
    )  # as it was then; "the system" where no person did it
    verb = models.CharField(max_length=60)
    # Plain numbers, not foreign keys: the log outlives what it speaks of, and this room knows no
    # later one.
    article_id = models.BigIntegerField(null=True, blank=True)
    subject = models.CharField(max_length=60)  # "claims.claim"
    subject_id = models.BigIntegerField(null=True, blank=True)
    text = models.TextField()
    data = models.JSONField(default=dict, blank=True)

    record_may_change: ClassVar[tuple[str, ...]] = ()

    class Meta:
        verbose_name_plural = _lazy("log entries")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["article_id", "-id"], name="log_by_article"),
            models.Index(fields=["subject", "subject_id", "-id"], name="log_by_subject"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="log_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            pgtrigger.Trigger(
                name="log_line_waits_for_its_link",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func="""
INSERT INTO newsroom_unlinkedentry (entry_id) VALUES (NEW.id);
RETURN NULL;
""",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name}: {self.text}"


class UnlinkedEntry(models.Model):
    """A line of the log that is not yet in its chain. The database notes it with the line."""

    entry = models.OneToOneField(
        LogEntry,
        on_delete=models.CASCADE,
        related_name="+",
    )

    class Meta:
        ordering = ["entry_id"]

    def __str__(self) -> str:
        return f"line {self.entry_id}, to be linked"


class LogLink(models.Model):
    """One link of the chain over the log, see `log_chain`.

    No foreign key in the database: a walk must be able to say that a line is gone.
    """

    entry = models.OneToOneField(
        LogEntry,
        on_delete=models.DO_NOTHING,
        related_name="link",
        db_constraint=False,
    )
    hash = models.CharField(max_length=64, db_index=True)
    at = MomentField(default=timezone.now)

    record_may_change: ClassVar[tuple[str, ...]] = ()

    class Meta:
        ordering = ["id"]
        triggers = [
            pgtrigger.Protect(
                name="log_link_is_not_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"line {self.entry_id}: {self.hash[:12]}"


_Row = TypeVar("_Row", bound="Work")


class WorkQuerySet(models.QuerySet[_Row]):
    """The vocabulary of background work. `Work` says what the columns mean."""

    def due(self, now: datetime) -> Self:
        """Return the rows that are waiting and ripe, or whose worker's lease ran out."""
        return self.filter(
            Q(work="waiting", next_try_at__lte=now) | Q(work="running", lease_until__lt=now)
        ).order_by("next_try_at", "pk")

    def claim(self, pk: int, now: datetime, lease: timedelta) -> _Row | None:
        """Take row `pk` for this worker, or return None.

        None when it is gone, done, not ripe, or another's. The row returned carries a fresh
        `lease_token`; `finish` only succeeds for its holder.
        """
        token = secrets.token_hex(8)
        if self.query.where:
            taken = self.filter(pk=pk).due(now).order_by().update(**_taken(now + lease, token))
        else:  # the statement of every task, most of which find nothing to do
            with connection.cursor() as cursor:
                cursor.execute(_claim_statement(self.model), [now + lease, token, pk, now, now])
                taken = cursor.rowcount
        return self.get(pk=pk, lease_token=token) if taken == 1 else None


def _taken(lease_until: datetime, token: str) -> dict[str, Any]:
    """Return what a row that is taken comes to hold."""
    return {
        "work": "running",
        "lease_until": lease_until,
        "lease_token": token,
        "tries": F("tries") + 1,
    }


@cache
def _claim_statement(model: type[models.Model]) -> str:
    """Return `claim` in SQL, for any row of a table."""
    return (
        f'UPDATE "{model._meta.db_table}" '  # noqa: S608  names of ours  # nosec B608
        "SET work = 'running', lease_until = %s, lease_token = %s, tries = tries + 1 "
        f'WHERE "{model._meta.pk.column}" = %s '
        "AND (work = 'waiting' AND next_try_at <= %s OR work = 'running' AND lease_until < %s)"
    )


class Work(FastRowModel):
    """A row that a worker works on. waiting → running → done | failed.

    The database is the truth, not the queue. work waiting: to be done at or after next_try_at;
    running: taken until lease_until; done; failed: given up tries how often it was taken; error:
    why the last try failed, one plain sentence for the screen lease_token proves that a worker
    still holds the row when it records the result
    """

    STATES: ClassVar = ["waiting", "running", "done", "failed"]

    work = models.CharField(
        max_length=10,
        choices=[(s, s) for s in STATES],
        default="waiting",
    )
    next_try_at = MomentField(default=timezone.now)
    lease_until = MomentField(null=True, blank=True)
    lease_token = models.CharField(max_length=16, blank=True, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True, default="")

    class Meta:
        abstract = True

    def finish(
        self,
        *,
        work: str = "done",
        error: str = "",
        **changes: Any,
    ) -> bool:
        """Record the outcome if the lease is still ours.

        False: it was lost, and nothing was written.
        """
        model = type(self)
        values = {"work": work, "error": error, "lease_until": None, "lease_token": "", **changes}  # nosec B105
        mine = model._default_manager.filter(
            pk=self.pk,
            work="running",
            lease_token=self.lease_token,
        )
        if not self.lease_token or mine.update(**values) != 1:
            return False
        for name, value in values.items():
            if (
                name != "lease_token"
            ):  # kept: should the transaction roll back, its holder may still record a failure
                setattr(self, name, value)
        return True

    def retry(
        self,
        *,
        error: str,
        after: timedelta,
        at_most: int,
        **changes: Any,
    ) -> bool:
        """Put the row back for another try after `after`; give it up at the `at_most`-th."""
        if self.tries >= at_most:
            return self.finish(work="failed", error=error, **changes)
        return self.finish(
            work="waiting",
            error=error,
            next_try_at=timezone.now() + after,
            **changes,
        )


class Erasable(FastRowModel):
    """A row whose content may be erased by `erasing`, and whose shape stays."""

    erased_at = MomentField(null=True, blank=True, editable=False)
    # As the screen goes on after "Erased on …": "by the desk's rule".
    erased_why = models.CharField(
        max_length=60,
        blank=True,
        default="",
        editable=False,
    )

    class Meta:
        abstract = True

    @property
    def erased_note(self) -> str:
        """What stands where the content was; empty while it is there."""
        if self.erased_at is None:
            return ""
        day = timezone.localtime(self.erased_at)
        on = {"month": date_format(day, "F"), "day": day.day, "year": day.year}
        return _("Erased on %(day)s %(why)s.") % {
            "day": _("%(month)s %(day)s, %(year)s") % on,
            "why": _(self.erased_why) if self.erased_why else "",
        }


class StoredFile(models.Model):
    """A file from outside, kept with its bytes.

    Served only as a download, typed by its content, never by its name or by what its sender claims.
    """

    name = models.CharField(max_length=255)
    claimed_type = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        abstract = True
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
