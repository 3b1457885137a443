"""The chat of examples/llm_chat with `useChat` of the AI SDK. Start it like that one, as examples.ai_sdk_page."""
