"""How each provider says that it is busy or broken, by the code of our error."""

REFUSALS = {
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
}
