"""The event log in Valkey/Redis: append, read, and the connection under both."""
