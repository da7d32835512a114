from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill_in_speakers(apps: Any, schema_editor: Any) -> None:
    """Let each verdict on a quote stand for the speaker whom the quote has now."""
    verdicts = apps.get_model("review", "Verdict").objects.filter(quote__isnull=False)
    quote = apps.get_model("claims", "Quote").objects.filter(pk=OuterRef("quote"))
    verdicts.update(
        speaker=Subquery(quote.values("speaker")[:1]),
        speaker_title=Subquery(quote.values("speaker_title")[:1]),
    )


class Migration(migrations.Migration):
    dependencies = [("review", "0004_later_events")]

    operations = [
        migrations.AddField("tick", "reopened", models.TextField(blank=True, default="")),
        migrations.AlterField("verdict", "reopened", models.TextField(blank=True, default="")),
        migrations.AddField("verdict", "speaker", models.TextField(blank=True, default="")),
        migrations.AddField("verdict", "speaker_title", models.TextField(blank=True, default="")),
        migrations.RunPython(fill_in_speakers, migrations.RunPython.noop, elidable=True),
    ]
