"""The chat of examples/llm_chat with assistant-ui over the AI SDK. Start it like that one, as examples.assistant_ui_page."""
