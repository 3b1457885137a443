"""What answers while no model is connected. It understands no language, and admits it: it plays prepared films, sets a person's own
words in motion, and carries out eight commands that it knows exactly.

`script_choice` decides which of these answers a message; `provider` streams it word by word, as every model does.
"""

from orchestrator.llm.demo.provider import DemoProvider


def connect(model: str) -> DemoProvider:
    return DemoProvider()
