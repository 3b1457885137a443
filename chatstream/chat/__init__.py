"""The rows of a chat, ready to use, for who has none: conversations and messages, their admin, and a backend over them."""
