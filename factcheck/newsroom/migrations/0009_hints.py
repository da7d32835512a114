"""The hints of a first story: whoever has an account already has read them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0008_links_last")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="hints_done",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunSQL("UPDATE newsroom_user SET hints_done = true", migrations.RunSQL.noop),
    ]
