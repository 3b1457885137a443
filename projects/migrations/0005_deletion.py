from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("projects", "0004_grounds"),
    ]

    operations = [
        migrations.AddField("project", "deleted_at", models.DateTimeField(editable=False, null=True)),
        migrations.AlterModelOptions("project", {"ordering": ["-updated", "-id"]}),
        migrations.RemoveIndex("project", "projects_pr_owner_i_75ca28_idx"),
        migrations.AddIndex(
            "project",
            models.Index(
                condition=models.Q(("deleted_at", None)), fields=["owner", "-updated", "-id"], name="projects_of_owner"
            ),
        ),
        migrations.AddIndex(
            "project",
            models.Index(
                condition=models.Q(("deleted_at__isnull", False)), fields=["deleted_at"], name="deleted_projects"
            ),
        ),
        migrations.CreateModel(
            "AccountDeletion",
            [
                (
                    "user",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=models.DO_NOTHING,
                        primary_key=True,
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("requested_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
    ]
