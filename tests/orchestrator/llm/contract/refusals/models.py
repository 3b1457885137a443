"""How each provider says that there is no such model or address, or that a model has no tools, by the code of our error."""

REFUSALS = {
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
    "provider_no_tools": [
        ("chat", 404, {"error": {"message": "No endpoints found that support tool use.", "code": 404}}),
        (
            "chat",
            400,
            {"error": {"message": "registry.ollama.ai/library/gemma3 does not support tools", "type": "api_error"}},
        ),
    ],
}
