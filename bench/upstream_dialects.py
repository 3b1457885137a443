"""What the upstream sends in each API: as OpenAI and Anthropic themselves send it, with what surrounds a token there."""

from dataclasses import dataclass

_CHAT = (
    b'data: {"id":"chatcmpl-CkZ1vLxAfNnB4fT2zR8yWq0sJ7dPe","object":"chat.completion.chunk","created":1763850000,'
    b'"model":"pace","service_tier":"default","system_fingerprint":null,"choices":[{"index":0,"delta":{'
)
_CHAT_REST = b'},"logprobs":null,"finish_reason":%b}],"usage":null,"obfuscation":"x1Yz8Q"}\n\n'
_RESPONSES = (
    b'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","sequence_number":7,'
    b'"item_id":"msg_68f0c0d5a1b48191a7c3","output_index":0,"content_index":0,"delta":"'
)
_RESPONSES_END = (
    b'event: response.completed\ndata: {"type":"response.completed","sequence_number":9,"response":{"id":"resp_1",'
    b'"object":"response","status":"completed","output":[],"usage":{"input_tokens":9,"output_tokens":9}}}\n\n'
)
_ANTHROPIC_START = (
    b'event: message_start\ndata: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant",'
    b'"content":[],"model":"pace","stop_reason":null,"usage":{"input_tokens":9,"output_tokens":1}}}\n\n'
    b'event: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\n'
)
_ANTHROPIC = (
    b'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"'
)
_ANTHROPIC_END = (
    b'event: content_block_stop\ndata: {"type":"content_block_stop","index":0}\n\n'
    b'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}}\n\n'
    b'event: message_stop\ndata: {"type":"message_stop"}\n\n'
)


@dataclass(frozen=True, slots=True)
class Events:
    """`before` and `after` stand around the text of each token."""

    start: bytes
    before: bytes
    after: bytes
    end: bytes


CHAT = Events(
    b"",
    _CHAT + b'"content":"',
    b'"' + _CHAT_REST % b"null",
    _CHAT + _CHAT_REST % b'"stop"' + b"data: [DONE]\n\n",
)
RESPONSES = Events(b"", _RESPONSES, b'","logprobs":[],"obfuscation":"x1Yz8Q"}\n\n', _RESPONSES_END)
ANTHROPIC = Events(_ANTHROPIC_START, _ANTHROPIC, b'"}}\n\n', _ANTHROPIC_END)


def events_of(head: bytes) -> Events:
    """By the path of the request."""
    path = head.split(b" ", 2)[1]
    if path.endswith(b"/responses"):
        return RESPONSES
    return ANTHROPIC if path.endswith(b"/messages") else CHAT
