"""How much of something a person, and everybody together, may do."""
