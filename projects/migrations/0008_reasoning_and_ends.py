from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0007_one_clock")]

    operations = [
        migrations.AddField("message", "reasoning", models.TextField(blank=True, default="", db_default="")),
        migrations.AddField(
            "message", "finish_reason", models.CharField(blank=True, default="", db_default="", max_length=16)
        ),
        migrations.AddField("message", "error_detail", models.TextField(blank=True, default="", db_default="")),
        migrations.AddField("step", "reasoning", models.TextField(blank=True, default="", db_default="")),
        migrations.AddField("step", "model", models.CharField(blank=True, default="", db_default="", max_length=200)),
        migrations.AddField("step", "vendor", models.TextField(blank=True, default="", db_default="")),
        migrations.AlterField(
            "toolcall",
            "request_id",
            models.CharField(help_text="The start of the model's own id of the call.", max_length=200),
        ),
    ]
