from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0003_phone_and_lawyer")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="is_machine",
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
