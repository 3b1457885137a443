"""Following a log: positions, missed events or a snapshot, then live ones."""
