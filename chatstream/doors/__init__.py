"""Where clients come in: WebSocket, Server-Sent Events and plain requests."""
