from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("projects", "0006_revision_restores")]

    operations = [
        migrations.AddField("message", "claim_id", models.UUIDField(null=True)),
        migrations.AddField("message", "progress_attempt", models.PositiveSmallIntegerField(default=0, db_default=0)),
        migrations.AlterField("outboxevent", "created", models.DateTimeField(db_default=Now())),
        migrations.AlterField("toolcall", "started", models.DateTimeField(db_default=Now())),
    ]
