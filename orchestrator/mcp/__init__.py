"""Other servers of the Model Context Protocol, whose tools our model may call; docs/mcp.md."""
