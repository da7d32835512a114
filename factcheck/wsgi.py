"""The web server's way in."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings.production")
application = get_wsgi_application()

from django.db.backends.signals import connection_created  # noqa: E402
from django.urls import get_resolver  # noqa: E402

import factcheck.celery  # noqa: E402, F401  so that shared tasks publish to our broker
from factcheck.newsroom.load import limit_statements  # noqa: E402

connection_created.connect(limit_statements)
# Every page's code, before the server forks: else each of its processes loads it at its first
# request, and none of it is shared.
_ = get_resolver().url_patterns

# A long proof is some ten thousand objects that all go when it is answered. The collector, at its
# own pace, would walk through them, and through all of Django, several times a page.
gc.freeze()
gc.set_threshold(50_000, 20, 20)
