"""What a tool of another server gives back, as a text that a model can bear."""

import json

from mcp.types import CallToolResult, ContentBlock, EmbeddedResource, ResourceLink, TextContent, TextResourceContents

from orchestrator.llm.text.characters import to_storable

MAX_CHARS = 8_000


def as_text(result: CallToolResult) -> str:
    texts = [_text_of(block) for block in result.content]
    if not texts and result.structured_content is not None:
        texts = [json.dumps(result.structured_content, ensure_ascii=False)]
    return bounded(to_storable("\n".join(texts)), MAX_CHARS)


def bounded(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _text_of(block: ContentBlock) -> str:
    match block:
        case TextContent():
            return block.text
        case EmbeddedResource(resource=TextResourceContents() as resource):
            return resource.text
        case ResourceLink():
            return f"[{block.name}: {block.uri}]"
    return f"[{block.type}, left out]"
