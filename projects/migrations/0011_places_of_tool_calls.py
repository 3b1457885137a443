from django.db import migrations, models

BETWEEN_STEPS = "\n\n"  # as orchestrator/turn/transcript.py joins them
ANSWERS = 200  # at once


def _length(texts):
    return len(BETWEEN_STEPS.join(text for text in texts if text))


def fill_in(apps, schema_editor):
    """Where the calls of earlier answers stand follows from the steps: the calls of a step come after its text."""
    ToolCall, Step = apps.get_model("projects", "ToolCall"), apps.get_model("projects", "Step")
    while True:
        waiting = ToolCall.objects.filter(offset=None).order_by().values_list("message_id", flat=True).distinct()
        answers = list(waiting[:ANSWERS])
        if not answers:
            return
        steps = {answer: [] for answer in answers}
        for step in Step.objects.filter(message__in=answers).order_by("number").only("message", "number", "content", "reasoning"):
            steps[step.message_id].append(step)
        calls = list(ToolCall.objects.filter(message__in=answers).only("message", "step"))
        for call in calls:
            before = [step for step in steps[call.message_id] if step.number <= call.step]
            call.offset = _length(step.content for step in before)
            call.reasoning_offset = _length(step.reasoning for step in before)
        ToolCall.objects.bulk_update(calls, ["offset", "reasoning_offset"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("projects", "0010_server_exports")]

    operations = [
        migrations.AddField("toolcall", "offset", models.PositiveIntegerField(null=True)),
        migrations.AddField("toolcall", "reasoning_offset", models.PositiveIntegerField(null=True)),
        migrations.RunPython(fill_in, migrations.RunPython.noop, elidable=True),
    ]
