from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0011_places_of_tool_calls")]

    operations = [migrations.AddField("toolcall", "revision", models.PositiveIntegerField(null=True))]
