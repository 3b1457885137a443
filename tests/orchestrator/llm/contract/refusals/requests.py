"""How each provider refuses what it was asked, by the code of our error."""

REFUSALS = {
    "conversation_too_long": [
        (
            "chat",
            400,
            {
                "error": {
                    "message": "This model's maximum context length is 8192 tokens.",
                    "code": "context_length_exceeded",
                }
            },
        ),
        (
            "chat",
            400,
            {
                "error": {
                    "code": 400,
                    "message": "the request exceeds the available context size. try increasing the context size",
                    "type": "exceed_context_size_error",
                    "n_ctx": 4096,
                }
            },
        ),
        ("chat", 413, "<html><title>413 Request Entity Too Large</title></html>"),
        (
            "responses",
            400,
            {
                "error": {
                    "message": "Your input exceeds the context window of this model.",
                    "code": "context_length_exceeded",
                }
            },
        ),
        (
            "anthropic",
            400,
            {
                "type": "error",
                "error": {
                    "type": "invalid_request_error",
                    "message": "prompt is too long: 205210 tokens > 200000 maximum",
                },
            },
        ),
        (
            "anthropic",
            413,
            {"type": "error", "error": {"type": "request_too_large", "message": "Request exceeds the maximum size"}},
        ),
        (
            "google",
            400,
            {
                "error": {
                    "code": 400,
                    "message": "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
                    "status": "INVALID_ARGUMENT",
                }
            },
        ),
    ],
    "provider_declined": [
        (
            "chat",
            400,
            {
                "error": {
                    "message": "The response was filtered due to the prompt triggering Azure's content management policy.",
                    "code": "content_filter",
                    "status": 400,
                }
            },
        ),
        (
            "chat",
            403,
            {
                "error": {
                    "code": 403,
                    "message": "Your input was flagged",
                    "metadata": {"reasons": ["violence"], "flagged_input": "x"},
                }
            },
        ),
        (
            "responses",
            400,
            {
                "error": {
                    "message": "Invalid prompt: your prompt was flagged as potentially violating our usage policy.",
                    "code": "invalid_prompt",
                }
            },
        ),
        (
            "anthropic",
            400,
            {
                "type": "error",
                "error": {"type": "invalid_request_error", "message": "Output blocked by content filtering policy"},
            },
        ),
    ],
    "provider_refused_request": [
        ("chat", 400, {"error": {"message": "Computer says no.", "type": "invalid_request_error"}}),
        ("responses", 400, {"error": {"message": "Computer says no.", "type": "invalid_request_error"}}),
        (
            "anthropic",
            400,
            {"type": "error", "error": {"type": "invalid_request_error", "message": "Computer says no."}},
        ),
        ("google", 400, {"error": {"code": 400, "message": "Computer says no.", "status": "INVALID_ARGUMENT"}}),
    ],
}
