"""How many tokens a request or an answer has, by its letters: a provider counts them only afterwards."""

import json

from orchestrator.llm.interface import StepRequest

CHARS_PER_TOKEN = 4  # English text with the usual tokenizers; a budget needs no better
PICTURE_TOKENS = 1_200  # about what providers count for one of 1024 pixels


def estimate_output(characters: int) -> int:
    return -(-characters // CHARS_PER_TOKEN)


def estimate_input(request: StepRequest) -> int:
    """What the model reads: the prompt, the conversation, pictures, tools and the form of the answer."""
    texts = [request.system, *(tool.description for tool in request.tools), *(tool.name for tool in request.tools)]
    schemas = [tool.parameters for tool in request.tools] + ([request.form.schema] if request.form else [])
    pictures = 0
    for message in request.messages:
        pictures += len(message.pictures)
        texts.append(message.content)
        texts += [each.arguments for each in message.tool_requests]
        schemas += [message.vendor.data] if message.vendor else []
    letters = sum(map(len, texts)) + sum(len(json.dumps(schema)) for schema in schemas)
    return letters // CHARS_PER_TOKEN + pictures * PICTURE_TOKENS
