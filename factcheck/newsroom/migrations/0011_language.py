"""The language of the interface that a person chose; empty is their browser's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0010_plain_words")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="language",
            field=models.CharField(blank=True, default="", editable=False, max_length=12),
        ),
    ]
