"""The admin site is read-only; deleting a user requests the deletion of the account."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from projects.models import Asset, Message, OutboxEvent, Project, Quota, ServerExport, ShareLink, ToolCall
from projects.removal.accounts import request_account_deletion

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Model]
    Users = UserAdmin[User]
else:
    ModelAdmin, Users = admin.ModelAdmin, UserAdmin


class ReadOnly(ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class AccountAdmin(Users):
    """Workers delete the account: a cascade of rows would leave files, logs and the bytes in the database file."""

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Counts for the confirmation page: an account may have a hundred thousand rows."""
        deleted = [
            f"User {user}: {Project.objects.filter(owner=user).count()} projects with all that is in them"
            for user in objs
        ]
        missing = set() if self.has_delete_permission(request) else {str(self.opts.verbose_name)}
        return deleted, {"users": len(deleted)}, missing, []

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        request_account_deletion(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            request_account_deletion(user)


admin.site.site_header = admin.site.site_title = "Chatstream Video"
admin.site.unregister(get_user_model())
admin.site.register(get_user_model(), AccountAdmin)


@admin.register(Project)
class ProjectAdmin(ReadOnly):
    list_display = ["title", "owner", "created", "updated", "deleted_at"]
    search_fields = ["title", "owner__username", "id"]
    list_select_related = ["owner"]


@admin.register(Message)
class MessageAdmin(ReadOnly):
    list_display = [
        "id",
        "project",
        "position",
        "role",
        "status",
        "finish_reason",
        "attempt",
        "created",
        "first_token_ms",
        "elapsed_ms",
    ]
    list_filter = ["status", "role", "created"]
    search_fields = ["id", "project__id", "project__title"]
    list_select_related = ["project"]
    exclude = ["content", "reasoning"]  # for whom they are, the page of the run has them


@admin.register(Asset)
class AssetAdmin(ReadOnly):
    list_display = ["name", "kind", "project", "media_type", "size", "width", "height", "created"]
    list_filter = ["kind", "media_type", "created"]
    search_fields = ["id", "name", "project__id", "project__title"]
    list_select_related = ["project"]
    exclude = ["file"]  # the admin would link to an address that does not serve it


@admin.register(ServerExport)
class ServerExportAdmin(ReadOnly):
    list_display = ["project", "status", "detail", "short_side", "attempt", "created"]
    list_filter = ["status", "created"]
    search_fields = ["project__id", "project__title"]
    list_select_related = ["project"]


@admin.register(ShareLink)
class ShareLinkAdmin(ReadOnly):
    list_display = ["project", "revision", "expires", "created"]
    list_filter = ["created", "expires"]
    search_fields = ["project__id", "project__title"]
    list_select_related = ["project"]
    exclude = ["token", "poster"]  # who runs the site need not hold the link


@admin.register(ToolCall)
class ToolCallAdmin(ReadOnly):
    list_display = ["name", "status", "message", "started", "elapsed_ms"]
    list_filter = ["status", "name"]
    search_fields = ["id", "message__id"]
    exclude = ["title", "arguments", "payload"]  # they quote the person and the model


@admin.register(OutboxEvent)
class OutboxEventAdmin(ReadOnly):
    list_display = ["type", "project", "message_id", "created"]
    list_select_related = ["project"]
    exclude = ["body", "ground_body"]  # what was written is in them


@admin.register(Quota)
class QuotaAdmin(ModelAdmin):
    """The one list that operators write; Django's admin notes each change."""

    list_display = ["__str__", "requests_per_minute", "live_runs", "tokens_per_day", "cost_per_day", "stored_mb"]
    list_filter = ["of"]
    search_fields = ["user__username", "group__name"]
    list_select_related = ["user", "group"]
    raw_id_fields = ["user", "group"]
