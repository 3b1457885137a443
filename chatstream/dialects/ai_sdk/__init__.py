"""The AI SDK's UI message stream (`useChat`, `DefaultChatTransport`), versions 6 and 7 of the package `ai`."""
