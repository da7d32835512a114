"""Vectors in PostgreSQL, before the first table that holds one."""

from django.db import migrations
from pgvector.django import VectorExtension


class Migration(migrations.Migration):
    operations = [VectorExtension()]
