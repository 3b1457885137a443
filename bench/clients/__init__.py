"""The clients, in a process of their own: they do as little as they can in Python, since they share the machine."""
