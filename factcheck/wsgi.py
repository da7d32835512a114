"""The web server's way in."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings.production")
application = get_wsgi_application()

import factcheck.celery  # noqa: E402, F401  so that shared tasks publish to our broker

# A long proof is some ten thousand objects that all go when it is answered. The collector, at its
# own pace, would walk through them, and through all of Django, several times a page.
gc.freeze()
gc.set_threshold(50_000, 20, 20)
