"""What stands in the text of an answer beside its words: thoughts, calls, tokens of chat templates."""
