"""The rows of a chat: abstract models, transactions on them, the outbox, snapshots."""
