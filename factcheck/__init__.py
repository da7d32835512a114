"""A newsroom's fact-checking desk.

Kept empty, so that `factcheck.text` loads without Django or Celery.
"""
