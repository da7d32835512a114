"""The kinds of the review queue in plain words; a query says whether it is answered."""

from django.db import migrations, models

_KINDS = [
    "second read",
    "open query",
    "answered query",
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
_ITEMS = """
UPDATE desk_queueitem SET kind = 'unsorted reply' WHERE kind = 'untriaged reply';
UPDATE desk_queueitem SET kind = 'unmatched mail' WHERE kind = 'orphan reply';
UPDATE desk_queueitem i SET kind = 'answered query' FROM review_query q
    WHERE i.kind = 'dispute' AND i.cause = 'review.query:' || q.id AND q.state <> 'open';
UPDATE desk_queueitem SET kind = 'open query' WHERE kind = 'dispute';
UPDATE desk_savedfilter SET query = replace(replace(replace(query,
    'kind=untriaged+reply', 'kind=unsorted+reply'), 'kind=orphan+reply', 'kind=unmatched+mail'),
    'kind=dispute', 'kind=open+query') WHERE place = 'queue';
"""


class Migration(migrations.Migration):
    dependencies = [("desk", "0007_how_far"), ("review", "0004_later_events")]

    operations = [
        migrations.RunSQL(_ITEMS, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="queueitem",
            name="kind",
            field=models.CharField(choices=[(k, k) for k in _KINDS], max_length=20),
        ),
    ]
