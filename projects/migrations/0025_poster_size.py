from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0024_steering'),
    ]

    operations = [
        migrations.AddField(
            model_name='sharelink',
            name='poster_size',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
    ]
