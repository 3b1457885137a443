from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0023_cut_calls'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='steerings',
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
        migrations.AddField(
            model_name='message',
            name='steering_closed',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
