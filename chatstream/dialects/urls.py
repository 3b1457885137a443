"""Mount under `api/`, beside `chatstream.urls`: the doors of other front ends."""

from django.urls import path

from chatstream.dialects.ag_ui import doors as ag_ui
from chatstream.dialects.ai_sdk import doors as ai_sdk
from chatstream.dialects.openai_chat.doors import chat_completions
from chatstream.dialects.openai_responses import doors as responses

urlpatterns = [
    path("openai/v1/chat/completions", chat_completions),
    path("openai/v1/responses", responses.create),
    path("openai/v1/responses/<str:response>", responses.retrieve),
    path("openai/v1/responses/<str:response>/cancel", responses.cancel),
    path("ag-ui/run", ag_ui.run),
    path("ag-ui/connect", ag_ui.connect),
    path("ag-ui/<str:stream>/stop", ag_ui.stop),
    path("ai-sdk/v<int:version>/chat", ai_sdk.chat),
    path("ai-sdk/v<int:version>/chat/<str:stream>/stream", ai_sdk.resume),
    path("ai-sdk/v<int:version>/chat/<str:stream>/stop", ai_sdk.stop),
]
