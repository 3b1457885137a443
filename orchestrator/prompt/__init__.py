"""How projects, words and pictures are written for a model."""
