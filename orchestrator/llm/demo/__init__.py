"""The demo director: answers as a video director would, without any model. It is what runs when no key is set.

`conversation` reads the request, `intents` says what the person wants, `replies` holds one function for each want,
`director` speaks the answer at its pace.
"""

from orchestrator.llm.demo.director import DemoDirector


def connect(model: str) -> DemoDirector:
    return DemoDirector()
