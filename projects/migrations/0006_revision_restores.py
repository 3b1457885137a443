from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_deletion")]

    operations = [migrations.AddField("revision", "restores", models.PositiveIntegerField(null=True))]
