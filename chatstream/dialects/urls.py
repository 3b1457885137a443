"""Mount under `api/`, beside `chatstream.urls`: the doors of other front ends."""

from django.urls import path

from chatstream.dialects.ai_sdk import doors as ai_sdk

urlpatterns = [
    path("ai-sdk/v<int:version>/chat", ai_sdk.chat),
    path("ai-sdk/v<int:version>/chat/<str:stream>/stream", ai_sdk.resume),
    path("ai-sdk/v<int:version>/chat/<str:stream>/stop", ai_sdk.stop),
]
