"""Models behind one interface (`interface.py`): `registry.get_provider("openai:gpt-5-mini")`, `registry.get_provider("demo")`."""
