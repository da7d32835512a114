"""How many items a story has and how many are left, as its step says; every line is drawn again.

The review queue holds the changes that an editor has decided on and nobody has made.
"""

from django.db import migrations, models

_KINDS = [
    "second read",
    "open query",
    "answered query",
    "change to make",
    "unsorted reply",
    "unmatched mail",
    "letter in doubt",
    "letter failed",
    "failing search",
    "lost page",
    "changed page",
    "failing mailbox",
    "bad contact",
    "unreadable mail",
    "failed reading",
    "failed import",
    "overdue request",
    "sentence drift",
]


class Migration(migrations.Migration):
    dependencies = [("desk", "0009_counted_kinds_watched")]

    operations = [
        *(
            migrations.AddField(
                model_name="deskline", name=name, field=models.PositiveIntegerField(default=0)
            )
            for name in ("items", "items_left")
        ),
        migrations.RunSQL(
            "INSERT INTO desk_staledeskline (article_id) SELECT id FROM articles_article",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="queueitem",
            name="kind",
            field=models.CharField(choices=[(k, k) for k in _KINDS], max_length=20),
        ),
    ]
