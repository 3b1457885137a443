"""A turn: calls of the model and of tools until the answer is done."""
