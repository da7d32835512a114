"""How far each story is, for the bar on the desk page; every line is drawn again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0006_changed_articles")]

    operations = [
        *(
            migrations.AddField(
                model_name="deskline", name=name, field=models.PositiveIntegerField(default=0)
            )
            for name in ("claims", "quotes", "answered")
        ),
        migrations.RunSQL(
            "INSERT INTO desk_staledeskline (article_id) SELECT id FROM articles_article",
            migrations.RunSQL.noop,
        ),
    ]
