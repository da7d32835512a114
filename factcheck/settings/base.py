"""What every installation shares. Values that differ between machines come from the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from csp.constants import NONE, SELF

from factcheck.settings.languages import ENGLISH, languages_in

# Django's own classes (ModelAdmin, ModelForm, Paginator) say what they hold only to a type checker.
# This lets them be written as `ModelAdmin[Desk]` at run time too; it must come before any of them
# is subclassed, and settings are loaded first.
django_stubs_ext.monkeypatch()

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
env = environ.Env()

DEBUG = False
SITE_URL: str = env.str("SITE_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "factcheck.newsroom",
    "factcheck.post",
    "factcheck.articles",
    "factcheck.claims",
    "factcheck.evidence",
    "factcheck.replies",
    "factcheck.review",
    "factcheck.desk",
    "factcheck.status",
    "factcheck.api",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    # Its pages are loaded with the addresses (urls.py): no command needs them.
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "pgtrigger",
]
MIDDLEWARE = [
    "factcheck.newsroom.logs.with_request_id",
    "factcheck.newsroom.load.LoadGuard",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Django's adds random bytes to each answer and masks the CSRF token, so that the size of a page
    # gives away nothing of what stands in it (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "factcheck.newsroom.middleware.in_reader_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "factcheck.newsroom.middleware.idle_sessions_end",
    "factcheck.newsroom.two_step.second_step_first",
    "factcheck.newsroom.middleware.AddressesAskTheTable",
    "factcheck.newsroom.middleware.not_stored",
    "factcheck.newsroom.middleware.desk_time",
    "factcheck.newsroom.page_reads.reads_once",
]
ROOT_URLCONF = "factcheck.urls"
WSGI_APPLICATION = "factcheck.wsgi.application"
FORM_RENDERER = "factcheck.newsroom.form_rendering.WrittenOutFields"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["factcheck.newsroom.templatetags.separators"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "factcheck.newsroom.context.desk",
            ],
        },
    }
]

DATABASES: dict[str, Any] = {}


def database_at(url: dict[str, Any]) -> dict[str, Any]:
    """Return the database at an address, with connections that are kept, and checked before use."""
    options = {"connect_timeout": env.int("DATABASE_CONNECT_SECONDS", 5), **url.get("OPTIONS", {})}
    return {**url, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


# The role that owns the tables and migrates; DATABASE_URL's role only works with them.
DATABASE_OWNER_URL: str = env.str("DATABASE_OWNER_URL", "")
REDIS_URL: str = env.str("REDIS_URL", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "newsroom.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = (
    "none"  # accounts are made in the admin, by a person who knows the person
)
# An account's address is vouched for by the chief who made it; two-step sign-in waits for no mail.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A new address wants the password and the new mailbox's word; the old address is told.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_FORMS = {
    "add_email": "factcheck.newsroom.account_forms.NewAddressForm",
    "login": "factcheck.newsroom.account_forms.SignInForm",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Factcheck: "
ACCOUNT_ADAPTER = "factcheck.newsroom.accounts.NewsroomAccounts"
# Sign-in by the newsroom's identity provider, see newsroom/identity. OIDC_ROLES is an object of
# groups and roles, such as {"Desk editors": "editor"}; the first that names a group decides.
SOCIALACCOUNT_ADAPTER = "factcheck.newsroom.identity.provider.NewsroomIdentity"
OIDC_URL: str = env.str("OIDC_URL", "")
OIDC_CLIENT_ID: str = env.str("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET: str = env.str("OIDC_CLIENT_SECRET", "")
OIDC_NAME: str = env.str("OIDC_NAME", "the newsroom’s account")
OIDC_GROUPS_CLAIM: str = env.str("OIDC_GROUPS_CLAIM", "groups")
OIDC_ROLES: dict[str, str] = env.json("OIDC_ROLES", default={})
# Limits count a client's real address only where it is known how many proxies stand before us.
ALLAUTH_TRUSTED_PROXY_COUNT: int = env.int("ALLAUTH_TRUSTED_PROXY_COUNT", 0)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:list"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"


def caches_at(redis_url: str) -> dict[str, dict[str, Any]]:
    """Return the caches: Redis, and the database's for while Redis is away."""
    return {
        "default": {
            "BACKEND": "factcheck.newsroom.steady_cache.SteadyCache", "LOCATION": redis_url,
        },
        "fallback": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "factcheck_cache",
        },
    }  # fmt: skip


# What is stored or sent out is English; pages are drawn in their reader's language.
LANGUAGE_CODE = ENGLISH
LOCALE_PATHS = [ROOT / "factcheck" / "locale"]
FORMAT_MODULE_PATH = ["factcheck.newsroom.formats"]
LANGUAGES = languages_in(LOCALE_PATHS[0])
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATICFILES_DIRS = [ROOT / "factcheck" / "static"]
STATIC_ROOT = VAR / "static"
# The whole of a large import is held in memory once; anything larger is refused before it is read.
IMPORT_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
CHROMIUM: str = env.str("CHROMIUM", "")  # its path, where it is not found by its usual names
SCREENSHOTS: bool = env.bool(
    "SCREENSHOTS", True
)  # pictures of the pages evidence rests on, where a browser is there
# The longest a request and one statement of a page may take, and how many dear pages one web
# process computes at a time. See newsroom/load.py.
REQUEST_SECONDS: float = env.float("REQUEST_SECONDS", 30.0)
PAGE_STATEMENT_SECONDS: float = env.float("PAGE_STATEMENT_SECONDS", 15.0)
DEAR_PAGES_AT_ONCE: int = env.int("DEAR_PAGES_AT_ONCE", 1)
API_PER_MINUTE: int = env.int("API_PER_MINUTE", 120)  # requests with one token

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
# A session ends so long after its last request: a shift and its break.
SESSION_COOKIE_AGE: int = env.int("SESSION_IDLE_HOURS", 12) * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CELERY_TASK_DEFAULT_QUEUE = "read"
# A worker keeps its connection over so many tasks: Celery would else open one for each, whatever
# CONN_MAX_AGE says. `newsroom.sweeps` has the database asked before each whether it is still there.
CELERY_DB_REUSE_MAX = 1000
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A broker that is down must not hold up a page: the sweeps pick the row up later.
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
    "interval_max": 0.2,
}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    # A message whose worker's host is gone comes back after this, more than a task may take.
    "visibility_timeout": 400,
}
CELERY_TIMEZONE = "UTC"
# Nobody asks workers anything by way of the broker; listening for it would cost each a connection
# and a look every second.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_SEND_TASK_EVENTS = False

# The door to the world.
OUTSIDE_CONTACT: str = env.str("OUTSIDE_CONTACT", "")
OUTSIDE_USER_AGENT: str = env.str(
    "OUTSIDE_USER_AGENT",
    "factcheck/0.1 (newsroom fact-checking desk"
    + (f"; {OUTSIDE_CONTACT}" if OUTSIDE_CONTACT else "")
    + ")",
)
OUTSIDE_TIMEOUT_SECONDS: float = env.float("OUTSIDE_TIMEOUT_SECONDS", 20.0)
OUTSIDE_MAX_BYTES: int = env.int("OUTSIDE_MAX_BYTES", 10 * 1024 * 1024)
OUTSIDE_PACE_SECONDS: float = env.float("OUTSIDE_PACE_SECONDS", 2.0)
# "host:port" pairs on this machine that may be fetched; the demo's own web is the only user.
OUTSIDE_LOOPBACK_ALLOWED: list[str] = env.list("OUTSIDE_LOOPBACK_ALLOWED", default=[])
# The newsroom's own services ("host:port") that may stand on a private address: its SearXNG.
OUTSIDE_INNER_ALLOWED: list[str] = env.list("OUTSIDE_INNER_ALLOWED", default=[])
# A key set in the admin goes before the environment's.
PROVIDER_KEYS: dict[str, str] = {
    "google_factcheck": env.str("GOOGLE_FACTCHECK_KEY", ""),
    "guardian": env.str("GUARDIAN_KEY", ""),
    "nytimes": env.str("NYTIMES_KEY", ""),
    "reliefweb": env.str("RELIEFWEB_APPNAME", ""),
}
# Folders of the newsroom's own texts are read under this one alone; "" reads none.
OWN_ARCHIVE_FOLDER: str = env.str("OWN_ARCHIVE_FOLDER", "")
PROVIDER_URLS: dict[str, str] = env.dict("PROVIDER_URLS", default={})

# Mail. Replies come back to reply+TOKEN@MAIL_DOMAIN in the mailbox behind IMAP_URL; several
# mailboxes, each with its own address, stand there with a blank between them.
EMAIL_HOST: str = env.str("EMAIL_HOST", "127.0.0.1")
EMAIL_PORT: int = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER: str = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD: str = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS: bool = env.bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 20
# The longest one letter's way to the server may take, and one look into a mailbox, whatever they
# do: a server that sends a byte a second holds no worker longer.
MAIL_EXCHANGE_SECONDS: float = env.float("MAIL_EXCHANGE_SECONDS", 50.0)
MAIL_DOMAIN: str = env.str("MAIL_DOMAIN", "desk.invalid")
# The name under which our own mail server signs Authentication-Results, or a domain above it:
# others are not believed.
MAIL_AUTHSERV: str = env.str("MAIL_AUTHSERV", MAIL_DOMAIN)
MAIL_FROM: str = env.str("MAIL_FROM", f"desk@{MAIL_DOMAIN}")
DEFAULT_FROM_EMAIL = MAIL_FROM
IMAP_URL: str = env.str("IMAP_URL", "")

LOG_FORMAT: str = env.str("LOG_FORMAT", "line")  # or "json"
# Where reports of our own faults go; nowhere unless set. See newsroom/crash_reports.py.
SENTRY_DSN: str = env.str("SENTRY_DSN", "")
# Who asks for /metrics says this as a bearer token; without one, only this machine may ask.
METRICS_TOKEN: str = env.str("METRICS_TOKEN", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "factcheck.newsroom.logs.PrivateFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
        "json": {"()": "factcheck.newsroom.logs.JsonFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        # Two lines for each task would cost a good part of it; what it did stands in its row.
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        # And one for each of seventy triggers, at a new newsroom's first start.
        "pgtrigger": {"level": "WARNING"},
        # Django's own handlers would write parties' private addresses down: ours does not.
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": ["stderr"], "propagate": False},
    },
}
