"""The chat of examples/llm_chat with a page in React, without a bundler. Start it like that one, as examples.react_page."""
