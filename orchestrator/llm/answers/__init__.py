"""One streamed answer, whatever its dialect: text, reasoning, calls and how it ended."""
