"""The chat of examples/llm_chat with TanStack AI over AG-UI. Start it like that one, as examples.tanstack_page."""
