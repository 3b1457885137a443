"""Mount under `api/`, beside `chatstream.urls`: the doors of other front ends."""

from django.urls import re_path

from chatstream.dialects.ai_sdk import doors as ai_sdk

_AI_SDK = r"^ai-sdk/v(?P<version>[67])/chat"
_STREAM = r"(?P<stream>[\w.~-]{1,100})"

urlpatterns = [
    re_path(f"{_AI_SDK}$", ai_sdk.chat),
    re_path(f"{_AI_SDK}/{_STREAM}/stream$", ai_sdk.resume),
    re_path(f"{_AI_SDK}/{_STREAM}/stop$", ai_sdk.stop),
]
