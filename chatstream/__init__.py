"""A resumable event stream for chats: append to a log in Valkey/Redis, follow it over WebSocket or SSE, lose no event.

Another project needs `chatstream` in INSTALLED_APPS, the setting CHATSTREAM_BACKEND (see backend.py), CHATSTREAM_REDIS_URL,
and the routes of `chatstream.urls` and `chatstream.routing`. It knows no model and no LLM.
"""
