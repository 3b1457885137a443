"""The clients, in a process of their own: they speak as little Python as they can, since they share the machine."""
