
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0013_share_links'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='branch',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='message',
            name='edit_of',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='edited_as', to='projects.message'),
        ),
        migrations.AddField(
            model_name='message',
            name='removed',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='project',
            name='branch',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='revision',
            name='branch',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.CreateModel(
            name='Branch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('parent', models.PositiveIntegerField(null=True)),
                ('fork', models.PositiveIntegerField(default=0)),
                ('base', models.PositiveIntegerField(default=0)),
                ('chosen', models.PositiveIntegerField(default=0)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='branches', to='projects.project')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('project', 'number'), name='one_branch_per_number')],
            },
        ),
    ]
