"""The kinds of provider: which API each speaks, at which address, and with which options until a refusal changes them.

A new one that speaks a known API is a line in `KINDS`, and its name in `LLM_KINDS` of the settings. `LIBRARY_KINDS` are those that
speak none of them.
"""

from dataclasses import dataclass

from orchestrator.llm.options import Options

OPENAI = Options()
STRICT = Options(limit_field="max_tokens")  # knows response_format, and the older name of the limit
COMPATIBLE = Options(limit_field="max_tokens", form="tool")
SMALL_SERVER_CONCURRENCY = 2  # it may have one slot: with more, the last one in its queue gets no byte in time


@dataclass(frozen=True, slots=True)
class ProviderKind:
    """`dialects`: modules of `orchestrator.llm.dialects`, the first is tried first. `concurrency`: answers at once from a process.

    `base_url`: "" if there is no address that everybody uses. `settings_of`: whose key and address serve too.
    """

    dialects: tuple[str, ...]
    base_url: str = ""
    profile: Options = COMPATIBLE
    concurrency: int = 16
    needs_key: bool = True
    settings_of: str = ""


@dataclass(frozen=True, slots=True)
class LibraryKind:
    """A kind that pydantic-ai speaks to, and whose keys it finds in variables of its own.

    `extra`: of `pydantic-ai-slim`. `package`: what that extra installs, as it is imported.
    """

    extra: str
    package: str


LIBRARY_PIN = "2.68.0"
LIBRARY_KINDS = {
    "bedrock": LibraryKind("bedrock", "boto3"),
    "bedrock-mantle": LibraryKind("bedrock-mantle", "botocore"),
    "cohere": LibraryKind("cohere", "cohere"),
    "google-cloud": LibraryKind("google", "google.genai"),
    "snowflake": LibraryKind("snowflake", "openai"),
}
KINDS = {
    "openai": ProviderKind(("responses", "chat"), "https://api.openai.com/v1", OPENAI, 64),
    "chat": ProviderKind(("chat",), concurrency=SMALL_SERVER_CONCURRENCY, needs_key=False, settings_of="openai"),
    "anthropic": ProviderKind(("anthropic",), "https://api.anthropic.com", OPENAI),
    "google": ProviderKind(("google",), "https://generativelanguage.googleapis.com", OPENAI),
    "azure": ProviderKind(("responses", "chat"), profile=OPENAI),
    "ollama": ProviderKind(("chat",), "http://127.0.0.1:11434/v1", STRICT, SMALL_SERVER_CONCURRENCY, needs_key=False),
    "openrouter": ProviderKind(("chat",), "https://openrouter.ai/api/v1"),
    "groq": ProviderKind(("chat",), "https://api.groq.com/openai/v1"),
    "mistral": ProviderKind(("chat",), "https://api.mistral.ai/v1"),
    "deepseek": ProviderKind(("chat",), "https://api.deepseek.com/v1"),
    "xai": ProviderKind(("responses", "chat"), "https://api.x.ai/v1"),
    "together": ProviderKind(("chat",), "https://api.together.xyz/v1"),
    "fireworks": ProviderKind(("chat",), "https://api.fireworks.ai/inference/v1"),
    "cerebras": ProviderKind(("chat",), "https://api.cerebras.ai/v1"),
    "moonshot": ProviderKind(("chat",), "https://api.moonshot.ai/v1"),
    "huggingface": ProviderKind(("chat",), "https://router.huggingface.co/v1"),
}
