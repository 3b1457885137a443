from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_assets")]

    operations = [
        migrations.AddField("outboxevent", "ground_at", models.CharField(max_length=40, default="", db_default="")),
        migrations.AddField("outboxevent", "ground_body", models.TextField(default="", db_default="")),
    ]
