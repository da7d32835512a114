from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("review", "0005_ruled_speaker")]

    operations = [
        migrations.CreateModel(
            name="CountedKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("number", "number"),
                            ("date", "date"),
                            ("name", "name"),
                            ("title", "title"),
                            ("place", "place"),
                            ("superlative", "superlative"),
                        ],
                        max_length=12,
                        unique=True,
                    ),
                ),
            ],
            options={
                "ordering": ["kind"],
                "verbose_name": "kind of fact that must be ticked",
                "verbose_name_plural": "kinds of fact that must be ticked",
            },
        ),
    ]
