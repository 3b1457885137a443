"""The rows: a project, its messages, the ledger of what a run did, and facts that wait to be said."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

ENDED = ("success", "error", "cancelled")
ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "video/mp4": ".mp4"}


class ProjectQuerySet(models.QuerySet["Project"]):
    def for_user(self, user: Any) -> "ProjectQuerySet":
        return self.for_users([user.pk])

    def for_users(self, user_ids: Iterable[Any]) -> "ProjectQuerySet":
        """The one rule of who may see what. Which of the users it is, is the row's `owner_id`."""
        return self.filter(owner_id__in=user_ids, deleted_at=None)


class Project(models.Model):
    """One conversation and its video.

    `titled_by_person`: a model may not rename it unasked. `model`: who answers, as KIND:NAME;
    empty: the operator's own. `chosen_scene`: the id of the scene that a person has chosen in
    the preview and means by "it"; empty: none. `deleted_at`: every door answers as if the project were not there; its rows,
    files and log keys go later (orchestrator/erasure.py).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="projects")
    title = models.CharField(max_length=200)
    titled_by_person = models.BooleanField(default=False)
    chosen_scene = models.CharField(max_length=64, blank=True)
    model = models.CharField(max_length=200, blank=True, db_default="")
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-updated", "-id"]
        indexes = [
            models.Index(fields=["owner", "-updated", "-id"], condition=Q(deleted_at=None), name="projects_of_owner"),
            models.Index(fields=["deleted_at"], condition=Q(deleted_at__isnull=False), name="deleted_projects"),
        ]

    def __str__(self) -> str:
        return self.title


def projects_for(user: Any) -> ProjectQuerySet:
    """Loading through the user is the authorisation: what is not theirs is not there."""
    return Project.objects.for_user(user)


class AccountDeletion(models.Model):
    """An account that must go, with all that its owner made. The note outlives the user's row: it goes when all is erased."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True
    )
    requested_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"deletion of user {self.user_id}"


def asset_storage() -> Storage:
    return storages["assets"]


def asset_path(asset: "Asset", filename: str) -> str:
    """Never a name that a person gave: the id, and the ending of what the bytes were found to be."""
    return f"{asset.project_id}/{asset.pk}{ENDINGS[asset.media_type]}"


class Asset(models.Model):
    """A file that is kept for a project: a picture that its scenes may show, or the video that was made of it.

    `name` is what a person calls it; `width` and `height` are in pixels, `seconds` is the length of a video.
    """

    class Kind(models.TextChoices):
        IMAGE = "image"
        VIDEO = "video"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="assets")
    kind = models.CharField(max_length=5, choices=Kind)
    name = models.CharField(max_length=200)
    file = models.FileField(storage=asset_storage, upload_to=asset_path, max_length=200)
    media_type = models.CharField(max_length=20)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    seconds = models.FloatField(null=True)
    revision = models.PositiveIntegerField(null=True, help_text="The number of the revision that a video shows.")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="image", media_type__in=["image/png", "image/jpeg", "image/webp"], seconds=None)
                | Q(kind="video", media_type="video/mp4", seconds__isnull=False),
                name="asset_kind_and_media_type_fit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.project_id}"

    @property
    def url(self) -> str:
        """Where its bytes are, for those whose project it is."""
        return f"/api/projects/{self.project_id}/assets/{self.pk}/"


class ServerExport(models.Model):
    """The file of the video that a person last asked a worker for. It is no message: nobody has said anything.

    `claim_id` names the attempt of a worker; when that was not heard from for a while, another one begins anew. `detail` and
    `progress` (0 to 1) say how far it is; in the end `detail` says why there is no file.
    """

    class Status(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        SUCCESS = "success"
        ERROR = "error"
        CANCELLED = "cancelled"

    project = models.OneToOneField(Project, on_delete=models.CASCADE, primary_key=True, related_name="server_export")
    short_side = models.PositiveSmallIntegerField(help_text="Pixels that the file has at least.")
    status = models.CharField(max_length=9, choices=Status, default=Status.WAITING)
    detail = models.CharField(max_length=500, blank=True)
    progress = models.FloatField(null=True)
    claim_id = models.UUIDField(null=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    heard_from = models.DateTimeField(null=True)
    asset = models.ForeignKey(Asset, null=True, on_delete=models.SET_NULL, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created"]
        indexes = [
            models.Index(fields=["created"], condition=Q(status__in=["waiting", "running"]), name="unfinished_exports")
        ]

    def __str__(self) -> str:
        return f"export of {self.project_id}"

    @property
    def is_live(self) -> bool:
        return self.status in (self.Status.WAITING, self.Status.RUNNING)


class Message(models.Model):
    """One message of a person, or one answer to it. Its text is written once, when the run ends.

    `reasoning`: what the model thought, as it was shown. `finish_reason`: how the answer ended, as the wire has it; empty for
    one that has not. `error_detail`: why it failed, in the provider's words; for operators alone.
    `fence` rises with every claim: only the process that holds the newest may write. `position` orders a project.
    `claim_id`: a claim whose commit was not acknowledged finds by it that it succeeded. `progress_attempt`: the last attempt
    in which a step or a tool call was finished.
    """

    class Role(models.TextChoices):
        USER = "user"
        ASSISTANT = "assistant"

    class Status(models.TextChoices):
        PENDING = "pending"
        RUNNING = "running"
        SUCCESS = "success"
        ERROR = "error"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="messages")
    position = models.PositiveIntegerField()
    role = models.CharField(max_length=9, choices=Role)
    content = models.TextField(blank=True)
    attachments = models.ManyToManyField(Asset, related_name="attached_to")
    status = models.CharField(max_length=9, choices=Status)
    request_id = models.UUIDField(null=True, help_text="The client's id of the request that made this row.")
    answers = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="answered_by")
    retry_of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="retried_by")
    attempt = models.PositiveSmallIntegerField(default=0)
    progress_attempt = models.PositiveSmallIntegerField(default=0, db_default=0)
    fence = models.PositiveIntegerField(default=0)
    claim_id = models.UUIDField(null=True)
    stop_requested = models.BooleanField(default=False)
    heard_from = models.DateTimeField(null=True, help_text="When the run that holds the fence last said that it lives.")
    reasoning = models.TextField(blank=True, default="", db_default="")
    finish_reason = models.CharField(max_length=16, blank=True, default="", db_default="")
    error = models.JSONField(null=True)
    error_detail = models.TextField(blank=True, default="", db_default="")
    usage = models.JSONField(null=True)
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    first_token_ms = models.PositiveIntegerField(null=True)
    elapsed_ms = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["project", "position"], name="one_message_per_position"),
            models.UniqueConstraint(fields=["project", "role", "request_id"], name="one_pair_per_request"),
            models.CheckConstraint(
                condition=Q(role="user", status="success", answers=None)
                | Q(role="assistant", status__in=["pending", "running", *ENDED], answers__isnull=False),
                name="role_and_status_fit",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["pending", "running"], finished=None)
                | Q(status__in=ENDED, finished__isnull=False),
                name="finished_when_ended",
            ),
            models.CheckConstraint(
                condition=Q(role="user") | Q(status__in=["pending", "cancelled"]) | Q(fence__gt=0),
                name="claimed_with_a_fence",
            ),
            models.CheckConstraint(condition=Q(attempt__lte=F("fence")), name="an_attempt_has_a_fence"),
        ]
        indexes = [
            models.Index(
                fields=["status", "created"], condition=Q(status__in=["pending", "running"]), name="unfinished"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.position} of {self.project_id}"

    @property
    def ended(self) -> bool:
        return self.status in ENDED


class Step(models.Model):
    """The ledger, first half: one finished call of the model. A takeover replays it instead of paying again.

    `model`: which one answered, as KIND:NAME. `vendor`: JSON that its provider wants back with this step, as text, since
    jsonb would not keep it to the byte; read it with orchestrator/turn/replay.py.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    content = models.TextField(blank=True)
    tool_requests = models.JSONField(default=list, help_text="[{id, name, arguments}] as the model wrote them.")
    reasoning = models.TextField(blank=True, default="", db_default="")
    finish_reason = models.CharField(max_length=32)
    model = models.CharField(max_length=200, blank=True, default="", db_default="")
    vendor = models.TextField(blank=True, default="", db_default="")
    usage = models.JSONField(null=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["message", "number"], name="one_step_per_number")]

    def __str__(self) -> str:
        return f"step {self.number} of {self.message_id}"


class ToolCall(models.Model):
    """The ledger, second half: one call of an agent tool, and what came of it."""

    class Status(models.TextChoices):
        RUNNING = "running"
        SUCCESS = "success"
        ERROR = "error"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="tool_calls")
    step = models.PositiveSmallIntegerField()
    index = models.PositiveSmallIntegerField()
    request_id = models.CharField(max_length=200, help_text="The start of the model's own id of the call.")
    name = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    status = models.CharField(max_length=9, choices=Status, default=Status.RUNNING)
    payload = models.JSONField(null=True)
    error = models.TextField(null=True)  # noqa: DJ001 - null: there was none; the wire leaves the field out
    started = models.DateTimeField(db_default=Now())
    elapsed_ms = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["step", "index"]
        constraints = [
            models.UniqueConstraint(fields=["message", "step", "index"], name="one_call_per_request"),
            models.CheckConstraint(
                condition=Q(status="running", elapsed_ms=None) | ~Q(status="running"), name="elapsed_when_done"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.message_id}"


class OutboxEvent(models.Model):
    """A committed fact that the log may not have heard yet. `key` makes saying it twice harmless.

    `ground_at`: for the end of a message, the position of a log that has all of its text; `ground_body` says it to another,
    an event a line.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="outbox")
    message_id = models.UUIDField(null=True)
    type = models.CharField(max_length=32)
    body = models.TextField()
    ground_at = models.CharField(
        max_length=40, default="", db_default=""
    )  # servers of the last version still write here
    ground_body = models.TextField(default="", db_default="")
    created = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.type} of {self.project_id}"


class Revision(models.Model):
    """One state of a project's storyboard. Append-only: undo, redo and restore are new revisions too.

    `shows` is the number of the revision whose document this one shows (its own, unless it went back or forward);
    `made_from` the one it was changed from; `redo` the numbers that redo would show, nearest first. `restores`: the number
    of an older one whose document it took, as one more change that undo takes back (0: the start, before any video).
    """

    class Cause(models.TextChoices):
        TOOL = "tool"
        UNDO = "undo"
        EDIT = "edit"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    shows = models.PositiveIntegerField()
    made_from = models.PositiveIntegerField()
    redo = models.JSONField(default=list)
    restores = models.PositiveIntegerField(null=True)
    cause = models.CharField(max_length=4, choices=Cause)
    summary = models.CharField(max_length=500)
    document = models.TextField(help_text="The storyboard as canonical JSON.")
    patch = models.JSONField(default=list, help_text="RFC 6902, from the revision before.")
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="revisions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="one_revision_per_number")]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.project_id}"
