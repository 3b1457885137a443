"""How each provider says that an operator's account may not call it, by the code of our error."""

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
}
