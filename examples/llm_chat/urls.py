from django.contrib.auth import alogin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from chatstream.chat.models import Conversation


async def chat(request: HttpRequest) -> HttpResponse:
    """Whoever comes is signed in as the guest, and sees the one conversation."""
    user = await request.auser()
    if not user.is_authenticated:
        user, _ = await User.objects.aget_or_create(username="guest")
        await alogin(request, user)
    conversation, _ = await Conversation.objects.aget_or_create(owner=user)
    return render(request, "chat.html", {"conversation": conversation})


urlpatterns = [
    path("", chat),
    path("api/", include("chatstream.urls")),
    path("api/", include("chatstream.dialects.urls")),  # for useChat and other front ends
]
