"""JSON schemas in the forms that servers accept, and how a model is asked for JSON of one schema."""
