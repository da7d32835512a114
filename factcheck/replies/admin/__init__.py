"""The admin pages of comment requests, contacts and wording."""

from factcheck.replies.admin import comment_requests, templates

__all__ = ["comment_requests", "templates"]
