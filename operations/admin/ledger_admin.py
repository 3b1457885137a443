"""What a run has written, as rows that nobody changes. None of these lists has the words: those are on the page of the run."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from operations.admin.paginator import BoundedPaginator
from projects.admin import ReadOnly
from projects.models import Revision, Step


class Ledger(ReadOnly):
    paginator = BoundedPaginator
    show_full_result_count = False
    ordering = ["-pk"]


@admin.register(Step)
class StepAdmin(Ledger):
    list_display = ["created", "message_id", "number", "model", "finish_reason"]
    search_fields = ["=message__id"]
    search_help_text = "The id of a run"
    exclude = ["content", "reasoning", "tool_requests", "vendor"]


@admin.register(Revision)
class RevisionAdmin(Ledger):
    list_display = ["created", "project_id", "number", "shows", "made_from", "cause", "author"]
    list_filter = ["cause", "created"]
    list_select_related = ["author"]
    search_fields = ["=project__id", "=message__id"]
    search_help_text = "The id of a project or of a run"
    exclude = ["document", "patch", "summary"]


@admin.register(Session)
class SessionAdmin(Ledger):
    """Who has signed in, and until when. The key of a session signs in whoever has it: it is on no page."""

    list_display = ["user", "expire_date"]
    list_display_links = None
    ordering = ["-expire_date"]
    actions = None

    @admin.display(description="user")
    def user(self, session: Session) -> str:
        user_id = session.get_decoded().get(SESSION_KEY)
        if user_id is None:
            return "nobody"
        return format_html('<a href="{}">user {}</a>', reverse("admin:auth_user_change", args=[user_id]), user_id)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        return None  # the address of its page would be its key
