"""A newsroom's own machines: everything from the environment; refuses to start half configured."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from factcheck.settings.base import *  # noqa: F403
from factcheck.settings.base import caches_at, database_at, env


def required(name: str) -> str:
    value: str = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it in the environment; docs/operations.md says how."
        )
    return value


SECRET_KEY = required("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10 or "change" in SECRET_KEY.lower():
    raise ImproperlyConfigured("SECRET_KEY is too weak. Use at least 50 random characters.")
required("DATABASE_URL")
DATABASES = {"default": database_at(env.db_url("DATABASE_URL"))}
REDIS_URL = required("REDIS_URL")
SITE_URL = required("SITE_URL")
ALLOWED_HOSTS = [host for host in required("ALLOWED_HOSTS").split(",") if host]
MAIL_DOMAIN = required("MAIL_DOMAIN")
CELERY_BROKER_URL = REDIS_URL
CACHES = caches_at(REDIS_URL)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "factcheck.newsroom.static_files.ModuleStaticFilesStorage"},
}

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_TLS_PROXY", False) else None
)
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
