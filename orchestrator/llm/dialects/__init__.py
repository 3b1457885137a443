"""The APIs that are spoken, one module each: what is sent, and what is read. No IO, and no provider's name but its own."""
