"""The web server's way in."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings.production")
application = get_wsgi_application()

import factcheck.celery  # noqa: E402, F401  so that shared tasks publish to our broker
