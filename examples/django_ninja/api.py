"""Conversations, by Django Ninja. What is said in one is chatstream's: its id names the stream."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import NinjaAPI, Schema
from ninja.security import HttpBearer, SessionAuth

from chatstream.chat.deletion import delete_conversation
from chatstream.chat.models import Conversation
from chatstream.wire.errors import NotFound


class KeyAuth(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return request.user if request.user.is_authenticated else None  # the middleware has read the key


api = NinjaAPI(title="Chat", auth=[KeyAuth(), SessionAuth()])


class NewConversation(Schema):
    title: str = ""


class ConversationView(Schema):
    id: UUID
    title: str
    updated: datetime


@api.get("conversations/", response=list[ConversationView])
def list_conversations(request: HttpRequest) -> Any:
    return Conversation.objects.filter(owner_id=request.user.pk)


@api.post("conversations/", response={201: ConversationView})
def create_conversation(request: HttpRequest, new: NewConversation) -> Any:
    user: Any = request.user  # somebody: `auth` has seen to it
    return 201, Conversation.objects.create(owner=user, title=new.title)


@api.delete("conversations/{uuid:conversation_id}/", response={204: None, 404: None})
async def remove_conversation(request: HttpRequest, conversation_id: UUID) -> Any:
    try:
        await delete_conversation(request.user, conversation_id)
    except NotFound:
        return 404, None
    return 204, None
