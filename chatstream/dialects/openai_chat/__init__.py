"""Chat Completions, for clients of OpenAI's API: one answer a request, streamed or whole."""
