"""A whole LLM chat on chatstream: docs/chatstream.md explains it.

export DJANGO_SETTINGS_MODULE=examples.llm_chat.settings REDIS_URL=redis://127.0.0.1 OPENAI_API_KEY=…
python -m django migrate
python -m django chatstream_worker &
uvicorn examples.llm_chat.asgi:application
"""
