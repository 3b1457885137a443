"""The wire for programs: JSON Schema, OpenAPI, AsyncAPI and TypeScript, from the types in `chatstream.wire` and the addresses."""
