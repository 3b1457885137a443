from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest

from chatstream.chat.models import Conversation, Message, ToolCall


class ReadOnly:
    """Rows that only runs and requests write."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ToolCallInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = ToolCall
    fields = ["name", "title", "status", "arguments", "payload", "error", "elapsed_ms"]
    extra = 0


@admin.register(Conversation)
class ConversationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["__str__", "owner", "message_count", "created", "updated"]
    search_fields = ["=id", "title", "owner__username"]
    date_hierarchy = "created"
    raw_id_fields = ["owner"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("owner").annotate(count=Count("messages"))

    @admin.display(description="messages", ordering="count")
    def message_count(self, row: Any) -> int:
        return int(row.count)


@admin.register(Message)
class MessageAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Why an answer failed, in the words of its provider; who had it, and how often it was attempted."""

    list_display = [
        "created",
        "conversation",
        "role",
        "status",
        "attempt",
        "first_token_ms",
        "elapsed_ms",
        "error_detail",
    ]
    list_filter = ["role", "status", "created"]
    search_fields = ["=id", "=conversation__id", "=request_id", "conversation__owner__username"]
    list_select_related = ["conversation"]
    inlines = [ToolCallInline]
    show_full_result_count = False
