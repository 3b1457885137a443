from examples.llm_chat.asgi import application

__all__ = ["application"]
