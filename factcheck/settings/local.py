"""Settings of one machine: embedded servers under var/, at the addresses they run at."""

from __future__ import annotations

from factcheck.settings.base import *  # noqa: F403
from factcheck.settings.base import VAR, caches_at, database_at, env
from factcheck.settings.secrets import local_secret

SECRET_KEY = env.str("SECRET_KEY", "") or local_secret(VAR)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *env.list("ALLOWED_HOSTS", default=[])]
DATABASES = {
    "default": database_at(env.db_url("DATABASE_URL", default="postgres://127.0.0.1:1/not-started"))
}
REDIS_URL = env.str("REDIS_URL", "redis://127.0.0.1:1/0")
CELERY_BROKER_URL = REDIS_URL
CACHES = caches_at(REDIS_URL)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
