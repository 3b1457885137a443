"""The chat of examples/llm_chat with CopilotKit over AG-UI. Start it like that one, as examples.copilotkit_page."""
