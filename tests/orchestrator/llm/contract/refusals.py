"""How each provider words its no: dialect, status, body; by the code of our error."""

REFUSALS = {
    "provider_refused_key": [
        (
            "chat",
            401,
            {
                "error": {
                    "message": "Incorrect API key provided: sk-x.",
                    "type": "invalid_request_error",
                    "code": "invalid_api_key",
                }
            },
        ),
        ("chat", 401, ""),
        ("chat", 401, {"detail": "Not authenticated"}),
        (
            "responses",
            401,
            {"error": {"message": "You didn't provide an API key.", "type": "invalid_request_error", "code": None}},
        ),
        (
            "anthropic",
            401,
            {"type": "error", "error": {"type": "authentication_error", "message": "invalid x-api-key"}},
        ),
        (
            "google",
            400,
            [
                {
                    "error": {
                        "code": 400,
                        "message": "API key not valid. Please pass a valid API key.",
                        "status": "INVALID_ARGUMENT",
                        "details": [{"reason": "API_KEY_INVALID"}],
                    }
                }
            ],
        ),
        (
            "google",
            403,
            {
                "error": {
                    "code": 403,
                    "message": "Method doesn't allow unregistered callers. Please use API Key.",
                    "status": "PERMISSION_DENIED",
                }
            },
        ),
    ],
    "provider_quota_used_up": [
        (
            "chat",
            429,
            {
                "error": {
                    "message": "You exceeded your current quota, please check your plan and billing details.",
                    "type": "insufficient_quota",
                    "code": "insufficient_quota",
                }
            },
        ),
        (
            "chat",
            402,
            {"error": {"message": "Insufficient Balance", "type": "unknown_error", "code": "invalid_request_error"}},
        ),
        ("chat", 402, {"error": {"message": "This request requires more credits, or fewer max_tokens.", "code": 402}}),
        (
            "responses",
            429,
            {
                "error": {
                    "message": "You exceeded your current quota.",
                    "type": "insufficient_quota",
                    "code": "insufficient_quota",
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
                    "message": "Your credit balance is too low to access the Anthropic API.",
                },
            },
        ),
    ],
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
    "provider_unknown_model": [
        (
            "chat",
            404,
            {
                "error": {
                    "message": "The model `gpt-9` does not exist or you do not have access to it.",
                    "code": "model_not_found",
                }
            },
        ),
        ("chat", 404, {"error": "model 'llama9' not found, try pulling it first"}),
        (
            "responses",
            400,
            {
                "error": {
                    "message": "The requested model 'gpt-9' does not exist.",
                    "param": "model",
                    "code": "model_not_found",
                }
            },
        ),
        ("anthropic", 404, {"type": "error", "error": {"type": "not_found_error", "message": "model: claude-9"}}),
        (
            "google",
            404,
            {
                "error": {
                    "code": 404,
                    "message": "models/gemini-9 is not found for API version v1beta, or is not supported for generateContent.",
                    "status": "NOT_FOUND",
                }
            },
        ),
    ],
    "provider_wrong_address": [
        ("chat", 404, "404 page not found"),
        ("chat", 404, {"detail": "Not Found"}),
        ("responses", 404, "<html>nginx</html>"),
        ("anthropic", 404, "Not Found"),
        ("google", 404, "<!DOCTYPE html><html>Error 404 (Not Found)</html>"),
    ],
    "provider_busy": [
        ("chat", 429, {"error": {"message": "Rate limit reached for requests", "code": "rate_limit_exceeded"}}),
        ("responses", 429, {"error": {"message": "Rate limit reached", "code": "rate_limit_exceeded"}}),
        (
            "anthropic",
            429,
            {
                "type": "error",
                "error": {"type": "rate_limit_error", "message": "This request would exceed your rate limit."},
            },
        ),
        ("anthropic", 529, {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}),
        (
            "google",
            429,
            {"error": {"code": 429, "message": "Resource has been exhausted.", "status": "RESOURCE_EXHAUSTED"}},
        ),
        (
            "google",
            503,
            {
                "error": {
                    "code": 503,
                    "message": "The model is overloaded. Please try again later.",
                    "status": "UNAVAILABLE",
                }
            },
        ),
    ],
    "provider_failed": [
        (
            "chat",
            500,
            {"error": {"message": "The server had an error while processing your request.", "type": "server_error"}},
        ),
        ("chat", 502, "<html><title>502 Bad Gateway</title></html>"),
        (
            "responses",
            500,
            {"error": {"message": "An error occurred.", "type": "server_error", "code": "server_error"}},
        ),
        ("anthropic", 500, {"type": "error", "error": {"type": "api_error", "message": "Internal server error"}}),
        ("google", 500, {"error": {"code": 500, "message": "An internal error has occurred.", "status": "INTERNAL"}}),
    ],
    "provider_no_tools": [
        ("chat", 404, {"error": {"message": "No endpoints found that support tool use.", "code": 404}}),
        (
            "chat",
            400,
            {"error": {"message": "registry.ollama.ai/library/gemma3 does not support tools", "type": "api_error"}},
        ),
    ],
    "provider_refused_region": [
        (
            "chat",
            403,
            {
                "error": {
                    "code": "unsupported_country_region_territory",
                    "message": "Country, region, or territory not supported",
                }
            },
        ),
        (
            "google",
            400,
            {
                "error": {
                    "code": 400,
                    "message": "User location is not supported for the API use.",
                    "status": "FAILED_PRECONDITION",
                }
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
