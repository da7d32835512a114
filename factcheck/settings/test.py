"""Settings of tests: the engines of production, on throwaway servers.

Their addresses come from the environment.
"""

from __future__ import annotations

from factcheck.settings.base import *  # noqa: F403
from factcheck.settings.base import caches_at, env

SECRET_KEY = "a-key-for-tests-only"  # noqa: S105  # nosec B105
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres://127.0.0.1:1/not-started")}
REDIS_URL = env.str("REDIS_URL", "redis://127.0.0.1:1/0")
CELERY_BROKER_URL = REDIS_URL
CACHES = caches_at(REDIS_URL)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_RATE_LIMITS = False
WHITENOISE_USE_FINDERS = True
MAIL_DOMAIN = "desk.example"
MAIL_AUTHSERV = "desk.example"
MAIL_FROM = "desk@desk.example"
SCREENSHOTS = False  # each starts a browser
OUTSIDE_PACE_SECONDS = 0.0
# The tables are made from the models, a tenth of what the migrations cost; `tests/test_migrations`
# holds the two alike.
PGTRIGGER_INSTALL_ON_MIGRATE = env.bool("TRIGGERS_INSTALLED_ON_MIGRATE", True)
