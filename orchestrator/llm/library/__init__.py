"""Providers that speak none of our dialects (Bedrock, Cohere, …), through pydantic-ai's model layer. An optional dependency."""
