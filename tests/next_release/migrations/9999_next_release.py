"""One of each kind that a release may have while the one before still runs (tests/projects/test_migrations.py)."""

from pathlib import Path

from django.db import migrations, models

import projects.migrations

LAST = max(path.stem for path in Path(projects.migrations.__file__).parent.glob("[0-9]*.py"))


class Migration(migrations.Migration):
    dependencies = [("projects", LAST)]

    operations = [
        migrations.AddField("message", "mood", models.CharField(max_length=20, default="", db_default="")),
        migrations.AddField("project", "weather", models.TextField(null=True)),
        migrations.AddIndex("message", models.Index(fields=["mood"], name="next_release_mood")),
        migrations.CreateModel("Forecast", [("id", models.BigAutoField(primary_key=True)), ("text", models.TextField())]),
    ]
