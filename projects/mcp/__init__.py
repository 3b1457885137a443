"""The product as an MCP server at /mcp, for Claude and other clients of the Model Context Protocol; docs/mcp.md."""
