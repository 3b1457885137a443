"""What answers while no model is connected. It understands nothing, and says so: it plays prepared films, sets a person's own
words in motion, and carries out eight commands that it knows exactly.

`answering` decides which of these a message is; `provider` speaks the answer word by word, through the port of every model.
"""

from orchestrator.llm.demo.provider import DemoProvider


def connect(model: str) -> DemoProvider:
    return DemoProvider()
